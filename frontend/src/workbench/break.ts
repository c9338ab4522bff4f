/** The phase break: write an exploit, run it on the original code, see what it asked and what came back. */
import { lineNumbers } from "@codemirror/view";
import { Files } from "../editor/editor.ts";
import { problemOf, type SyntaxProblem, syntaxMarks } from "../editor/syntax.ts";
import { request } from "../live/requests.ts";
import { Watching } from "../live/watching.ts";
import { type BreakData, isFault, isRun, type LabFile, type Run, underWay, type Work } from "../live/work.ts";
import { clock, find, h, icon, markup, need, pageData } from "../page/dom.ts";
import { translate } from "../page/words.ts";
import { otherCaret } from "../pairing/carets.ts";
import { startPairing } from "../pairing/student.ts";
import { startProgram } from "../program/index.ts";
import { linkPlaces } from "../verdict/places.ts";
import { drawWaiting, lookOf } from "../verdict/run.ts";
import { isOn } from "./arrangement.ts";
import { Desk, onControlEnter, refresh } from "./desk.ts";
import { startTools, tellSyntax } from "./tools.ts";

const LOADING_AFTER_MS = 300;

export function startBreak(): void {
  const data = pageData<BreakData>();
  const exploit = data.files.find((file) => file.editable);
  if (exploit) new Breaking(data, exploit).start();
}

class Breaking {
  private readonly desk: Desk;
  private readonly files: Files;
  private readonly watching: Watching;
  private last: Run | null;
  private shown: Run | null = null;
  private loading: number | undefined;
  private isStopping = false;

  constructor(
    private readonly data: BreakData,
    private readonly exploit: LabFile,
  ) {
    this.last = data.last;
    // Kept apart from the files of the fix, among which one of the same name may be.
    this.desk = new Desk({ ...data, lab: `${data.lab}/break` }, () => this.files);
    this.files = new Files(data.files, {
      readOnly: false,
      wraps: isOn("wrap"),
      extend: (file) => [
        otherCaret,
        lineNumbers(),
        file.editable ? syntaxMarks((problem) => this.tellSyntax(problem)) : [],
      ],
      changed: (path, text) => this.desk.saving.change(path, text),
      submit: () => void this.run("original"),
      runTests: () => void this.stop(),
      shown: (path) => queueMicrotask(() => this.showFile(path)),
    });
    this.watching = new Watching(data.socket, this.desk.line, (news) => this.hear(news), data.last);
    this.watching.onOpen(() => void this.desk.saving.flush());
  }

  start(): void {
    this.desk.start();
    startProgram(null, this.watching);
    need("#stop").addEventListener("click", () => void this.stop());
    startTools(this.files, "break");
    startPairing(this.files, this.desk.saving, this.watching, "break", [this.exploit.path]);
    need("#run").addEventListener("click", () => void this.run("original"));
    find("#replay")?.addEventListener("click", () => void this.run("fix"));
    onControlEnter((shift) => void (shift ? this.stop() : this.run("original")));
    document.addEventListener("click", (event) => {
      const at = event.target instanceof Element ? event.target : null;
      const row = at?.closest<HTMLElement>("[data-run]");
      if (row) void this.open(row.dataset["run"] ?? "");
      if (at?.closest("[data-again]")) void this.run(this.shown?.kind === "replay" ? "fix" : "original");
    });
    if (!this.data.last) return;
    this.show(this.data.last);
    this.desk.hold(underWay(this.data.last));
  }

  private showFile(path: string): void {
    need("#locked-note").hidden = path === this.exploit.path;
    this.tellSyntax(path === this.exploit.path ? problemOf(this.files.state(path)) : null);
  }

  private tellSyntax(problem: SyntaxProblem | null): void {
    tellSyntax(problem, (line) => this.files.show(this.exploit.path, line, true));
  }

  private async run(target: "original" | "fix"): Promise<void> {
    this.markOld(true);
    const run = await this.desk.handIn<Run>(this.data.urls.runs, { target });
    if (run) this.watching.take(run);
    else this.markOld(this.last !== null && underWay(this.last));
  }

  /** Ends the run that is under way; nothing if none is, or its end is asked for already. */
  private async stop(): Promise<void> {
    const run = this.last;
    if (!run || !underWay(run) || this.isStopping) return;
    this.isStopping = true;
    need("#stop").setAttribute("aria-disabled", "true");
    this.desk.tell(translate("Stopping…"));
    try {
      this.watching.take(await request<Run>("POST", run.stop_url, {}));
    } catch (failure) {
      this.letStop();
      this.desk.refused(failure);
    }
  }

  private letStop(): void {
    if (this.isStopping) this.desk.tell("");
    this.isStopping = false;
    need("#stop").removeAttribute("aria-disabled");
  }

  /** What is still shown while an exploit runs is not of that run, and says so. */
  private markOld(isOld: boolean): void {
    const places = [
      ["#console-before", "#console"],
      ["#evidence-before", "#evidence"],
    ] as const;
    for (const [words, place] of places) {
      need(words).hidden = !isOld || this.shown === null;
      need(place).classList.toggle("old", isOld && this.shown !== null);
    }
    need("#console-state").classList.toggle("old", isOld);
  }

  private hear(work: Work): void {
    this.desk.hold(underWay(work));
    if (!isRun(work)) return;
    const watched = this.last?.id === work.id ? underWay(this.last) : true;
    this.last = work;
    this.show(work);
    if (underWay(work) || !watched) return;
    need("#verdict-voice").textContent = need("#console .said").textContent;
    need("#run-word").textContent = translate("Run again");
    void this.settle(work);
  }

  /** The phase is over once an exploit has worked: the fix comes next. */
  private async settle(run: Run): Promise<void> {
    await refresh(this.data.urls.page, ["#history", "#phases", "#phase-ring"]);
    if (run.kind !== "exploit" || run.result !== "landed") return;
    need("#run").classList.remove("primary");
    need("#on-to-fix").hidden = false;
    const replay = find("#replay"); // only where there is a fix to try
    if (replay) replay.hidden = false;
    need("#skip").hidden = true;
  }

  private show(run: Run): void {
    clearTimeout(this.loading);
    need("#stop").hidden = !underWay(run);
    this.markOld(underWay(run));
    if (!underWay(run)) {
      this.letStop();
      return this.showEnd(run);
    }
    if (this.shown === null) this.showNone();
    const wait = Math.max(0, Math.min(LOADING_AFTER_MS, LOADING_AFTER_MS - (Date.now() - Date.parse(run.created_at))));
    this.loading = setTimeout(
      () => need("#console-state").replaceChildren(drawWaiting(run)),
      wait,
    ) as unknown as number;
  }

  /** A run is under way, and none before it is on the page. */
  private showNone(): void {
    const words = translate("Your exploit is running. What it asks and what comes back is shown here at its end.");
    need("#evidence").replaceChildren(h("p", { class: "second" }, words));
    need("#console").replaceChildren(h("p", { class: "second" }, translate("Your exploit is running.")));
  }

  private showEnd(run: Run): void {
    const drawn = run.evidence;
    if (!drawn) return;
    this.shown = run;
    this.markOld(this.last !== null && underWay(this.last));
    need("#console-state").replaceChildren(...markup(drawn.state));
    const began = h(
      "p",
      { class: "began" },
      h("time", { datetime: run.created_at }, clock(new Date(run.created_at))),
      " ",
      this.last !== null && run.id !== this.last.id ? translate("an earlier run:") : "",
      " ",
      sandboxOf(run, this.data.steals),
    );
    const console = need("#console");
    console.replaceChildren(began, ...markup(drawn.console), this.drawBack(run));
    // Places in the exploit lead to the editor, unless this is known to be another text than the one there.
    if (run.exploit === null || run.exploit === this.files.text(this.exploit.path))
      linkPlaces(console, (file, line) => this.files.has(file) && this.files.show(file, line, true));
    const place = need("#evidence");
    place.className = `evidence-stack is-run ${lookOf(run)}`;
    place.replaceChildren(...markup(drawn.log));
    // Lines of the original code are in this page's editor, those of the fix are not.
    if (run.kind === "exploit")
      linkPlaces(place, (file, line) => this.files.has(file) && this.files.show(file, line, true));
    const fault = isFault(run);
    // One primary button at a time: to try again, to go on, or to run.
    const onward = need("#on-to-fix");
    onward.classList.toggle("primary", !fault);
    need("#run").classList.toggle("primary", !fault && onward.hidden === true);
    place.closest(".pane")?.scrollTo({ top: 0 });
    console.scrollTo({ top: endOf(console) });
  }

  /** Shows an earlier run again. */
  private async open(url: string): Promise<void> {
    try {
      const run = await request<Run>("GET", url);
      if (!underWay(run)) this.showEnd(run);
    } catch (failure) {
      this.desk.refused(failure);
    }
  }

  private drawBack(run: Run): HTMLElement | string {
    const text = run.exploit;
    if (text === null || text === this.files.text(this.exploit.path)) return "";
    const button = h(
      "button",
      { type: "button", class: "text" },
      icon("history"),
      " ",
      translate("Bring this exploit back into the editor"),
    );
    button.addEventListener("click", () => {
      this.bringBack(text);
      button.remove();
    });
    return button;
  }

  /** What was there stays in the editor's undo history. */
  private bringBack(text: string): void {
    if (this.files.text(this.exploit.path) !== text) this.files.replace(this.exploit.path, text);
    this.files.show(this.exploit.path, 1, true);
  }
}

/** Where to scroll: to the end, unless an exception ended the exploit: then both its traceback and its cause are seen. */
function endOf(console: HTMLElement): number {
  const raised = find<HTMLElement>(".raised", console);
  if (!raised) return console.scrollHeight;
  return raised.getBoundingClientRect().top - console.getBoundingClientRect().top - console.clientHeight / 2;
}

function sandboxOf(run: Run, steals: boolean): string {
  if (run.kind === "replay")
    return steals
      ? translate("a fresh sandbox with your fix, and a fresh secret")
      : translate("a fresh sandbox with your fix");
  return steals ? translate("a fresh sandbox, and a fresh secret") : translate("a fresh sandbox");
}
