/** Slides of a lesson: one at a time, as large as the window lets them be. */
import { find, h, need } from "../page/dom.ts";
import { say } from "../page/voice.ts";
import { translate } from "../page/words.ts";
import { DECK, type Message, openChannel, type Shown } from "./channel.ts";
import { fitDeck, fitDrawn, fits, fontsLoaded } from "./fitting.ts";
import { type Command, commandOf } from "./keys.ts";
import { Laser } from "./laser.ts";
import { startPolls } from "./polls.ts";
import { comeBackTo } from "./returning.ts";
import { showSteps, stepsOf } from "./showing.ts";
import { back, forward, hashOf, type Position, START, slideAt, slideOf } from "./steps.ts";
import { startSwipes } from "./swipes.ts";

const WIDTH_PIXELS = 1280;
const HEIGHT_PIXELS = 720;
const AWAKE_MILLISECONDS = 2500;
/** The share of the window, above and below, in which the mouse brings up the bars. */
const EDGE = 0.1;

export async function startDeck(): Promise<void> {
  await fontsLoaded();
  const deck = new Deck(need("#main"));
  deck.start();
}

class Deck {
  private readonly slides: HTMLElement[];
  private readonly steps: number[];
  private readonly id: string;
  private readonly channel: BroadcastChannel;
  private readonly laser = new Laser();
  private readonly claim = crypto.randomUUID();
  private startedAt: number;
  private at: Position;
  private presenter: Window | null = null;
  private asleep: number | undefined;

  constructor(private readonly place: HTMLElement) {
    this.slides = fitDeck(place);
    this.steps = this.slides.map((slide) => new Set(stepsOf(slide).map(([step]) => step)).size);
    this.id = this.deckId();
    this.channel = openChannel(this.id, (message) => this.hear(message));
    this.startedAt = Number(sessionStorage.getItem(this.key("started"))) || Date.now();
    sessionStorage.setItem(this.key("started"), String(this.startedAt));
    const step = Number(sessionStorage.getItem(this.key("step"))) || 0;
    const slide = slideAt(slideOf(location.hash) ?? START.slide, this.steps);
    this.at = { slide: slide.slide, step: Math.min(step, this.steps[slide.slide] ?? 0) };
  }

  start(): void {
    this.place.classList.add("ready");
    document.body.classList.add("presenting");
    this.size();
    addEventListener("resize", () => this.size());
    addEventListener("keydown", (event) => this.press(event));
    addEventListener("hashchange", () => this.goTo(slideAt(slideOf(location.hash) ?? this.at.slide, this.steps)));
    addEventListener("pagehide", () => this.tell({ kind: "gone" }));
    addEventListener("pageshow", (event) => event.persisted && this.tellShown());
    addEventListener("pointermove", (event) => this.wake(isAtEdge(event) ? "awake" : "moving"), { passive: true });
    addEventListener("focusin", () => this.wake());
    startSwipes(this.place, { forward: () => this.run("forward"), back: () => this.run("back") });
    this.startButtons();
    this.keepFitting();
    startPolls((slide) => this.reveal(slide));
    this.show(false);
    this.wake();
    this.channel.postMessage({ kind: "claim", by: this.claim });
  }

  /** A tab keeps its deck when it is loaded again; a copy of the tab, which has the same store, gets another. */
  private deckId(): string {
    const kept = sessionStorage.getItem("slides-deck") ?? "";
    const id = DECK.test(kept) ? kept : crypto.randomUUID();
    sessionStorage.setItem("slides-deck", id);
    return id;
  }

  private key(word: string): string {
    return `slides-${word}-${this.place.dataset["topic"]}`;
  }

  private startButtons(): void {
    const commands = { back: "back", on: "forward", full: "full", keys: "help" } as const;
    for (const [name, command] of Object.entries(commands))
      find(`#deck-${name}`)?.addEventListener("click", () => this.run(command));
    find("#deck-print")?.addEventListener("click", () => print());
    const link = need<HTMLAnchorElement>("#deck-presenter");
    link.href = this.presenterUrl();
    link.addEventListener("click", (event) => {
      event.preventDefault();
      this.openPresenter();
    });
    const full = find<HTMLButtonElement>("#deck-full");
    if (full && !document.fullscreenEnabled) full.hidden = true;
  }

  private press(event: KeyboardEvent): void {
    if (find("dialog[open]")) return;
    const command = commandOf(event);
    if (!command) return;
    event.preventDefault();
    this.run(command);
  }

  private run(command: Command): void {
    const last = this.steps.length - 1;
    if (this.isBlack && (command === "forward" || command === "back")) this.black(false);
    else if (command === "forward") this.goTo(forward(this.at, this.steps));
    else if (command === "back") this.goTo(back(this.at, this.steps));
    else if (command === "first") this.goTo(slideAt(0, this.steps));
    else if (command === "last") this.goTo(slideAt(last, this.steps));
    else if (command === "black") this.black(!this.isBlack);
    else if (command === "full") this.fill();
    else if (command === "laser") say(this.laser.toggle() ? translate("Laser dot on") : translate("Laser dot off"));
    else if (command === "presenter") this.openPresenter();
    else if (command === "help") need<HTMLDialogElement>("#deck-help").showModal();
    else this.leave();
  }

  private goTo(to: Position): void {
    this.black(false);
    if (to.slide === this.at.slide && to.step === this.at.step) return;
    const isSame = to.slide === this.at.slide;
    this.at = to;
    this.show(!isSame);
  }

  /** Shows which answer is right, once the class has answered and its instructor has asked for the answers. */
  private reveal(slide: HTMLElement): void {
    if (slide !== this.slide) return;
    this.at = { slide: this.at.slide, step: this.steps[this.at.slide] ?? 0 };
    this.show(false);
  }

  private get slide(): HTMLElement {
    return this.slides[this.at.slide] as HTMLElement;
  }

  /** Shows where one is; a slide that comes is read out by its title, as nothing else tells that it has changed. */
  private show(isNew: boolean): void {
    for (const each of this.slides) {
      each.classList.toggle("current", each === this.slide);
      each.inert = each !== this.slide;
    }
    showSteps(this.slide, this.at.step);
    this.place.dataset["block"] = this.slide.dataset["block"] ?? "0";
    this.place.dataset["anchor"] = this.slide.dataset["anchor"] ?? "";
    need("#deck-at").textContent = `${this.at.slide + 1}/${this.slides.length}`;
    sessionStorage.setItem(this.key("step"), String(this.at.step));
    if (location.hash !== hashOf(this.at.slide)) history.replaceState(history.state, "", hashOf(this.at.slide));
    comeBackTo(hashOf(this.at.slide));
    if (isNew) say(this.titleOf(this.slide));
    this.tellShown();
    document.dispatchEvent(new Event("slide"));
  }

  private titleOf(slide: HTMLElement): string {
    const title = slide.querySelector("h1, h2")?.textContent?.trim().replace(/\s+/g, " ") ?? "";
    return translate("Slide %(number)s of %(count)s: %(title)s", {
      number: this.at.slide + 1,
      count: this.slides.length,
      title,
    });
  }

  private black(on: boolean): void {
    if (this.isBlack === on) return;
    need("#blackout").hidden = !on;
    say(on ? translate("Black screen") : this.titleOf(this.slide));
    this.tellShown();
  }

  private get isBlack(): boolean {
    return !need("#blackout").hasAttribute("hidden");
  }

  private fill(): void {
    if (document.fullscreenElement) void document.exitFullscreen();
    else void document.documentElement.requestFullscreen?.().catch(() => undefined);
  }

  private leave(): void {
    if (document.fullscreenElement) return this.fill();
    const anchor = this.slide.dataset["anchor"];
    location.assign(`${this.place.dataset["path"]}${anchor ? `#${anchor}` : ""}`);
  }

  private size(): void {
    const scale = Math.min(innerWidth / WIDTH_PIXELS, innerHeight / HEIGHT_PIXELS);
    this.place.style.setProperty("--stage", String(scale));
    this.place.style.setProperty("--left", `${(innerWidth - scale * WIDTH_PIXELS) / 2}px`);
    this.place.style.setProperty("--top", `${(innerHeight - scale * HEIGHT_PIXELS) / 2}px`);
  }

  /** Shows the bars for a moment, or the mouse alone: bars over what somebody points at would be in the way. */
  private wake(word: "awake" | "moving" = "awake"): void {
    document.body.classList.add(word);
    clearTimeout(this.asleep);
    this.asleep = setTimeout(
      () => document.body.classList.remove("awake", "moving"),
      AWAKE_MILLISECONDS,
    ) as unknown as number;
  }

  /** An exhibit is as large as it fits once it moves; if it then shows more, it gets smaller. */
  private keepFitting(): void {
    const busy = new Set<HTMLElement>();
    const moving = new Set<HTMLElement>();
    const observer = new ResizeObserver((entries) => {
      for (const { target } of entries) void enlarge(target.parentElement as HTMLElement);
    });
    const enlarge = async (place: HTMLElement) => {
      const body = place.closest<HTMLElement>(".slide-body");
      const isNew = !moving.has(place) && !place.querySelector(".stage.still");
      if (busy.has(place) || !body || (!isNew && fits(body))) return;
      busy.add(place);
      if (isNew) moving.add(place);
      await fitDrawn(place, isNew ? undefined : Number(place.style.getPropertyValue("zoom")));
      busy.delete(place);
    };
    for (const each of this.place.querySelectorAll(".fitted > *")) observer.observe(each);
  }

  // The presenter's window.

  private presenterUrl(): string {
    return `${need<HTMLAnchorElement>("#deck-presenter").href.split("#")[0]}#deck=${this.id}`;
  }

  /** Where a browser lets no window open, a link does it. */
  private openPresenter(): void {
    if (this.presenter && !this.presenter.closed) return this.presenter.focus();
    this.presenter = open(this.presenterUrl(), `presenter-${this.id}`, "popup,width=1200,height=800");
    const place = need("#deck-popup");
    place.replaceChildren();
    if (this.presenter) return;
    const link = h("a", { href: this.presenterUrl(), target: "_blank" }, translate("Open the presenter's window"));
    place.append(translate("The browser has blocked the window."), " ", link);
    link.addEventListener("click", () => place.replaceChildren());
    link.focus();
  }

  private hear(message: Message): void {
    if (message.kind === "ask") this.tellShown();
    else if (message.kind === "go") this.run(message.to);
    else if (message.kind === "restart") this.restart();
    else if (message.kind === "claim" && message.by !== this.claim) this.tell({ kind: "taken", by: message.by });
    else if (message.kind === "taken" && message.by === this.claim) this.takeAnother();
  }

  /** This tab is a copy of one that goes on: it gets a channel of its own. */
  private takeAnother(): void {
    sessionStorage.removeItem("slides-deck");
    location.reload();
  }

  private restart(): void {
    this.startedAt = Date.now();
    sessionStorage.setItem(this.key("started"), String(this.startedAt));
    this.tellShown();
  }

  private tell(message: Message): void {
    this.channel.postMessage(message);
  }

  private tellShown(): void {
    const shown: Shown = {
      kind: "shown",
      topic: this.place.dataset["topic"] ?? "",
      key: this.slide.dataset["key"] ?? "",
      slide: this.at.slide,
      count: this.slides.length,
      step: this.at.step,
      steps: this.steps[this.at.slide] ?? 0,
      black: this.isBlack,
      startedAt: this.startedAt,
    };
    this.tell(shown);
  }
}

/** A finger shows the bars wherever it is, a mouse where they are. */
function isAtEdge({ pointerType, clientY }: PointerEvent): boolean {
  return pointerType === "touch" || clientY < EDGE * innerHeight || clientY > (1 - EDGE) * innerHeight;
}
