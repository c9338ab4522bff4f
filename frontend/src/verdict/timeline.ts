/** One attack or visit as it happened: sent, your line, what ran, what came back. */
import type { Check, Step } from "../live/wire.ts";
import { h, icon } from "../page/dom.ts";
import { OUTCOME_ICONS, OUTCOME_WORDS, seconds, titleOf } from "./words.ts";
import { translate } from "../page/words.ts";

export type Jump = (file: string, line: number) => void;

/** Whose lines they are, and the way to them if they stand in this page's editor. */
export interface Ground {
  whose: "your" | "the";
  jump: Jump | null;
}

/** The text of a step with the bytes an attacker controls or stole in <mark>. Ranges count code points. */
export function withMarks(step: Pick<Step, "text" | "marks">): Node[] {
  const letters = Array.from(step.text);
  const nodes: Node[] = [];
  let reached = 0;
  for (const [from, to] of [...step.marks].sort((one, other) => one[0] - other[0])) {
    if (from < reached) continue;
    nodes.push(document.createTextNode(letters.slice(reached, from).join("")), h("mark", {}, letters.slice(from, to).join("")));
    reached = to;
  }
  nodes.push(document.createTextNode(letters.slice(reached).join("")));
  return nodes;
}

/** The stations, and below them what the judge remarks. */
export function drawTimeline(steps: Step[], ground: Ground): HTMLElement {
  const stations = steps.filter((step) => step.kind !== "note");
  const notes = steps.filter((step) => step.kind === "note");
  return h(
    "div",
    {},
    stations.length > 0 && h("ol", { class: "timeline" }, ...stations.map((step) => drawStep(step, ground))),
    ...notes.map((step) => drawNote(step, ground)),
  );
}

export function drawNote(step: Step, { whose }: Ground): HTMLElement {
  const witness = step.witness === "program" && ` ${reported(whose)}`;
  if (!step.text.includes("\n")) return h("p", { class: "aside-note" }, step.label && `${step.label} `, ...withMarks(step), witness);
  return h("div", { class: "aside-note" }, step.label, witness, h("pre", { tabindex: 0, role: "group", "aria-label": step.label || translate("Remark") }, h("code", {}, ...withMarks(step))));
}

function drawStep(step: Step, ground: Ground): HTMLElement {
  const prose = step.kind === "line";
  const witness = step.witness === "program" && h("span", { class: "witness" }, ` ${reported(ground.whose)}`);
  if (prose) return h("li", {}, h("span", { class: "label" }, place(step, ground) ?? `${step.label} `), h("code", {}, ...withMarks(step)), witness);
  const text = step.text ? h("pre", { tabindex: 0, role: "group", "aria-label": step.label || translate("Evidence") }, h("code", {}, ...withMarks(step))) : h("p", { class: "second" }, translate("nothing"));
  return h("li", {}, h("span", { class: "label" }, ...labelled(step, ground)), witness, text);
}

function reported(whose: Ground["whose"]): string {
  return whose === "your" ? translate("(reported by your program)") : translate("(reported by the program)");
}

/** The label with its place; the way to it may be a button, which takes the hole of the sentence. */
function labelled(step: Step, ground: Ground): (Node | string)[] {
  const there = place(step, ground);
  if (!there) return [step.label];
  const [before = "", after = ""] = translate("%(label)s at %(place)s", { label: step.label, place: "\0" }).split("\0");
  return [before, there, after];
}

function place(step: Step, { whose, jump }: Ground): Node | null {
  const { file, line } = step;
  if (file === null || line === null) return null;
  const words = step.kind !== "line" ? translate("line %(line)s", { line }) : whose === "your" ? translate("Your line %(line)s", { line }) : translate("Line %(line)s of %(file)s", { line, file });
  if (!jump) return h("span", {}, words, " ");
  const button = h("button", { type: "button", class: "jump" }, words);
  button.addEventListener("click", () => jump(file, line));
  return h("span", {}, button, " ");
}

/** The large card of an attack that landed or a visit that fails. */
export function drawCard(check: Check, jump: Jump, open: boolean): HTMLElement {
  const look = check.kind === "attack" ? "landed" : "failed";
  return h(
    "details",
    { class: `attack ${look}`, open, "data-key": check.id },
    h("summary", {}, h("span", { class: "number" }, check.number), h("h3", {}, titleOf(check)), drawState(check)),
    h("div", { class: "body" }, check.sentence && h("p", {}, check.sentence), check.held_out && check.steps.length === 0 && heldOut(), check.steps.length > 0 && drawOwn(check, jump)),
  );
}

function heldOut(): HTMLElement {
  return h("p", { class: "second small" }, translate("This attack is held out: its class is told, its text is not."));
}

export function drawState(check: Check): HTMLElement {
  const name = OUTCOME_ICONS[check.outcome];
  return h("span", { class: `state ${check.outcome}` }, name && icon(name), OUTCOME_WORDS[check.outcome]);
}

/** What a check met in the learner's code, with room for what it met in the shipped code. */
function drawOwn(check: Check, jump: Jump): HTMLElement {
  return h("div", { class: "sides", "data-check": check.id }, h("div", { class: "side" }, h("h4", {}, translate("On your code"), " ", drawWord(check)), drawTimeline(check.steps, { whose: "your", jump })));
}

function drawWord(check: Check): HTMLElement {
  return h("span", { class: `state ${check.outcome}` }, OUTCOME_WORDS[check.outcome]);
}

/** Offers what the same attack did to the shipped code, beside what stands in ``sides`` already. */
export function offerBeside(sides: HTMLElement, shipped: Check): void {
  const id = `shipped-${shipped.number}`;
  sides.prepend(
    h("button", { type: "button", class: "beside", "aria-expanded": "false", "aria-controls": id, "data-beside": true }, icon("git-compare"), translate("Beside the shipped code")),
    h("div", { class: "side", id, hidden: true }, h("h4", {}, translate("On the shipped code"), " ", drawWord(shipped)), drawTimeline(shipped.steps, { whose: "the", jump: null }), h("p", { class: "drawn" }, translate("Names and secrets are drawn anew for each run."))),
  );
}

/** A line of the list; it opens if there is something to see. */
export function drawRow(check: Check, jump: Jump): HTMLElement {
  const cells = [h("span", { class: "number" }, check.number), h("span", { class: "title" }, titleOf(check)), check.wall_seconds > 0 && h("span", { class: "time" }, seconds(check.wall_seconds)), drawState(check)];
  if (!check.sentence && check.steps.length === 0) return h("li", {}, h("div", { class: "row" }, ...cells));
  const body = h("div", { class: "body" }, check.sentence && h("p", {}, check.sentence), check.steps.length > 0 && drawOwn(check, jump));
  return h("li", {}, h("details", {}, h("summary", { class: "row" }, ...cells), body));
}
