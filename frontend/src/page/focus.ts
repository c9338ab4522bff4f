/** Exchanges a part of the page, and keeps the place of the reader: focus, caret, and what is typed in that field. */
import { need } from "./dom.ts";

const PLACES = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]";

/**
 * Puts `fresh` into the place of `old`. What is typed in fields with an id, and what is unfolded, stays. If what had the
 * focus is gone, the focus moves to what is in its place now.
 */
export function exchange(old: HTMLElement, fresh: HTMLElement): void {
  // A modal dialog gives the focus back where it was when it is closed, but not when it is just taken out.
  for (const dialog of old.querySelectorAll<HTMLDialogElement>("dialog[open]")) dialog.close();
  const active = document.activeElement;
  const place = active instanceof HTMLElement && old.contains(active) ? placeOf(old, active) : -1;
  old.replaceWith(fresh);
  keepWork(old, fresh);
  if (place >= 0) focusAgain(fresh, active as HTMLElement, place);
}

function keepWork(old: HTMLElement, fresh: HTMLElement): void {
  for (const each of old.querySelectorAll<HTMLElement>("[id]")) {
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
