/** Tells the server where the instructor is whom a class follows, a few times a second at most. */
import { Refusal, request } from "../live/requests.ts";
import { find } from "./dom.ts";
import { type Act, actOf, blocks } from "./places.ts";

const EVERY_MILLISECONDS = 300;
const AGAIN_MILLISECONDS = 2000;
const NOT_LEADING = 409;
/** The part of the page that is read is the one at this share of its height. */
const READ_AT = 0.3;

export function startLeading(url: string): void {
  new Leading(url).start();
}

class Leading {
  private readonly visit = crypto.randomUUID();
  private acts: Act[] = [];
  private seen = "";
  private told = false;
  private over = false;
  private waiting: number | undefined;

  constructor(private readonly url: string) {}

  start(): void {
    for (const kind of ["click", "input", "change"]) document.addEventListener(kind, (event) => this.note(event), true);
    addEventListener("scroll", () => this.soon(), { passive: true });
    document.addEventListener("slide", () => this.soon());
    this.soon();
  }

  private note(event: Event): void {
    const act = event.isTrusted ? actOf(event) : null;
    if (!act) return;
    this.acts.push(act);
    this.soon();
  }

  private soon(milliseconds = EVERY_MILLISECONDS): void {
    if (!this.over) this.waiting ??= setTimeout(() => void this.tell(), milliseconds) as unknown as number;
  }

  private async tell(): Promise<void> {
    const place = whereNow();
    const seen = JSON.stringify(place);
    const acts = this.acts.splice(0);
    let pause = EVERY_MILLISECONDS;
    if (!this.told || seen !== this.seen || acts.length > 0) {
      try {
        await request("POST", this.url, { ...place, visit: this.visit, acts });
        this.seen = seen;
        this.told = true;
      } catch (failure) {
        this.refused(failure, acts);
        pause = AGAIN_MILLISECONDS;
      }
    }
    this.waiting = undefined;
    if (this.acts.length > 0 || !this.told) this.soon(pause);
  }

  /** While the server is away, what was done is kept for the next try; who leads no more sees that on a fresh page. */
  private refused(failure: unknown, acts: Act[]): void {
    const leadsNoMore = failure instanceof Refusal && failure.status === NOT_LEADING;
    this.over = leadsNoMore || (failure instanceof Refusal && failure.isLasting);
    this.acts.unshift(...acts);
    if (leadsNoMore) location.reload();
  }
}

/** The page and the part of it that students go to: on slides, the lesson, and where the slide is in it. */
function whereNow(): { path: string; block: number; anchor: string } {
  const deck = find(".deck[data-path]");
  if (!deck) return { path: location.pathname, block: readBlock(), anchor: "" };
  const { path = "", block, anchor = "" } = deck.dataset;
  return { path, block: Number(block ?? 0), anchor };
}

/** The number of the part that the reader has before their eyes. */
function readBlock(): number {
  const line = innerHeight * READ_AT;
  const below = blocks().findIndex((each) => each.getBoundingClientRect().bottom > line);
  return Math.max(0, below);
}
