/**
 * Fits what is on a slide into it: smaller letters first, and where they would be too small to be read from afar, a
 * further slide. All is measured at one size, 1280 × 720, so that every window has the same slides.
 */
import { h } from "../page/dom.ts";

const SCALES = [1, 0.93, 0.86, 0.8];
const SMALLEST_CODE_PIXELS = 15;
const ZOOMS = [1.7, 1.6, 1.5, 1.4, 1.3, 1.2, 1.1, 1, 0.9, 0.8, 0.7, 0.6];
/** What a question, or a single part that cannot be cut, may come to. */
const LAST_SCALES = [0.74, 0.68, 0.62];
/** How many lines of code may go to the next slide so that the cut is at a blank line. */
const MOST_ROWS_BACK = 6;
/** Of how many lines of code a slide is at least, if that many are there to be moved. */
const LEAST_ROWS = 4;
const MOST_SLIDES = 400;

/** Waits for the fonts, without which nothing can be measured. */
export async function fontsLoaded(): Promise<void> {
  const fonts = ["600 44px Grenze", "400 30px 'Hanken Grotesk'", "700 30px 'Hanken Grotesk'"];
  const mono = ["400 20px 'Commit Mono'", "700 20px 'Commit Mono'"];
  await Promise.allSettled([...fonts, ...mono].map((font) => document.fonts.load(font)));
}

/** Fits all slides of a deck, and numbers those that there are then. */
export function fitDeck(deck: HTMLElement): HTMLElement[] {
  deck.classList.add("measured");
  const waiting = slidesOf(deck);
  for (let slide = waiting.shift(), made = 0; slide && made < MOST_SLIDES; slide = waiting.shift(), made += 1) {
    const rest = fitSlide(slide);
    if (rest) waiting.unshift(rest);
  }
  const slides = slidesOf(deck);
  slides.forEach(number);
  count(slides);
  return slides;
}

/** Says on each slide of a section which of its slides it is. */
function count(slides: HTMLElement[]): void {
  const counted = slides.filter((slide) => !slide.matches(".is-title, .is-labs"));
  for (const slide of counted) {
    const section = counted.filter((each) => each.dataset["anchor"] === slide.dataset["anchor"]);
    const title = slide.querySelector(".slide-title");
    title?.querySelector(".count")?.remove();
    if (section.length > 1)
      title?.append(h("span", { class: "count" }, `${section.indexOf(slide) + 1}/${section.length}`));
  }
}

export function slidesOf(deck: HTMLElement): HTMLElement[] {
  return [...deck.querySelectorAll<HTMLElement>(".slide")];
}

function number(slide: HTMLElement, index: number): void {
  slide.id = `slide-${index + 1}`;
  const title = slide.querySelector("h1, h2");
  if (title) title.id = `slide-${index + 1}-title`;
  slide.setAttribute("aria-labelledby", `slide-${index + 1}-title`);
  const place = slide.querySelector(".slide-number");
  if (place) place.textContent = String(index + 1);
}

/** Fits one slide; returns the slide that was made of what did not fit. */
export function fitSlide(slide: HTMLElement): HTMLElement | null {
  const body = slide.querySelector<HTMLElement>(".slide-body");
  if (!body) return null;
  slide.classList.remove("tight", "tighter", "tightest");
  for (const code of body.querySelectorAll<HTMLElement>(".codebox")) fitColumns(code);
  if (fitZoomed(body) || fitsAt(body, SCALES)) return null;
  const rest = slide.matches(".is-question, .is-exercise, .is-exhibit") ? null : cut(slide, body);
  if (!rest && !fitsAt(body, LAST_SCALES)) body.classList.add("overfull");
  return rest;
}

/** Makes an exhibit as large as it fits, as it is; returns whether the slide has one. */
function fitZoomed(body: HTMLElement): boolean {
  const place = body.querySelector<HTMLElement>(".fitted");
  if (!place) return false;
  ZOOMS.some((zoom) => {
    place.style.setProperty("zoom", String(zoom));
    return fits(body);
  });
  return true;
}

/**
 * Makes an exhibit that draws itself as large as it fits: it draws again at each width, a frame later. ``most`` is how
 * large it may be.
 */
export async function fitDrawn(place: HTMLElement, most = ZOOMS[0] as number): Promise<void> {
  const body = place.closest<HTMLElement>(".slide-body");
  if (!body) return;
  for (const zoom of ZOOMS.filter((each) => each <= most)) {
    place.style.setProperty("zoom", String(zoom));
    await frames(2);
    if (fits(body)) return;
  }
}

async function frames(count: number): Promise<void> {
  for (let each = 0; each < count; each += 1) await new Promise((done) => requestAnimationFrame(done));
}

/** Makes the letters of code as large as its longest line lets them be. */
function fitColumns(code: HTMLElement): void {
  const lines = code.querySelector<HTMLElement>(".lines");
  if (!lines) return;
  const size = Number.parseFloat(getComputedStyle(lines).fontSize);
  if (lines.scrollWidth <= lines.clientWidth) return;
  const smaller = Math.floor((size * lines.clientWidth) / lines.scrollWidth);
  code.style.setProperty("--code", `${Math.max(smaller, SMALLEST_CODE_PIXELS)}px`);
  if (lines.scrollWidth > lines.clientWidth) code.classList.add("wrapped");
}

function fitsAt(body: HTMLElement, scales: readonly number[]): boolean {
  return scales.some((scale) => {
    body.style.setProperty("--scale", String(scale));
    return fits(body);
  });
}

export function fits(body: HTMLElement): boolean {
  return body.scrollHeight <= body.clientHeight + 1 && body.scrollWidth <= body.clientWidth + 1;
}

/** Moves the end of a slide to a new one behind it; null if there is nothing that can be moved. */
function cut(slide: HTMLElement, body: HTMLElement): HTMLElement | null {
  body.style.setProperty("--scale", String(SCALES.at(-1)));
  const moved: Element[] = [];
  while (body.childElementCount > 1 && !fits(body)) moved.unshift(detachLast(body));
  if (!fits(body)) {
    const rest = body.lastElementChild ? cutPart(body, body.lastElementChild) : null;
    if (rest) moved.unshift(rest);
  } else if (moved[0]) {
    const first = moved[0];
    const rest = isDivisible(first) ? keepSome(body, first) : null;
    if (rest) moved[0] = rest;
    else while (body.childElementCount > 1 && leadsIn(body.lastElementChild)) moved.unshift(detachLast(body));
  }
  if (moved.length === 0) return null;
  fitsAt(body, SCALES);
  return behind(slide, moved);
}

function detachLast(body: HTMLElement): Element {
  const last = body.lastElementChild as Element;
  last.remove();
  return last;
}

function leadsIn(part: Element | null): boolean {
  return part !== null && (part.matches(".prose:has(> h3)") || /:\s*$/.test(part.textContent ?? ""));
}

function isDivisible(part: Element): boolean {
  return part.matches("ul:not(.slide-elements), ol:not(.slide-choices)");
}

/** Puts back of a list what still fits; null if none of it does. */
function keepSome(body: HTMLElement, list: Element): Element | null {
  body.append(list);
  const rest = cutPart(body, list, 0);
  if (rest && list.childElementCount === 0) {
    list.remove();
    return null;
  }
  return rest;
}

/** Cuts a list, a table or code where it stops fitting; null if it cannot be cut. */
function cutPart(body: HTMLElement, part: Element, least = 1): Element | null {
  const rows = rowsOf(part);
  if (!rows || rows.childElementCount < 2) return null;
  const taken: Element[] = [];
  while (rows.childElementCount > least && !fits(body)) taken.unshift(detachLast(rows as HTMLElement));
  if (rows.lastElementChild && isBefore(rows.lastElementChild, taken[0]))
    taken.unshift(detachLast(rows as HTMLElement));
  if (taken.length === 0) return null;
  const isCode = part.matches(".codebox");
  while (isCode && taken.length < LEAST_ROWS && rows.childElementCount > LEAST_ROWS)
    taken.unshift(detachLast(rows as HTMLElement));
  if (isCode && rows.lastElementChild && isBefore(rows.lastElementChild, taken[0]))
    taken.unshift(detachLast(rows as HTMLElement));
  const gap = [...rows.children].slice(-MOST_ROWS_BACK).findLast(isBlank);
  while (gap && rows.lastElementChild !== gap) taken.unshift(detachLast(rows as HTMLElement));
  for (const row of taken.slice(
    0,
    taken.findIndex((each) => !isBlank(each)),
  ))
    (row as HTMLElement).hidden = true;
  const rest = part.cloneNode(true) as Element;
  const place = rowsOf(rest);
  place?.replaceChildren(...taken);
  if (rest instanceof HTMLOListElement) rest.start = (part as HTMLOListElement).start + rows.childElementCount;
  return rest;
}

/** A blank line of code: the place to cut at. */
function isBlank(row: Element): boolean {
  return row.querySelector("code")?.textContent?.trim() === "";
}

/** Whether a line of code must not be parted from what is below it, its note. */
function isBefore(line: Element, next: Element | undefined): boolean {
  return next?.classList.contains("note") === true && !line.classList.contains("note");
}

function rowsOf(part: Element): Element | null {
  if (isDivisible(part)) return part;
  return part.querySelector(":scope .lines > ol, :scope > table > tbody, :scope > ul, :scope > ol");
}

/** Makes the slide that goes on where another one is full. */
function behind(slide: HTMLElement, parts: Element[]): HTMLElement {
  const next = slide.cloneNode(true) as HTMLElement;
  const [key = "", piece = "0"] = (slide.dataset["key"] ?? "").split(".");
  next.dataset["key"] = `${key}.${Number(piece) + 1}`;
  const body = next.querySelector<HTMLElement>(".slide-body");
  for (const part of parts) part.removeAttribute("data-step"); // it is shown by turning to its slide
  body?.replaceChildren(...parts);
  body?.style.removeProperty("--scale");
  slide.after(next);
  return next;
}
