// @vitest-environment happy-dom
import { beforeEach, describe, expect, test } from "vitest";
import { actOf, blocks, controlOf } from "../../src/page/places.ts";

const EXHIBIT = (name: string): string =>
  `<div data-exhibit="${name}"><div class="stage"><button>Play</button><input type="range" value="3">
   <input type="radio" name="${name}"><select><option>a</option><option>b</option></select></div>
   <details><summary>Numbers</summary><button class="not-of-the-stage">More</button></details></div>`;

beforeEach(() => {
  document.body.innerHTML = `<main id="main"><h1>Title</h1><p>Text</p>${EXHIBIT("dial")}${EXHIBIT("dial")}</main>
    <form><button id="sign-out">Sign out</button></form>`;
});

/** Lets something happen to an element, and returns what it is taken for. */
function done(element: Element | null, kind: string): ReturnType<typeof actOf> {
  let found: ReturnType<typeof actOf> = null;
  const listen = (event: Event): void => {
    found = actOf(event);
  };
  document.addEventListener(kind, listen, { once: true, capture: true });
  element?.dispatchEvent(new Event(kind, { bubbles: true }));
  document.removeEventListener(kind, listen, { capture: true });
  return found;
}

describe("what is done with a control is found again in another page", () => {
  test("the parts of the text are those of the page", () => expect(blocks()).toHaveLength(4));

  test.each([
    ["button", "click", 0, ""],
    ["input[type=range]", "input", 1, "3"],
    ["input[type=radio]", "change", 2, "false"],
  ])("%s by %s", (selector, kind, control, value) => {
    const second = [...document.querySelectorAll(`.stage ${selector}`)].at(-1) ?? null;
    const act = done(second, kind);
    expect(act).toEqual({ exhibit: "dial.1", control, kind, value });
    expect(act && controlOf(act)).toBe(second);
  });

  test("each control has one event that counts", () => {
    expect(done(document.querySelector("input[type=range]"), "change")).toBeNull();
    expect(done(document.querySelector("input[type=radio]"), "input")).toBeNull();
    expect(done(document.querySelector("input[type=range]"), "click")).toBeNull();
  });

  test("nothing outside a stage is ever worked", () => {
    expect(done(document.querySelector("#sign-out"), "click")).toBeNull();
    expect(done(document.querySelector(".not-of-the-stage"), "click")).toBeNull();
    for (const exhibit of ["dial.2", "sign-out", "nothing"])
      expect(controlOf({ exhibit, control: 0, kind: "click", value: "" })).toBeUndefined();
    expect(controlOf({ exhibit: "dial", control: 4, kind: "click", value: "" })).toBeUndefined();
  });
});
