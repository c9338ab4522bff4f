/**
 * One voice for what happens to the class: a live region that is on every page from the start, and speaks politely.
 *
 * An element with `data-said` is spoken of once, when it comes; `data-said-key` tells it from another with the same words.
 * What was on the page before this one has been spoken there, so following a link repeats nothing.
 */
import { find } from "./dom.ts";

const REGION = "#class-voice";
const SPOKEN = "class-voice-spoken";
const TOGETHER_MILLISECONDS = 150;
const COVERED_MILLISECONDS = 1000;

let known = new Set<string>();
let waiting: { text: string; key: string | null }[] = [];
let timer = 0;

/** Speaks of what has come to the class since the page before; other parts of the page are read as the page is. */
export function startVoice(): void {
  const before = stored();
  const elsewhere = [...said()].filter(({ element }) => !element.closest("#pace")).map(({ key }) => key);
  known = new Set([...(before ?? keys()), ...elsewhere]);
  speakNews();
}

/** Speaks of each element that has come and says something; call it when parts of the page were exchanged. */
export function speakNews(): void {
  for (const { key, text } of said()) if (!known.has(key)) say(text, key);
  known = keys();
  store(known);
}

/** Speaks of one thing; of what `key` names only if it is still on the page when its turn comes. */
export function say(text: string, key: string | null = null): void {
  waiting.push({ text, key });
  window.clearTimeout(timer);
  timer = window.setTimeout(flush, TOGETHER_MILLISECONDS);
}

function flush(): void {
  const region = find(REGION);
  if (!region) return;
  // A modal dialog takes all else out of the tree, this region included.
  if (find("dialog[open].eyes-up")) {
    timer = window.setTimeout(flush, COVERED_MILLISECONDS);
    return;
  }
  const here = keys();
  region.replaceChildren(
    ...waiting
      .filter(({ key }) => key === null || here.has(key))
      .map(({ text }) => {
        const line = document.createElement("p");
        line.textContent = text;
        return line;
      }),
  );
  waiting = [];
}

interface Said {
  element: HTMLElement;
  key: string;
  text: string;
}

function* said(): Iterable<Said> {
  for (const element of document.querySelectorAll<HTMLElement>("[data-said]")) {
    const text = (element.dataset["said"] ?? "").trim();
    if (text) yield { element, text, key: element.dataset["saidKey"] ?? text };
  }
}

function keys(): Set<string> {
  return new Set([...said()].map(({ key }) => key));
}

/** What the page before has spoken of; null for the first page of a tab. */
function stored(): string[] | null {
  try {
    return JSON.parse(sessionStorage.getItem(SPOKEN) ?? "null") as string[] | null;
  } catch {
    return null; // no storage: nothing is repeated, and what came between two pages is not spoken
  }
}

function store(spoken: Set<string>): void {
  try {
    sessionStorage.setItem(SPOKEN, JSON.stringify([...spoken]));
  } catch {
    // as above
  }
}
