// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from "vitest";
import { Line } from "../../src/live/line.ts";
import type { Saving, SavingState } from "../../src/live/saving.ts";
import { startStrip } from "../../src/workbench/strip.ts";

const WELL: SavingState = { kept: 0, stored: true, saving: false, savedAt: new Date(), refused: "" };

let line: Line;
let tell: (state: SavingState) => void;
let heard: string[];

beforeEach(async () => {
  vi.useFakeTimers();
  const voice = '<span id="saved-voice" role="status"></span><span id="reason" role="status"></span>';
  document.body.innerHTML = `<div id="offline" hidden><p id="offline-words"></p><button id="offline-retry"></button></div><span id="saved"></span>${voice}`;
  line = new Line();
  const saving = { listen: (listener: typeof tell) => (tell = listener) };
  startStrip(line, saving as unknown as Saving);
  heard = [];
  const place = document.querySelector("#saved-voice") as HTMLElement;
  Object.defineProperty(place, "textContent", { set: (words: string) => heard.push(words), get: () => "" });
});

test("Typing and saving are seen and not heard", () => {
  tell({ ...WELL, kept: 1 });
  tell({ ...WELL, saving: true });
  tell(WELL);
  expect(document.querySelector("#saved")?.textContent).toMatch(/^saved \d\d:\d\d$/);
  expect(heard).toEqual([]);
});

test("A failure is heard once, whatever is typed meanwhile, and its end once all is saved", () => {
  line.lost();
  for (const kept of [1, 2, 3]) tell({ ...WELL, kept });
  vi.advanceTimersByTime(5000);
  expect(heard).toHaveLength(1);
  expect(heard[0]).toMatch(/^Offline since \d\d:\d\d\. Keep typing/);
  line.back();
  expect(heard).toHaveLength(1);
  tell({ ...WELL, saving: true });
  tell(WELL);
  tell(WELL);
  expect(heard.slice(1)).toEqual(["The server is back, and everything is saved."]);
});

test("The seconds until the next try are hidden from who hears the reason", () => {
  line.lost();
  const reason = document.querySelector("#reason") as HTMLElement;
  const first = reason.firstChild;
  const count = reason.querySelector('[aria-hidden="true"]');
  expect(reason.textContent).toMatch(/^needs the server; next try in \d+ s$/);
  vi.advanceTimersByTime(1000);
  expect(reason.firstChild).toBe(first);
  expect(reason.querySelector('[aria-hidden="true"]')).toBe(count);
});
