/** The buttons that show what an attack did to the original code, wherever they stand. */
import { need } from "./dom.ts";

export function startBeside(): void {
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-beside]") : null;
    if (!button) return;
    const opens = button.getAttribute("aria-expanded") !== "true";
    button.setAttribute("aria-expanded", String(opens));
    need(`#${button.getAttribute("aria-controls")}`).hidden = !opens;
  });
}
