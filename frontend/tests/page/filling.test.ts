// @vitest-environment happy-dom
import { beforeEach, describe, expect, test } from "vitest";
import { isFilledIn, startFilling } from "../../src/page/filling.ts";

const PAGE = `<form><input id="name" value="Zoe"><textarea id="about"></textarea><input type="radio" id="yes" name="a">
  <select id="one"><option>a</option><option>b</option></select></form>
  <div data-exhibit="dial"><input id="dial" value="1"></div><dialog><input id="query" type="search"></dialog>`;

startFilling();
beforeEach(() => {
  document.body.innerHTML = PAGE;
});

function typed(id: string, value: string): HTMLInputElement {
  const field = document.getElementById(id) as HTMLInputElement;
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  return field;
}

describe("a form is filled in", () => {
  test("not before anybody has worked it", () => expect(isFilledIn()).toBe(false));

  test.each([["name"], ["about"]])("once something is typed into %s, until it is as it was", (id) => {
    const old = (document.getElementById(id) as HTMLInputElement).value;
    typed(id, "Zoe B");
    expect(isFilledIn()).toBe(true);
    typed(id, old);
    expect(isFilledIn()).toBe(false);
  });

  test("once an option is chosen", () => {
    const yes = document.getElementById("yes") as HTMLInputElement;
    yes.checked = true;
    yes.dispatchEvent(new Event("change", { bubbles: true }));
    expect(isFilledIn()).toBe(true);
    yes.checked = false;
    typed("one", "b");
    expect(isFilledIn()).toBe(true);
    typed("one", "a");
    expect(isFilledIn()).toBe(false);
  });

  test("no more once it was sent, and drawn anew", () => {
    typed("about", "half a thought");
    document.body.innerHTML = PAGE;
    expect(isFilledIn()).toBe(false);
  });

  test("while somebody is about to write", () => {
    document.getElementById("name")?.focus();
    expect(isFilledIn()).toBe(true);
    document.getElementById("yes")?.focus();
    expect(isFilledIn()).toBe(false);
  });

  test("not by an exhibit, nor by a search that is closed", () => {
    typed("dial", "2");
    typed("query", "hash");
    expect(isFilledIn()).toBe(false);
    document.querySelector("dialog")?.setAttribute("open", "");
    expect(isFilledIn()).toBe(true);
  });
});
