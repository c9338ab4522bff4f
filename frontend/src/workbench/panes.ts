/** The panes beside the editor: dividers change their width, buttons close and open them, and the browser keeps both. */
import { find, h, need } from "../page/dom.ts";
import { translate } from "../page/words.ts";
import { isOn, type Pane, setWidth, turn, widthOf } from "./arrangement.ts";

const LEAST = 192;
const LEAST_EDITOR = 320;
const STEP = 24;
const BUTTON_STEP = 72;
const PANES: Pane[] = ["task", "evidence"];
const NARROW = "(max-width: 56.24rem)";

export interface Range {
  now: number;
  least: number;
  most: number;
}

/** Where a key takes a divider; null if it is none of its keys. Right and left are those of the page. */
export function widthAfter(key: string, range: Range, grows: "ArrowLeft" | "ArrowRight"): number | null {
  const { now, least, most } = range;
  if (key === "Home") return least;
  if (key === "End") return most;
  if (key !== "ArrowLeft" && key !== "ArrowRight") return null;
  return within(now + (key === grows ? STEP : -STEP), range);
}

export function within(width: number, { least, most }: Range): number {
  return Math.max(least, Math.min(width, most));
}

export function startPanes(): void {
  for (const pane of PANES) new Divider(pane);
  // What a hint or a list brings into a closed pane has to be seen.
  document.addEventListener("replaced", ({ target }) => {
    if (!(target instanceof Element)) return;
    reveal(paneOf(target));
    find("[data-focus]", target)?.focus();
  });
  // A check that fails links to its promise, which may be in a closed pane; a second click is no new address.
  document.addEventListener("click", ({ target }) => {
    const link = target instanceof Element ? target.closest<HTMLAnchorElement>("a[href*='#promise-']") : null;
    if (link && link.pathname === location.pathname) showPromise(link.hash);
  });
  showPromise(location.hash);
}

/** Opens a pane that is closed; in a narrow window, where panes are below each other, goes there. */
export function reveal(pane: Pane | null): void {
  if (!pane) return;
  if (isOn(`no-${pane}`)) find(`[data-pane="${pane}"]`)?.click();
  if (matchMedia(NARROW).matches) find(`.pane.${pane}`)?.scrollIntoView({ block: "start" });
}

/** Opens the list of promises and its pane, so that the browser can go to the one that an address names. */
function showPromise(hash: string): void {
  const place = /^#promise-\d+$/.test(hash) ? find(hash) : null;
  if (!place) return;
  place.closest("details")?.setAttribute("open", "");
  if (isOn("no-task")) find('[data-pane="task"]')?.click();
}

function paneOf(element: Element): Pane | null {
  return PANES.find((pane) => elementOf(pane).contains(element)) ?? null;
}

function elementOf(pane: Pane): HTMLElement {
  return need(`.pane.${pane}`);
}

class Divider {
  private readonly handle: HTMLElement;
  private readonly button: HTMLElement;
  private readonly whole = need(".workbench");

  constructor(private readonly pane: Pane) {
    this.button = need(`[data-pane="${pane}"]`);
    this.handle = h("div", {
      class: `divider of-${pane}`,
      role: "separator",
      tabindex: 0,
      "aria-orientation": "vertical",
      "aria-controls": elementOf(pane).id,
      "aria-label": pane === "task" ? translate("Width of the task") : translate("Width of the results"),
    });
    if (pane === "task") elementOf(pane).after(this.handle);
    else elementOf(pane).before(this.handle);
    this.button.addEventListener("click", () => this.toggle());
    this.handle.addEventListener("keydown", (event) => this.pressed(event));
    this.handle.addEventListener("dblclick", () => this.give(null));
    this.handle.addEventListener("pointerdown", (event) => this.grab(event));
    for (const button of document.querySelectorAll<HTMLElement>(`[data-width="${pane}"]`))
      button.addEventListener("click", () => this.step(Number(button.dataset["step"])));
    new ResizeObserver(() => this.tell()).observe(elementOf(pane));
    this.tell();
  }

  private toggle(): void {
    turn(`no-${this.pane}`, !isOn(`no-${this.pane}`));
    this.tell();
  }

  /** For those who do not drag: some steps of the keyboard at once. */
  private step(direction: number): void {
    this.give(this.range().now + direction * BUTTON_STEP);
  }

  private pressed(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const width = widthAfter(event.key, this.range(), this.isOnLeft() ? "ArrowRight" : "ArrowLeft");
    if (width === null && event.key !== "Enter") return;
    event.preventDefault();
    if (width === null) this.toggle();
    else this.give(width);
  }

  private grab(event: PointerEvent): void {
    if (event.button !== 0) return;
    event.preventDefault(); // selects no text
    this.handle.focus();
    this.handle.setPointerCapture(event.pointerId);
    const drag = ({ clientX }: PointerEvent) => {
      const { left, right } = this.whole.getBoundingClientRect();
      this.give(this.isOnLeft() ? clientX - left : right - clientX);
    };
    this.handle.addEventListener("pointermove", drag);
    this.handle.addEventListener("lostpointercapture", () => this.handle.removeEventListener("pointermove", drag), {
      once: true,
    });
  }

  private give(width: number | null): void {
    turn(`no-${this.pane}`, false);
    setWidth(this.pane, width === null ? null : within(width, this.range()));
    this.tell();
  }

  /** The task is at the page's beginning, which in some languages is its right. */
  private isOnLeft(): boolean {
    return (this.pane === "task") === (getComputedStyle(this.whole).direction === "ltr");
  }

  private range(): Range {
    const [other] = PANES.filter((pane) => pane !== this.pane).map((pane) => elementOf(pane).offsetWidth);
    const most = Math.max(LEAST, this.whole.clientWidth - (other ?? 0) - LEAST_EDITOR);
    return { now: elementOf(this.pane).offsetWidth || (widthOf(this.pane) ?? LEAST), least: LEAST, most };
  }

  private tell(): void {
    const isClosed = isOn(`no-${this.pane}`);
    const { now, least, most } = this.range();
    this.button.setAttribute("aria-expanded", String(!isClosed));
    const shares = { valuemin: isClosed ? 0 : least, valuemax: most, valuenow: isClosed ? 0 : now };
    for (const [name, width] of Object.entries(shares))
      this.handle.setAttribute(`aria-${name}`, String(Math.round((100 * width) / (this.whole.clientWidth || 1))));
  }
}
