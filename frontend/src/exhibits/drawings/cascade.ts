/** The exhibit "One password, 429,612 people": the steps of a breach, and where one guard would have ended it. */
import { h, icon } from "../../page/dom.ts";
import { answer, type Exhibit, segments } from "../kit.ts";

interface Step {
  id: string;
  needs: string;
  when: string;
  what: string;
  guard: string;
  people: number;
  gain: string;
}

interface CascadeData {
  steps: Step[];
  walks: { guard: string; reached: string[]; people: number }[];
}

const grouped = (value: number) => value.toLocaleString("en-GB");

export default function cascade(data: CascadeData, name: string, redraw: () => void): Exhibit {
  let chosen = data.walks[0];
  const result = answer();
  const list = h("ol", { class: "cascade" });
  const guards = segments(
    "What was in place",
    `${name}-guard`,
    data.walks.map((walk) => ({ value: walk, label: walk.guard || "nothing, as it was" })),
    chosen,
    (walk) => {
      chosen = walk;
      redraw();
    },
  );
  guards.classList.add("standing");
  return {
    parts: [h("div", { class: "exhibit-controls cascade-controls" }, guards, h("div", {}), result.element), list],
    draw() {
      if (!chosen) return;
      const { guard, reached, people } = chosen;
      result.show(
        grouped(people),
        `people hit; ${reached.length} of ${data.steps.length} steps went through`,
        people === 0 ? "sound" : "danger",
      );
      list.replaceChildren(...data.steps.map((step) => drawStep(step, data.steps, reached, guard)));
    },
  };
}

function drawStep(step: Step, steps: Step[], reached: string[], guard: string): HTMLElement {
  const came = reached.includes(step.id);
  const stopped = step.guard === guard && (step.needs === "" || reached.includes(step.needs));
  let depth = 0;
  for (let needs = step.needs; needs; needs = steps.find((each) => each.id === needs)?.needs ?? "") depth += 1;
  const state = came
    ? h(
        "span",
        { class: "harm" },
        icon("swords"),
        step.people ? ` ${grouped(step.people)} ${step.gain}` : " went through",
      )
    : stopped
      ? h("span", { class: "sound" }, icon("shield"), ` stopped by ${guard}`)
      : h("span", { class: "second" }, "never reached");
  const item = h(
    "li",
    { class: came ? "came" : stopped ? "stopped" : "spared" },
    h("b", {}, step.what),
    h("span", { class: "cascade-state" }, step.when && h("span", { class: "second" }, step.when), state),
  );
  item.style.setProperty("--depth", String(depth));
  return item;
}
