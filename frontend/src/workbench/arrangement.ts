/**
 * How this browser's user has arranged the workbench. The page's root holds it, where look.ts has put what was stored;
 * the style sheet reads it there, and every change is stored again.
 */
import { attempt } from "../live/kept.ts";

export type Pane = "task" | "evidence";

/** What can be switched: a pane that is closed, long lines that wrap, the question mark that does nothing. */
export type Switch = `no-${Pane}` | "wrap" | "no-mark";

const SWITCHES: Switch[] = ["no-task", "no-evidence", "wrap", "no-mark"];
const SIZES = ["task", "evidence", "code"] as const;
type Size = (typeof SIZES)[number];

/** In rem. */
export const CODE_SIZES = [0.6875, 0.75, 0.8125, 0.875, 1, 1.125, 1.25, 1.5, 1.75, 2];
const CODE_SIZE = 0.8125;

const root = document.documentElement;

export function isOn(name: Switch): boolean {
  return root.hasAttribute(`data-${name}`);
}

export function turn(name: Switch, on: boolean): void {
  root.toggleAttribute(`data-${name}`, on);
  store();
}

/** The width that a pane was given, in pixels; null for that of the style sheet. */
export function widthOf(pane: Pane): number | null {
  return read(pane);
}

export function setWidth(pane: Pane, pixels: number | null): void {
  write(pane, pixels === null ? null : `${Math.round(pixels)}px`);
}

/** Goes to the next size of code, up or down; returns whether there is one beyond it. */
export function stepCodeSize(step: 1 | -1): boolean {
  const now = CODE_SIZES.findLastIndex((size) => size <= (read("code") ?? CODE_SIZE));
  const next = Math.min(Math.max(now + step, 0), CODE_SIZES.length - 1);
  write("code", CODE_SIZES[next] === CODE_SIZE ? null : `${CODE_SIZES[next]}rem`);
  return CODE_SIZES[next + step] !== undefined;
}

function read(name: Size): number | null {
  const value = Number.parseFloat(root.style.getPropertyValue(`--${name}-size`));
  return Number.isNaN(value) ? null : value;
}

function write(name: Size, value: string | null): void {
  if (value === null) root.style.removeProperty(`--${name}-size`);
  else root.style.setProperty(`--${name}-size`, value);
  store();
}

function store(): void {
  const sizes = SIZES.flatMap((name) => (read(name) === null ? [] : [[name, read(name)]]));
  const switches = SWITCHES.flatMap((name) => (isOn(name) ? [[name, true]] : []));
  attempt(() => localStorage.setItem("workbench", JSON.stringify(Object.fromEntries([...sizes, ...switches]))));
}
