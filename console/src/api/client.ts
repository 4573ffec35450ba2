import createClient from "openapi-fetch";
import { learnServerTime } from "../ui/clock";
import { followServerTime } from "../ui/now";
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

/** Waits until somebody is signed in again. False when that isn't going to happen. */
let waitForSession: () => Promise<boolean> = () => Promise.resolve(false);

/** Sets how requests that were refused for want of a session wait for the next one. */
export function holdRefused(wait: () => Promise<boolean>): void {
  waitForSession = wait;
}

/** Registers a callback for 403: the role does not allow the request. */
export function onForbidden(callback: () => void): void {
  answers.addEventListener("forbidden", callback);
}

/** Requests by which a session begins or ends. */
const isWayIn = ({ url }: Request) => /^\/api\/v1\/(session|sessions|sign-in|sign-in-links)$/.test(new URL(url).pathname);

/** A request that is refused because the session has ended waits for the next one, and is repeated. */
async function send(request: Request): Promise<Response> {
  if (isWayIn(request)) return fetch(request);
  for (;;) {
    const copy = request.clone();
    const response = await fetch(request);
    if (response.status !== 401) return response;
    reportUnauthorized();
    if (!(await waitForSession()) || copy.signal.aborted) return response;
    if (copy.headers.has(antiforgeryHeader)) copy.headers.set(antiforgeryHeader, antiforgeryToken);
    request = copy;
  }
}

const antiforgeryHeader = "X-OpsTrails-Antiforgery";

export const api = createClient<paths>({ credentials: "same-origin", fetch: send });

const sentAt = new WeakMap<Request, number>();

api.use({
  onRequest({ request }) {
    sentAt.set(request, Date.now());
    if (request.method !== "GET") request.headers.set(antiforgeryHeader, antiforgeryToken);
  },
  onResponse({ request, response }) {
    const sent = sentAt.get(request);
    if (sent !== undefined) learnServerTime(response.headers.get("Date"), sent, Date.now());
    followServerTime();
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
