// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { isShortcut } from "../../src/page/search.ts";

const key = (options: KeyboardEventInit): KeyboardEvent => new KeyboardEvent("keydown", { key: "k", ...options });

test("Ctrl K opens the search, Cmd K on a Mac, and no other keys with them", () => {
  expect(isShortcut(key({ ctrlKey: true }), false)).toBe(true);
  expect(isShortcut(key({ ctrlKey: true, key: "K" }), false)).toBe(true);
  expect(isShortcut(key({ metaKey: true }), false)).toBe(false);
  expect(isShortcut(key({ metaKey: true }), true)).toBe(true);
  expect(isShortcut(key({ ctrlKey: true }), true)).toBe(false);
  for (const more of [{ shiftKey: true }, { altKey: true }, { metaKey: true }, { key: "j" }])
    expect(isShortcut(key({ ctrlKey: true, ...more }), false)).toBe(false);
});
