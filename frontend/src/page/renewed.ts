/** Elements with an id that are marked data-renewed: fetched again every few seconds, for as long as the mark is there. */
import { parse } from "./parsing.ts";

const SECONDS = 10;

export function startRenewed(): void {
  const old = document.querySelector<HTMLElement>("[data-renewed][id]");
  if (old) setTimeout(() => void renew(old.id), SECONDS * 1000);
}

async function renew(id: string): Promise<void> {
  try {
    const answer = document.hidden ? undefined : await fetch(location.pathname, { redirect: "error" });
    if (answer?.status === 404) return;
    if (answer?.ok) show(id, await answer.text());
  } catch {
    // The server is away, or the session has ended: asked again later, and the page says what it said.
  }
  startRenewed();
}

function show(id: string, html: string): void {
  const [old, fresh] = [document.getElementById(id), parse(html).getElementById(id)];
  if (!old || !fresh || old.textContent === fresh.textContent) return;
  // The element itself stays, so that a screen reader reads what is new in it.
  old.toggleAttribute("data-renewed", fresh.hasAttribute("data-renewed"));
  old.replaceChildren(...document.importNode(fresh, true).childNodes);
}
