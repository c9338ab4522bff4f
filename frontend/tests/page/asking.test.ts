import { expect, test } from "vitest";
import { showOnce } from "../../src/page/asking.ts";

// @vitest-environment happy-dom

function hidden(): string[] {
  return [...document.querySelectorAll<HTMLElement>("form.quiz")].filter((each) => each.hidden).map((each) => each.id);
}

function put(poll: string): void {
  document.body.innerHTML = `<div id="pace-poll"${poll}></div>
    <form class="quiz" id="question-one"><input id="first"></form><form class="quiz" id="question-two"></form>`;
}

test("A question to the class is shown once, and again below its lesson when it is put away", () => {
  put(' data-question="one"');
  showOnce();
  expect(hidden()).toEqual(["question-one"]);
  document.getElementById("pace-poll")?.removeAttribute("data-question");
  showOnce();
  expect(hidden()).toEqual([]);
});

test("Nothing is taken away from under the keyboard", () => {
  put(' data-question="one"');
  document.getElementById("first")?.focus();
  showOnce();
  expect(hidden()).toEqual([]);
});
