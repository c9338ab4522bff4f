/** The words of checks while the judge works. */
import type { Check, Outcome } from "../live/work.ts";
import { translate } from "../page/words.ts";

export const OUTCOME_WORDS: Record<Outcome, string> = {
  landed: translate("succeeded"),
  repelled: translate("stopped"),
  passed: translate("passes"),
  failed: translate("fails"),
  error: translate("our error"),
  skipped: translate("not tried"),
  waiting: translate("waits"),
  running: translate("being tried"),
};

export function titleOf(check: Check): string {
  return check.hidden
    ? translate("Hidden attack: %(title)s", { title: within(check.title.replace(/^(held out|hidden): /i, "")) })
    : check.title;
}

/** A title as it stands within a sentence; an abbreviation or a name such as "SQL" or "O'Brien" stays. */
function within(title: string): string {
  return /^\p{Lu}[\p{Ll} ]/u.test(title) ? `${title.charAt(0).toLowerCase()}${title.slice(1)}` : title;
}

export function seconds(value: number): string {
  return translate("%(seconds)s s", { seconds: value < 10 ? value.toFixed(1) : Math.round(value) });
}

export function isDone(check: Check): boolean {
  return check.outcome !== "waiting" && check.outcome !== "running";
}
