/** The socket of a pair session: brings the shared document here and back, and again after each interruption. */
import * as Y from "yjs";
import { meta } from "../page/dom.ts";
import type { Caret, Hello, Here, Message } from "./messages.ts";

const VECTOR = 0;
const UPDATE = 1;
const PART = 2;
const WHOLE = 3;
const DRAWN = 4;
const TERMINAL_HEAD_BYTES = 5;
const FIRST_PAUSE_MS = 300;
const LONGEST_PAUSE_MS = 8000;
/** A server stores what was typed within a second, and says so. One that says nothing for so long has stopped. */
const SILENT_MS = 8000;
/** Another try is of no use: no such session, another person, another tab, or it is over. */
const LASTING = new Set([4401, 4403, 4404, 4409, 4410]);

/** What the student's terminal shows next, or all that is left of what it has shown. */
export interface TerminalFrame {
  isWhole: boolean;
  rows: number;
  columns: number;
  shown: Uint8Array;
}

/** What a page does with what comes. */
export interface Ears {
  /** The document is here, the first time; `hello` says who the reader is. */
  begin: (hello: Hello) => void;
  /** The student has answered. */
  answered: () => void;
  here: (here: Here) => void;
  /** The line is down, or stands again; what is typed meanwhile is kept, and sent then. */
  line?: (isDown: boolean) => void;
  caret: (caret: Caret) => void;
  /** It is over for this page; `replaced` by another tab of the same person. */
  ended: (replaced: boolean) => void;
  /** The student's terminal shows something; the next comes when the promise has ended. */
  terminal?: (frame: TerminalFrame) => Promise<void>;
  terminalOver?: (words: string) => void;
}

export class Channel {
  readonly doc = new Y.Doc();
  private socket: WebSocket | null = null;
  private hello: Hello | null = null;
  private hasBegun = false;
  private isOver = false;
  private pauseMs = FIRST_PAUSE_MS;
  /** How many updates were sent on this socket. */
  private sent = 0;
  private saved = 0;
  private patience: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly address: string,
    private readonly ears: Ears,
  ) {
    this.doc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin !== this) this.send(UPDATE, update);
    });
    this.connect();
  }

  /** Leaves, without ending the session for the other. */
  leave(): void {
    this.isOver = true;
    clearTimeout(this.patience);
    this.socket?.close();
  }

  tellCaret(caret: { file: string | null; anchor: string; head: string }): void {
    if (this.socket?.readyState === WebSocket.OPEN && this.hello)
      this.socket.send(JSON.stringify({ type: "caret", ...caret }));
  }

  private connect(): void {
    const url = new URL(this.address, location.href);
    url.searchParams.set("learner", meta("learner"));
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(url);
    socket.binaryType = "arraybuffer";
    socket.onmessage = ({ data }) => {
      if (socket !== this.socket) return;
      if (typeof data === "string") this.hear(JSON.parse(data) as Message);
      else this.take(socket, new Uint8Array(data as ArrayBuffer));
    };
    socket.onclose = ({ code }) => socket === this.socket && this.closed(code);
    this.socket = socket;
    this.hello = null;
    this.sent = this.saved = 0;
    this.giveUpLater(socket);
    socket.onopen = () => clearTimeout(this.patience);
  }

  /** Gives a socket up if nothing comes of it: the browser itself would wait for minutes. */
  private giveUpLater(socket: WebSocket): void {
    clearTimeout(this.patience);
    this.patience = setTimeout(() => {
      if (socket !== this.socket) return;
      this.socket = null;
      socket.close();
      this.closed(0);
    }, SILENT_MS);
  }

  private hear(message: Message): void {
    if (message.type === "hello") {
      this.hello = message;
      this.pauseMs = FIRST_PAUSE_MS;
      this.ears.line?.(false);
    } else if (message.type === "saved") {
      this.saved = message.count;
      if (message.count >= this.sent) clearTimeout(this.patience);
      else if (this.socket) this.giveUpLater(this.socket);
    } else if (message.type === "here") this.ears.here(message);
    else if (message.type === "caret") this.ears.caret(message);
    else if (message.type === "terminal-over") this.ears.terminalOver?.(message.words);
    else if (message.type === "answered") this.ears.answered();
    else if (message.type === "ended") this.over(false);
  }

  private take(socket: WebSocket, frame: Uint8Array): void {
    const [kind, rest] = [frame[0], frame.subarray(1)];
    if (kind === PART || kind === WHOLE) return void this.draw(socket, frame);
    if (kind === VECTOR) {
      const lacking = Y.encodeStateAsUpdate(this.doc, rest);
      if (lacking.length > 2) this.send(UPDATE, lacking); // two zeros say that nothing lacks
      return;
    }
    Y.applyUpdate(this.doc, rest, this);
    if (this.hasBegun || !this.hello) return;
    this.hasBegun = true;
    this.ears.begin(this.hello);
  }

  /** One frame is on its way at a time: the server is told when it is drawn. */
  private async draw(socket: WebSocket, frame: Uint8Array): Promise<void> {
    const head = new DataView(frame.buffer, frame.byteOffset);
    await this.ears.terminal?.({
      isWhole: frame[0] === WHOLE,
      rows: head.getUint16(1),
      columns: head.getUint16(3),
      shown: frame.subarray(TERMINAL_HEAD_BYTES),
    });
    if (socket.readyState === WebSocket.OPEN) socket.send(new Uint8Array([DRAWN]));
  }

  private send(kind: number, bytes: Uint8Array): void {
    // While the line is down nothing is sent: the next hello brings both to the same state.
    if (this.socket?.readyState !== WebSocket.OPEN || !this.hello?.may_type) return;
    const frame = new Uint8Array(bytes.length + 1);
    frame[0] = kind;
    frame.set(bytes, 1);
    this.socket.send(frame);
    if (kind !== UPDATE) return;
    if (this.sent === this.saved) this.giveUpLater(this.socket);
    this.sent += 1;
  }

  private closed(code: number): void {
    clearTimeout(this.patience);
    this.hello = null;
    if (this.isOver) return;
    if (LASTING.has(code)) return this.over(code === 4409);
    this.ears.line?.(true);
    setTimeout(() => !this.isOver && this.connect(), this.pauseMs);
    this.pauseMs = Math.min(LONGEST_PAUSE_MS, this.pauseMs * 2);
  }

  private over(replaced: boolean): void {
    if (this.isOver) return;
    this.isOver = true;
    this.ears.ended(replaced);
  }
}
