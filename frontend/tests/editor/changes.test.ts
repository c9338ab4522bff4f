import { EditorState } from "@codemirror/state";
import { expect, test } from "vitest";
import { countChanges } from "../../src/editor/changes.ts";

test.each([
  ["nothing", "a\nb\nc\n", 0],
  ["one line", "a\nB\nc\n", 1],
  ["two lines in two places", "A\nb\nC\n", 2],
  ["a line that is added", "a\nb\nb2\nc\n", 1],
  ["a line that is removed", "a\nc\n", 1],
])("How many lines differ after a change of %s", (_, text, count) => {
  expect(countChanges("a\nb\nc\n", EditorState.create({ doc: text }))).toBe(count);
});

test("The line ends of another system are no change", () => {
  expect(countChanges("a\r\nb\r\n", EditorState.create({ doc: "a\nb\n" }))).toBe(0);
});
