import { ApiFailure } from "../api/client";
import { parseValidationErrors, toSentence } from "../api/validation-errors";

/** Whether the API rejected the query. Show that once, at the query box, and not in every panel. */
export function isMisunderstood(failure: unknown): failure is ApiFailure {
  return failure instanceof ApiFailure && failure.code === "VALIDATION_ERROR" && /(^|; )(q|from|to): /.test(failure.message);
}

/** The errors of a rejected query as sentences. Errors of the query text need no name: they appear below it. */
export function describeRejection(failure: ApiFailure): string {
  return parseValidationErrors(failure.message)
    .map((error) => (error.field === "q" || error.field === "" ? toSentence(error) : `${error.field}: ${error.message}.`))
    .join(" ");
}
