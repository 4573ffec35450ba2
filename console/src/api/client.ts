import createClient from "openapi-fetch";
import type { components, paths } from "./schema";

export type Event = NonNullable<components["schemas"]["EventAnswer"]["data"]>;

/** The API answered with an error, or not at all. */
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

/** Sets the token that every write has to send. It comes with the session. */
export function setAntiforgeryToken(token: string): void {
  antiforgeryToken = token;
}

const answers = new EventTarget();

/** Reports a 401. Requests that bypass `api` call this themselves. */
export function reportUnauthorized(): void {
  answers.dispatchEvent(new CustomEvent("unauthorized"));
}

/** Registers a callback for 401: the session has ended. */
export function onUnauthorized(callback: () => void): void {
  answers.addEventListener("unauthorized", callback);
}

/** Registers a callback for 403: the role does not allow the request. */
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

/** Returns the body of a successful answer. Throws an ApiFailure with the server's message otherwise. */
export async function get<T>(call: Promise<Answered<T>>): Promise<T> {
  let answered: Answered<T>;
  try {
    answered = await call;
  } catch (e) {
    if (e instanceof DOMException && e.name === "AbortError") throw e;
    throw new ApiFailure("Can't reach the server.", "OFFLINE", 0);
  }
  if (answered.data !== undefined) return answered.data;
  const failure = answered.error as { error?: string; code?: string } | undefined;
  throw new ApiFailure(
    failure?.error ?? `The server answered ${answered.response.status}.`,
    failure?.code ?? "UNKNOWN",
    answered.response.status,
  );
}

/** Returns `data` of a successful answer. The API description declares it nullable, but it is set on every success. */
export async function getData<T>(call: Promise<Answered<{ data: T }>>): Promise<NonNullable<T>> {
  return (await get(call)).data!;
}

/** Whether someone else saved first. The API answers 409, a proxy that checks If-Match itself answers 412. */
export function isChangedMeanwhile(error: unknown): boolean {
  return error instanceof ApiFailure && (error.status === 409 || error.status === 412);
}
