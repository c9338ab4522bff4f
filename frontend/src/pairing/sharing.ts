/** One editor that two people type in: binds its files to the shared document, and shows where the other one is. */
import * as Y from "yjs";
import type { Files } from "../editor/editor.ts";
import { setCaret } from "./carets.ts";
import { Channel, type TerminalFrame } from "./channel.ts";
import type { Caret, Here } from "./messages.ts";
import { Binding, type Bound, exchange, exchangeOf, rebased } from "./texts.ts";

export interface Place {
  path: string;
  line: number;
}

export interface SharingOptions {
  /** The text's name in the shared document for a file of this editor. */
  nameOf: (path: string) => string;
  /** What the server has stored of a file, where this page saves it; typing on top of that is kept. */
  savedText?: (path: string) => string | undefined;
  /** The other person, as the caret is labelled. */
  other: string;
  begun?: (mayType: boolean) => void;
  answered?: () => void;
  here?: (here: Here) => void;
  line?: (isDown: boolean) => void;
  /** Where the other's caret is. */
  moved?: (place: Place | null) => void;
  ended?: (replaced: boolean) => void;
  terminal?: (frame: TerminalFrame) => Promise<void>;
  terminalOver?: (words: string) => void;
}

const CARET_PAUSE_MS = 60;

export class Sharing {
  private readonly channel: Channel;
  private binding: Binding | null = null;
  private bound: Bound[] = [];
  private stopSelecting: (() => void) | null = null;
  private caretPath = "";
  private telling: number | undefined;

  constructor(
    address: string,
    private readonly files: Files,
    private readonly paths: readonly string[],
    private readonly options: SharingOptions,
  ) {
    this.channel = new Channel(address, {
      begin: (hello) => this.begin(hello.files, hello.may_type),
      answered: () => options.answered?.(),
      here: (here) => this.see(here),
      line: (isDown) => options.line?.(isDown),
      caret: (caret) => this.point(caret),
      ended: (replaced) => this.end(replaced),
      terminal: async (frame) => options.terminal?.(frame),
      terminalOver: (words) => options.terminalOver?.(words),
    });
  }

  /** Lets the texts be: the editor goes on alone with what it has. */
  stop(): void {
    this.channel.leave();
    this.unbind();
  }

  private begin(names: readonly string[], mayType: boolean): void {
    this.bound = this.paths
      .filter((path) => names.includes(this.options.nameOf(path)))
      .map((path) => ({ path, text: this.channel.doc.getText(this.options.nameOf(path)) }));
    for (const { path, text } of this.bound) this.meet(path, text);
    this.binding = new Binding(this.files, this.bound, () => this.end(false));
    this.stopSelecting = this.files.onSelect(() => this.tellSoon());
    this.options.begun?.(mayType);
    this.tellSoon();
  }

  /** Brings a file and its shared text together: what was typed here and is not stored yet goes into the shared text. */
  private meet(path: string, text: Y.Text): void {
    const [here, shared] = [this.files.text(path), text.toString()];
    const saved = this.options.savedText?.(path) ?? here;
    if (here !== saved) this.channel.doc.transact(() => exchange(text, rebased(saved, here, shared)), "typed before");
    const change = exchangeOf(here, text.toString());
    if (change) this.files.take(path, change);
  }

  private unbind(): void {
    this.binding?.stop();
    this.stopSelecting?.();
    clearTimeout(this.telling);
    this.hideCaret();
    this.binding = null;
  }

  private end(replaced: boolean): void {
    this.channel.leave();
    this.unbind();
    this.options.ended?.(replaced);
  }

  private see(here: Here): void {
    this.tellSoon();
    if (!(here.student && here.instructor)) this.hideCaret();
    this.options.here?.(here);
  }

  private tellSoon(): void {
    clearTimeout(this.telling);
    this.telling = setTimeout(() => this.tell(), CARET_PAUSE_MS) as unknown as number;
  }

  private tell(): void {
    const found = this.bound.find(({ path }) => path === this.files.shown);
    if (!found) return this.channel.tellCaret({ file: null, anchor: "", head: "" });
    const { anchor, head } = this.files.state(found.path).selection.main;
    this.channel.tellCaret({
      file: this.options.nameOf(found.path),
      anchor: written(found.text, anchor),
      head: written(found.text, head),
    });
  }

  private point(caret: Caret): void {
    const found = this.bound.find(({ path }) => this.options.nameOf(path) === caret.file);
    if (found?.path !== this.caretPath) this.hideCaret();
    if (!found) return this.options.moved?.(null);
    const [anchor, head] = [placeOf(found.text, caret.anchor), placeOf(found.text, caret.head)];
    if (anchor === null || head === null) return;
    this.caretPath = found.path;
    this.files.effect(found.path, setCaret.of({ anchor, head, name: this.options.other }));
    const { doc } = this.files.state(found.path);
    this.options.moved?.({ path: found.path, line: doc.lineAt(Math.min(head, doc.length)).number });
  }

  private hideCaret(): void {
    if (this.caretPath) this.files.effect(this.caretPath, setCaret.of(null));
    this.caretPath = "";
    this.options.moved?.(null);
  }
}

function written(text: Y.Text, place: number): string {
  return btoa(String.fromCharCode(...Y.encodeRelativePosition(Y.createRelativePositionFromTypeIndex(text, place, -1))));
}

/** Returns where a caret is; null if it cannot be read, or is in a text that has not come yet. */
function placeOf(text: Y.Text, caret: string): number | null {
  try {
    const bytes = Uint8Array.from(atob(caret), (letter) => letter.charCodeAt(0));
    const { doc } = text;
    const place = doc && Y.createAbsolutePositionFromRelativePosition(Y.decodeRelativePosition(bytes), doc);
    return place?.type === text ? place.index : null;
  } catch {
    return null;
  }
}
