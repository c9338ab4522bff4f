/** Saves on every pause: first in this browser, then on the server; nothing typed waits for the network. */
import { meta } from "../page/dom.ts";
import { Keeping } from "./keeping.ts";
import type { Line } from "./line.ts";
import { NoLine, Refusal, request } from "./requests.ts";
import type { SavedData } from "./wire.ts";

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
  saving: boolean;
  savedAt: Date | null;
  refused: string;
}

interface Text {
  text: string;
  saved: string;
  revision: number;
  /** Pauses since the server last had it, and whether something was typed since the last of them. */
  pauses: number;
  typing: boolean;
  /** Whether this page keeps it: another tab's text is not ours to forget. */
  kept: boolean;
}

export class Saving {
  private readonly keeping: Keeping;
  private readonly texts = new Map<string, Text>();
  private readonly listeners: ((state: SavingState) => void)[] = [];
  private pause: number | undefined;
  private sending: Promise<void> | null = null;
  private conflicted = false;
  private savedAt: Date | null = null;
  private refused = "";

  constructor(
    private readonly data: SavedData,
    private readonly line: Line,
    private readonly onConflict: (conflict: Conflict) => void,
  ) {
    this.keeping = new Keeping(`${meta("learner")}/${data.lab}`);
    for (const file of data.files) {
      if (file.editable) this.texts.set(file.path, { text: file.text, saved: file.text, revision: data.revision, pauses: 0, typing: false, kept: false });
    }
    line.onRetry(() => void this.flush());
    addEventListener("pagehide", () => this.leave());
    addEventListener("blur", () => void this.flush());
    document.addEventListener("visibilitychange", () => document.hidden && this.leave());
  }

  listen(listener: (state: SavingState) => void): void {
    this.listeners.push(listener);
  }

  /** Returns texts that an earlier page kept and the server lacks, by path. */
  async recover(): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    for (const [path, text] of this.texts) {
      const left = await this.keeping.left(path);
      if (left && left.text !== text.saved) {
        found.set(path, left.text);
        text.revision = left.revision;
        text.text = left.text;
        text.pauses = 1;
        text.kept = true;
      } else if (left) {
        this.keeping.drop(path);
      }
    }
    if (found.size > 0) void this.flush();
    return found;
  }

  change(path: string, text: string): void {
    const known = this.texts.get(path);
    if (!known || known.text === text) return;
    known.text = text;
    known.typing = true;
    known.kept = true;
    this.keeping.keep(path, text, known.revision);
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.paused(), PAUSE_MS) as unknown as number;
    this.tell();
  }

  /** Sends all that the server lacks. True if it has everything now. */
  async flush(): Promise<boolean> {
    clearTimeout(this.pause);
    this.countPauses();
    this.sending ??= this.send().finally(() => {
      this.sending = null;
      this.tell();
    });
    await this.sending;
    return this.unsaved().length === 0;
  }

  /** Takes the learner's decision in a conflict: the text to go on with, on top of the server's revision. */
  settle(conflict: Conflict, text: string): void {
    const known = this.texts.get(conflict.path);
    if (!known) return;
    known.revision = conflict.revision;
    known.saved = conflict.theirs;
    known.text = text;
    this.conflicted = false;
    known.kept = true;
    this.keeping.keep(conflict.path, text, known.revision);
    void this.flush();
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
    this.tell();
    while (!this.conflicted) {
      const next = this.unsaved()[0];
      if (!next) break;
      if (!(await this.put(...next))) return;
    }
    for (const [path, text] of this.texts) {
      if (text.text === text.saved) this.forget(path, text);
    }
  }

  private async put(path: string, text: Text): Promise<boolean> {
    const sent = text.text;
    try {
      const saved = await request<{ revision: number; saved_at: string }>("PUT", this.data.urls.files, { path, text: sent, revision: text.revision });
      Object.assign(text, { saved: sent, revision: saved.revision, pauses: 0 });
      this.savedAt = new Date(saved.saved_at);
      this.refused = "";
      this.line.back();
      return true;
    } catch (failure) {
      return this.failed(failure, path, sent);
    }
  }

  private forget(path: string, text: Text): void {
    if (text.kept) this.keeping.drop(path);
    text.kept = false;
  }

  private failed(failure: unknown, path: string, sent: string): false {
    if (failure instanceof NoLine) this.line.lost();
    else if (failure instanceof Refusal && failure.status === 401) this.line.ended();
    else if (failure instanceof Refusal && failure.status === 409) {
      this.conflicted = true;
      this.onConflict({ path, mine: sent, theirs: String(failure.facts["text"]), revision: Number(failure.facts["revision"]) });
    } else this.refused = failure instanceof Refusal ? `${failure.message} ${failure.remedy}` : String(failure);
    return false;
  }

  /** The page may be gone in a moment: hand the last words to the browser itself. */
  private leave(): void {
    if (this.sending || this.conflicted) return;
    for (const [path, text] of this.unsaved()) {
      if (text.text.length * 2 > LARGEST_KEEPALIVE_BYTES) continue;
      const sent = text.text;
      request<{ revision: number }>("PUT", this.data.urls.files, { path, text: sent, revision: text.revision }, true).then(
        (saved) => {
          Object.assign(text, { saved: sent, revision: saved.revision, pauses: 0 });
          if (text.text === sent) this.forget(path, text);
          this.tell();
        },
        () => undefined,
      );
    }
  }

  private tell(): void {
    const unsaved = this.unsaved();
    const kept = unsaved.reduce((sum, [, text]) => sum + Math.max(1, text.pauses), 0);
    for (const listener of this.listeners) listener({ kept, saving: this.sending !== null, savedAt: this.savedAt, refused: this.refused });
  }
}
