/** A terminal in the learner's box: loaded when its tab is first opened. */
import { FitAddon } from "@xterm/addon-fit";
import type { Terminal } from "@xterm/xterm";
import { MOVED, TOO_MANY } from "../live/line.ts";
import { find, need } from "../page/dom.ts";
import { translate } from "../page/words.ts";
import type { ProgramData, TerminalNews } from "./messages.ts";
import { copies, openScreen } from "./screen.ts";
import { openSocket } from "./socket.ts";
import { TypeAhead } from "./typeahead.ts";

const TYPED_AT_ONCE = 4096;
const RETRIES = 5;
const TAKEN_OVER = 4409;
const SIGNED_OUT = 4401;

export class LabTerminal {
  private readonly place = need("#terminal");
  private readonly news = need("#terminal-news");
  private readonly terminal: Terminal;
  private readonly fit = new FitAddon();
  private socket: WebSocket | null = null;
  private state: "starting" | "open" | "over" = "starting";
  /** What was typed while it started. */
  private readonly typeAhead = new TypeAhead();
  private tries = 0;

  constructor(private readonly data: ProgramData) {
    this.terminal = openScreen(this.place);
    this.terminal.loadAddon(this.fit);
    this.terminal.attachCustomKeyEventHandler((event) => this.isOurs(event));
    this.terminal.onData((data) => this.type(data));
    this.terminal.onKey(({ key }) => this.state === "starting" && this.typeAhead.pressed(key));
    this.terminal.onResize(() => this.tellSize());
    new ResizeObserver(() => this.measure()).observe(this.place);
    need("#terminal-anew").addEventListener("click", () => void this.connect(true));
  }

  /** Opens it, or goes on with what is open. */
  show(): void {
    this.measure();
    if (!this.socket) void this.connect(false);
  }

  focus(): void {
    this.terminal.focus();
  }

  private measure(): void {
    if (this.place.clientWidth > 0) this.fit.fit();
  }

  /** False for keys that the page keeps: the way out by keyboard, and copying with a selection. */
  private isOurs(event: KeyboardEvent): boolean {
    if (event.key === "Tab" && event.shiftKey) return false;
    const copying = copies(this.terminal, event);
    const pasting = event.key.toLowerCase() === "v" && (event.metaKey || event.ctrlKey);
    // What the page has a use for, such as Ctrl Enter, is for the page.
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return false;
    return !copying && !pasting;
  }

  private type(data: string): void {
    if (this.state === "open") this.send(data);
    else if (this.state === "starting") this.typeAhead.came(data);
  }

  private send(data: string): void {
    const bytes = new TextEncoder().encode(data);
    for (let from = 0; from < bytes.length; from += TYPED_AT_ONCE)
      this.socket?.send(bytes.slice(from, from + TYPED_AT_ONCE));
  }

  private tellSize(anew = false): void {
    const { rows, cols } = this.terminal;
    if (this.socket?.readyState === WebSocket.OPEN)
      this.socket.send(JSON.stringify({ rows, columns: cols, ...(anew ? { anew } : {}) }));
  }

  private async connect(anew: boolean): Promise<void> {
    this.state = "starting";
    if (anew) this.typeAhead.take(); // it was meant for the one before
    this.say(translate("The terminal is starting. What you type is kept until it is open."));
    if (this.socket?.readyState !== WebSocket.OPEN) {
      const socket = await openSocket(this.data.sockets.terminal);
      if (!socket) return this.again(translate("The server cannot be reached."));
      socket.onmessage = (event) => this.hear(socket, event.data as string | ArrayBuffer);
      socket.onclose = (event) => this.closed(event.code);
      this.socket = socket;
    }
    this.terminal.reset();
    this.tellSize(anew);
  }

  private hear(socket: WebSocket, data: string | ArrayBuffer): void {
    if (typeof data !== "string") {
      const bytes = new Uint8Array(data);
      this.typeAhead.drawing += 1;
      this.terminal.write(bytes, () => {
        this.typeAhead.drawing -= 1;
        if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ seen: bytes.length }));
      });
      return;
    }
    const news = JSON.parse(data) as TerminalNews;
    if (news.type === "note") this.say(news.words);
    else if (news.type === "over") this.over(news.words);
    else {
      this.tries = 0;
      this.terminal.write("", () => {
        this.state = "open";
        this.say("");
        this.send(this.typeAhead.take());
      });
    }
  }

  private over(words: string): void {
    this.state = "over";
    this.typeAhead.take();
    this.say(words);
  }

  private closed(code: number): void {
    this.socket = null;
    if (code === TAKEN_OVER) this.over(translate("The terminal is now open in another tab."));
    else if (code === TOO_MANY)
      this.over(translate("Too many tabs are open. Close some, then open the terminal again."));
    else if (code === SIGNED_OUT) this.over(translate("Your session has ended."));
    else if (code === MOVED)
      this.again(
        translate(
          "Your class has moved to another process of this classroom. A new terminal with your files is starting.",
        ),
      );
    else this.again(translate("The connection broke."));
  }

  private again(words: string): void {
    this.socket = null;
    this.tries += 1;
    if (this.tries > RETRIES || (find("#pane-terminal")?.hidden ?? true)) return this.over(words);
    this.state = "starting";
    this.say(words);
    setTimeout(() => this.socket ?? void this.connect(false), 500 * 2 ** this.tries);
  }

  private say(words: string): void {
    this.news.textContent = words;
  }
}
