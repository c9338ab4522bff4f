/**
 * The search of the offline edition, in the field of its page and in that of the bar of every other; `search-data.js`,
 * which is loaded before it, has all sections and the words that a search leaves out.
 */
import { h } from "../page/dom.ts";
import { type Answer, createSearch, type Entry, type Found, type Search } from "./finding.ts";

/** Long enough that a screen reader is not told of each letter. */
const PAUSE_MILLISECONDS = 250;
const [MOST, MOST_IN_BAR] = [50, 6];
/** The folder of the edition: this script is in a folder of it. */
const home = new URL("..", (document.currentScript as HTMLScriptElement).src);

declare global {
  var quintainSections: Entry[] | undefined;
  var quintainStopWords: string[] | undefined;
}

if (document.readyState === "loading") addEventListener("DOMContentLoaded", start);
else start();

function start(): void {
  const search = createSearch(globalThis.quintainSections ?? [], globalThis.quintainStopWords ?? []);
  const field = document.querySelector<HTMLInputElement>("#q");
  const inBar = document.querySelector<HTMLInputElement>("#find");
  if (field) startPage(field, search);
  else if (inBar) startBar(inBar, search);
}

function startPage(field: HTMLInputElement, search: Search): void {
  const [count, list] = [document.querySelector("#count"), document.querySelector("#results")];
  const asked = new URLSearchParams(location.search);
  const show = (asTyped = false) => {
    const answer = search(field.value, asTyped);
    list?.replaceChildren(...answer.found.slice(0, MOST).map(row));
    count?.replaceChildren(...(field.value.trim() ? said(field.value, answer, MOST) : []));
  };
  field.value = (asked.get("q") ?? "").slice(0, field.maxLength);
  answerSoon(field, show);
  field.form?.addEventListener("submit", (event) => {
    event.preventDefault();
    show();
  });
  if (field.value) show(asked.has("typed"));
  else field.focus();
}

/** Lists the best under the bar; Enter leads to the page of all, and Escape closes the list. */
function startBar(field: HTMLInputElement, search: Search): void {
  const count = h("p", { role: "status" });
  const list = h("ol", {});
  const panel = h("div", { class: "finds", hidden: true }, count, list);
  const place = field.closest(".bar");
  field.form?.after(panel);
  const close = () => {
    panel.hidden = true;
  };
  const show = () => {
    panel.hidden = !field.value.trim();
    const answer = search(field.value);
    list.replaceChildren(...answer.found.slice(0, MOST_IN_BAR).map(row));
    count.replaceChildren(...(panel.hidden ? [] : said(field.value, answer, MOST_IN_BAR)));
  };
  answerSoon(field, show);
  place?.addEventListener("keydown", (event) => {
    if ((event as KeyboardEvent).key !== "Escape" || panel.hidden) return;
    close();
    field.focus();
  });
  addEventListener("pointerdown", (event) => {
    if (event.target instanceof Node && !place?.contains(event.target)) close();
  });
  place?.addEventListener("focusout", (event) => {
    const next = (event as FocusEvent).relatedTarget;
    if (next instanceof Node && !place.contains(next)) close();
  });
  if (field.value) show(); // it was typed while this script was loaded
}

function answerSoon(field: HTMLInputElement, show: () => void): void {
  let timer = 0;
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(show, PAUSE_MILLISECONDS);
  });
}

/** What is said of the results: what was looked for instead, with a link that searches as typed, and how many there are. */
function said(words: string, { found, partly, corrections }: Answer, most: number): (Node | string)[] {
  const corrected = corrections.map(({ typed, searched }) =>
    partly
      ? `Nothing has “${typed}”; “${searched}” was searched for. `
      : `Nothing has “${typed}”; these have “${searched}”. `,
  );
  const address = new URL(`search.html?${new URLSearchParams({ q: words, typed: "1" })}`, home);
  const link = corrections.length > 0 ? [" ", h("a", { href: address.href }, "Search as typed")] : [];
  return [...corrected, counted(found.length, partly, most), ...link];
}

function counted(count: number, partly: boolean, most: number): string {
  if (count === 0) return "Nothing was found. Try a shorter word, or another one.";
  const all = partly ? "No place has all of these words. " : "";
  const number = count === 1 ? "One place was found." : `${count} places were found.`;
  return `${all}${number}${count > most ? ` The best ${most} are listed.` : ""}`;
}

function row({ entry, excerpt }: Found): HTMLLIElement {
  const title = entry.heading ? `${entry.title}: ${entry.heading}` : entry.title;
  const marked = excerpt.map(({ text, hit }) => (hit ? h("mark", {}, text) : text));
  return h(
    "li",
    {},
    h("a", { href: new URL(entry.address, home).href }, title),
    h("p", {}, h("span", { class: "tag" }, entry.kind), " ", ...marked),
  );
}
