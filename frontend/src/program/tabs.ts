/**
 * The tabs beside the verdict: one pane is seen at a time, and each is told when it is. Arrow keys show a pane and stay
 * among the tabs; a click or Enter on a tab also enters its pane, if the pane has a place for the keyboard.
 */
import { need } from "../page/dom.ts";
import { stepped } from "../page/stepping.ts";

const CALLS_FOR_A_RESULT = "#judge, #run-tests, #run, #replay, [data-run]";

export class Tabs {
  private readonly tabs: HTMLElement[];
  private readonly shown = new Map<string, () => void>();
  private readonly entered = new Map<string, () => void>();

  constructor() {
    const bar = need("#live");
    this.tabs = [...bar.querySelectorAll<HTMLElement>('[role="tab"]')];
    this.tabs.forEach((tab, index) => {
      tab.addEventListener("click", () => {
        this.show(tab.id);
        this.entered.get(tab.id)?.();
      });
      tab.addEventListener("keydown", (event) => {
        const next = this.tabs[stepped(event.key, index, this.tabs.length, ["ArrowLeft", "ArrowRight"])];
        if (!next) return;
        event.preventDefault();
        this.show(next.id);
        next.focus();
      });
    });
    // A verdict or a run is what one has waited for: it comes to the front, whatever was there.
    document.addEventListener("click", (event) => {
      if (event.target instanceof Element && event.target.closest(CALLS_FOR_A_RESULT)) this.show("tab-verdict");
    });
    addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.defaultPrevented)
        this.show("tab-verdict");
    });
  }

  onShow(id: string, listener: () => void): void {
    this.shown.set(id, listener);
  }

  onEnter(id: string, listener: () => void): void {
    this.entered.set(id, listener);
  }

  isShown(id: string): boolean {
    return this.tabs.some((tab) => tab.id === id && tab.getAttribute("aria-selected") === "true");
  }

  show(id: string): void {
    if (this.isShown(id)) return;
    for (const tab of this.tabs) {
      const chosen = tab.id === id;
      tab.setAttribute("aria-selected", String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
      need(`#${tab.getAttribute("aria-controls") ?? ""}`).hidden = !chosen;
    }
    this.shown.get(id)?.();
  }
}
