/** The judge at work: real steps with their times, as they end. */
import { drawFigure } from "../figure/figure.ts";
import type { Check, Submission } from "../live/wire.ts";
import { capital, counted, h, icon, s } from "../page/dom.ts";
import { isDone, seconds, titleOf } from "./words.ts";

export function drawTrial(submission: Submission): Node[] {
  const checks = submission.checks;
  const done = checks.filter(isDone).length;
  return [
    h(
      "div",
      { class: "verdict" },
      drawFigure(checks, null),
      h("div", { class: "verdict-words" }, h("h2", {}, submission.state === "waiting" ? "Waiting for the judge" : "Being tried"), h("p", {}, said(submission))),
    ),
    h(
      "div",
      { class: "trial" },
      h("ol", { class: "steps-run" }, ...drawSteps(checks, submission)),
      checks.length > 0 && h("progress", { class: "gauge", max: checks.length, value: done, "aria-label": "How far the judge is" }),
      h("p", { class: "second small" }, usually(submission)),
    ),
  ];
}

function said(submission: Submission): string {
  if (submission.state !== "waiting") return submission.kind === "tests" ? "The ordinary visits are played." : "Each attack rides at a fresh box.";
  return submission.position && submission.position > 1 ? `Place ${submission.position} in the queue.` : "A box is being made ready.";
}

function usually(submission: Submission): string {
  const usual = submission.usually_seconds ? `Usually ${seconds(submission.usually_seconds)}. ` : "";
  return `${usual}You can go on typing; this attempt judges the code as you sent it.`;
}

function drawSteps(checks: Check[], submission: Submission): Node[] {
  if (submission.state === "waiting" || checks.length === 0) return [drawLine("running", "The judge takes your code", "")];
  const visits = checks.filter((check) => check.kind !== "attack");
  const attacks = checks.filter((check) => check.kind === "attack");
  const tried = attacks.filter((check) => check.outcome !== "waiting");
  const rest = attacks.length - tried.length;
  return [
    visits.length > 0 && drawVisits(visits),
    ...tried.map((attack) => drawAttack(attack, attacks.length)),
    rest > 0 && drawLine("waiting", `${capital(counted(rest, tried.length > 0 ? "more attack" : "attack"))}`, ""),
  ].filter((line): line is HTMLLIElement => line !== false);
}

function drawVisits(visits: Check[]): HTMLLIElement {
  const done = visits.filter(isDone);
  const failed = done.filter((visit) => visit.outcome === "failed").length;
  const time = done.reduce((sum, visit) => sum + visit.wall_seconds, 0);
  const words = `${capital(counted(visits.length, "ordinary visit"))}${failed ? `, ${failed} failed` : ""}`;
  if (done.length === visits.length) return drawLine("done", words, seconds(time));
  if (done.length === 0 && visits.every((visit) => visit.outcome === "waiting")) return drawLine("waiting", words, "");
  return drawLine("running", `Visit ${Math.min(done.length + 1, visits.length)} of ${visits.length}`, time > 0 ? seconds(time) : "");
}

function drawAttack(attack: Check, of: number): HTMLLIElement {
  if (attack.outcome === "running") return drawLine("running", `Attack ${attack.number} of ${of}, in a fresh box`, "");
  const words = { landed: "landed", repelled: "stopped", error: "our error" }[attack.outcome as string] ?? "";
  const line = drawLine("done", titleOf(attack), `${words} ${attack.wall_seconds > 0 ? seconds(attack.wall_seconds) : ""}`);
  line.classList.add(attack.outcome);
  if (attack.outcome === "landed") line.querySelector(".icon")?.replaceWith(icon("swords", "landed"));
  if (attack.outcome === "error") line.querySelector(".icon")?.replaceWith(icon("wrench"));
  return line;
}

function drawLine(state: "done" | "running" | "waiting", words: string, time: string): HTMLLIElement {
  const sign = state === "done" ? icon("check", "done") : state === "running" ? spinner() : icon("circle");
  return h("li", state === "running" ? { "aria-current": "step" } : {}, sign, h("span", {}, words), time.trim() !== "" && h("span", { class: "time" }, time.trim()));
}

export function spinner(): SVGSVGElement {
  return s("svg", { class: "spinner", viewBox: "0 0 24 24", "aria-hidden": "true" }, s("circle", { cx: 12, cy: 12, r: 10 }));
}
