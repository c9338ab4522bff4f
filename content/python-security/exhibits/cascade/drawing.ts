/** The exhibit "One password, 429,612 people": the steps of a breach, and where one control would have ended it. */
import { answer, type Exhibit, h, icon, segments } from "quintain/exhibits";

interface Step {
  id: string;
  needs: string;
  when: string;
  what: string;
  control: string;
  people: number;
  gain: string;
}

interface CascadeData {
  steps: Step[];
  walks: { control: string; reached: string[]; people: number }[];
}

const grouped = (value: number) => value.toLocaleString("en-GB");

export default function cascade(data: CascadeData, name: string, redraw: () => void): Exhibit {
  let chosen = data.walks[0];
  const result = answer();
  const list = h("ol", { class: "cascade" });
  const controls = segments(
    "Control in place",
    `${name}-control`,
    data.walks.map((walk) => ({ value: walk, label: walk.control || "none, as it happened" })),
    chosen,
    (walk) => {
      chosen = walk;
      redraw();
    },
  );
  controls.classList.add("standing");
  return {
    parts: [h("div", { class: "exhibit-controls cascade-controls" }, controls, h("div", {}), result.element), list],
    draw() {
      if (!chosen) return;
      const { control, reached, people } = chosen;
      result.show(
        grouped(people),
        `people affected; ${reached.length} of ${data.steps.length} steps succeeded`,
        people === 0 ? "sound" : "danger",
      );
      list.replaceChildren(...data.steps.map((step) => drawStep(step, data.steps, reached, control)));
    },
  };
}

function drawStep(step: Step, steps: Step[], reached: string[], control: string): HTMLElement {
  const came = reached.includes(step.id);
  const stopped = step.control === control && (step.needs === "" || reached.includes(step.needs));
  let depth = 0;
  for (let needs = step.needs; needs; needs = steps.find((each) => each.id === needs)?.needs ?? "") depth += 1;
  const state = came
    ? h("span", { class: "harm" }, icon("swords"), step.people ? ` ${grouped(step.people)} ${step.gain}` : " succeeded")
    : stopped
      ? h("span", { class: "sound" }, icon("shield"), ` stopped: ${control}`)
      : h("span", { class: "second" }, "not reached");
  const item = h(
    "li",
    { class: came ? "came" : stopped ? "stopped" : "spared" },
    h("b", {}, step.what),
    h("span", { class: "cascade-state" }, step.when && h("span", { class: "second" }, step.when), state),
  );
  item.style.setProperty("--depth", String(depth));
  return item;
}
