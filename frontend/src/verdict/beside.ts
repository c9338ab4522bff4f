/** Asks what the attacks of a verdict did to the original code; the verdict itself never waits for it. */
import { request } from "../live/requests.ts";
import type { Original, Submission } from "../live/work.ts";
import { find, markup } from "../page/dom.ts";

const ASK_EVERY_MS = 2000;
const MOST_QUESTIONS = 150;

export class Beside {
  private timer: number | undefined;
  private wanted = "";
  private readonly known = new Map<string, Original["checks"]>();

  constructor(private readonly place: HTMLElement) {}

  /** Offers it in a verdict that has just been drawn, at once or as soon as it is known. */
  offer(submission: Submission): void {
    this.stop();
    if (!find('.sides[data-check^="exploits/"]', this.place) || find("[data-beside]", this.place)) return;
    this.wanted = submission.id;
    const known = this.known.get(submission.id);
    if (known) this.draw(known);
    else void this.ask(submission, MOST_QUESTIONS);
  }

  /** Something else is shown now. */
  stop(): void {
    clearTimeout(this.timer);
    this.wanted = "";
  }

  private async ask(submission: Submission, left: number): Promise<void> {
    const answer = await request<Original>("GET", `${submission.url}/original`).catch(() => null);
    if (this.wanted !== submission.id) return;
    if (answer?.state === "known") {
      this.known.set(submission.id, answer.checks);
      this.draw(answer.checks);
    } else if (answer?.state !== "none" && left > 0) {
      this.timer = setTimeout(() => void this.ask(submission, left - 1), ASK_EVERY_MS) as unknown as number;
    }
  }

  private draw(checks: Original["checks"]): void {
    for (const [id, original] of Object.entries(checks)) {
      find(`.sides[data-check="${CSS.escape(id)}"]`, this.place)?.prepend(...markup(original));
    }
  }
}
