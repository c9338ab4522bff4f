/** The frame in which an exhibit moves: it takes the place of the still figure. */
import { h, need } from "../page/dom.ts";

/** What an exhibit shows: controls and pictures, drawn again whenever its room or its state changes. */
export interface Exhibit {
  parts: Node[];
  /** ``width`` is what the pictures have, in CSS pixels; below STACK_BELOW they stand one below the other. */
  draw(width: number): void;
  /** Takes each state in which its height may differ, calls ``look`` in each, and comes back to the present one. */
  visitStates?(look: () => void): void;
}

/** ``redraw`` draws again at the same width, after a control has changed something. */
export type Make<Data> = (data: Data, name: string, redraw: () => void) => Exhibit;

export const STACK_BELOW = 640;

/** Puts the moving exhibit in place of the still figure; a fault leaves the figure, its caption and the table. */
export function startExhibit<Data>(place: HTMLElement, make: Make<Data>): void {
  const data = JSON.parse(need("script[type='application/json']", place).textContent ?? "null") as Data;
  const stage = h("div", { class: "stage" });
  let exhibit: Exhibit | undefined;
  let width = 0;
  // A stage that is not laid out, as in a closed fold, has no width to draw for; it is drawn once it has one.
  const redraw = () => {
    const known = width;
    width = stage.clientWidth;
    if (width === 0) return;
    if (exhibit?.visitStates && width !== known) reserveHeight(stage, exhibit, width);
    exhibit?.draw(width);
  };
  exhibit = make(data, place.dataset["exhibit"] ?? "", redraw);
  stage.append(...exhibit.parts);
  need(".stage", place).replaceWith(stage);
  new ResizeObserver(() => stage.clientWidth !== width && redraw()).observe(stage);
  redraw();
}

/** Gives the stage the height of the tallest state, so that what is below it stays where it is while it is used. */
function reserveHeight(stage: HTMLElement, exhibit: Exhibit, width: number): void {
  let tallest = 0;
  stage.setAttribute("aria-busy", "true"); // nothing of this is read out
  stage.style.minBlockSize = "";
  exhibit.visitStates?.(() => {
    exhibit.draw(width);
    tallest = Math.max(tallest, stage.offsetHeight);
  });
  stage.style.minBlockSize = `${tallest}px`;
  stage.removeAttribute("aria-busy");
}
