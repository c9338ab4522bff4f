/** The page that searches the offline edition; `search-data.js`, which is loaded before it, has all sections. */
import { h, need } from "../page/dom.ts";
import { createSearch, type Entry, type Found } from "./finding.ts";

const PAUSE_MILLISECONDS = 120;
const MOST = 50;

declare global {
  var quintainSections: Entry[] | undefined;
}

addEventListener("DOMContentLoaded", start);

function start(): void {
  const search = createSearch(globalThis.quintainSections ?? []);
  const field = need<HTMLInputElement>("#q");
  const show = () => draw(field.value, search(field.value));
  let timer = 0;
  field.value = new URLSearchParams(location.search).get("q") ?? "";
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(show, PAUSE_MILLISECONDS);
  });
  need("#search").addEventListener("submit", (event) => {
    event.preventDefault();
    show();
  });
  if (field.value) show();
  else field.focus();
}

function draw(words: string, found: Found[]): void {
  need("#results").replaceChildren(...found.slice(0, MOST).map(row));
  need("#count").textContent = words.trim() ? counted(found.length) : "";
}

function counted(count: number): string {
  if (count === 0) return "Nothing was found. Try a shorter word, or another one.";
  if (count > MOST) return `${count} places were found. The best ${MOST} are listed.`;
  return count === 1 ? "One place was found." : `${count} places were found.`;
}

function row({ entry, excerpt }: Found): HTMLLIElement {
  const title = entry.heading ? `${entry.title}: ${entry.heading}` : entry.title;
  const marked = excerpt.map(({ text, hit }) => (hit ? h("mark", {}, text) : text));
  return h(
    "li",
    {},
    h("a", { href: entry.address }, title),
    h("p", {}, h("span", { class: "tag" }, entry.kind), " ", ...marked),
  );
}
