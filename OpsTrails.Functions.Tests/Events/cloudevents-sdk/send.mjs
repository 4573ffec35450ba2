// Sends one event in each way of the SDK, and writes the statuses as JSON. Takes the address and the key from the environment.
import { CloudEvent, HTTP } from "cloudevents";

const { BASE, KEY } = process.env;
const base = { type: "deployment", source: "js-sdk", subject: "STAGING", version: "1.0.0", retries: 3, sampled: true };

async function post({ headers, body }) {
  const response = await fetch(`${BASE}/api/v1/events`, {
    method: "POST",
    headers: { ...headers, Authorization: `Bearer ${KEY}` },
    body,
  });
  return response.status;
}

async function inBothModes(event) {
  return [await post(HTTP.binary(event)), await post(HTTP.structured(event))];
}

async function inBothModesStructuredFirst(event) {
  return [await post(HTTP.structured(event)), await post(HTTP.binary(event))];
}

const buffer = new CloudEvent({ ...base, data: Buffer.from('{"a":1}'), datacontenttype: "application/json" });
const batch = [new CloudEvent({ ...base, data: { i: 1 } }), new CloudEvent(base)];
const results = {
  withData: await inBothModes(new CloudEvent({ ...base, data: { a: 1 } })),
  withoutData: await inBothModes(new CloudEvent(base)),
  structuredFirst: await inBothModesStructuredFirst(new CloudEvent({ ...base, data: { a: 1 } })),
  structuredFirstWithoutData: await inBothModesStructuredFirst(new CloudEvent(base)),
  emptyExtension: await inBothModes(new CloudEvent({ ...base, tracestate: "" })),
  buffer: await post(HTTP.structured(buffer)),
  bufferAgain: await post(HTTP.structured(buffer)),
  batch: await post({ headers: { "content-type": "application/cloudevents-batch+json" }, body: JSON.stringify(batch) }),
};
console.log(JSON.stringify(results));
