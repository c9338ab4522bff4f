import { expect, test } from "vitest";
import { writeMoments } from "../../src/page/moments.ts";

// @vitest-environment happy-dom

test("A moment is written in the time zone of the browser", () => {
  document.body.innerHTML = '<time datetime="2026-12-01T23:30:00+09:00" data-moment="time">23:30</time>';
  writeMoments(document);
  const wanted = new Date("2026-12-01T14:30:00Z").toLocaleTimeString("en-GB", {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  expect(document.querySelector("time")?.textContent).toBe(wanted);
});

test("What is no moment stays as it is, and a second time changes nothing", () => {
  document.body.innerHTML =
    '<time datetime="x" data-moment="time">1</time><time datetime="2026-12-01T00:00:00Z">2</time><time datetime="2026-12-01T12:00:00Z" data-moment="day">3</time>';
  writeMoments(document);
  const once = document.body.innerHTML;
  writeMoments(document);
  expect(document.body.innerHTML).toBe(once);
  expect([...document.querySelectorAll("time")].map((each) => each.textContent).slice(0, 2)).toEqual(["1", "2"]);
  expect(document.querySelectorAll("time")[2]?.textContent).toContain("2026");
});
