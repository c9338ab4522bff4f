/** What every page has on which code is written and handed to the judge: saving, the line, and one thing at a time. */
import type { Files } from "../editor/editor.ts";
import { Line } from "../live/line.ts";
import { NoLine, Refusal, request } from "../live/requests.ts";
import { type Conflict, Saving } from "../live/saving.ts";
import type { SavedData } from "../live/wire.ts";
import { capital, need } from "../page/dom.ts";
import { askConflict } from "./conflict.ts";
import { startStrip } from "./strip.ts";
import { numberWord, translate, translatePlural } from "../page/words.ts";

export class Desk {
  readonly line = new Line();
  readonly saving: Saving;
  private busy = false;

  constructor(
    data: SavedData,
    private readonly files: () => Files,
  ) {
    this.saving = new Saving(data, this.line, (conflict) => this.conflict(conflict));
  }

  start(): void {
    startStrip(this.line, this.saving);
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
    void this.recover();
  }

  /** Saves, then hands in; nothing if something is under way, the line is down, or the server says no. */
  async handIn<T>(url: string, body: unknown, before?: () => void): Promise<T | null> {
    if (this.busy || this.line.state.down) return null;
    this.hold(true);
    this.tell("");
    if (!(await this.saving.flush())) {
      this.hold(false);
      if (!this.line.state.down) this.tell(translate("The last change could not be saved."));
      return null;
    }
    before?.();
    try {
      return await request<T>("POST", url, body);
    } catch (failure) {
      this.hold(false);
      this.refused(failure);
      return null;
    }
  }

  refused(failure: unknown): void {
    if (failure instanceof NoLine) this.line.lost();
    else if (failure instanceof Refusal && failure.status === 401) this.line.ended();
    else if (failure instanceof Refusal) this.tell(`${failure.message} ${failure.remedy}`);
    else throw failure;
  }

  hold(busy: boolean): void {
    this.busy = busy;
    for (const button of document.querySelectorAll("[data-needs-server]")) {
      button.toggleAttribute("data-busy", busy);
      if (busy) button.setAttribute("aria-disabled", "true");
      else if (!this.line.state.down) button.removeAttribute("aria-disabled");
    }
  }

  tell(reason: string): void {
    need("#reason").textContent = reason;
  }

  private async recover(): Promise<void> {
    const files = this.files();
    const found = await this.saving.recover();
    for (const [path, text] of found) if (files.text(path) !== text) files.replace(path, text);
    if (found.size > 0) this.tell(capital(translatePlural("%(number)s file brought back from this browser.", "%(number)s files brought back from this browser.", found.size, { number: numberWord(found.size) })));
  }

  private conflict(conflict: Conflict): void {
    askConflict(conflict, (mine) => {
      const text = mine ? this.files().text(conflict.path) : conflict.theirs;
      this.saving.settle(conflict, text);
      if (!mine) this.files().replace(conflict.path, text);
    });
  }
}

/** Has a shortcut work wherever the focus is: the editor has its own. */
export function onControlEnter(act: (shift: boolean) => void): void {
  addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
    event.preventDefault();
    act(event.shiftKey);
  });
}

/** Takes parts of the page anew from the server: lists and phases that a verdict has changed. */
export async function refresh(url: string, parts: string[]): Promise<void> {
  const answer = await fetch(url).catch(() => null);
  if (!answer?.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of parts) {
    const found = fresh.querySelector(part);
    if (found) document.querySelector(part)?.replaceWith(document.importNode(found, true));
  }
}
