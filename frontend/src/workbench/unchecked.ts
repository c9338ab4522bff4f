/** The marks of the phase find that are not checked yet: their tab keeps them, so that a reload loses none. */
import { attempt } from "../live/kept.ts";
import type { FindData, Mark } from "../live/work.ts";
import { meta } from "../page/dom.ts";

export type Unchecked = Pick<Mark, "file" | "first" | "last" | "cwe">;

export function keepUnchecked(lab: string, marks: Unchecked[]): void {
  const kept = marks.map(({ file, first, last, cwe }) => ({ file, first, last, cwe }));
  attempt(() =>
    kept.length > 0 ? sessionStorage.setItem(keyOf(lab), JSON.stringify(kept)) : sessionStorage.removeItem(keyOf(lab)),
  );
}

/** Returns those that still fit the page: its files and weaknesses may be others by now, and marks checked elsewhere. */
export function keptUnchecked(data: FindData): Unchecked[] {
  const kept: unknown = attempt(() => JSON.parse(sessionStorage.getItem(keyOf(data.lab)) ?? "[]"));
  if (!Array.isArray(kept)) return [];
  return kept.filter((mark): mark is Unchecked => isMark(mark) && fits(mark, data) && !isChecked(mark, data.marks));
}

export function isSamePlace(one: Unchecked, other: Unchecked): boolean {
  return one.file === other.file && one.first === other.first && one.last === other.last;
}

function isMark(value: unknown): value is Unchecked {
  const mark = value as Partial<Record<keyof Unchecked, unknown>> | null;
  return (
    typeof mark?.file === "string" &&
    Number.isInteger(mark.first) &&
    Number.isInteger(mark.last) &&
    typeof mark.cwe === "string"
  );
}

function fits(mark: Unchecked, data: FindData): boolean {
  const lines = data.files.find(({ path }) => path === mark.file)?.text.split("\n").length ?? 0;
  const isNamed = mark.cwe === "" || data.choices.some(({ cwe }) => cwe === mark.cwe);
  return isNamed && mark.first >= 1 && mark.first <= mark.last && mark.last <= lines;
}

function isChecked(mark: Unchecked, checked: Mark[]): boolean {
  return checked.some((each) => isSamePlace(each, mark) && (each.right || each.cwe === mark.cwe));
}

/** Of each learner its own, since two may use a tab one after the other. */
function keyOf(lab: string): string {
  return `marks/${meta("learner")}/${lab}`;
}
