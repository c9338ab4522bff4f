/** The exhibit "Poison the pipeline": changes of a workflow to switch, and which attacks on it still work. */
import { answer, bits, type Exhibit, h, outcomes, switches } from "quintain/exhibits";

interface PipelineData {
  changes: string[];
  attacks: string[];
  sets: boolean[][];
}

export default function pipeline(data: PipelineData, name: string, redraw: () => void): Exhibit {
  const on = data.changes.map(() => false);
  const result = answer();
  const rows = h("div", {});
  const changes = switches(`${name}-changes`, "Changes of the workflow", data.changes, on, redraw);
  return {
    parts: [
      h("div", { class: "exhibit-controls" }, h("div", { class: "typed" }, changes.element), result.element),
      rows,
    ],
    draw() {
      changes.show();
      const works = data.sets[bits(on)] ?? [];
      const open = works.filter(Boolean).length;
      result.show(`${open} of ${data.attacks.length}`, "attacks work", open > 0 ? "danger" : "sound");
      rows.replaceChildren(
        outcomes(
          data.attacks.map((attack, index) => ({
            title: attack.charAt(0).toUpperCase() + attack.slice(1),
            state: works[index] ? "works" : "fails",
            kind: works[index] ? "harm" : "sound",
          })),
        ),
      );
    },
  };
}
