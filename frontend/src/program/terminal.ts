/** A terminal in the learner's box: loaded when its tab is first opened. */
import { FitAddon } from "@xterm/addon-fit";
import { type ITheme, Terminal } from "@xterm/xterm";
import { find, need } from "../page/dom.ts";
import { translate } from "../page/words.ts";
import { openSocket } from "./socket.ts";
import type { ProgramData, TerminalNews } from "./wire.ts";

const TYPED_AT_ONCE = 4096;
const RETRIES = 5;
const TAKEN_OVER = 4409;
const SIGNED_OUT = 4401;

/**
 * The page's policy refuses style elements without its nonce, and style attributes. The terminal makes both; its style
 * elements get the nonce, and what it writes into the attribute of a span goes the way that scripts are allowed.
 */
function keepPolicy(): void {
  const nonce = need<HTMLScriptElement>("script[nonce]").nonce;
  const make = document.createElement.bind(document) as (name: string, options?: ElementCreationOptions) => HTMLElement;
  document.createElement = ((name: string, options?: ElementCreationOptions) => {
    const made = make(name, options);
    if (made instanceof HTMLStyleElement) made.nonce = nonce;
    if (made instanceof HTMLSpanElement) made.setAttribute = styledByScript;
    return made;
  }) as typeof document.createElement;
}

function styledByScript(this: HTMLElement, name: string, value: string): void {
  if (name === "style") this.style.cssText = value;
  else Element.prototype.setAttribute.call(this, name, value);
}

/** The page's own colours, as they are now. */
function colours(place: HTMLElement): ITheme {
  const probe = document.createElement("span");
  place.append(probe);
  const colour = (name: string) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const [ink, second, panel] = [colour("ink"), colour("ink-2"), colour("panel")];
  const bright = {
    red: colour("open"),
    green: colour("proven"),
    yellow: colour("broken"),
    blue: colour("woad"),
    magenta: colour("error"),
    cyan: colour("code-name"),
  };
  const theme: ITheme = {
    background: panel,
    foreground: ink,
    cursor: colour("woad"),
    cursorAccent: panel,
    selectionBackground: colour("line"),
    black: ink,
    white: second,
    brightBlack: second,
    brightWhite: ink,
    ...bright,
    brightRed: bright.red,
    brightGreen: bright.green,
    brightYellow: bright.yellow,
    brightBlue: bright.blue,
    brightMagenta: bright.magenta,
    brightCyan: bright.cyan,
  };
  probe.remove();
  return theme;
}

export class LabTerminal {
  private readonly place = need("#terminal");
  private readonly news = need("#terminal-news");
  private readonly terminal: Terminal;
  private readonly fit = new FitAddon();
  private socket: WebSocket | null = null;
  private isOpen = false;
  private tries = 0;

  constructor(private readonly data: ProgramData) {
    keepPolicy();
    this.terminal = new Terminal({
      fontFamily: getComputedStyle(this.place).fontFamily,
      fontSize: 13,
      lineHeight: 1.25,
      cursorBlink: false,
      scrollback: 5000,
      minimumContrastRatio: 4.5,
      screenReaderMode: true,
      theme: colours(this.place),
      // What a program prints may call itself a link; it is text.
      linkHandler: { activate: () => undefined, allowNonHttpProtocols: false },
    });
    this.terminal.loadAddon(this.fit);
    this.terminal.open(this.place);
    this.terminal.attachCustomKeyEventHandler((event) => this.isOurs(event));
    this.terminal.onData((keys) => this.type(keys));
    this.terminal.onResize(() => this.tellSize());
    new ResizeObserver(() => this.measure()).observe(this.place);
    const repaint = () => (this.terminal.options.theme = colours(this.place));
    new MutationObserver(repaint).observe(document.documentElement, { attributeFilter: ["data-theme"] });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
    need("#terminal-anew").addEventListener("click", () => void this.connect(true));
  }

  /** Opens it, or goes on with what is open. */
  show(): void {
    this.measure();
    if (!this.socket) void this.connect(false);
    this.terminal.focus();
  }

  private measure(): void {
    if (this.place.clientWidth > 0) this.fit.fit();
  }

  /** False for keys that the page keeps: the way out by keyboard, and copying with a selection. */
  private isOurs(event: KeyboardEvent): boolean {
    if (event.key === "Tab" && event.shiftKey) return false;
    const copying =
      event.key.toLowerCase() === "c" &&
      (event.metaKey || event.ctrlKey) &&
      (event.shiftKey || this.terminal.hasSelection());
    if (copying && event.type === "keydown") {
      event.preventDefault();
      void navigator.clipboard?.writeText(this.terminal.getSelection());
      this.terminal.clearSelection();
    }
    const pasting = event.key.toLowerCase() === "v" && (event.metaKey || event.ctrlKey);
    // What the page has a use for, such as Ctrl Enter, is for the page.
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return false;
    return !copying && !pasting;
  }

  private type(keys: string): void {
    // Old output that is shown again may hold questions to the terminal; nobody waits for their answers.
    if (!this.isOpen) return;
    const bytes = new TextEncoder().encode(keys);
    for (let from = 0; from < bytes.length; from += TYPED_AT_ONCE)
      this.socket?.send(bytes.slice(from, from + TYPED_AT_ONCE));
  }

  private tellSize(anew = false): void {
    const { rows, cols } = this.terminal;
    if (this.socket?.readyState === WebSocket.OPEN)
      this.socket.send(JSON.stringify({ rows, columns: cols, ...(anew ? { anew } : {}) }));
  }

  private async connect(anew: boolean): Promise<void> {
    this.isOpen = false;
    this.say(translate("Opening…"));
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
      this.terminal.write(bytes, () => {
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
        this.isOpen = true;
        this.say("");
      });
    }
  }

  private over(words: string): void {
    this.isOpen = false;
    this.say(words);
  }

  private closed(code: number): void {
    this.socket = null;
    this.isOpen = false;
    if (code === TAKEN_OVER) this.say(translate("The terminal is now open in another tab."));
    else if (code === SIGNED_OUT) this.say(translate("Your session has ended."));
    else this.again(translate("The connection broke."));
  }

  private again(words: string): void {
    this.socket = null;
    this.tries += 1;
    this.say(words);
    if (this.tries <= RETRIES && !(find("#pane-terminal")?.hidden ?? true))
      setTimeout(() => this.socket ?? void this.connect(false), 500 * 2 ** this.tries);
  }

  private say(words: string): void {
    this.news.textContent = words;
  }
}
