/** The words, icons and states of a verdict. */
import type { Check, Outcome, Result } from "../live/wire.ts";

export const TITLES: Record<Result, string> = {
  proven: "It holds.",
  "still-open": "Still open",
  broken: "Broken",
  error: "Our judge stopped, not your code",
};

export const ICONS: Record<Result, string> = { proven: "shield-check", "still-open": "swords", broken: "unplug", error: "wrench" };

export const OUTCOME_WORDS: Record<Outcome, string> = {
  landed: "landed",
  repelled: "stopped",
  passed: "works",
  failed: "fails",
  error: "our error",
  skipped: "not tried",
  waiting: "waits",
  running: "being tried",
};

export const OUTCOME_ICONS: Partial<Record<Outcome, string>> = {
  landed: "swords",
  repelled: "shield",
  passed: "check",
  failed: "unplug",
  error: "wrench",
};

export function titleOf(check: Check): string {
  return check.held_out && !check.title.toLowerCase().startsWith("held out") ? `Held out: ${within(check.title)}` : check.title;
}

/** A title as it stands within a sentence; an abbreviation or a name such as "SQL" or "O'Brien" stays. */
export function within(title: string): string {
  return /^\p{Lu}[\p{Ll} ]/u.test(title) ? `${title.charAt(0).toLowerCase()}${title.slice(1)}` : title;
}

export function seconds(value: number): string {
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} s`;
}

export function isDone(check: Check): boolean {
  return check.outcome !== "waiting" && check.outcome !== "running";
}
