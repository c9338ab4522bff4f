/** The page of an instructor who waits to be let into a student's editor, or is in it. */
import { lineNumbers } from "@codemirror/view";
import { changedLines } from "../editor/changes.ts";
import { Files } from "../editor/editor.ts";
import { find, need, pageData } from "../page/dom.ts";
import { translate } from "../page/words.ts";
import { otherCaret } from "./carets.ts";
import { Channel } from "./channel.ts";
import type { PairData } from "./messages.ts";
import { Sharing } from "./sharing.ts";
import type { WatchedTerminal } from "./watched.ts";

export function startPair(): void {
  if (!find("#page-data")) return; // it is over
  const data = pageData<PairData>();
  if (data.waits) wait(data);
  else new Pair(data);
}

function wait(data: PairData): void {
  const again = (): void => location.reload();
  const nothing = (): void => undefined;
  new Channel(data.socket, { begin: again, answered: again, here: nothing, caret: nothing, ended: again });
}

class Pair {
  private readonly files: Files;
  private isLeaving = false;
  private watched: Promise<WatchedTerminal> | null = null;
  private place: { path: string; line: number } | null = null;

  constructor(data: PairData) {
    const mayType = find("[data-may-type]") !== null;
    this.files = new Files(
      data.files.map((file) => ({ ...file, editable: file.editable && mayType })),
      {
        readOnly: false,
        extend: (file) => [lineNumbers(), otherCaret, ...(file.editable ? [changedLines(file.original)] : [])],
        submit: () => undefined,
      },
    );
    new Sharing(
      data.socket,
      this.files,
      data.files.filter((file) => file.editable).map((file) => file.path),
      {
        nameOf: (path) => path,
        other: need("#pair-student").textContent,
        here: ({ student }) => (need(".who-is-here").hidden = student),
        line: (isDown) => (need(".line-is-down").hidden = !isDown),
        moved: (place) => this.point(place),
        ended: () => this.isLeaving || location.reload(),
        terminal: async (frame) => (await this.terminal()).draw(frame),
        terminalOver: (words) => void this.watched?.then((terminal) => terminal.over(words)),
      },
    );
    addEventListener("submit", () => (this.isLeaving = true));
    need("#pair-go").addEventListener("click", () => {
      if (this.place) this.files.show(this.place.path, this.place.line, true);
    });
  }

  /** Most students open none, and what draws it is large: loaded with the first that is shown. */
  private terminal(): Promise<WatchedTerminal> {
    this.watched ??= import("./watched.ts").then(({ WatchedTerminal }) => new WatchedTerminal());
    return this.watched;
  }

  private point(place: { path: string; line: number } | null): void {
    this.place = place;
    need("#pair-place").hidden = place === null;
    if (place)
      need("#pair-place span").textContent = translate("%(file)s, line %(line)s", {
        file: place.path,
        line: String(place.line),
      });
  }
}
