/** The evidence pane: nothing yet, the judge at work, or its word with what it saw. */
import { drawFigure, playFigure } from "../figure/figure.ts";
import { type Check, isRun, type Run, type Submission, underWay, type Work } from "../live/wire.ts";
import { calm, capital, find, h, icon, markup, need } from "../page/dom.ts";
import { Beside } from "./beside.ts";
import { drawCard, drawRow, type Jump } from "./timeline.ts";
import { drawConsole, drawFault, drawLog, drawState, drawWaiting, lookOf, titleOf } from "./run.ts";
import { drawTrial } from "./trial.ts";
import { TITLES, within } from "./words.ts";
import { numberWord, translate, translatePlural } from "../page/words.ts";

const LOADING_AFTER_MS = 300;

export class Panel {
  readonly beside: Beside;
  private shown = "";
  private loading: number | undefined;
  private reachedFrame = 0;
  private latest: Work | null = null;

  constructor(
    private readonly jump: Jump,
    private readonly again: (work: Work) => void,
    private readonly place = need("#evidence"),
    private readonly voice = need("#verdict-voice"),
  ) {
    this.beside = new Beside(place);
  }

  /** Shows a submission; ``fresh`` if it ended while the learner watched. */
  show(submission: Work, fresh: boolean): void {
    clearTimeout(this.loading);
    cancelAnimationFrame(this.reachedFrame);
    this.latest = submission;
    this.beside.stop();
    if (!underWay(submission)) return this.showEnd(submission, fresh);
    const since = Date.now() - Date.parse(submission.created_at);
    const wait = this.shown === submission.id ? 0 : Math.max(0, Math.min(LOADING_AFTER_MS, LOADING_AFTER_MS - since));
    this.loading = setTimeout(() => this.showTrial(), wait) as unknown as number;
  }

  private showTrial(): void {
    if (!this.latest || !underWay(this.latest)) return;
    if (this.shown !== this.latest.id) this.say({ tests: translate("The visits are being played."), verdict: translate("Your fix is being tried."), exploit: "", replay: translate("Your exploit rides at your fix.") }[this.latest.kind]);
    this.shown = this.latest.id;
    this.fill("is-trial", ...(isRun(this.latest) ? [h("section", { class: "trial" }, h("h2", {}, translate("Your exploit rides at your fix")), drawWaiting(this.latest))] : drawTrial(this.latest)));
  }

  private showEnd(submission: Work, fresh: boolean): void {
    this.shown = submission.id;
    if (isRun(submission)) return this.showRun(submission, fresh);
    if (submission.result === "error" || submission.state === "failed") this.fill("is-error", this.drawError(submission));
    else this.fill(`is-${submission.result ?? "none"}`, ...drawEnd(submission, this.jump));
    if (submission.kind === "verdict" && submission.state === "finished") this.beside.offer(submission);
    if (!fresh) return;
    const figure = find<SVGSVGElement>(".figure", this.place);
    if (figure && !calm()) this.place.style.setProperty("--words-after", `${playFigure(figure)}ms`);
    this.say(`${heading(submission)} ${submission.sentence} ${figure?.getAttribute("aria-label") ?? ""}`);
    this.place.closest(".pane")?.scrollTo({ top: 0 });
  }

  /** Shows what the learner's own exploit does to the learner's own fix. */
  private showRun(run: Run, fresh: boolean): void {
    if (lookOf(run) === "error" || !run.assault) this.fill("is-error", drawFault(run, () => this.again(run)));
    else {
      const head = h("div", { class: "run-head" }, h("h2", {}, titleOf(run)), drawState(run), h("p", {}, run.sentence), run.result === "repelled" && h("p", { class: "second small" }, translate("That is one attack. Whether your fix holds, the judge says.")));
      const printed = h("details", { "data-key": "console" }, h("summary", { class: "checks-title" }, translate("What your exploit printed")), h("div", { class: "console-lines boxed" }, drawConsole(run.assault), run.assault.cut_short && h("p", { class: "cut" }, run.assault.cut_short)));
      this.fill(`is-run ${lookOf(run)}`, head, drawLog(run, { whose: "your", jump: this.jump }), printed);
    }
    if (!fresh) return;
    this.say(`${titleOf(run)}. ${run.sentence}`);
    this.place.closest(".pane")?.scrollTo({ top: 0 });
  }

  private fill(state: string, ...nodes: Node[]): void {
    this.place.className = `evidence-stack ${state}`;
    const open = this.openRows();
    this.place.replaceChildren(...nodes);
    for (const details of this.place.querySelectorAll("details")) details.open ||= open.has(details.dataset["key"] ?? "-");
  }

  private openRows(): Set<string> {
    return new Set([...this.place.querySelectorAll<HTMLDetailsElement>("details[open][data-key]")].map((each) => each.dataset["key"] ?? ""));
  }

  private say(sentence: string): void {
    this.voice.textContent = sentence;
  }

  private drawError(submission: Submission): HTMLElement {
    const fault = submission.fault;
    const retry = h("button", { type: "button", class: "button primary" }, translate("Try again"));
    retry.addEventListener("click", () => this.again(submission));
    return h(
      "section",
      { class: "ours" },
      h("h2", {}, TITLES.error),
      h("p", {}, `${fault?.message ?? submission.sentence} ${translate("This attempt does not count, and your code is saved.")}`),
      h("div", { class: "actions" }, retry, fault?.remedy && h("span", { class: "reason" }, fault.remedy)),
      h("dl", { class: "facts" }, fault && h("dt", {}, fault.id), fault && h("dd", {}, fault.where || translate("the judge")), h("dt", {}, translate("reference")), h("dd", {}, submission.id)),
    );
  }
}

function heading(submission: Submission): string {
  if (submission.kind === "tests" && submission.result !== "broken") return translate("All visits work");
  return submission.result ? TITLES[submission.result] : "";
}

function drawEnd(submission: Submission, jump: Jump): Node[] {
  const { checks } = submission;
  const attacks = checks.filter((check) => check.kind === "attack");
  const visits = checks.filter((check) => check.kind !== "attack");
  const landed = attacks.filter((check) => check.outcome === "landed");
  const lost = visits.filter((check) => check.outcome === "failed");
  const cards = [...(submission.result === "broken" ? lost : []), ...landed, ...(submission.result === "broken" ? [] : lost)].map((check, index) => drawCard(check, jump, index === 0));
  return [
    drawHead(submission, attacks, visits),
    ...drawNext(submission),
    ...cards.slice(0, 1),
    ...drawRecognised(submission),
    ...cards.slice(1),
    ...drawList("", attacks.filter((check) => check.outcome !== "landed"), jump),
    ...drawVisits(visits.filter((check) => check.outcome !== "failed"), jump, attacks.length === 0),
  ];
}

function drawHead(submission: Submission, attacks: Check[], visits: Check[]): HTMLElement {
  const stopped = attacks.filter((check) => check.outcome === "repelled").length;
  const work = visits.filter((check) => check.outcome === "passed").length;
  return h(
    "div",
    { class: "verdict" },
    drawFigure(submission.checks, submission.kind === "tests" && submission.result === "proven" ? null : submission.result),
    h(
      "div",
      { class: "verdict-words" },
      h("h2", {}, heading(submission)),
      h("p", {}, submission.sentence),
      h("dl", { class: "counts" }, ...count(translate("Attacks stopped"), stopped, attacks.length), ...count(translate("Visits that still work"), work, visits.length)),
    ),
  );
}

function count(label: string, number: number, of: number): Node[] {
  return of === 0 ? [] : [h("div", {}, h("dt", {}, label), h("dd", {}, number, " ", h("small", {}, translate("of %(all)s", { all: of }))))];
}

function drawNext(submission: Submission): Node[] {
  if (submission.kind === "tests") return [h("p", { class: "second small" }, translate("No attack has ridden at it: only Judge my fix sends them."))];
  if (!submission.next_url) return [];
  return [h("div", { class: "actions" }, h("a", { class: "button primary main", href: submission.next_url }, translate("See why it holds"), icon("arrow-right")))];
}

function drawRecognised(submission: Submission): Node[] {
  const known = submission.recognised;
  if (!known) return [];
  return [
    h(
      "section",
      { class: "known" },
      h("h3", {}, icon("quote"), translate("We know this fix: %(title)s", { title: within(known.title) })),
      h("p", {}, ...markup(known.why), " ", h("strong", {}, ...markup(known.question))),
    ),
  ];
}

function drawList(title: string, checks: Check[], jump: Jump): Node[] {
  if (checks.length === 0) return [];
  const list = h("ol", { class: "checks" }, ...checks.map((check) => drawRow(check, jump)));
  return [title ? h("section", {}, h("h3", { class: "checks-title" }, title), list) : list];
}

function drawVisits(visits: Check[], jump: Jump, open: boolean): Node[] {
  const list = drawList("", visits, jump)[0];
  if (!list) return [];
  const title = capital(translatePlural("%(number)s visit that works", "%(number)s visits that work", visits.length, { number: numberWord(visits.length) }));
  return [h("details", { open, "data-key": "visits" }, h("summary", { class: "checks-title" }, title), list)];
}

