/** The workbench of the phase fix. */
import { changedLines, countChanges } from "../editor/changes.ts";
import { Files } from "../editor/editor.ts";
import { type LineLabel, lineLabels, setLabels } from "../editor/labels.ts";
import { lineNumbers } from "@codemirror/view";
import { Line } from "../live/line.ts";
import { NoLine, Refusal, request } from "../live/requests.ts";
import { type Conflict, Saving } from "../live/saving.ts";
import { Watching } from "../live/watching.ts";
import { type FixData, type Submission, underWay } from "../live/wire.ts";
import { capital, counted, find, need, pageData } from "../page/dom.ts";
import { startProgram } from "../program/index.ts";
import { Panel } from "../verdict/panel.ts";
import { askConflict } from "./conflict.ts";
import { startStrip } from "./strip.ts";

export function startFix(): void {
  new Bench(pageData<FixData>()).start();
}

class Bench {
  private readonly line = new Line();
  private readonly saving: Saving;
  private readonly files: Files;
  private readonly panel: Panel;
  private readonly watching: Watching;
  private busy = false;
  private last: Submission | null;

  constructor(private readonly data: FixData) {
    this.last = data.last;
    this.saving = new Saving(data, this.line, (conflict) => this.conflict(conflict));
    this.panel = new Panel((file, line) => this.files.show(file, line, true), () => void this.submit("verdict"));
    this.files = this.openFiles();
    this.watching = new Watching(data.socket, data.urls.submissions, this.line, (news) => this.hear(news), data.last);
    this.watching.onOpen(() => void this.saving.flush());
  }

  start(): void {
    startStrip(this.line, this.saving);
    startProgram(this.saving, this.watching);
    this.startButtons();
    if (this.data.last) {
      this.panel.show(this.data.last, false);
      if (this.isAsSent(this.data.last)) this.label(this.data.last, false);
      this.hold(underWay(this.data.last));
    }
    void this.recover();
  }

  private openFiles(): Files {
    const files: Files = new Files(this.data.files, {
      readOnly: false,
      extend: (file) => (file.editable ? [lineLabels, changedLines(file.shipped, (count) => this.showChanges(count)), lineNumbers()] : lineNumbers()),
      changed: (path, text) => this.saving.change(path, text),
      submit: () => void this.submit("verdict"),
      runTests: () => void this.submit("tests"),
      shown: (path) => queueMicrotask(() => this.showFile(path)),
    });
    return files;
  }

  private showFile(path: string): void {
    const file = this.data.files.find((each) => each.path === path);
    need("#changed-note").hidden = !file?.editable;
    need("#locked-note").hidden = file?.editable ?? true;
    if (file?.editable) this.showChanges(countChanges(file.shipped, this.files.state(path)));
  }

  private showChanges(count: number): void {
    need("#changed").textContent = count === 0 ? "as shipped" : `${count} ${count === 1 ? "line" : "lines"} changed`;
  }

  private startButtons(): void {
    need("#judge").addEventListener("click", () => void this.submit("verdict"));
    need("#run-tests").addEventListener("click", () => void this.submit("tests"));
    addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
      event.preventDefault();
      void this.submit(event.shiftKey ? "tests" : "verdict");
    });
    // A reset must not meet text that is still on its way.
    for (const form of document.querySelectorAll<HTMLFormElement>("form[data-flush]")) {
      form.addEventListener("submit", (event) => {
        if (form.dataset["flushed"] || event.defaultPrevented) return;
        event.preventDefault();
        form.dataset["flushed"] = "yes";
        // In a task of its own: the browser ignores a form that is asked again while its first submit event is under way.
        void this.saving.flush().then(() => setTimeout(() => form.requestSubmit(event.submitter)));
      });
    }
  }

  private async submit(kind: "tests" | "verdict"): Promise<void> {
    if (this.busy || this.line.state.down) return;
    this.hold(true);
    this.tell("");
    if (!(await this.saving.flush())) {
      this.hold(false);
      if (!this.line.state.down) this.tell("The last change could not be saved.");
      return;
    }
    const sent = this.digest();
    try {
      const submission = await request<Submission>("POST", this.data.urls.submissions, { kind });
      localStorage.setItem(`sent/${this.data.lab}`, `${submission.id} ${sent}`);
      this.watching.take(submission);
    } catch (failure) {
      this.hold(false);
      this.refused(failure);
    }
  }

  private refused(failure: unknown): void {
    if (failure instanceof NoLine) this.line.lost();
    else if (failure instanceof Refusal && failure.status === 401) this.line.ended();
    else if (failure instanceof Refusal) this.tell(`${failure.message} ${failure.remedy}`);
    else throw failure;
  }

  private hear(submission: Submission): void {
    const watched = this.last?.id === submission.id ? underWay(this.last) : true;
    this.last = submission;
    this.hold(underWay(submission));
    need("#judge").classList.toggle("primary", submission.result !== "proven" || submission.kind === "tests");
    this.panel.show(submission, watched && !underWay(submission));
    if (underWay(submission) || !watched) return;
    if (this.isAsSent(submission)) this.label(submission, true);
    void this.refreshHistory();
  }

  /** Labels the lines through which attacks came. */
  private label(submission: Submission, jump: boolean): void {
    const labels = new Map<string, LineLabel[]>(this.data.files.filter((file) => file.editable).map((file) => [file.path, []]));
    for (const check of submission.checks.filter((each) => each.outcome === "landed")) {
      const place = check.steps.find((step) => step.file !== null && step.line !== null && labels.has(step.file));
      if (!place?.file || place.line === null) continue;
      const on = labels.get(place.file) ?? [];
      const same = on.find((label) => label.line === place.line);
      if (same) same.text = same.text.replace(/^attacks? (.*) came/, (_, numbers: string) => `attacks ${numbers}, ${check.number} came`);
      else on.push({ line: place.line, text: `attack ${check.number} came through here` });
    }
    for (const [path, wanted] of labels) this.files.effect(path, setLabels.of(wanted));
    const first = [...labels].find(([, wanted]) => wanted.length > 0);
    if (jump && first) this.files.show(first[0], first[1][0]?.line);
  }

  private isAsSent(submission: Submission): boolean {
    return localStorage.getItem(`sent/${this.data.lab}`) === `${submission.id} ${this.digest()}`;
  }

  /** A short print of all editable files. */
  private digest(): string {
    let hash = 0;
    for (const file of this.data.files) {
      if (file.editable) for (const letter of `${file.path}\0${this.files.text(file.path)}\0`) hash = (Math.imul(hash, 31) + (letter.codePointAt(0) ?? 0)) | 0;
    }
    return (hash >>> 0).toString(16);
  }

  private hold(busy: boolean): void {
    this.busy = busy;
    for (const button of document.querySelectorAll("[data-needs-server]")) {
      button.toggleAttribute("data-busy", busy);
      if (busy) button.setAttribute("aria-disabled", "true");
      else if (!this.line.state.down) button.removeAttribute("aria-disabled");
    }
  }

  private tell(reason: string): void {
    need("#reason").textContent = reason;
  }

  private async recover(): Promise<void> {
    const found = await this.saving.recover();
    for (const [path, text] of found) if (this.files.text(path) !== text) this.files.replace(path, text);
    if (found.size > 0) this.tell(`${capital(counted(found.size, "file"))} brought back from this browser.`);
  }

  private conflict(conflict: Conflict): void {
    askConflict(conflict, (mine) => {
      const text = mine ? this.files.text(conflict.path) : conflict.theirs;
      this.saving.settle(conflict, text);
      if (!mine) this.files.replace(conflict.path, text);
    });
  }

  /** Takes the new list of attempts, ring and phases from a fresh copy of the page. */
  private async refreshHistory(): Promise<void> {
    const answer = await fetch(this.data.urls.fix).catch(() => null);
    if (!answer?.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const id of ["#history", "#phases", "#phase-ring"]) {
      const part = find(id, fresh);
      if (part) find(id)?.replaceWith(document.importNode(part, true));
    }
  }
}
