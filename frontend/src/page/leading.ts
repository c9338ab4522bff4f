/** Tells the server where the instructor is whom a class follows, a few times a second at most. */
import { request } from "../live/requests.ts";
import { find } from "./dom.ts";
import { type Act, actOf, blocks } from "./places.ts";

const EVERY_MILLISECONDS = 300;
/** The part of the page that is read is the one at this share of its height. */
const READ_AT = 0.3;

export function startLeading(url: string): void {
  new Leading(url).start();
}

class Leading {
  private readonly visit = crypto.randomUUID();
  private acts: Act[] = [];
  private block = -1;
  private told = false;
  private over = false;
  private waiting: number | undefined;

  constructor(private readonly url: string) {}

  start(): void {
    for (const kind of ["click", "input", "change"]) document.addEventListener(kind, (event) => this.note(event), true);
    addEventListener("scroll", () => this.soon(), { passive: true });
    this.soon();
  }

  private note(event: Event): void {
    const act = event.isTrusted ? actOf(event) : null;
    if (!act) return;
    this.acts.push(act);
    this.soon();
  }

  private soon(): void {
    this.waiting ??= setTimeout(() => void this.tell(), EVERY_MILLISECONDS) as unknown as number;
  }

  private async tell(): Promise<void> {
    const block = readBlock();
    if (!this.over && !(this.told && block === this.block && this.acts.length === 0)) {
      const acts = this.acts.splice(0);
      this.block = block;
      try {
        await request("POST", this.url, { path: location.pathname, visit: this.visit, block, acts });
        this.told = true;
      } catch {
        this.over = true;
        const words = find("#leading");
        if (words) location.reload();
      }
    }
    this.waiting = undefined;
    if (this.acts.length > 0 && !this.over) this.soon();
  }
}

/** The number of the part that the reader has before their eyes. */
function readBlock(): number {
  const line = innerHeight * READ_AT;
  const below = blocks().findIndex((each) => each.getBoundingClientRect().bottom > line);
  return Math.max(0, below);
}
