// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { comeBackTo } from "../../src/slides/returning.ts";

const FORMS = `<form class="lead-class"><input name="next" value="/topics/redos/slides/?a=1"></form>
  <div id="leading"><form><input name="next" value="/topics/redos/slides/?a=1"></form></div>
  <form class="other"><input name="next" value="/"></form>`;

function ways(): (string | undefined)[] {
  return [...document.querySelectorAll("input")].map((each) => each.value);
}

test("who begins or stops to lead comes back to the slide that is shown, and other forms go where they went", () => {
  document.body.innerHTML = FORMS;
  comeBackTo("#slide-12");
  comeBackTo("#slide-13");
  expect(ways()).toEqual(["/topics/redos/slides/?a=1#slide-13", "/topics/redos/slides/?a=1#slide-13", "/"]);
});
