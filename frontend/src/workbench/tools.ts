/** The bar below the editor: how code is shown, what is wrong with its syntax, and which keys there are. */
import type { Files } from "../editor/editor.ts";
import type { SyntaxProblem } from "../editor/syntax.ts";
import { find, h, need } from "../page/dom.ts";
import { translate } from "../page/words.ts";
import { isOn, stepCodeSize, turn } from "./arrangement.ts";
import { reveal, startPanes } from "./panes.ts";
import { type Phase, startShortcuts } from "./shortcuts.ts";

export function startTools(files: Files, phase: Phase): void {
  if (!find(".editor-bar")) return; // the page of the look shows a search without its bar
  startPanes();
  startShortcuts(phase);
  startOpeners();
  const wrap = need<HTMLButtonElement>("#wrap");
  wrap.setAttribute("aria-pressed", String(isOn("wrap")));
  wrap.addEventListener("click", () => {
    turn("wrap", !isOn("wrap"));
    wrap.setAttribute("aria-pressed", String(isOn("wrap")));
    files.setWrap(isOn("wrap"));
  });
  const steps = [-1, 1] as const;
  for (const step of steps) {
    const button = need<HTMLButtonElement>(step < 0 ? "#smaller" : "#larger");
    const other = need<HTMLButtonElement>(step < 0 ? "#larger" : "#smaller");
    button.addEventListener("click", () => {
      // It keeps the keyboard when there is no further size.
      button.setAttribute("aria-disabled", String(!stepCodeSize(step)));
      other.removeAttribute("aria-disabled");
      files.measure();
    });
  }
}

/** A choice in a menu closes the menu, unless one presses it several times; one may go to a tab beside the code. */
function startOpeners(): void {
  document.addEventListener("click", (event) => {
    const choice =
      event.target instanceof Element
        ? event.target.closest<HTMLElement>(".menu :is(a, button):not([data-step])")
        : null;
    if (!choice) return;
    choice.closest<HTMLElement>("[popover]")?.hidePopover();
    const tab = choice.dataset["tab"] && find(`#${choice.dataset["tab"]}`);
    if (!tab) return;
    reveal("evidence");
    tab.click();
    tab.focus();
  });
}

/** Names the first problem of the file that is shown, and goes to its line when pressed. */
export function tellSyntax(problem: SyntaxProblem | null, go: (line: number) => void): void {
  const place = need("#syntax");
  if (place.dataset["line"] === String(problem?.line ?? "") && place.textContent?.endsWith(problem?.message ?? ""))
    return;
  place.dataset["line"] = String(problem?.line ?? "");
  if (!problem) return place.replaceChildren();
  const words = translate("Line %(line)s: %(message)s", { line: problem.line, message: problem.message });
  const button = h("button", { type: "button", class: "text" }, words);
  button.addEventListener("click", () => go(problem.line));
  place.replaceChildren(button);
}
