/** The workbench of the phase fix. */
import { lineNumbers } from "@codemirror/view";
import { changedLines, countChanges } from "../editor/changes.ts";
import { Files } from "../editor/editor.ts";
import { type LineLabel, lineLabels, setLabels } from "../editor/labels.ts";
import { problemOf, type SyntaxProblem, syntaxMarks } from "../editor/syntax.ts";
import { Watching } from "../live/watching.ts";
import { type FixData, isFault, isRun, underWay, type Work } from "../live/work.ts";
import { find, need, pageData } from "../page/dom.ts";
import { translate, translatePlural } from "../page/words.ts";
import { otherCaret } from "../pairing/carets.ts";
import { startPairing } from "../pairing/student.ts";
import { startProgram } from "../program/index.ts";
import { Panel } from "../verdict/panel.ts";
import { isOn } from "./arrangement.ts";
import { Desk, onControlEnter, refresh } from "./desk.ts";
import { startTools, tellSyntax } from "./tools.ts";

export function startFix(): void {
  new Workbench(pageData<FixData>()).start();
}

class Workbench {
  private readonly desk: Desk;
  private readonly files: Files;
  private readonly panel: Panel;
  private readonly watching: Watching;
  private last: Work | null;
  /** How many lines of each file differ from the original ones. */
  private readonly changed = new Map<string, number>();
  private judges = need("#judge").classList.contains("primary");

  constructor(private readonly data: FixData) {
    this.last = data.last;
    this.desk = new Desk(data, () => this.files);
    this.panel = new Panel(
      (file, line) => this.files.show(file, line, true),
      (work) => void (isRun(work) ? this.replay() : this.submit("verdict")),
    );
    this.files = this.openFiles();
    this.watching = new Watching(data.socket, this.desk.line, (news) => this.hear(news), data.last);
    this.watching.onOpen(() => void this.desk.saving.flush());
  }

  start(): void {
    for (const { path } of this.data.files) this.countChanges(path);
    this.desk.start();
    startProgram(this.desk.saving, this.watching);
    startTools(this.files, "fix");
    const shared = this.data.files.filter((file) => file.editable).map((file) => file.path);
    startPairing(this.files, this.desk.saving, this.watching, "fix", shared);
    need("#judge").addEventListener("click", () => void this.submit("verdict"));
    need("#run-tests").addEventListener("click", () => void this.submit("tests"));
    find("#replay")?.addEventListener("click", () => void this.replay());
    onControlEnter((shift) => void this.submit(shift ? "tests" : "verdict"));
    if (!this.data.last) return;
    this.desk.hold(underWay(this.data.last));
    if (this.data.last.kind === "exploit") return;
    this.point(this.data.last);
    this.panel.show(this.data.last, false);
    if (this.isAsSent(this.data.last)) this.label(false);
  }

  private openFiles(): Files {
    const files: Files = new Files(this.data.files, {
      readOnly: false,
      wraps: isOn("wrap"),
      extend: (file) =>
        file.editable
          ? [
              otherCaret,
              lineLabels,
              changedLines(file.original),
              lineNumbers(),
              file.language === "python" ? syntaxMarks((problem) => this.tellSyntax(problem)) : [],
            ]
          : lineNumbers(),
      changed: (path, text) => {
        this.desk.saving.change(path, text);
        this.countChanges(path);
      },
      submit: () => void this.submit("verdict"),
      runTests: () => void this.submit("tests"),
      shown: (path) => queueMicrotask(() => this.showFile(path)),
    });
    return files;
  }

  private showFile(path: string): void {
    const file = this.data.files.find((each) => each.path === path);
    this.tellSyntax(file?.editable && file.language === "python" ? problemOf(this.files.state(path)) : null);
    need("#changed-note").hidden = !file?.editable;
    need("#locked-note").hidden = file?.editable ?? true;
    this.tellChanges();
  }

  private tellSyntax(problem: SyntaxProblem | null): void {
    tellSyntax(problem, (line) => this.files.show(this.files.shown, line, true));
  }

  /** Counts the changed lines of a file anew, and says at its tab that there are some. */
  private countChanges(path: string): void {
    const file = this.data.files.find((each) => each.path === path);
    if (!file?.editable) return;
    const count = countChanges(file.original, this.files.state(path));
    this.changed.set(path, count);
    this.files.showChanges(path, count === 0 ? "" : linesChanged(count));
    this.tellChanges();
  }

  /** Says how many lines of the file that is shown are changed, and how many of all. */
  private tellChanges(): void {
    const here = this.changed.get(this.files.shown) ?? 0;
    const all = [...this.changed.values()].reduce((sum, count) => sum + count, 0);
    const words = here === 0 ? translate("original code") : linesChanged(here);
    need("#changed").textContent = all === here ? words : translate("%(words)s, %(all)s in all files", { words, all });
  }

  private async submit(kind: "tests" | "verdict"): Promise<void> {
    await this.handIn(this.data.urls.submissions, { kind });
  }

  private async replay(): Promise<void> {
    await this.handIn(this.data.urls.runs, { target: "fix" });
  }

  private async handIn(url: string, body: unknown): Promise<void> {
    let sent = "";
    const work = await this.desk.handIn<Work>(url, body, () => (sent = this.digest()));
    if (!work) return;
    localStorage.setItem(`sent/${this.data.lab}`, `${work.id} ${sent}`);
    this.watching.take(work);
  }

  private hear(work: Work): void {
    this.desk.hold(underWay(work));
    if (work.kind === "exploit") return;
    const watched = this.last?.id === work.id ? underWay(this.last) : true;
    this.last = work;
    if (!isRun(work)) this.judges = work.result !== "proven" || work.kind === "tests";
    this.point(work);
    this.panel.show(work, watched && !underWay(work));
    if (underWay(work) || !watched) return;
    if (this.isAsSent(work)) this.label(true);
    void refresh(this.data.urls.page, ["#history", "#phases", "#phase-ring"]);
  }

  /** One primary button at a time: what to do next is to have it judged, to see why it holds, or to try again. */
  private point(work: Work): void {
    need("#judge").classList.toggle("primary", this.judges && !isFault(work));
  }

  /**
   * Labels the lines through which attacks came: for each the last that worked on the attacker's own text; if that was
   * seen nowhere, the last of all. What was before only led there, and what came after only brought the goods home.
   */
  private label(jump: boolean): void {
    const labels = new Map<string, { line: number; attacks: number[] }[]>(
      this.data.files.filter((file) => file.editable).map((file) => [file.path, []]),
    );
    for (const card of document.querySelectorAll("#evidence .attack.landed")) {
      const seen = [...card.querySelectorAll<HTMLElement>("[data-line]")].filter((place) =>
        labels.has(place.dataset["file"] ?? ""),
      );
      const place = seen.findLast((each) => find("mark", each.closest("li") ?? each)) ?? seen.at(-1);
      if (!place) continue;
      const line = Number(place.dataset["line"]);
      const number = Number(find(".number", card)?.textContent);
      const on = labels.get(place.dataset["file"] ?? "") ?? [];
      const same = on.find((label) => label.line === line);
      if (same) same.attacks.push(number);
      else on.push({ line, attacks: [number] });
    }
    for (const [path, wanted] of labels) this.files.effect(path, setLabels.of(wanted.map(labelOf)));
    const first = [...labels].find(([, wanted]) => wanted.length > 0);
    if (jump && first) this.files.show(first[0], first[1][0]?.line);
  }

  private isAsSent(submission: Work): boolean {
    return localStorage.getItem(`sent/${this.data.lab}`) === `${submission.id} ${this.digest()}`;
  }

  /** A short print of all editable files. */
  private digest(): string {
    let hash = 0;
    for (const file of this.data.files) {
      if (file.editable)
        for (const letter of `${file.path}\0${this.files.text(file.path)}\0`)
          hash = (Math.imul(hash, 31) + (letter.codePointAt(0) ?? 0)) | 0;
    }
    return (hash >>> 0).toString(16);
  }
}

function linesChanged(count: number): string {
  return translatePlural("%(count)s line changed", "%(count)s lines changed", count);
}

function labelOf({ line, attacks }: { line: number; attacks: number[] }): LineLabel {
  return {
    line,
    text: translatePlural(
      "attack %(numbers)s came through here",
      "attacks %(numbers)s came through here",
      attacks.length,
      { numbers: attacks.join(", ") },
    ),
  };
}
