/** The student's terminal on the page of the instructor: drawn as the student's own page draws it, and for reading alone. */
import type { Terminal } from "@xterm/xterm";
import { find, need } from "../page/dom.ts";
import { translate } from "../page/words.ts";
import { copies, openScreen } from "../program/screen.ts";
import type { TerminalFrame } from "./channel.ts";

const LARGEST_PIXELS = 13;
const SMALLEST_PIXELS = 10;

export class WatchedTerminal {
  private readonly pane = need("#watched-terminal");
  private readonly place = need("#watched-screen");
  private terminal: Terminal | null = null;

  /** Draws what the terminal shows next; the promise ends when that is done. */
  draw(frame: TerminalFrame): Promise<void> {
    this.say("");
    this.pane.hidden = false;
    need("#terminal-is-open").hidden = false;
    this.terminal ??= this.open();
    const { terminal } = this;
    if (frame.isWhole) terminal.reset();
    if (terminal.rows !== frame.rows || terminal.cols !== frame.columns) {
      terminal.resize(frame.columns, frame.rows);
      this.fit();
    }
    return new Promise((done) => terminal.write(frame.shown, done));
  }

  /** Says how it ended; what it showed last stays to be read. */
  over(words: string): void {
    need("#terminal-is-open").hidden = true;
    this.say(words);
  }

  private open(): Terminal {
    const terminal = openScreen(this.place, { disableStdin: true });
    terminal.attachCustomKeyEventHandler((event) => {
      copies(terminal, event);
      if (event.type === "keydown") scroll(terminal, event);
      return false;
    });
    // The instructor types elsewhere: what the student's programs print must not interrupt a screen reader.
    find(".live-region", this.place)?.setAttribute("aria-live", "off");
    terminal.textarea?.setAttribute("aria-label", translate("Terminal, for reading"));
    new ResizeObserver(() => this.fit()).observe(this.pane);
    return terminal;
  }

  /** The lines are as long as the student's: smaller letters show them whole, as far as these can be read. */
  private fit(): void {
    const { terminal } = this;
    const screen = find(".xterm-screen", this.place);
    if (!terminal || !screen?.clientWidth) return;
    const pixelsForOne = screen.clientWidth / (terminal.options.fontSize ?? LARGEST_PIXELS);
    const wanted = Math.floor(this.place.clientWidth / pixelsForOne);
    terminal.options.fontSize = Math.min(LARGEST_PIXELS, Math.max(SMALLEST_PIXELS, wanted));
  }

  private say(words: string): void {
    need("#watched-news").textContent = words;
  }
}

function scroll(terminal: Terminal, event: KeyboardEvent): void {
  const pages = { PageUp: -1, PageDown: 1 }[event.key];
  const lines = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (pages) terminal.scrollPages(pages);
  else if (lines) terminal.scrollLines(lines);
  else return;
  event.preventDefault();
}
