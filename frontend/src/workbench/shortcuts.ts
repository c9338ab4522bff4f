/** The list of all keys that do something, in a dialog. Keys are written as the editor's key bindings write them. */
import { find, h, need } from "../page/dom.ts";
import { isMac, isWriting } from "../page/keys.ts";
import { translate } from "../page/words.ts";
import { isOn, turn } from "./arrangement.ts";

export type Phase = "find" | "break" | "fix";

export interface Shortcut {
  keys: string[];
  /** On a Mac, if other keys. */
  mac?: string[];
  words: string;
}

export interface Group {
  title: string;
  shortcuts: Shortcut[];
}

/** The keys of a page; `has` tells whether it has an element. */
export function shortcuts(phase: Phase, has: (selector: string) => boolean): Group[] {
  return [
    { title: translate("On this page"), shortcuts: [...ofPhase(phase, has("#stop")), ...everywhere()] },
    { title: translate("On a divider between two panes"), shortcuts: ofDividers() },
    { title: translate("In the editor"), shortcuts: [...(phase === "find" ? marking() : writing()), ...reading()] },
    ...(has("#tab-terminal")
      ? [
          {
            title: translate("In the terminal"),
            shortcuts: [{ keys: ["Shift-Tab"], words: translate("leave the terminal") }],
          },
        ]
      : []),
  ];
}

function ofPhase(phase: Phase, stops: boolean): Shortcut[] {
  const submit = ["Mod-Enter"];
  if (phase === "find") return [{ keys: submit, words: translate("check my marks") }];
  if (phase === "break")
    return [
      { keys: submit, words: translate("run the exploit") },
      ...(stops ? [{ keys: ["Mod-Shift-Enter"], words: translate("stop the exploit") }] : []),
    ];
  return [
    { keys: submit, words: translate("judge my fix") },
    { keys: ["Mod-Shift-Enter"], words: translate("run the tests") },
  ];
}

function everywhere(): Shortcut[] {
  return [
    { keys: ["?"], words: translate("show this list, outside of text fields") },
    { keys: ["Mod-k"], words: translate("search the course, outside of text fields") },
  ];
}

function ofDividers(): Shortcut[] {
  return [
    { keys: ["ArrowLeft", "ArrowRight"], words: translate("move it") },
    { keys: ["Home", "End"], words: translate("make the pane as narrow or as wide as it can be") },
    { keys: ["Enter"], words: translate("close or open the pane") },
  ];
}

function marking(): Shortcut[] {
  return [{ keys: ["m"], words: translate("mark the line, or the selected lines") }];
}

function writing(): Shortcut[] {
  return [
    { keys: ["Tab", "Shift-Tab"], words: translate("indent the line more, or less") },
    { keys: ["Mod-z"], words: translate("undo") },
    { keys: ["Mod-y", "Ctrl-Shift-z"], mac: ["Mod-Shift-z"], words: translate("redo") },
    { keys: ["Mod-/"], words: translate("make the line a comment, or no comment") },
    { keys: ["Alt-ArrowUp", "Alt-ArrowDown"], words: translate("move the line") },
    { keys: ["Shift-Alt-ArrowUp", "Shift-Alt-ArrowDown"], words: translate("copy the line") },
    { keys: ["Shift-Mod-k"], words: translate("delete the line") },
    { keys: ["Mod-]", "Mod-["], words: translate("indent the line more, or less") },
    { keys: ["Mod-Alt-\\"], words: translate("indent the selection again") },
    { keys: ["Alt-A"], mac: ["Ctrl-A"], words: translate("make the selection a comment, or no comment") },
  ];
}

function reading(): Shortcut[] {
  return [
    { keys: ["Escape", "Tab"], words: translate("leave the editor: one key after the other") },
    { keys: ["Ctrl-m"], mac: ["Shift-Alt-m"], words: translate("have Tab leave the editor, or indent again") },
    { keys: ["Mod-f"], words: translate("search, and replace where you can write") },
    { keys: ["Mod-g", "F3"], words: translate("next match; with Shift, the one before") },
    { keys: ["Mod-Alt-g"], words: translate("go to a line") },
    { keys: ["Mod-d"], words: translate("select the next match, too") },
    { keys: ["Mod-Shift-l"], words: translate("select all matches of the selection") },
    { keys: ["Alt-l"], mac: ["Ctrl-l"], words: translate("select the line") },
    { keys: ["Mod-i"], words: translate("select the expression around the selection") },
    { keys: ["Mod-Alt-ArrowUp", "Mod-Alt-ArrowDown"], words: translate("one more cursor, above or below") },
    {
      keys: ["Alt-ArrowLeft", "Alt-ArrowRight"],
      mac: ["Ctrl-ArrowLeft", "Ctrl-ArrowRight"],
      words: translate("move by one part of an expression"),
    },
    { keys: ["Shift-Mod-\\"], words: translate("go to the bracket's partner") },
    { keys: ["Mod-u"], words: translate("go back to the selection before") },
    { keys: ["Alt-u"], mac: ["Mod-Shift-u"], words: translate("and forward again") },
  ];
}

/** Names the keys of a binding as they are on the keyboard. */
export function keysOf(binding: string, mac = isMac): string[] {
  const names: Record<string, string> = {
    Mod: mac ? "⌘" : "Ctrl",
    Alt: mac ? "⌥" : "Alt",
    Escape: "Esc",
    ArrowLeft: "←",
    ArrowRight: "→",
    ArrowUp: "↑",
    ArrowDown: "↓",
  };
  const parts = binding.split(/-(?=.)/);
  const key = parts.at(-1) ?? "";
  const shifted = /^[A-Z]$/.test(key) ? ["Shift"] : [];
  return [...parts.slice(0, -1), ...shifted, key].map(
    (part) => names[part] ?? (part.length === 1 ? part.toUpperCase() : part),
  );
}

export function startShortcuts(phase: Phase): void {
  const dialog = need<HTMLDialogElement>("#shortcuts");
  need("#shortcut-list").replaceChildren(...shortcuts(phase, (selector) => find(selector) !== null).map(drawGroup));
  const mark = need<HTMLInputElement>("#question-mark");
  mark.checked = !isOn("no-mark");
  mark.addEventListener("change", () => turn("no-mark", !mark.checked));
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-shortcuts]") : null;
    if (!button) return;
    dialog.showModal();
  });
  addEventListener("keydown", (event) => {
    if (event.key !== "?" || isOn("no-mark") || event.defaultPrevented || isWriting(event.target)) return;
    if (event.ctrlKey || event.metaKey || event.altKey || find("dialog[open]")) return;
    event.preventDefault();
    dialog.showModal();
  });
}

function drawGroup({ title, shortcuts }: Group): HTMLElement {
  const rows = shortcuts.map(({ keys, mac, words }) => {
    const bindings = (isMac && mac) || keys;
    const drawn = bindings.flatMap((binding, index) => [
      index > 0 && " ",
      h("span", { class: "keys" }, ...keysOf(binding).flatMap((key, at) => [at > 0 && " ", h("kbd", {}, key)])),
    ]);
    return h("div", {}, h("dt", {}, ...drawn), h("dd", {}, words));
  });
  return h("section", {}, h("h3", {}, title), h("dl", {}, ...rows));
}
