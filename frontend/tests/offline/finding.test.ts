import { describe, expect, test } from "vitest";
import { createSearch, type Entry, excerptOf } from "../../src/offline/finding.ts";

const entry = (title: string, heading: string, text: string): Entry => ({
  address: `${title}.html`,
  title,
  heading,
  kind: "Lesson",
  text,
});
const ENTRIES = [
  entry("SQL injection", "Bind the values", "A placeholder takes a value. executescript takes none."),
  entry("Path traversal", "", "A path that leaves its folder. SQL is not needed."),
  entry("Regular expressions", "", "A pattern that takes exponential time."),
];
const titles = (words: string) => createSearch(ENTRIES)(words).map(({ entry: { title } }) => title);

describe("createSearch", () => {
  test("finds a section that has all words, and no other", () => {
    expect(titles("sql placeholder")).toEqual(["SQL injection"]);
  });
  test("finds sections with some of the words where none has all of them", () => {
    expect(titles("placeholder exponential")).toHaveLength(2);
  });
  test("puts a title before a text", () => {
    expect(titles("sql")).toEqual(["SQL injection", "Path traversal"]);
  });
  test("finds a word by its beginning, and with a slip", () => {
    expect(titles("executes")).toEqual(["SQL injection"]);
    expect(titles("exponentail")).toEqual(["Regular expressions"]);
  });
  test("finds nothing for no word", () => {
    expect(titles(" ")).toEqual([]);
  });
});

describe("excerptOf", () => {
  test("marks each hit, whatever its case", () => {
    expect(excerptOf("Bind it. bind", ["bind"])).toEqual([
      { text: "Bind", hit: true },
      { text: " it. ", hit: false },
      { text: "bind", hit: true },
    ]);
  });
  test("begins near the first hit of a long text", () => {
    const pieces = excerptOf(`${"word ".repeat(100)}needle ${"word ".repeat(100)}`, ["needle"]);
    expect(pieces.at(0)).toEqual({ text: "… ", hit: false });
    expect(pieces.filter(({ hit }) => hit)).toEqual([{ text: "needle", hit: true }]);
    expect(pieces.map(({ text }) => text).join("").length).toBeLessThan(200);
  });
  test("takes a term as text, not as a pattern", () => {
    expect(excerptOf("a.b axb", ["a.b"]).filter(({ hit }) => hit)).toEqual([{ text: "a.b", hit: true }]);
  });
});
