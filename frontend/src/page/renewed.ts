/**
 * Elements with an id that are marked data-renewed: fetched again every few seconds, for as long as the mark is there.
 * The mark's value is the address of the fragment; without one, this page is asked.
 */
import { find } from "./dom.ts";
import { exchangeContent } from "./focus.ts";
import { parse } from "./parsing.ts";

const SECONDS = 10;

export function startRenewed(): void {
  setTimeout(() => void renewAll().finally(startRenewed), SECONDS * 1000);
}

/** Fetches one such element now. */
export function renewNow(selector: string): void {
  const old = find(selector);
  if (old) void renew(old);
}

async function renewAll(): Promise<void> {
  if (document.hidden) return;
  for (const old of document.querySelectorAll<HTMLElement>("[data-renewed][id]")) await renew(old);
}

async function renew(old: HTMLElement): Promise<void> {
  try {
    const answer = await fetch(old.dataset["renewed"] || location.pathname, { redirect: "error" });
    if (answer.status === 404) delete old.dataset["renewed"];
    else if (answer.ok) show(old.id, await answer.text());
  } catch {
    // The server is away, or the session has ended: asked again later, and the page says what it said.
  }
}

function show(id: string, html: string): void {
  const [old, fresh] = [document.getElementById(id), parse(html).getElementById(id)];
  if (!old || !fresh || isSame(old, fresh)) return;
  const mark = fresh.dataset["renewed"];
  if (mark === undefined) delete old.dataset["renewed"];
  else old.dataset["renewed"] = mark;
  exchangeContent(old, document.importNode(fresh, true).childNodes);
  old.dispatchEvent(new CustomEvent("renewed", { bubbles: true }));
}

/** Whether nothing is new in it: neither what is read, nor what its elements tell a script. */
function isSame(old: HTMLElement, fresh: HTMLElement): boolean {
  const facts = (each: HTMLElement): string =>
    JSON.stringify([...each.querySelectorAll<HTMLElement>("*")].map((one) => one.dataset));
  return old.textContent === fresh.textContent && facts(old) === facts(fresh);
}
