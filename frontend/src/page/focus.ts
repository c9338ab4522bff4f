/** Where the keyboard goes on when a part of the page is drawn anew: an element that is taken away gives it to the page. */
import { find } from "./dom.ts";

/** Draws a part anew; what had the focus in it gives the focus to what has taken its place. */
export function keepingFocus(old: Element, draw: () => void, fresh: () => Element | null): void {
  const focused = document.activeElement;
  const held = focused !== null && old.contains(focused) ? focused : null;
  draw();
  const place = fresh();
  if (held && !held.isConnected && place) giveFocus(counterpart(held, place) ?? find("[data-focus]", place) ?? place);
}

/** Focuses an element, which need not be a control. */
export function giveFocus(element: Element): void {
  if (!(element instanceof HTMLElement)) return;
  // A control that is reached by Tab stays so.
  if (element.tabIndex < 0 && !element.hasAttribute("tabindex")) element.tabIndex = -1;
  element.focus({ preventScroll: true });
}

/** The control that does in a fresh part what another did in the old one: by its id, else by its kind, name and value. */
function counterpart(old: Element, fresh: Element): Element | null {
  if (old.id) return fresh.id === old.id ? fresh : fresh.querySelector(`#${CSS.escape(old.id)}`);
  const facts = factsOf(old);
  return [...fresh.querySelectorAll(old.localName)].find((each) => factsOf(each) === facts) ?? null;
}

function factsOf(element: Element): string {
  const named = ["type", "name", "value", "href"].map((name) => element.getAttribute(name));
  return JSON.stringify([...named, element.matches("input, select, textarea") ? "" : element.textContent]);
}
