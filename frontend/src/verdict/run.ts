/** What came of an exploit: its word, what it printed, and all that it asked of the program. */
import type { Assault, Run, Step } from "../live/wire.ts";
import { h, icon } from "../page/dom.ts";
import { drawNote, drawTimeline, type Ground, withMarks } from "./timeline.ts";
import { spinner } from "./trial.ts";
import { seconds } from "./words.ts";
import { translate } from "../page/words.ts";

/** One thing asked, all that it set off, and what came back. */
interface Exchange {
  sent: Step;
  steps: Step[];
  landed: boolean;
}

export function titleOf(run: Run): string {
  if (run.result === "error" || run.state === "failed") return translate("Our judge stopped, not your exploit");
  if (run.kind === "replay") return run.result === "landed" ? translate("It still works on your fix") : translate("Your fix stops it");
  if (run.result !== "landed") return translate("Not yet");
  return run.assault?.console_marks.length ? translate("You are in.") : translate("It works.");
}

export function lookOf(run: Run): "landed" | "repelled" | "error" {
  return run.state === "failed" ? "error" : (run.result ?? "repelled");
}

/** What became of a run, in a word with its time. */
export function drawState(run: Run): HTMLElement {
  const look = lookOf(run);
  const word = { landed: translate("landed"), stopped: translate("stopped"), missed: translate("did not land") };
  const timed = (what: keyof typeof word) => (run.wall_seconds ? translate("%(word)s in %(time)s", { word: word[what], time: seconds(run.wall_seconds) }) : word[what]);
  if (look === "error") return h("span", { class: "state error" }, icon("wrench"), translate("our error"));
  if (look === "landed") return h("span", { class: "state landed" }, icon("swords"), timed("landed"));
  if (run.kind === "replay") return h("span", { class: "state repelled" }, icon("shield"), timed("stopped"));
  return h("span", { class: "state waiting" }, icon("minus"), timed("missed"));
}

export function drawWaiting(run: Run): HTMLElement {
  const words = run.state === "waiting" ? (run.position && run.position > 1 ? translate("place %(place)s in the queue", { place: run.position }) : translate("a box is being made ready")) : translate("running");
  const usual = run.usually_seconds ? translate(", usually %(time)s", { time: seconds(run.usually_seconds) }) : "";
  return h("span", { class: "state running" }, spinner(), words + usual);
}

/** What the exploit printed, as it printed it. */
export function drawConsole(assault: Assault): HTMLElement {
  if (assault.console === "") return h("p", { class: "second" }, translate("Your exploit printed nothing."));
  return h("pre", {}, h("code", {}, ...withMarks({ text: assault.console, marks: assault.console_marks })));
}

/** The sentence below the console: reached or not, and which limit ended the run. */
export function drawSentence(run: Run): HTMLElement[] {
  const cut = run.assault?.cut_short;
  const sign = { landed: "flag", repelled: run.kind === "replay" ? "shield" : "minus", error: "wrench" }[lookOf(run)];
  return [...(cut ? [h("p", { class: "cut" }, icon("unplug"), cut)] : []), h("p", { class: `said ${lookOf(run)} ${run.kind}` }, icon(sign), h("span", {}, h("b", {}, `${titleOf(run)}${titleOf(run).endsWith(".") ? "" : "."}`), ` ${run.sentence}`))];
}

export function drawFault(run: Run, again: () => void): HTMLElement {
  const { fault } = run;
  const retry = h("button", { type: "button", class: "button primary" }, translate("Try again"));
  retry.addEventListener("click", again);
  return h(
    "section",
    { class: "ours" },
    h("h2", {}, titleOf(run)),
    h("p", {}, `${fault?.message ?? run.sentence} ${translate("This run does not count, and your text is saved.")}`),
    h("div", { class: "actions" }, retry, fault?.remedy && h("span", { class: "reason" }, fault.remedy)),
    h("dl", { class: "facts" }, fault && h("dt", {}, fault.id), fault && h("dd", {}, fault.where || translate("the judge")), h("dt", {}, translate("reference")), h("dd", {}, run.id)),
  );
}

/** All that the program was asked, the telling exchange open and marked. */
export function drawLog(run: Run, ground: Ground): HTMLElement {
  const steps = run.assault?.steps ?? [];
  const first = steps.findIndex((step) => step.kind === "sent");
  const exchanges = exchangesOf(first < 0 ? [] : steps.slice(first), run.result === "landed");
  const before = first < 0 ? steps : steps.slice(0, first);
  const title = run.kind === "replay" ? translate("What your fix was asked") : translate("What the program was asked");
  if (exchanges.length === 0) return h("section", { class: "log" }, h("h2", {}, title), h("p", { class: "second" }, translate("Nothing. Your exploit ended before it had asked for anything.")));
  const told = exchanges.findIndex((each) => each.landed);
  const open = told < 0 ? exchanges.length - 1 : told;
  return h(
    "section",
    { class: "log" },
    h("h2", {}, title),
    ...before.map((step) => drawNote(step, ground)),
    h("p", { class: "log-head", "aria-hidden": "true" }, h("span", {}, translate("Asked")), h("span", {}, translate("Came back"))),
    h("ol", { class: "exchanges" }, ...exchanges.map((each, index) => drawExchange(each, ground, index === open))),
  );
}

function exchangesOf(steps: Step[], hasLanded: boolean): Exchange[] {
  const found: Exchange[] = [];
  for (const step of steps) {
    if (step.kind === "sent") found.push({ sent: step, steps: [step], landed: false });
    else found.at(-1)?.steps.push(step);
  }
  if (!hasLanded) return found;
  // An outage leaves no mark: there, the last thing asked has done it.
  const telling = found.find((each) => each.steps.some((step) => step.kind === "came-back" && step.marks.length > 0)) ?? found.at(-1);
  if (telling) telling.landed = true;
  return found;
}

function drawExchange(exchange: Exchange, ground: Ground, open: boolean): HTMLElement {
  const back = exchange.steps.find((step) => step.kind === "came-back");
  return h(
    "li",
    { class: exchange.landed ? "landed" : undefined },
    h(
      "details",
      { open },
      h("summary", {}, h("code", { class: "asked" }, firstLine(exchange.sent.text)), h("span", { class: "back" }, back ? firstLine(back.text) || translate("nothing") : translate("nothing"))),
      drawTimeline(exchange.steps, ground),
    ),
  );
}

function firstLine(text: string): string {
  return text.split("\n").slice(0, 1).join("").slice(0, 120);
}
