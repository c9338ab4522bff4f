/** The pages of an arena: a socket tells that something is new, and the page asks for its parts. */
import { Asking } from "../live/asking.ts";
import { find } from "./dom.ts";
import { forgetCounts } from "./pace.ts";
import { withoutTokens } from "./parsing.ts";

/** What the board has shown already; null before it has shown anything. */
let seen: Set<string> | null = null;

export function startArena(): void {
  if (!find("#arena")) return;
  new Asking<unknown>("#arena", {
    hear: () => true,
    isSame: (old, fresh) => comparable(old) === comparable(fresh),
    shown: markNews,
  }).start();
}

function comparable(part: HTMLElement): string {
  const copy = withoutTokens(part);
  forgetCounts(copy);
  for (const each of copy.querySelectorAll(".is-news")) {
    each.classList.remove("is-news");
    if (each.classList.length === 0) each.removeAttribute("class");
  }
  return copy.outerHTML;
}

/** Sets off what has come to the board since it was last shown. */
function markNews(): void {
  const rows = [...document.querySelectorAll<HTMLElement>("#arena-board [data-key]")];
  const keys = new Set(rows.map((row) => row.dataset["key"] ?? ""));
  for (const row of rows) if (seen && !seen.has(row.dataset["key"] ?? "")) row.classList.add("is-news");
  if (!seen || [...keys].some((key) => !seen?.has(key))) seen = keys;
}
