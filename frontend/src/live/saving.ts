/** Saves on every pause: first in this browser, then on the server; nothing typed waits for the network. */
import { meta } from "../page/dom.ts";
import { translate } from "../page/words.ts";
import { Keeping } from "./keeping.ts";
import type { Kept, Left } from "./kept.ts";
import { type Line, pauseSeconds } from "./line.ts";
import { Refusal, request } from "./requests.ts";
import type { SavedData } from "./work.ts";

const PAUSE_MS = 600;
const LARGEST_KEEPALIVE_BYTES = 60_000;

export interface Conflict {
  path: string;
  mine: string;
  theirs: string;
  revision: number;
}

export interface SavingState {
  /** Changes that only this browser has. */
  kept: number;
  /** Whether this browser stores them, so that they outlive the page. */
  stored: boolean;
  saving: boolean;
  savedAt: Date | null;
  refused: string;
}

/** What the page does when something else than the learner changes a text, or a choice is to be made. */
export interface SavingEvents {
  /** Two tabs have changed one file: asks which text goes on. */
  conflict: (conflict: Conflict) => void;
  /** A conflict is settled, and both texts are copies; `text` is another tab's if that goes on. */
  settled: (path: string, text: string | null) => void;
  /** Something newer than the page takes the place of its text; `kept` tells whether this browser had kept it. */
  replaced: (path: string, text: string, kept: boolean) => void;
  /** A text that this browser had kept is a copy on the server, because something newer was saved. */
  copied: (kept: Kept) => void;
  /** A text that this browser had kept cannot be saved as it is; `use` makes it this tab's text. */
  unfit: (kept: Kept, reason: string, use: () => void) => void;
}

interface Text {
  text: string;
  saved: string;
  revision: number;
  /** Which of this tab's texts it is, and which of them the server has. */
  sequence: number;
  savedSequence: number;
  /** Pauses since the server last had it, and whether something was typed since the last of them. */
  pauses: number;
  typing: boolean;
  /** Whether the browser keeps an entry of it. */
  kept: boolean;
  /** A text that the server will not take, and why. */
  refused: { text: string; reason: string } | null;
}

/** What became of a kept text, and what the server has now. */
interface Delivered {
  outcome: "known" | "saved" | "copied";
  text: string;
  revision: number;
}

interface Saved {
  revision: number;
  saved_at: string;
}

export class Saving {
  private readonly keeping: Keeping;
  private readonly texts = new Map<string, Text>();
  private readonly listeners: ((state: SavingState) => void)[] = [];
  private left: Left[] = [];
  private sequence = 0;
  private pause: number | undefined;
  private retry: number | undefined;
  private failures = 0;
  private failing = "";
  private sending: Promise<void> | null = null;
  private conflict: Conflict | null = null;
  private decision: { keep: "mine" | "theirs" } | null = null;
  private savedAt: Date | null = null;

  constructor(
    private readonly data: SavedData,
    private readonly line: Line,
    private readonly events: SavingEvents,
  ) {
    this.keeping = new Keeping(`${meta("learner")}/${data.lab}`);
    for (const { path, text, editable } of data.files) {
      if (editable)
        this.texts.set(path, {
          text,
          saved: text,
          revision: data.revision,
          sequence: 0,
          savedSequence: 0,
          pauses: 0,
          typing: false,
          kept: false,
          refused: null,
        });
    }
    line.onRetry(() => void this.flush());
    addEventListener("pagehide", () => this.leave());
    addEventListener("blur", () => void this.flush());
    document.addEventListener("visibilitychange", () => document.hidden && this.leave());
  }

  listen(listener: (state: SavingState) => void): void {
    this.listeners.push(listener);
  }

  /** Hands the server what tabs that are gone had kept in this browser; the server knows what is newer. */
  async recover(): Promise<void> {
    for await (const found of this.keeping.left()) {
      this.left.push(...found.filter((left) => this.texts.has(left.kept.path)));
      if (this.left.length > 0) await this.flush();
    }
  }

  change(path: string, text: string): void {
    const known = this.texts.get(path);
    if (!known || known.text === text) return;
    known.text = text;
    known.typing = true;
    this.keep(path, known);
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.paused(), PAUSE_MS) as unknown as number;
    this.tell();
  }

  /** The text of a file that the server has, as far as this tab knows. */
  savedText(path: string): string | undefined {
    return this.texts.get(path)?.saved;
  }

  /** Sends all that the server lacks. True if it has everything now. */
  async flush(): Promise<boolean> {
    clearTimeout(this.pause);
    clearTimeout(this.retry);
    this.countPauses();
    if (!this.sending) {
      this.sending = this.send().finally(() => {
        this.sending = null;
        this.tell();
      });
      this.tell();
    }
    await this.sending;
    return this.unsaved().length === 0;
  }

  /** Takes the learner's decision in a conflict. */
  settle(conflict: Conflict, keep: "mine" | "theirs"): void {
    this.conflict = conflict;
    this.decision = { keep };
    void this.flush();
  }

  private keep(path: string, known: Text): void {
    known.sequence = ++this.sequence;
    known.kept = true;
    if (known.text === known.saved && !this.sending) this.forget(path, known);
    else this.keeping.keep(path, { text: known.text, sequence: known.sequence, revision: known.revision });
  }

  private forget(path: string, text: Text): void {
    if (text.kept) this.keeping.drop(path, { text: text.text, sequence: text.sequence, revision: text.revision });
    text.kept = false;
  }

  private paused(): void {
    this.countPauses();
    this.tell();
    if (!this.line.state.down) void this.flush();
  }

  private countPauses(): void {
    for (const text of this.texts.values()) {
      if (text.typing) text.pauses += 1;
      text.typing = false;
    }
  }

  private unsaved(): [string, Text][] {
    return [...this.texts].filter(([, text]) => text.text !== text.saved);
  }

  private async send(): Promise<void> {
    await this.deliverAll();
    if (this.decision && !(await this.sendDecision(this.decision.keep))) return;
    while (!this.conflict) {
      const next = this.unsaved().find(([, text]) => text.refused?.text !== text.text);
      if (!next) break;
      if (!(await this.put(...next))) return;
    }
    for (const [path, text] of this.texts) {
      if (text.text === text.saved) this.forget(path, text);
    }
    if (this.left.length === 0 && this.unsaved().length === 0) this.failing = "";
  }

  private async put(path: string, text: Text): Promise<boolean> {
    const sent = text.text;
    try {
      const { sequence } = text;
      this.took(text, sent, sequence, await request<Saved>("PUT", this.data.urls.files, this.body(path, text)));
      return true;
    } catch (failure) {
      return this.failed(failure, path, text, sent);
    }
  }

  private body(path: string, { text, revision, sequence }: Text): object {
    return { path, text, revision, sequence, tab: this.keeping.tab };
  }

  /** The server has a text of this tab now. */
  private took(text: Text, sent: string, sequence: number, saved: Saved): void {
    this.works();
    if (sequence < text.savedSequence) return; // two requests were on their way, and this answer comes last
    Object.assign(text, { saved: sent, savedSequence: sequence, revision: saved.revision, pauses: 0 });
    this.savedAt = new Date(saved.saved_at);
  }

  private works(): void {
    this.failures = 0;
    this.failing = "";
    this.line.back();
  }

  /** Returns whether other texts may still be sent. */
  private failed(failure: unknown, path: string, text: Text, sent: string): boolean {
    if (this.line.takes(failure)) return false;
    if (failure instanceof Refusal && failure.status === 409) {
      this.ask({
        path,
        mine: sent,
        theirs: String(failure.facts["text"]),
        revision: Number(failure.facts["revision"]),
      });
      return false;
    }
    if (failure instanceof Refusal && failure.isLasting) {
      text.refused = { text: sent, reason: reasonOf(failure) };
      return true;
    }
    this.tryLater(failure);
    return false;
  }

  private ask(conflict: Conflict): void {
    this.conflict = conflict;
    this.decision = null;
    this.events.conflict(conflict);
  }

  private async sendDecision(keep: "mine" | "theirs"): Promise<boolean> {
    const conflict = this.conflict;
    const known = conflict && this.texts.get(conflict.path);
    if (!conflict || !known) return true;
    const mine = known.text;
    try {
      const { sequence } = known;
      const body = { ...this.body(conflict.path, known), revision: conflict.revision, keep };
      const settled = await request<Saved & { text: string }>("POST", this.data.urls.settled, body);
      this.conflict = this.decision = null;
      this.took(known, settled.text, sequence, settled);
      if (keep === "theirs") known.text = settled.text;
      this.events.settled(conflict.path, keep === "theirs" ? settled.text : null);
      return true;
    } catch (failure) {
      return this.failed(failure, conflict.path, known, mine);
    }
  }

  private async deliverAll(): Promise<void> {
    for (const left of [...this.left]) {
      if (!(await this.deliver(left))) return;
    }
  }

  private async deliver(left: Left): Promise<boolean> {
    const { path, text, revision, tab, sequence } = left.kept;
    try {
      const answer = await request<Delivered>("POST", this.data.urls.kept, { path, text, revision, tab, sequence });
      this.works();
      if (answer.outcome !== "copied") this.savedAt = new Date();
      this.goOnFrom(path, answer, text);
      if (answer.outcome === "copied") this.events.copied(left.kept);
      await this.done(left);
      return true;
    } catch (failure) {
      if (this.line.takes(failure)) return false;
      if (failure instanceof Refusal && failure.isLasting) {
        this.left = this.left.filter((each) => each !== left);
        this.events.unfit(left.kept, reasonOf(failure), () => this.use(left));
        return true;
      }
      this.tryLater(failure);
      return false;
    }
  }

  private async done(left: Left): Promise<void> {
    this.left = this.left.filter((each) => each !== left);
    await left.forget().catch(() => undefined); // the server knows it again
  }

  /**
   * Takes what the server has now, which may be newer than the page: a tab that is left still saves. If something was
   * typed since the page was opened, that is another text, and the learner will be asked.
   */
  private goOnFrom(path: string, { text, revision }: Delivered, kept: string): void {
    const known = this.texts.get(path);
    if (!known || known.text !== known.saved || known.saved === text) return;
    Object.assign(known, { text, saved: text, revision });
    this.events.replaced(path, text, text === kept);
  }

  private use(left: Left): void {
    const known = this.texts.get(left.kept.path);
    if (!known) return;
    known.text = left.kept.text;
    this.keep(left.kept.path, known);
    this.events.replaced(left.kept.path, known.text, true);
    void this.done(left);
    void this.flush();
  }

  /** The server answers, and fails: what is not saved is sent again, after pauses that grow. */
  private tryLater(failure: unknown): void {
    this.failures += 1;
    this.failing = `${reasonOf(failure)} ${translate("Quintain tries again by itself.")}`;
    clearTimeout(this.retry);
    this.retry = setTimeout(() => void this.flush(), pauseSeconds(this.failures) * 1000) as unknown as number;
  }

  /** The page may be gone in a moment: hand the last words to the browser itself. */
  private leave(): void {
    if (this.conflict) return;
    for (const [path, text] of this.unsaved()) {
      const { text: sent, sequence } = text;
      if (sent.length * 2 > LARGEST_KEEPALIVE_BYTES || text.refused?.text === sent) continue;
      request<Saved>("PUT", this.data.urls.files, this.body(path, text), true).then(
        (saved) => {
          this.took(text, sent, sequence, saved);
          if (text.text === text.saved) this.forget(path, text);
          this.tell();
        },
        () => undefined,
      );
    }
  }

  private tell(): void {
    const unsaved = this.unsaved();
    const kept = unsaved.reduce((sum, [, text]) => sum + Math.max(1, text.pauses), this.left.length);
    const refused =
      unsaved
        .map(([, text]) => (text.refused?.text === text.text ? text.refused.reason : ""))
        .find((reason) => reason) ?? "";
    const state = {
      kept,
      stored: this.keeping.works,
      saving: this.sending !== null && kept > 0,
      savedAt: this.savedAt,
      refused: refused || this.failing,
    };
    for (const listener of this.listeners) listener(state);
  }
}

function reasonOf(failure: unknown): string {
  return failure instanceof Refusal ? `${failure.message} ${failure.remedy}` : String(failure);
}
