/** What every page has on which code is written and handed to the judge: saving, the line, and one thing at a time. */
import type { Files } from "../editor/editor.ts";
import type { Kept } from "../live/kept.ts";
import { Line } from "../live/line.ts";
import { Refusal, request } from "../live/requests.ts";
import { type Conflict, Saving } from "../live/saving.ts";
import type { SavedData } from "../live/work.ts";
import { capital, clock, find, need } from "../page/dom.ts";
import { parse } from "../page/parsing.ts";
import { numberWord, translate, translatePlural } from "../page/words.ts";
import { askConflict } from "./conflict.ts";
import { notify } from "./notices.ts";
import { reveal } from "./panes.ts";
import { startStrip } from "./strip.ts";

export class Desk {
  readonly line = new Line();
  readonly saving: Saving;
  private busy = false;
  private readonly recoveredPaths = new Set<string>();

  constructor(
    data: SavedData,
    private readonly files: () => Files,
  ) {
    this.saving = new Saving(data, this.line, {
      conflict: (conflict) => this.conflict(conflict),
      settled: (path, text) => void this.settled(path, text),
      replaced: (path, text, kept) => this.replaced(path, text, kept),
      copied: (kept) => void this.copied(kept),
      unfit: (kept, reason, use) => this.unfit(kept, reason, use),
    });
  }

  start(): void {
    startStrip(this.line, this.saving);
    // A reset must not meet text that is still on its way. Forms come and go with parts of the page.
    document.addEventListener("submit", (event) => {
      const form = event.target as HTMLFormElement;
      if (!form.matches("form[data-flush]") || form.dataset["flushed"] || event.defaultPrevented) return;
      event.preventDefault();
      form.dataset["flushed"] = "yes";
      // In a task of its own: the browser ignores a form that is asked again while its first submit event is under way.
      void this.saving.flush().then(() => setTimeout(() => form.requestSubmit(event.submitter)));
    });
    void this.saving.recover();
  }

  /** Saves, then hands in; nothing if something is under way, the line is down, or the server says no. */
  async handIn<T>(url: string, body: unknown, before?: () => void): Promise<T | null> {
    if (this.busy || this.line.state.down) return null;
    this.hold(true);
    this.tell("");
    reveal("evidence");
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
    if (this.line.takes(failure)) return;
    if (failure instanceof Refusal) this.tell(`${failure.message} ${failure.remedy}`);
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

  private replace(path: string, text: string): void {
    if (this.files().text(path) !== text) this.files().replace(path, text);
  }

  private replaced(path: string, text: string, kept: boolean): void {
    this.replace(path, text);
    if (!kept) return;
    this.recoveredPaths.add(path);
    const number = numberWord(this.recoveredPaths.size);
    this.tell(
      capital(
        translatePlural(
          "%(number)s file brought back from this browser.",
          "%(number)s files brought back from this browser.",
          this.recoveredPaths.size,
          { number },
        ),
      ),
    );
  }

  private async copied(kept: Kept): Promise<void> {
    const values = { file: kept.path, time: clock(new Date(kept.at)) };
    await refresh(location.pathname, ["#history"]);
    notify(
      translate(
        "This browser had kept an unsaved text of %(file)s from %(time)s. Something newer was saved since, so the editor shows that, and the kept text is a copy on the server.",
        values,
      ),
      translate("Show the kept copies"),
      showCopies,
    );
  }

  private unfit(kept: Kept, reason: string, use: () => void): void {
    const values = { file: kept.path, time: clock(new Date(kept.at)), reason };
    notify(
      translate(
        "This browser has kept a text of %(file)s from %(time)s that the server does not take. %(reason)s",
        values,
      ),
      translate("Put it into the editor"),
      use,
    );
  }

  private conflict(conflict: Conflict): void {
    askConflict(conflict, (keep) => this.saving.settle(conflict, keep));
  }

  private async settled(path: string, text: string | null): Promise<void> {
    if (text !== null) this.replace(path, text);
    await refresh(location.pathname, ["#history"]);
    notify(
      translate("Both texts of %(file)s are kept copies on the server.", { file: path }),
      translate("Show the kept copies"),
      showCopies,
    );
  }
}

function showCopies(): void {
  const copies = find<HTMLDetailsElement>("#copies");
  if (!copies) return;
  reveal("task");
  copies.open = true;
  copies.scrollIntoView({ block: "center" });
  copies.querySelector("summary")?.focus();
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
  const fresh = parse(await answer.text());
  for (const part of parts) {
    const found = fresh.querySelector(part);
    if (found) document.querySelector(part)?.replaceWith(document.importNode(found, true));
  }
}
