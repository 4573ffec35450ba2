// @vitest-environment jsdom
import { render } from "preact";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { session, type Session } from "../../session/session";
import { NamesPage } from "./page";

// The API client takes both when it is imported. Node's Request needs an absolute URL.
const server = vi.hoisted(() => {
  const hoisted = { answer: (_: Request): Promise<Response> => Promise.reject(new Error("no server")) };
  const Given = globalThis.Request;
  globalThis.fetch = (request) => hoisted.answer(request as Request);
  globalThis.Request = class extends Given {
    constructor(url: string | URL | Request, init?: RequestInit) {
      super(typeof url === "string" ? new URL(url, "http://localhost") : url, init);
    }
  };
  return hoisted;
});

const state = { settings: {} as Record<string, unknown>, revision: 1, refuse: false };
const puts: { body: Record<string, unknown>; ifMatch: string | null }[] = [];
const page = () => document.body.textContent ?? "";
const button = (name: string) =>
  [...document.querySelectorAll("button")].find((one) => (one.getAttribute("aria-label") ?? one.textContent)?.trim() === name)!;

async function answer(request: Request): Promise<Response> {
  const path = new URL(request.url).pathname;
  const seen = (value: string) => ({ value, firstSeen: "2026-11-01T00:00:00Z", lastSeen: "2026-11-02T00:00:00Z" });
  if (path === "/api/v1/settings" && request.method === "PUT") {
    const body = (await request.json()) as Record<string, unknown>;
    puts.push({ body, ifMatch: request.headers.get("If-Match") });
    if (state.refuse) {
      state.refuse = false;
      state.revision++;
      return Response.json({ success: false, error: "changed", code: "CONFLICT" }, { status: 409 });
    }
    state.settings = body;
    state.revision++;
  }
  if (path === "/api/v1/settings") return Response.json({ success: true, data: state.settings, revision: state.revision });
  if (path === "/api/v1/look-alikes")
    return Response.json({ data: [{ field: "subject", names: ["PRODUCTION", "prod"], suggested: "PRODUCTION" }] });
  return Response.json({ data: path === "/api/v1/subjects" ? [seen("PRODUCTION"), seen("prod")] : [] });
}

const shows = (text: string) => vi.waitFor(() => expect(page()).toContain(text));

beforeEach(async () => {
  Object.assign(state, { settings: { name: "Acme" }, revision: 1, refuse: false });
  puts.length = 0;
  server.answer = answer;
  session.value = { role: "ADMIN" } as Session;
  render(<NamesPage />, document.body);
  await shows("PRODUCTION and prod look like one environment");
});
afterEach(() => render(null, document.body));

it("merges names that look alike, and undoes it", async () => {
  button("Merge into PRODUCTION").click();
  await shows("Merged into PRODUCTION.");
  expect(puts[0]).toEqual({ body: { name: "Acme", aliases: { subjects: { PRODUCTION: ["prod"] } } }, ifMatch: '"1"' });

  button("Undo").click();
  await shows("Undone.");
  expect(puts[1]).toEqual({ body: { name: "Acme" }, ifMatch: '"2"' });
});

it("doesn't overwrite what someone else changed, and saves at the new revision then", async () => {
  state.refuse = true;
  button("Archive PRODUCTION").click();
  await shows("Someone else changed the settings");

  button("Archive PRODUCTION").click();
  await shows("Archived PRODUCTION.");
  expect(puts[1]).toEqual({ body: { name: "Acme", archived: { subjects: { PRODUCTION: "NOW" } } }, ifMatch: '"2"' });
});

it("offers no change to those who may not make it", async () => {
  session.value = { role: "MEMBER" } as Session;
  await shows("Only owners and admins can change names.");
  await vi.waitFor(() => expect(button("Merge into PRODUCTION")).toBeUndefined());
});
