/** How a terminal is shown, to its learner and to those who watch: what a program prints is drawn, and nothing else. */
import { type ITerminalOptions, type ITheme, Terminal } from "@xterm/xterm";
import { need } from "../page/dom.ts";

/**
 * The page's policy refuses style elements without its nonce, and style attributes. The terminal makes both; its style
 * elements get the nonce, and what it writes into the attribute of a span goes the way that scripts are allowed.
 */
let keepsPolicy = false;

function keepPolicy(): void {
  if (keepsPolicy) return;
  keepsPolicy = true;
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

/** Opens a terminal in a place of the page, which is seen. Titles, clipboards and windows that a program asks for have no listener. */
export function openScreen(place: HTMLElement, options: ITerminalOptions = {}): Terminal {
  keepPolicy();
  const terminal = new Terminal({
    fontFamily: getComputedStyle(place).fontFamily,
    fontSize: 13,
    lineHeight: 1.25,
    cursorBlink: false,
    scrollback: 5000,
    minimumContrastRatio: 4.5,
    screenReaderMode: true,
    theme: colours(place),
    // What a program prints may call itself a link; it is text.
    linkHandler: { activate: () => undefined, allowNonHttpProtocols: false },
    ...options,
  });
  terminal.open(place);
  const repaint = () => (terminal.options.theme = colours(place));
  new MutationObserver(repaint).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
  return terminal;
}

/** Copies the selection if that is what the keys mean; they are the page's own then. */
export function copies(terminal: Terminal, event: KeyboardEvent): boolean {
  const copying =
    event.key.toLowerCase() === "c" && (event.metaKey || event.ctrlKey) && (event.shiftKey || terminal.hasSelection());
  if (copying && event.type === "keydown") {
    event.preventDefault();
    void navigator.clipboard?.writeText(terminal.getSelection());
    terminal.clearSelection();
  }
  return copying;
}
