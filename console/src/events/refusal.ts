import { ApiFailure } from "../api/client";

/** Whether the API rejected the query. Show that once, at the query box, and not in every panel. */
export function isMisunderstood(failure: unknown): failure is ApiFailure {
  return failure instanceof ApiFailure && failure.code === "VALIDATION_ERROR" && /(^|; )(q|from|to): /.test(failure.message);
}
