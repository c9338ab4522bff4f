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
const search = createSearch(ENTRIES, ["how", "do", "a", "the"]);
const titles = (words: string) => search(words).found.map(({ entry: { title } }) => title);

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
  test("says which word it looked for in place of one that nothing has, and not as typed", () => {
    expect(search("how do SQL plaecholder").corrections).toEqual([{ typed: "plaecholder", searched: "placeholder" }]);
    expect(search("patern").corrections).toEqual([{ typed: "patern", searched: "pattern" }]);
    expect(search("patern", true)).toEqual({ found: [], partly: false, corrections: [] });
    for (const word of ["plac", "zebra", "sqll", "x".repeat(60)]) expect(search(word).corrections).toEqual([]);
  });
  test("leaves out stop words, unless there is nothing else", () => {
    expect(titles("how do I bind the placeholder")).toEqual(["SQL injection"]);
    expect(titles("the")).toEqual(titles("The"));
    expect(titles("a path")).toEqual(titles("path"));
  });
  test("puts sections with more of the words first, and says that none has all", () => {
    const answer = search("placeholder value exponential");
    expect(answer.partly).toBe(true);
    expect(answer.found.map(({ entry: { title } }) => title)).toEqual(["SQL injection"]);
    expect(search("sql placeholder").partly).toBe(false);
  });
  test("answers hostile texts", () => {
    for (const text of [
      "\0",
      '"*^AND OR NOT (',
      "a ".repeat(5000),
      "(".repeat(10_000),
      "\ud800",
      "constructor __proto__",
    ])
      expect(search(text).found.length).toBeLessThan(4);
  });
  test("finds nothing for no word", () => {
    expect(titles(" ")).toEqual([]);
  });
});

describe("excerptOf", () => {
  test("marks no letters within a word", () => {
    expect(excerptOf("At a base", ["a"]).filter(({ hit }) => hit)).toHaveLength(2);
  });
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
