import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { exchange, exchangeOf, rebased } from "../../src/pairing/texts.ts";

/** Returns what a text is after exchanges in a shared text. */
function changed(text: string, exchanges: Parameters<typeof exchange>[1]): string {
  const doc = new Y.Doc();
  const shared = doc.getText("fix/app.py");
  shared.insert(0, text);
  exchange(shared, exchanges);
  return shared.toString();
}

describe("one exchange makes one text of another", () => {
  test.each([
    ["", "a"],
    ["a", ""],
    ["abc", "abXc"],
    ["aaaa", "aa"],
    ["Grüße 😀 an alle", "Grüße 😁 an alle"],
    ["😀😀", "😀"],
    ["one\ntwo\n", "one\n2\ntwo\n"],
  ])("%j to %j", (old, fresh) => {
    const found = exchangeOf(old, fresh);
    expect(found).not.toBeNull();
    expect(changed(old, found ? [found] : [])).toBe(fresh);
  });

  test("equal texts need none", () => expect(exchangeOf("same 😀", "same 😀")).toBeNull());

  test("no character of two units is cut", () => {
    const found = exchangeOf("😀", "😁"); // their first units are the same
    expect(found).toEqual({ from: 0, to: 2, insert: "😁" });
  });
});

describe("what was typed here goes on top of what came from elsewhere", () => {
  test.each([
    ["a\nb\nc", "a!\nb\nc", "a\nb\nc?", "a!\nb\nc?"],
    ["a\nb\nc", "a\nb\nc", "a\nX\nc", "a\nX\nc"],
    ["a\nb\nc", "a\nmine\nc", "a\nb\nc", "a\nmine\nc"],
  ])("from %j, here %j, elsewhere %j", (base, here, elsewhere, both) => {
    expect(changed(elsewhere, rebased(base, here, elsewhere))).toBe(both);
  });

  test("of two texts in one place, neither is lost", () => {
    const merged = changed("a\ntheirs\nc", rebased("a\nb\nc", "a\nmine\nc", "a\ntheirs\nc"));
    expect(merged).toContain("mine");
    expect(merged).toContain("theirs");
  });
});
