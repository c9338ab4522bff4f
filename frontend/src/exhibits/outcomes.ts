/** Parts that several exhibits share: switches to press, and a list of what comes of each thing. */
import { type Child, h, icon } from "../page/dom.ts";

/** A row of buttons that are on or off. */
export function switches(
  id: string,
  title: string,
  labels: Child[],
  on: boolean[],
  redraw: () => void,
): { element: HTMLElement; show: () => void } {
  const buttons = labels.map((label, index) => {
    const element = h("button", { type: "button", class: "chip" }, label);
    element.addEventListener("click", () => {
      on[index] = !on[index];
      redraw();
    });
    return element;
  });
  return {
    element: h(
      "div",
      { class: "switches" },
      h("h4", { id }, title),
      h("div", { class: "examples", role: "group", "aria-labelledby": id }, ...buttons),
    ),
    show() {
      for (const [index, element] of buttons.entries()) element.setAttribute("aria-pressed", String(on[index]));
    },
  };
}

/** The number whose bits are the switches, the first one lowest. */
export const bits = (on: boolean[]): number => on.reduce((sum, each, bit) => sum + (each ? 1 << bit : 0), 0);

export interface Outcome {
  title: Child;
  /** What comes of it, in words. */
  state: string;
  kind: "harm" | "sound" | "nothing";
  /** More about it, in a second line. */
  detail?: Child;
}

const CLASSES = { harm: "came", sound: "stopped", nothing: "spared" };

/** One row for each thing: what it is, and what comes of it. */
export function outcomes(rows: Outcome[]): HTMLElement {
  return h(
    "ol",
    { class: "cascade" },
    ...rows.map(({ title, state, kind, detail }) =>
      h(
        "li",
        { class: CLASSES[kind] },
        h("b", {}, title),
        h(
          "span",
          { class: "cascade-state" },
          h(
            "span",
            { class: kind === "nothing" ? "second" : kind },
            kind !== "nothing" && icon(kind === "harm" ? "swords" : "shield"),
            ` ${state}`,
          ),
          detail && h("span", { class: "second" }, detail),
        ),
      ),
    ),
  );
}
