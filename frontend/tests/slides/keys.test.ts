// @vitest-environment happy-dom
import { describe, expect, test } from "vitest";
import { commandOf } from "../../src/slides/keys.ts";

/** Presses a key in an element, and returns what it is taken for. */
function pressed(key: string, html = "<p></p>", more: KeyboardEventInit = {}): ReturnType<typeof commandOf> {
  document.body.innerHTML = html;
  let found: ReturnType<typeof commandOf> = null;
  document.addEventListener("keydown", (event) => (found = commandOf(event)), { once: true });
  document.body.firstElementChild?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, ...more }));
  return found;
}

describe("keys of slides", () => {
  test.each([
    ["PageDown", "forward"],
    ["PageUp", "back"],
    [" ", "forward"],
    [".", "black"],
    ["B", "black"],
    ["s", "presenter"],
    ["?", "help"],
    ["Escape", "leave"],
    ["x", null],
  ])("%s", (key, command) => expect(pressed(key)).toBe(command));

  test("Shift and Space go back", () => expect(pressed(" ", "<p></p>", { shiftKey: true })).toBe("back"));
  test("shortcuts of the browser stay its own", () => expect(pressed("f", "<p></p>", { ctrlKey: true })).toBeNull());
  test("a button is pressed by Space", () => expect(pressed(" ", "<button></button>")).toBeNull());
  test.each(["ArrowRight", "b", " ", "Home"])("%s is typed in a field", (key) =>
    expect(pressed(key, "<input>")).toBeNull(),
  );
  test.each(["PageDown", "PageUp", "Escape"])("%s of a clicker works wherever the focus is", (key) =>
    expect(pressed(key, "<input type='range'>")).not.toBeNull(),
  );
});
