import { ApiFailure } from "../api/client";

/** Whether the question itself is wrong. That is said once, where it is asked, and not in every panel. */
export function isMisunderstood(failure: unknown): failure is ApiFailure {
  return failure instanceof ApiFailure && failure.code === "VALIDATION_ERROR" && /(^|; )(q|from|to): /.test(failure.message);
}
