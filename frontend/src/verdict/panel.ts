/** The evidence pane: nothing yet, the judge at work, or its word with what it saw. */
import { playFigure } from "../figure/figure.ts";
import { isFault, isRun, underWay, type Work } from "../live/work.ts";
import { calm, find, h, markup, need } from "../page/dom.ts";
import { translate } from "../page/words.ts";
import { Beside } from "./beside.ts";
import { type Jump, linkPlaces } from "./places.ts";
import { drawWaiting, lookOf } from "./run.ts";
import { drawTrial } from "./trial.ts";

const LOADING_AFTER_MS = 300;

export class Panel {
  private readonly beside: Beside;
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
    place.addEventListener("click", (event) => {
      if (this.latest && event.target instanceof Element && event.target.closest("[data-again]"))
        this.again(this.latest);
    });
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
    if (this.shown !== this.latest.id)
      this.say(
        {
          tests: translate("Your program is being tested."),
          verdict: translate("Your fix is being tried."),
          exploit: "",
          replay: translate("Your exploit is being tried on your fix."),
        }[this.latest.kind],
      );
    this.shown = this.latest.id;
    this.fill(
      "is-trial",
      ...(isRun(this.latest)
        ? [
            h(
              "section",
              { class: "trial" },
              h("h2", {}, translate("Your exploit is being tried on your fix")),
              drawWaiting(this.latest),
            ),
          ]
        : drawTrial(this.latest)),
    );
  }

  private showEnd(work: Work, fresh: boolean): void {
    this.shown = work.id;
    if (work.evidence !== null) this.fill(stateOf(work), ...markup(drawnOf(work)));
    linkPlaces(this.place, this.jump);
    if (work.kind === "verdict" && work.state === "finished") this.beside.offer(work);
    if (!fresh) return;
    const figure = find<SVGSVGElement>(".figure", this.place);
    if (figure && !calm()) this.place.style.setProperty("--words-after", `${playFigure(figure)}ms`);
    const heading = find("h2", this.place)?.textContent ?? "";
    this.say(`${heading}${isRun(work) ? "." : ""} ${work.sentence} ${figure?.getAttribute("aria-label") ?? ""}`.trim());
    this.place.closest(".pane")?.scrollTo({ top: 0 });
  }

  private fill(state: string, ...nodes: Node[]): void {
    this.place.className = `evidence-stack ${state}`;
    const open = this.openRows();
    this.place.replaceChildren(...nodes);
    for (const details of this.place.querySelectorAll("details"))
      details.open ||= open.has(details.dataset["key"] ?? "-");
  }

  private openRows(): Set<string> {
    return new Set(
      [...this.place.querySelectorAll<HTMLDetailsElement>("details[open][data-key]")].map(
        (each) => each.dataset["key"] ?? "",
      ),
    );
  }

  private say(sentence: string): void {
    this.voice.textContent = sentence;
  }
}

function stateOf(work: Work): string {
  if (isRun(work)) return lookOf(work) === "error" ? "is-error" : `is-run ${lookOf(work)}`;
  return isFault(work) ? "is-error" : `is-${work.result ?? "none"}`;
}

function drawnOf(work: Work): string {
  const drawn = work.evidence;
  return drawn === null || typeof drawn === "string" ? (drawn ?? "") : drawn.head + drawn.log + drawn.printed;
}
