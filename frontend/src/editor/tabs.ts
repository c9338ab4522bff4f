/**
 * The tabs of a lab's files. As many are seen as fit beside each other, the chosen one always; where not all fit, a menu
 * lists all of them. Both say which files differ from the original ones.
 */
import { find, h, icon } from "../page/dom.ts";
import { stepped } from "../page/stepping.ts";
import { translate } from "../page/words.ts";

export class FileTabs {
  private readonly tabs: HTMLElement[];
  private readonly items: HTMLElement[];
  private readonly button: HTMLElement | null;
  private readonly menu: HTMLElement | null;
  /** How wide each tab is; measured anew when a mark, or the letters' size, may have changed it. */
  private widths: number[] = [];
  private first = 0;
  private chosen = 0;

  constructor(
    bar: HTMLElement,
    /** A file was chosen; `enter` is true if the keyboard should go into it. */
    private readonly choose: (path: string, enter: boolean) => void,
  ) {
    this.tabs = [...bar.querySelectorAll<HTMLElement>('[role="tab"]')];
    this.button = find("#files-button", bar);
    this.menu = find("#files-menu", bar);
    this.items = this.menu ? this.tabs.map((tab) => this.drawItem(tab)) : [];
    this.menu?.replaceChildren(...this.items);
    this.tabs.forEach((tab, index) => {
      tab.addEventListener("click", () => this.choose(pathOf(tab), false));
      tab.addEventListener("keydown", (event) => {
        const next = this.tabs[stepped(event.key, index, this.tabs.length, ["ArrowLeft", "ArrowRight"])];
        if (!next) return;
        event.preventDefault();
        this.choose(pathOf(next), false);
        next.focus();
      });
    });
    this.menu?.addEventListener("keydown", (event) => this.walk(event));
    this.menu?.addEventListener("toggle", (event) => {
      const isOpen = (event as ToggleEvent).newState === "open";
      this.button?.setAttribute("aria-expanded", String(isOpen));
      if (isOpen) this.items[this.chosen]?.focus();
    });
    new ResizeObserver(() => this.fit()).observe(bar);
    void document.fonts?.ready.then(() => this.measure());
    this.measure();
  }

  /** Shows which file is open. */
  show(path: string): void {
    this.tabs.forEach((tab, index) => {
      const isChosen = pathOf(tab) === path;
      if (isChosen) this.chosen = index;
      tab.setAttribute("aria-selected", String(isChosen));
      tab.tabIndex = isChosen ? 0 : -1;
      this.items[index]?.setAttribute("aria-checked", String(isChosen));
      this.items[index]?.setAttribute("tabindex", isChosen ? "0" : "-1");
    });
    this.fit();
  }

  /** Marks a file as changed, with words that say how much; as not changed without any. */
  setChanged(path: string, words: string): void {
    const index = this.tabs.findIndex((tab) => pathOf(tab) === path);
    const [tab, item] = [this.tabs[index], this.items[index]];
    if (!tab) return;
    const mark = find(".changed", tab);
    if (words && !mark) {
      tab.append(h("span", { class: "changed" }, h("span", { class: "unseen" }, translate("changed"))));
      this.measure();
    } else if (!words && mark) {
      mark.remove();
      this.measure();
    }
    if (item) find(".how-changed", item)?.replaceChildren(words);
  }

  private drawItem(tab: HTMLElement): HTMLElement {
    const path = pathOf(tab);
    const item = h(
      "button",
      { type: "button", role: "menuitemradio", "aria-checked": "false", tabindex: -1 },
      icon("check"),
      h("span", { class: "mono" }, path),
      h("span", { class: "how-changed" }),
    );
    item.addEventListener("click", () => {
      this.menu?.hidePopover();
      this.choose(path, true);
    });
    return item;
  }

  private walk(event: KeyboardEvent): void {
    const at = this.items.indexOf(document.activeElement as HTMLElement);
    if (event.key === "Tab") return this.menu?.hidePopover(); // the keyboard goes on from the button
    const item =
      this.items[stepped(event.key, at, this.items.length, ["ArrowUp", "ArrowDown"])] ??
      this.beginningWith(event.key, at);
    if (!item) return;
    event.preventDefault();
    item.focus();
  }

  /** The next file whose name begins with a letter. */
  private beginningWith(key: string, after: number): HTMLElement | undefined {
    if (key.length !== 1 || key === " ") return undefined;
    const ordered = [...this.items.slice(after + 1), ...this.items.slice(0, after + 1)];
    return ordered.find((item) =>
      (item.querySelector(".mono")?.textContent ?? "").split("/").at(-1)?.toLowerCase().startsWith(key.toLowerCase()),
    );
  }

  private measure(): void {
    for (const tab of this.tabs) tab.hidden = false;
    this.widths = this.tabs.map((tab) => tab.getBoundingClientRect().width);
    this.fit();
  }

  /** Hides the tabs that do not fit, and offers the menu if there are any. */
  private fit(): void {
    const list = this.tabs[0]?.parentElement;
    if (!list || !this.button || list.clientWidth === 0) return;
    const sum = (from: number, to: number) => this.widths.slice(from, to).reduce((all, width) => all + width, 0);
    this.button.hidden = true;
    const allFit = sum(0, this.tabs.length) <= list.clientWidth + 1;
    this.button.hidden = allFit;
    const room = list.clientWidth + 1;
    if (allFit) this.first = 0;
    this.first = Math.min(this.first, this.chosen);
    while (this.first < this.chosen && sum(this.first, this.chosen + 1) > room) this.first += 1;
    while (this.first > 0 && sum(this.first - 1, this.tabs.length) <= room) this.first -= 1;
    this.tabs.forEach((tab, index) => {
      const isSeen = index >= this.first && (allFit || index === this.chosen || sum(this.first, index + 1) <= room);
      tab.hidden = !isSeen;
    });
  }
}

function pathOf(tab: HTMLElement): string {
  return tab.dataset["path"] ?? "";
}
