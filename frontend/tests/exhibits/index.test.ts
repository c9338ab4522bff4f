// @vitest-environment happy-dom
// @vitest-environment-options { "url": "http://classroom.localhost/topics/paths/" }
import { expect, test } from "vitest";
import { drawingOf } from "../../src/exhibits/index.ts";

test("The script of an exhibit is imported from the classroom", () => {
  expect(drawingOf("/exhibits/two-tracks/0123456789abcdef.js")).toBe("/exhibits/two-tracks/0123456789abcdef.js");
});

test.each([
  "",
  "https://evil.example/exhibits/two-tracks/0123456789abcdef.js",
  "//evil.example/exhibits/two-tracks/0123456789abcdef.js",
  "data:text/javascript,alert(1)",
  "javascript:alert(1)",
  "/exhibits/../preview/two-tracks/0123456789abcdef.js",
  "/exhibits/two-tracks/%2e%2e/0123456789abcdef.js",
  "/exhibits/two-tracks/0123456789abcdef.js/more",
])("Nothing is imported from %s, whoever wrote it into the page", (address) => {
  expect(() => drawingOf(address)).toThrow("is no drawing of an exhibit.");
});
