import { describe, expect, it } from "vitest";
import { firstElementText, indentJson, memberText } from "./json-text";

const json = '{"id":"a\\"}b","data":{"big":12345678901234567890,"10":1,"2":[1.50,{"x":"},]"}],"none":{},"list":[]},"last":null}';

describe("JSON as text", () => {
  it("gives a member as it was sent", () => {
    expect(memberText(json, "data")).toBe('{"big":12345678901234567890,"10":1,"2":[1.50,{"x":"},]"}],"none":{},"list":[]}');
    expect(memberText(json, "last")).toBe("null");
    expect(memberText(json, "id")).toBe('"a\\"}b"');
  });

  it("has no member that only stands deeper, or in a text", () => {
    expect(memberText(json, "big")).toBeNull();
    expect(memberText('{"a":"\\"b\\":1"}', "b")).toBeNull();
  });

  it("knows a name however it is escaped", () => {
    expect(memberText('{ "d\\u0061ta" : [1, 2] , "x": 1}', "data")).toBe("[1, 2]");
  });

  it("gives the first element of a list", () => {
    expect(firstElementText('[{"a":[1,2]},{"b":1}]')).toBe('{"a":[1,2]}');
    expect(firstElementText("[ ]")).toBeNull();
  });

  it("is indented without a digit lost or a member moved", () => {
    const indented = indentJson(memberText(json, "data")!);

    expect(indented).toBe(
      `{
  "big": 12345678901234567890,
  "10": 1,
  "2": [
    1.50,
    {
      "x": "},]"
    }
  ],
  "none": {},
  "list": []
}`,
    );
  });

  it("says the same indented", () => {
    expect(JSON.parse(indentJson(json))).toEqual(JSON.parse(json));
  });
});
