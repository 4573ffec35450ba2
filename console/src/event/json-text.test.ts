import { describe, expect, it } from "vitest";
import { firstElementText, indentJson, memberText, withoutLastMember } from "./json-text";

const json = '{"id":"a\\"}b","data":{"big":12345678901234567890,"10":1,"2":[1.50,{"x":"},]"}],"none":{},"list":[]},"last":null}';

describe("JSON as text", () => {
  it("returns a member as it was sent", () => {
    expect(memberText(json, "data")).toBe('{"big":12345678901234567890,"10":1,"2":[1.50,{"x":"},]"}],"none":{},"list":[]}');
    expect(memberText(json, "last")).toBe("null");
    expect(memberText(json, "id")).toBe('"a\\"}b"');
  });

  it("doesn't find a nested member, or one inside a string", () => {
    expect(memberText(json, "big")).toBeNull();
    expect(memberText('{"a":"\\"b\\":1"}', "b")).toBeNull();
  });

  it("finds a name however it is escaped", () => {
    expect(memberText('{ "d\\u0061ta" : [1, 2] , "x": 1}', "data")).toBe("[1, 2]");
  });

  it.each([
    ['{"a":12345678901234567890,"x":{"b":[1]}}', '{"a":12345678901234567890}'],
    ['{ "x" : 1 }', "{ }"],
    ['{"x":1,"a":2}', '{"x":1,"a":2}'],
    ['{"x":1,"a":"},x" , "x":2}', '{"x":1,"a":"},x" }'],
    ["{}", "{}"],
  ])("%s without a last member x is %s", (whole, rest) => {
    expect(withoutLastMember(whole, "x")).toBe(rest);
  });

  it("returns the first element of an array", () => {
    expect(firstElementText('[{"a":[1,2]},{"b":1}]')).toBe('{"a":[1,2]}');
    expect(firstElementText("[ ]")).toBeNull();
  });

  it("keeps every digit and the order of members when indented", () => {
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

  it("keeps its value when indented", () => {
    expect(JSON.parse(indentJson(json))).toEqual(JSON.parse(json));
  });
});
