import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { say, speakNews, startVoice } from "../../src/page/voice.ts";

// @vitest-environment happy-dom

function page(html: string): void {
  document.body.innerHTML = `<div id="class-voice"></div><div id="pace">${html}</div>`;
}

function spoken(): string[] {
  vi.runAllTimers();
  const lines = [...document.querySelectorAll("#class-voice p")].map((line) => line.textContent ?? "");
  document.querySelector("#class-voice")?.replaceChildren();
  return lines;
}

beforeEach(() => {
  vi.useFakeTimers();
  sessionStorage.clear();
});

afterEach(() => vi.useRealTimers());

test("What comes is spoken once, and what stays is not", () => {
  page("");
  startVoice();
  page('<p data-said="A question"></p>');
  speakNews();
  expect(spoken()).toEqual(["A question"]);
  speakNews();
  expect(spoken()).toEqual([]);
});

test("What comes at once is spoken together", () => {
  page("");
  startVoice();
  say("One");
  say("Two");
  expect(spoken()).toEqual(["One", "Two"]);
});

test("The next page repeats nothing, and speaks of what has come between", () => {
  page('<p data-said="A hint" data-said-key="hint 1"></p>');
  startVoice();
  expect(spoken(), "the first page of a tab is read as it is").toEqual([]);
  startVoice();
  expect(spoken()).toEqual([]);
  page('<p data-said="A hint" data-said-key="hint 1"></p><p data-said="A hint" data-said-key="hint 2"></p>');
  startVoice();
  expect(spoken()).toEqual(["A hint"]);
});

test("What has gone and comes again is spoken again", () => {
  page('<p data-said="Mara leads"></p>');
  startVoice();
  page("");
  speakNews();
  page('<p data-said="Mara leads"></p>');
  speakNews();
  expect(spoken()).toEqual(["Mara leads"]);
});

test("What is over before its turn comes is not spoken", () => {
  page('<dialog open class="eyes-up"></dialog>');
  startVoice();
  page('<dialog open class="eyes-up"></dialog><p data-said="Eyes up"></p>');
  speakNews();
  page("");
  speakNews();
  say("The page is yours again.");
  expect(spoken()).toEqual(["The page is yours again."]);
});

test("While a cover is over the page, its news wait", () => {
  page('<dialog open class="eyes-up"></dialog>');
  startVoice();
  say("A question");
  vi.advanceTimersByTime(2000);
  expect(document.querySelector("#class-voice")?.textContent).toBe("");
  document.querySelector("dialog")?.remove();
  expect(spoken()).toEqual(["A question"]);
});
