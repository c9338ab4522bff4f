/** The learner's program in a frame: started when its tab is opened, and again when its files were saved. */
import { NoLine, Refusal, request } from "../live/requests.ts";
import { h, need } from "../page/dom.ts";
import { translate } from "../page/words.ts";
import { FOCUS_POLICY, FocusGuard } from "./focus.ts";
import type { ProgramData, ProgramNews, Started } from "./messages.ts";
import { Printed } from "./printed.ts";
import type { Tabs } from "./tabs.ts";

const TAB = "tab-program";
const REST_MS = 800;

export class Preview {
  private readonly path = need<HTMLInputElement>("#program-path");
  private readonly printed = new Printed();
  private frame: HTMLIFrameElement | null = null;
  private readonly guard = new FocusGuard(() => this.hide());
  private resting: number | undefined;
  private isStarting = false;
  private isOver = true;
  private isStale = false;
  private isHidden = false;

  constructor(
    private readonly data: ProgramData,
    private readonly tabs: Tabs,
    /** Has all that was typed saved; false if it could not be. */
    private readonly flush: () => Promise<boolean>,
  ) {
    need("#program-host").textContent = new URL(data.origin).host;
    this.path.value = sessionStorage.getItem(this.key) ?? this.path.defaultValue;
    tabs.onShow(TAB, () => {
      // A request by hand may have started the program before it was ever shown.
      if (this.isOver || this.isStale || !this.frame) void this.start();
    });
    need("#program-go").addEventListener("submit", (event) => {
      event.preventDefault();
      void this.start();
    });
    need("#program-again").addEventListener("click", () => void this.start());
    addEventListener("pagehide", () => this.leave());
  }

  /** The files were saved: what runs is old. */
  saved(): void {
    this.isStale = true;
    clearTimeout(this.resting);
    if (!this.isOver && !this.isHidden && this.tabs.isShown(TAB))
      this.resting = setTimeout(() => void this.start(), REST_MS);
  }

  hear(news: ProgramNews): void {
    // A program that does not start says so in the frame, and the next saved change may fix it.
    this.isOver = news.phase === "over";
    if (this.isOver) this.tell(news.words, true);
    this.printed.show(news);
  }

  private get key(): string {
    return `program-path/${this.data.lab}/${this.data.code}`;
  }

  private async start(): Promise<void> {
    if (this.isStarting) return;
    this.isStarting = true;
    this.tell(translate("Starting…"), false);
    try {
      await this.flush();
      this.isStale = false;
      this.isHidden = false;
      clearTimeout(this.resting);
      const started = await request<Started>("POST", this.data.urls.start, {});
      this.isOver = false;
      this.load(started);
    } catch (failure) {
      if (failure instanceof Refusal) this.tell(`${failure.message} ${failure.remedy}`, true);
      else if (failure instanceof NoLine) this.tell(translate("The server cannot be reached."), true);
      else throw failure;
    } finally {
      this.isStarting = false;
      if (this.isStale) this.saved();
    }
  }

  private load(started: Started): void {
    if (started.origin !== this.data.origin) {
      this.tell(
        translate("You have signed in again since this page was opened. Reload the page to see the program."),
        false,
      );
      return;
    }
    if (!this.path.value.startsWith("/")) this.path.value = `/${this.path.value}`;
    sessionStorage.setItem(this.key, this.path.value);
    const entry = new URL(started.entry);
    entry.searchParams.set("to", this.path.value);
    // A new frame each time: a hostile page may have filled the old one's history, and would be asked whether it may go.
    this.frame = h("iframe", {
      title:
        this.data.code === "original"
          ? translate("The original program, vulnerable on purpose")
          : translate("Your program, vulnerable on purpose"),
      sandbox: "allow-scripts allow-forms allow-same-origin",
      allow: FOCUS_POLICY,
      referrerpolicy: "no-referrer",
      src: entry.href,
    });
    this.frame.addEventListener("load", () => this.isOver || this.tell("", false));
    this.guard.watch(this.frame);
    need("#program-frame").replaceChildren(this.frame);
  }

  /** It took the keyboard, and was removed for that. */
  private hide(): void {
    this.guard.watch(null);
    this.isHidden = true;
    this.tell(translate("The program took the keyboard without a click into it, so it is hidden."), true);
  }

  /** Nobody looks any more. */
  private leave(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.guard.watch(null);
    this.frame?.remove();
    this.tell("", true);
    void request("POST", this.data.urls.stop, {}, true).catch(() => undefined);
  }

  private tell(words: string, again: boolean): void {
    const news = need("#program-news");
    news.replaceChildren(words);
    if (!again) return;
    const button = h("button", { type: "button", class: "text" }, translate("Start it again"));
    button.addEventListener("click", () => void this.start());
    news.append(" ", button);
  }
}
