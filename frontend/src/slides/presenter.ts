/** The presenter's window: what is shown now and next, the notes for it, and the clock. */
import { need } from "../page/dom.ts";
import { translate } from "../page/words.ts";
import { DECK, type Message, openChannel, type Shown, type ToDeck } from "./channel.ts";
import { minutesAndSeconds, paceOf, paceWords } from "./clock.ts";
import { fitDeck, fontsLoaded } from "./fitting.ts";
import { commandOf } from "./keys.ts";
import { showSteps } from "./showing.ts";

const TICK_MILLISECONDS = 500;
/** Slides that are loaded again are back by then. */
const GONE_MILLISECONDS = 4000;
const FRAME_PIXELS = 1280;

export async function startPresenter(): Promise<void> {
  const deck = /^#deck=(.+)$/.exec(location.hash)?.[1] ?? "";
  if (!DECK.test(deck)) return;
  await fontsLoaded();
  new Presenter(need("#main"), deck).start();
}

class Presenter {
  private readonly slides: HTMLElement[];
  private readonly channel: BroadcastChannel;
  private shown: Shown | null = null;
  private leaving: number | undefined;

  constructor(
    private readonly place: HTMLElement,
    deck: string,
  ) {
    this.slides = fitDeck(need("#deck"));
    need("#deck").classList.remove("measured");
    this.channel = openChannel(deck, (message) => this.hear(message));
  }

  start(): void {
    const buttons = { back: "back", on: "forward", black: "black" } as const;
    for (const [name, to] of Object.entries(buttons))
      need(`#go-${name}`).addEventListener("click", () => this.tell({ kind: "go", to }));
    need("#clock-again").addEventListener("click", () => this.tell({ kind: "restart" }));
    addEventListener("keydown", (event) => this.press(event));
    addEventListener("resize", () => this.draw());
    setInterval(() => this.tick(), TICK_MILLISECONDS);
    this.tell({ kind: "ask" });
  }

  private tell(message: ToDeck): void {
    this.channel.postMessage(message);
  }

  private press(event: KeyboardEvent): void {
    const command = commandOf(event);
    if (
      command === "forward" ||
      command === "back" ||
      command === "first" ||
      command === "last" ||
      command === "black"
    ) {
      event.preventDefault();
      this.tell({ kind: "go", to: command });
    }
  }

  private hear(message: Message): void {
    if (message.kind === "gone") this.leave();
    if (message.kind !== "shown") return;
    clearTimeout(this.leaving);
    if (message.topic !== this.place.dataset["topic"]) return this.wait(translate("The slides show another lesson."));
    this.shown = message;
    this.draw();
  }

  /** The window closes with its slides, unless they are only loaded again. */
  private leave(): void {
    clearTimeout(this.leaving);
    this.leaving = setTimeout(() => {
      this.wait(translate("The slides were closed. You can close this window."));
      close();
    }, GONE_MILLISECONDS) as unknown as number;
  }

  private wait(words: string): void {
    const state = need("#presenter-state");
    state.hidden = false;
    state.replaceChildren(words);
  }

  private draw(): void {
    const shown = this.shown;
    if (!shown) return;
    need("#presenter-state").hidden = true;
    const known = this.slides.findIndex((slide) => slide.dataset["key"] === shown.key);
    const at = known < 0 ? Math.min(shown.slide, this.slides.length - 1) : known;
    const now = this.slides[at];
    const isDone = shown.step >= shown.steps;
    this.frame("#now", now, shown.step);
    // With steps to come, the next thing to see is the same slide with one more.
    this.frame("#next", isDone ? this.slides[at + 1] : now, isDone ? 0 : shown.step + 1);
    need("#now-at").textContent = translate("%(number)s of %(count)s", {
      number: shown.slide + 1,
      count: shown.count,
    });
    need("#now-live").hidden = !now?.querySelector("[data-exhibit]");
    need("#go-black").setAttribute("aria-pressed", String(shown.black));
    need("#now").classList.toggle("is-black", shown.black);
    this.notesOf(now);
    this.tick();
  }

  private frame(selector: string, slide: HTMLElement | undefined, step: number): void {
    const frame = need(selector);
    const copy = slide?.cloneNode(true) as HTMLElement | undefined;
    frame.replaceChildren(...(copy ? [copy] : [translate("This was the last slide.")]));
    if (!copy) return;
    copy.classList.add("current");
    copy.inert = true;
    copy.setAttribute("aria-hidden", "true");
    for (const each of [copy, ...copy.querySelectorAll("[id]")]) each.removeAttribute("id");
    showSteps(copy, step);
    frame.style.setProperty("--stage", String(frame.clientWidth / FRAME_PIXELS));
  }

  /** Notes that name what is on the slide are marked, and stand above all others as well: these keep their place. */
  private notesOf(slide: HTMLElement | undefined): void {
    const wanted = new Set((slide?.dataset["notes"] ?? "").split(" ").filter(Boolean));
    const named: Node[] = [];
    for (const note of document.querySelectorAll(".presenter-notes [id^='note-']")) {
      const is = wanted.has(note.id);
      note.classList.toggle("for-this", is);
      if (is) named.push(withoutId(note));
    }
    const place = need("#notes-now");
    const isSame = place.dataset["notes"] === [...wanted].join(" ");
    place.dataset["notes"] = [...wanted].join(" ");
    place.hidden = named.length === 0;
    if (isSame) return;
    need("div", place).replaceChildren(...named);
    if (named.length > 0) need(".presenter-notes").scrollTop = 0;
  }

  private tick(): void {
    // As the plan has it beside it.
    const form = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
    need("#time-of-day").textContent = new Date().toLocaleTimeString([], form);
    if (!this.shown) return;
    const minutes = Number(this.place.dataset["minutes"]);
    const elapsed = Math.max(0, (Date.now() - this.shown.startedAt) / 1000);
    need("#elapsed").textContent = minutesAndSeconds(elapsed);
    need("#remaining").textContent = minutesAndSeconds(60 * minutes - elapsed);
    const pace = paceOf(elapsed, minutes, this.shown.slide, this.shown.count);
    const words = need("#pace-words");
    if (words.textContent !== paceWords(pace)) words.textContent = paceWords(pace);
    words.className = `pace-words is-${pace[0]}`;
  }
}

function withoutId(note: Element): Node {
  const copy = note.cloneNode(true) as Element;
  for (const each of [copy, ...copy.querySelectorAll("[id]")]) each.removeAttribute("id");
  copy.classList.add("for-this");
  return copy;
}
