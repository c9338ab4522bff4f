/** The judge at work: real steps with their times, as they end. */
import { drawFigure } from "../figure/figure.ts";
import type { Check, Submission } from "../live/work.ts";
import { capital, h, icon, s } from "../page/dom.ts";
import { numberWord, translate, translatePlural } from "../page/words.ts";
import { isDone, OUTCOME_WORDS, seconds, titleOf } from "./words.ts";

export function drawTrial(submission: Submission): Node[] {
  const checks = submission.checks;
  const done = checks.filter(isDone).length;
  return [
    h(
      "div",
      { class: "verdict" },
      drawFigure(checks),
      h(
        "div",
        { class: "verdict-words" },
        h("h2", {}, submission.state === "waiting" ? translate("Waiting for the judge") : translate("Being tried")),
        h("p", {}, said(submission)),
      ),
    ),
    h(
      "div",
      { class: "trial" },
      h("ol", { class: "steps-run" }, ...drawSteps(checks, submission)),
      checks.length > 0 &&
        h("progress", {
          class: "gauge",
          max: checks.length,
          value: done,
          "aria-label": translate("How far the judge is"),
        }),
      h("p", { class: "second small" }, usually(submission)),
    ),
  ];
}

function said(submission: Submission): string {
  if (submission.state !== "waiting")
    return submission.kind === "tests"
      ? translate("Your program is being tested.")
      : translate("Each attack is tried in a fresh sandbox.");
  return submission.position && submission.position > 1
    ? translate("Place %(place)s in the queue.", { place: submission.position })
    : translate("A sandbox is being prepared.");
}

function usually(submission: Submission): string {
  const usual = submission.usually_seconds
    ? `${translate("Usually %(time)s.", { time: seconds(submission.usually_seconds) })} `
    : "";
  return `${usual}${translate("You can go on typing; this attempt judges the code as you sent it.")}`;
}

function drawSteps(checks: Check[], submission: Submission): Node[] {
  if (submission.state === "waiting" || checks.length === 0)
    return [drawLine("running", translate("The judge takes your code"), "")];
  const tests = checks.filter((check) => check.kind !== "attack");
  const attacks = checks.filter((check) => check.kind === "attack");
  // Attacks run in any order: those under way come after those that are done, and are counted as they are listed.
  const tried = [...attacks.filter(isDone), ...attacks.filter((check) => check.outcome === "running")];
  const rest = attacks.length - tried.length;
  return [
    tests.length > 0 && drawTests(tests),
    ...tried.map((attack, index) => drawAttack(attack, index + 1, attacks.length)),
    rest > 0 && drawLine("waiting", restOf(rest, tried.length > 0), ""),
  ].filter((line): line is HTMLLIElement => line !== false);
}

function restOf(count: number, more: boolean): string {
  const number = numberWord(count);
  return capital(
    more
      ? translatePlural("%(number)s more attack", "%(number)s more attacks", count, { number })
      : translatePlural("%(number)s attack", "%(number)s attacks", count, { number }),
  );
}

function drawTests(tests: Check[]): HTMLLIElement {
  const done = tests.filter(isDone);
  const failed = done.filter((test) => test.outcome === "failed").length;
  const time = done.reduce((sum, test) => sum + test.wall_seconds, 0);
  const all = capital(
    translatePlural("%(number)s test", "%(number)s tests", tests.length, {
      number: numberWord(tests.length),
    }),
  );
  const words = failed ? translate("%(tests)s, %(failed)s failed", { tests: all, failed }) : all;
  if (done.length === tests.length) return drawLine("done", words, seconds(time));
  if (done.length === 0 && tests.every((test) => test.outcome === "waiting")) return drawLine("waiting", words, "");
  return drawLine(
    "running",
    translate("Test %(number)s of %(all)s", { number: Math.min(done.length + 1, tests.length), all: tests.length }),
    time > 0 ? seconds(time) : "",
  );
}

function drawAttack(attack: Check, number: number, of: number): HTMLLIElement {
  if (attack.outcome === "running")
    return drawLine("running", translate("Attack %(number)s of %(all)s, in a fresh sandbox", { number, all: of }), "");
  const words = OUTCOME_WORDS[attack.outcome];
  const line = drawLine(
    "done",
    titleOf(attack),
    `${words} ${attack.wall_seconds > 0 ? seconds(attack.wall_seconds) : ""}`,
  );
  line.classList.add(attack.outcome);
  if (attack.outcome === "landed") line.querySelector(".icon")?.replaceWith(icon("swords", "landed"));
  if (attack.outcome === "error") line.querySelector(".icon")?.replaceWith(icon("wrench"));
  return line;
}

function drawLine(state: "done" | "running" | "waiting", words: string, time: string): HTMLLIElement {
  const sign = state === "done" ? icon("check", "done") : state === "running" ? spinner() : icon("circle");
  return h(
    "li",
    state === "running" ? { "aria-current": "step" } : {},
    sign,
    h("span", {}, words),
    time.trim() !== "" && h("span", { class: "time" }, time.trim()),
  );
}

export function spinner(): SVGSVGElement {
  return s(
    "svg",
    { class: "spinner", viewBox: "0 0 24 24", "aria-hidden": "true" },
    s("circle", { cx: 12, cy: 12, r: 10 }),
  );
}
