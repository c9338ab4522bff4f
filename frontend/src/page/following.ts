/** Follows an instructor through the course: their page, the part of it they are at, what they do with its exhibits. */
import { calm, find } from "./dom.ts";
import { isFilledIn } from "./filling.ts";
import { type Act, blocks, controlOf, type Place } from "./places.ts";

/** Pages on which the course is read. From all others nobody is taken away: they work there, or fill in a form. */
const READ = new Set(["home", "topic", "case", "timetable", "glossary"]);
const ALONE = "pace-alone";
const WAIT_MILLISECONDS = 200;
const MOST_WAITS = 25;

/** How far this page has followed; null before it has done anything. */
let known: { visit: string; moves: number; acts: number } | null = null;
let seen = "";
let queue: Promise<void> = Promise.resolve();

/** Takes the whole of where the leader is; null if nobody leads. */
export function goThere(place: Place | null): void {
  showHow(place?.path);
  if (!place || !follows()) return;
  if (location.pathname !== place.path) return goTo(place.path);
  if (known && (known.visit !== place.visit || known.moves !== place.moves)) return beginAnew(place);
  if (!known) perform(place);
  look(place);
}

/** Takes one move of the leader; returns whether the page names a place at which the leader is no more. */
export function follow(place: Place): boolean {
  const link = find<HTMLAnchorElement>(".pace-go");
  const isStale = link?.getAttribute("href") !== place.path;
  if (link) link.href = place.path;
  showHow(place.path);
  if (!follows()) return isStale;
  if (location.pathname !== place.path) goTo(place.path);
  else if (known ? known.visit !== place.visit || known.moves + 1 !== place.moves : place.moves !== 0) beginAnew(place);
  else {
    perform(place);
    look(place);
  }
  return isStale;
}

/** Goes to another page, unless something would be lost that is typed into this one. */
function goTo(path: string): void {
  if (!isFilledIn()) location.assign(path);
}

/** What was done with the exhibits here is not what the leader has done: only a fresh page is. */
function beginAnew(place: Place): void {
  if (known && known.acts + place.acts.length === 0) {
    known = { visit: place.visit, moves: place.moves, acts: 0 };
    look(place);
  } else if (isFilledIn()) look(place);
  else location.reload();
}

function perform(place: Place): void {
  known = { visit: place.visit, moves: place.moves, acts: (known?.acts ?? 0) + place.acts.length };
  for (const act of place.acts) queue = queue.then(() => performSoon(act));
}

/** Does with a control what the leader did; an exhibit that is still being fetched is waited for. */
async function performSoon(act: Act): Promise<void> {
  for (let wait = 0; wait < MOST_WAITS; wait += 1) {
    const control = controlOf(act);
    if (control) return operate(control, act);
    await new Promise((done) => setTimeout(done, WAIT_MILLISECONDS));
  }
}

function operate(control: HTMLElement, { kind, value }: Act): void {
  control.closest("[data-exhibit]")?.scrollIntoView({ block: "nearest", behavior: calm() ? "auto" : "smooth" });
  if (kind === "click") return control.click();
  if (control instanceof HTMLInputElement && (control.type === "radio" || control.type === "checkbox"))
    control.checked = value === "true";
  else (control as HTMLInputElement).value = value;
  control.dispatchEvent(new Event(kind, { bubbles: true }));
}

function look({ block, anchor = "" }: Place): void {
  if (seen === `${block} ${anchor}`) return;
  seen = `${block} ${anchor}`;
  const all = blocks();
  const part = all[block];
  for (const each of all) each.classList.toggle("led-here", each === part);
  // A passage may begin before the section that is shown, and go on in it: then the section's title is looked for.
  const title = anchor ? document.getElementById(anchor) : null;
  const place = title && part?.contains(title) ? title : part;
  place?.scrollIntoView({ block: "start", behavior: calm() ? "auto" : "smooth" });
}

function isAlone(): boolean {
  return sessionStorage.getItem(ALONE) === "yes";
}

function follows(): boolean {
  return !isAlone() && isRead();
}

function isRead(): boolean {
  return READ.has(document.body.dataset["page"] ?? "");
}

/** Says how this page follows: it does, it stays because of what is typed or done on it, or its reader is alone. */
function showHow(path: string | undefined): void {
  const part = find("#pace-follow");
  if (!part) return;
  if (part.childElementCount === 0) sessionStorage.removeItem(ALONE); // the next time somebody leads, all follow
  const alone = isAlone();
  for (const each of part.querySelectorAll<HTMLElement>(".pace-again")) each.hidden = !alone;
  const stays = !isRead() || (path !== undefined && path !== location.pathname && isFilledIn());
  const how = alone ? "alone" : stays ? "staying" : "following";
  for (const each of part.querySelectorAll<HTMLElement>(".following, .staying, .alone"))
    each.hidden = !each.classList.contains(how);
  for (const each of part.querySelectorAll<HTMLElement>(".pace-alone")) each.hidden = alone;
}

/** The two buttons: to look around alone, and to follow again. */
export function lookAround(event: Event): void {
  const button = event.target instanceof Element ? event.target.closest(".pace-alone, .pace-again") : null;
  if (!button) return;
  const alone = button.classList.contains("pace-alone");
  sessionStorage.setItem(ALONE, alone ? "yes" : "no");
  const path = find<HTMLAnchorElement>(".pace-go")?.getAttribute("href") ?? undefined;
  showHow(path);
  if (!alone && path && isRead() && !isFilledIn()) location.assign(path);
  else find(alone ? ".pace-again" : ".pace-alone")?.focus();
}
