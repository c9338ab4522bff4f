/** Exchanges a part of the page, and keeps the place of the reader: focus, caret, and what is typed in that field. */
import { need } from "./dom.ts";

const PLACES = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]";

/**
 * Puts `fresh` into the place of `old`. What is typed in fields with an id, and what is unfolded, stays. If what had the
 * focus is gone, the focus moves to what is in its place now.
 */
export function exchange(old: HTMLElement, fresh: HTMLElement): void {
  redraw(old, fresh, () => old.replaceWith(fresh));
}

/** As `exchange`, but the element itself stays, so that a screen reader reads what is new in it. */
export function exchangeContent(part: HTMLElement, fresh: Iterable<Node>): void {
  redraw(part, part, () => part.replaceChildren(...fresh));
}

/** Focuses an element, which need not be a control. A control that is reached by Tab stays so. */
export function giveFocus(element: Element): void {
  if (!(element instanceof HTMLElement)) return;
  if (element.tabIndex < 0 && !element.hasAttribute("tabindex")) element.tabIndex = -1;
  element.focus({ preventScroll: true });
}

function redraw(old: HTMLElement, fresh: HTMLElement, draw: () => void): void {
  // A modal dialog gives the focus back where it was when it is closed, but not when it is just taken out.
  for (const dialog of old.querySelectorAll<HTMLDialogElement>("dialog[open]")) dialog.close();
  const active = document.activeElement;
  const place = active instanceof HTMLElement && old !== active && old.contains(active) ? placeOf(old, active) : -1;
  const worked = [...old.querySelectorAll<HTMLElement>("[id]")];
  const isLost = old === active && old !== fresh;
  draw();
  keepWork(worked, fresh);
  if (place >= 0) focusAgain(fresh, active as HTMLElement, place);
  else if (isLost) giveFocus(fresh);
}

function keepWork(worked: HTMLElement[], fresh: HTMLElement): void {
  for (const each of worked) {
    const same = fresh.querySelector<HTMLElement>(`#${CSS.escape(each.id)}`);
    if (each instanceof HTMLDetailsElement && same instanceof HTMLDetailsElement) same.open = each.open;
    if (same && isText(each) && isText(same) && each.value !== each.defaultValue) same.value = each.value;
  }
}

function placesIn(part: HTMLElement): HTMLElement[] {
  return [...part.querySelectorAll<HTMLElement>(PLACES)].filter((each) => !each.closest("[hidden], dialog"));
}

function placeOf(part: HTMLElement, active: HTMLElement): number {
  return Math.max(0, placesIn(part).indexOf(active));
}

function focusAgain(part: HTMLElement, active: HTMLElement, index: number): void {
  const all = placesIn(part);
  const same = all.find((each) => isSame(each, active));
  if (same) keepCaret(active, same);
  const place = same ?? part.querySelector<HTMLElement>("[data-focus]") ?? all[Math.min(index, all.length - 1)];
  (place ?? nextTo(part)).focus({ preventScroll: true });
}

function isSame(one: HTMLElement, other: HTMLElement): boolean {
  if (one.id || other.id) return one.id === other.id;
  const facts = ({ tagName, attributes }: HTMLElement): string =>
    JSON.stringify([tagName, ...["name", "value", "href"].map((name) => attributes.getNamedItem(name)?.value ?? "")]);
  return facts(one) === facts(other) && (one.hasAttribute("name") || one.hasAttribute("href"));
}

function keepCaret(from: HTMLElement, to: HTMLElement): void {
  if (!isText(from) || !isText(to)) return;
  try {
    to.setSelectionRange(from.selectionStart, from.selectionEnd);
  } catch {
    // a field for numbers has no caret that a script may set
  }
}

function isText(element: HTMLElement): element is HTMLInputElement | HTMLTextAreaElement {
  return (
    element instanceof HTMLTextAreaElement ||
    (element instanceof HTMLInputElement && !["radio", "checkbox", "button", "submit"].includes(element.type))
  );
}

/** Nothing in the part takes the focus any more: the next part that does, or else the content of the page. */
function nextTo(part: HTMLElement): HTMLElement {
  for (let next = part.nextElementSibling; next; next = next.nextElementSibling) {
    const place = next instanceof HTMLElement ? placesIn(next)[0] : undefined;
    if (place) return place;
  }
  return need("#main");
}
