// @vitest-environment happy-dom
import { defaultKeymap, historyKeymap, standardKeymap } from "@codemirror/commands";
import { searchKeymap } from "@codemirror/search";
import { expect, test } from "vitest";
import { isWriting } from "../../src/page/keys.ts";
import { keysOf, type Phase, shortcuts } from "../../src/workbench/shortcuts.ts";

/** Keys of ours, each with the module in which it is bound. */
const OURS = [
  "Mod-Enter",
  "Mod-Shift-Enter",
  "m",
  "Tab",
  "Shift-Tab",
  "?",
  "ArrowLeft",
  "ArrowRight",
  "Home",
  "End",
  "Mod-k",
];

function listed(phase: Phase): string[] {
  return shortcuts(phase, () => true).flatMap((group) => group.shortcuts.flatMap(({ keys }) => keys));
}

/** The editor's bindings, without the keys by which all text fields are used. */
function bound(): string[] {
  const usual = new Set(standardKeymap);
  const all = [...defaultKeymap.filter((binding) => !usual.has(binding)), ...historyKeymap, ...searchKeymap];
  return all.flatMap(({ key, linux }) => key ?? linux ?? []);
}

test("Every shortcut of the editor is listed where code is written", () => {
  expect(bound().filter((key) => !listed("fix").includes(key))).toEqual([]);
});

test("No key is listed that does nothing", () => {
  const real = [...bound(), ...OURS, "Enter"];
  for (const phase of ["find", "break", "fix"] as const)
    expect(listed(phase).filter((key) => !real.includes(key))).toEqual([]);
});

test("A page lists the keys of its own phase", () => {
  expect(listed("find")).toContain("m");
  expect(listed("find")).not.toContain("Mod-/");
  expect(listed("break")).not.toContain("m");
  const bare = shortcuts("break", () => false).flatMap((group) => group.shortcuts.flatMap(({ keys }) => keys));
  expect(bare).not.toContain("Mod-Shift-Enter");
});

test("Keys have the names that are on the keyboard", () => {
  expect(keysOf("Mod-Shift-Enter", false)).toEqual(["Ctrl", "Shift", "Enter"]);
  expect(keysOf("Alt-A", false)).toEqual(["Alt", "Shift", "A"]);
  expect(keysOf("Mod-z", true)).toEqual(["⌘", "Z"]);
  expect(keysOf("ArrowUp", false)).toEqual(["↑"]);
});

test("In a text field the question mark is text", () => {
  document.body.innerHTML =
    '<input><input type="radio"><textarea></textarea><div contenteditable="true"></div><div contenteditable="true" aria-readonly="true"></div><button>x</button>';
  expect([...document.body.children].map(isWriting)).toEqual([true, false, true, true, false, false]);
});
