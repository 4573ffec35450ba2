import createClient from "openapi-fetch";
import type { components, paths } from "./schema";

export type Event = NonNullable<components["schemas"]["EventAnswer"]["data"]>;

/** An answer that was not a success, or none at all. */
export class ApiFailure extends Error {
  constructor(
    message: string,
    readonly code: string,
    readonly status: number,
  ) {
    super(message);
  }
}

let antiforgeryToken = "";

/** The token that every request which changes something has to carry; it comes with the session. */
export function setAntiforgeryToken(token: string): void {
  antiforgeryToken = token;
}

const answers = new EventTarget();

/** Tells that an answer said so; what does not come through `api` has to call it. */
export function reportUnauthorized(): void {
  answers.dispatchEvent(new CustomEvent("unauthorized"));
}

/** Calls back when an answer says that nobody is signed in any more. */
export function onUnauthorized(callback: () => void): void {
  answers.addEventListener("unauthorized", callback);
}

/** Calls back when an answer says that who is signed in may not do what was asked. */
export function onForbidden(callback: () => void): void {
  answers.addEventListener("forbidden", callback);
}

export const api = createClient<paths>({ credentials: "same-origin" });

api.use({
  onRequest({ request }) {
    if (request.method !== "GET") request.headers.set("X-OpsTrails-Antiforgery", antiforgeryToken);
  },
  onResponse({ response }) {
    if (response.status === 401) reportUnauthorized();
    if (response.status === 403) answers.dispatchEvent(new CustomEvent("forbidden"));
  },
});

interface Answered<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** What a call answered with; a failure is thrown with the sentence that the server gives. */
export async function get<T>(call: Promise<Answered<T>>): Promise<T> {
  let answered: Answered<T>;
  try {
    answered = await call;
  } catch (e) {
    if (e instanceof DOMException && e.name === "AbortError") throw e;
    throw new ApiFailure("The server cannot be reached.", "OFFLINE", 0);
  }
  if (answered.data !== undefined) return answered.data;
  const failure = answered.error as { error?: string; code?: string } | undefined;
  throw new ApiFailure(
    failure?.error ?? `The server answered ${answered.response.status}.`,
    failure?.code ?? "UNKNOWN",
    answered.response.status,
  );
}

/** What a success holds. The description of the API has it nullable, which no success is. */
export async function getData<T>(call: Promise<Answered<{ data: T }>>): Promise<NonNullable<T>> {
  return (await get(call)).data!;
}

/** The API says so with 409; a proxy that checks the condition itself, with 412. */
export function isChangedMeanwhile(error: unknown): boolean {
  return error instanceof ApiFailure && (error.status === 409 || error.status === 412);
}
