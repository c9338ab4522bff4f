/**
 * What the class does at this moment, on whatever page somebody is: held, timed, led, asked.
 */
import { type Asker, Asking } from "../live/asking.ts";
import { showOnce } from "./asking.ts";
import { calm, find } from "./dom.ts";
import { startFilling } from "./filling.ts";
import { giveFocus } from "./focus.ts";
import { follow, goThere, lookAround } from "./following.ts";
import { startLeading } from "./leading.ts";
import { withoutTokens } from "./parsing.ts";
import { say } from "./voice.ts";
import { translate } from "./words.ts";

const TICK_MILLISECONDS = 250;
const FRESH = "fresh";
const FRESH_MILLISECONDS = 2000;

/** What had the keyboard when the page was covered. */
let beforeCover: Element | null = null;

/** How much later it is at the server than here. */
let skew = 0;

export function startPace(): void {
  setInterval(tick, TICK_MILLISECONDS);
  tick();
  const leading = find("#leading");
  if (leading?.dataset["placeUrl"]) startLeading(leading.dataset["placeUrl"]);
  if (!find("#pace")) return;
  showOnce();
  startFilling();
  document.addEventListener("click", (event) => lookAround(event));
  new Asking("#pace", asker).start();
}

/** Shows where the leader is, besides what the parts say themselves. */
const asker: Asker<Message> = {
  hear(message) {
    if (message.now !== undefined) skew = message.now - Date.now();
    // The name of the page at which the class is comes with the parts.
    return message.type === "place" ? follow(message.place) : true;
  },
  isSame: (old, fresh) => comparable(old) === comparable(fresh),
  changed: signal,
  shown() {
    measure();
    tick();
    giveBack();
    showOnce();
    const place = find("#pace-place")?.dataset["place"];
    goThere(place ? JSON.parse(place) : null);
  },
};

interface Message {
  type: "pace" | "place";
  now?: number;
  place: Parameters<typeof follow>[0];
}

/** What is drawn by script in it makes no difference. */
function comparable(part: HTMLElement): string {
  const copy = withoutTokens(part);
  forgetCounts(copy);
  copy.classList.remove(FRESH);
  copy.removeAttribute("data-said"); // of a timer it says how long it still runs
  for (const dialog of copy.querySelectorAll("dialog")) dialog.removeAttribute("open");
  for (const each of copy.querySelectorAll<HTMLElement>(".following, .staying, .alone, .pace-alone, .pace-again"))
    each.hidden = false;
  return copy.outerHTML;
}

/** A countdown is drawn by script, so that the server's text of it is no news. */
export function forgetCounts(copy: HTMLElement): void {
  for (const count of copy.querySelectorAll<HTMLElement>(".countdown")) {
    count.textContent = "";
    delete count.dataset["runs"];
  }
}

/** Draws the countdowns, and covers the page when its moment has come. */
function tick(): void {
  const now = Date.now() + skew;
  for (const place of document.querySelectorAll<HTMLElement>("[data-counts-to]")) {
    const seconds = Math.ceil(Number(place.dataset["countsTo"]) - now / 1000);
    const text = seconds > 0 ? minutesAndSeconds(seconds) : (place.dataset["over"] ?? "");
    if (place.textContent !== text) {
      place.textContent = text;
      const part = place.closest<HTMLElement>("[data-part]");
      if (seconds <= 0 && part) signal(part);
    }
    // The end is spoken on a page that has seen it coming; the seconds are not.
    if (seconds > 0) place.dataset["runs"] = "";
    else if (place.dataset["runs"] !== undefined) {
      delete place.dataset["runs"];
      if (text) say(text);
    }
  }
  const hold = find("#pace-hold[data-held-at]");
  const cover = hold && find<HTMLDialogElement>("dialog", hold);
  if (!cover || cover.open || now < Number(hold.dataset["heldAt"]) * 1000) return;
  cover.classList.toggle("calm", calm());
  cover.oncancel = (event) => event.preventDefault();
  beforeCover ??= document.activeElement;
  cover.onclose = () => say(translate("The page is yours again."));
  cover.showModal();
  find("#eyes-up-title")?.focus();
}

/** A short sign on what is new in the bar: whoever works further down sees it at the edge of the eye. */
function signal(part: HTMLElement): void {
  if (!part.closest(".pace") || part.childElementCount === 0) return;
  part.classList.add(FRESH);
  setTimeout(() => part.classList.remove(FRESH), FRESH_MILLISECONDS);
}

/** The bar stays at the window's top: what is scrolled to, or sticks there as well, has to know how high it is. */
const size = new ResizeObserver(([entry]) => {
  const height = entry?.target instanceof HTMLElement ? entry.target.offsetHeight : 0;
  document.documentElement.style.setProperty("--class-bar", `${height}px`);
});

function measure(): void {
  const bar = find(".pace");
  size.disconnect();
  if (bar) size.observe(bar);
}

/** Gives the keyboard back once no cover is left; it was taken away with the page, and would be nowhere. */
function giveBack(): void {
  if (!beforeCover || find("dialog.eyes-up[open]")) return;
  const before = beforeCover;
  beforeCover = null;
  // A moment later: Firefox lets nothing below a cover be focused in the turn in which the cover goes.
  setTimeout(() => {
    if (document.activeElement !== document.body && document.activeElement !== null) return;
    if (before.isConnected && before !== document.body) giveFocus(before);
  });
}

function minutesAndSeconds(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
