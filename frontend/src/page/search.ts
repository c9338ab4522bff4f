/**
 * The dialog of the search: the best results while one types, in the pattern of a combobox with a list
 * (WAI-ARIA Authoring Practices, "Combobox"). Without script, the link in the bar leads to the page of the search.
 *
 * Ctrl K opens it, Cmd K on a Mac, outside of text fields, editors and terminals: these keep their keys. A single letter
 * or sign would need a switch (WCAG 2.2, 2.1.4).
 */
import { find, h, need } from "./dom.ts";
import { isMac, isWriting } from "./keys.ts";
import { parse } from "./parsing.ts";
import { translate } from "./words.ts";

const PAUSE_MILLISECONDS = 120;

export function startSearch(): void {
  const dialog = find<HTMLDialogElement>("#search");
  const link = find<HTMLAnchorElement>("#search-open");
  if (!dialog || !link) return;
  const search = new Search(dialog);
  link.setAttribute("aria-haspopup", "dialog");
  link.append(h("kbd", {}, isMac ? "⌘ K" : "Ctrl K"));
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return; // in a tab of its own
    event.preventDefault();
    search.open();
  });
  addEventListener("keydown", (event) => {
    if (!isShortcut(event) || event.defaultPrevented || isWriting(event.target) || find("dialog[open]")) return;
    event.preventDefault();
    search.open();
  });
}

/** Whether a key is the one that opens the search. */
export function isShortcut(event: KeyboardEvent, mac = isMac): boolean {
  const [wanted, other] = mac ? [event.metaKey, event.ctrlKey] : [event.ctrlKey, event.metaKey];
  return event.key.toLowerCase() === "k" && wanted && !other && !event.altKey && !event.shiftKey;
}

class Search {
  private readonly form: HTMLFormElement;
  private readonly input: HTMLInputElement;
  private readonly list: HTMLElement;
  private readonly count: HTMLElement;
  private asked = "";
  private timer = 0;
  private asking = new AbortController();

  constructor(private readonly dialog: HTMLDialogElement) {
    this.form = need<HTMLFormElement>("form", dialog);
    this.input = need<HTMLInputElement>("#search-input", dialog);
    this.list = need("#search-list", dialog);
    this.count = need("#search-count", dialog);
    this.input.addEventListener("input", () => this.askSoon());
    this.input.addEventListener("keydown", (event) => this.press(event));
    // A result on this very page does not take the dialog away with the page.
    this.list.addEventListener("click", (event) => {
      if (event.target instanceof Element && event.target.closest("a")) this.dialog.close();
    });
  }

  open(): void {
    this.dialog.showModal();
    this.input.select();
  }

  private askSoon(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.ask(), PAUSE_MILLISECONDS);
  }

  private async ask(): Promise<void> {
    const words = this.input.value.trim();
    if (words === this.asked) return;
    this.asked = words;
    this.asking.abort();
    if (!words) {
      this.show([], []);
      return;
    }
    this.asking = new AbortController();
    const { signal } = this.asking;
    try {
      const address = `${this.form.dataset["results"]}?${new URLSearchParams({ q: this.input.value })}`;
      const answer = await fetch(address, { signal, redirect: "error", headers: { "HX-Request": "true" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const found = parse(await answer.text());
      if (signal.aborted) return;
      this.show(found.querySelectorAll('[role="option"]'), found.querySelector("p")?.childNodes ?? []);
    } catch {
      if (signal.aborted) return;
      this.asked = "";
      this.show([], [new Text(translate("The search does not answer. Enter opens its page."))]);
    }
  }

  /** Shows what was found, and what is said of it: how many there are, and a link where a word was corrected. */
  private show(options: Iterable<Node>, said: Iterable<Node>): void {
    const [rows, words] = [[...options], [...said]];
    this.list.replaceChildren(...rows);
    this.list.hidden = rows.length === 0;
    this.input.setAttribute("aria-expanded", String(rows.length > 0));
    this.count.replaceChildren(...words);
    this.choose(null);
  }

  private press(event: KeyboardEvent): void {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.choose(this.next(event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter") {
      const chosen = this.chosen();
      if (!chosen) return; // the form opens the page of all results
      event.preventDefault();
      chosen.click();
    }
  }

  private options(): HTMLElement[] {
    return [...this.list.querySelectorAll<HTMLElement>('[role="option"]')];
  }

  private chosen(): HTMLElement | null {
    return find('[aria-selected="true"]', this.list);
  }

  /** The option after or before the chosen one; beyond the last and the first is the field itself. */
  private next(step: number): HTMLElement | null {
    const options = this.options();
    const chosen = this.chosen();
    const at = chosen ? options.indexOf(chosen) + step : step > 0 ? 0 : options.length - 1;
    return options[at] ?? null;
  }

  private choose(option: HTMLElement | null): void {
    for (const each of this.options()) each.setAttribute("aria-selected", String(each === option));
    if (option) this.input.setAttribute("aria-activedescendant", option.id);
    else this.input.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  }
}
