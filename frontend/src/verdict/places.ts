/** The places in code that evidence names, as ways into the editor. */
import { h } from "../page/dom.ts";

export type Jump = (file: string, line: number) => void;

/** Makes a button of each place that has none yet. */
export function linkPlaces(within: HTMLElement, jump: Jump): void {
  for (const place of within.querySelectorAll<HTMLElement>("[data-line]:not(button)")) {
    const { file = "", line = "" } = place.dataset;
    const button = h(
      "button",
      { type: "button", class: "jump", "data-file": file, "data-line": line },
      place.textContent,
    );
    button.addEventListener("click", () => jump(file, Number(line)));
    place.replaceWith(button);
  }
}
