/** The exhibit "From the goal to the primitive": choose what an attacker must not do, and see which primitives are left. */
import { answer, button, type Exhibit, h } from "quintain/exhibits";

interface ChooserData {
  attacks: string[];
  ways: { name: string; keys: string; works: boolean[] }[];
}

export default function primitiveChooser(data: ChooserData, name: string, redraw: () => void): Exhibit {
  const stopped = new Set([0]);
  const result = answer();
  const goals = h("div", { class: "examples", role: "group", "aria-labelledby": `${name}-goals` });
  const list = h("ul", { class: "cascade" });
  const buttons = data.attacks.map((attack, index) =>
    button(
      attack,
      () => {
        if (!stopped.delete(index)) stopped.add(index);
        redraw();
      },
      { class: "chip" },
    ),
  );
  goals.append(...buttons);
  return {
    parts: [
      h(
        "div",
        { class: "exhibit-controls" },
        h("div", { class: "typed" }, h("h4", { id: `${name}-goals` }, "An attacker must not be able to"), goals),
        result.element,
      ),
      list,
    ],
    draw() {
      for (const [index, each] of buttons.entries()) each.setAttribute("aria-pressed", String(stopped.has(index)));
      const fits = data.ways.filter(({ works }) => [...stopped].every((attack) => !works[attack]));
      const left = fits.map((way) => way.name);
      result.show(
        fits.length === 1 ? String(left[0]) : `${fits.length} of ${data.ways.length}`,
        verdict(stopped.size, fits.length),
        fits.length === 0 ? "danger" : stopped.size === 0 ? "plain" : "sound",
      );
      list.replaceChildren(
        ...data.ways.map((way) =>
          h(
            "li",
            { class: left.includes(way.name) ? "stopped" : "spared" },
            h("b", {}, way.name),
            h("span", {}, way.keys),
            h(
              "span",
              { class: "cascade-state" },
              ...data.attacks.map((attack, index) =>
                h(
                  "span",
                  { class: stopped.has(index) && (way.works[index] ? "harm" : "sound") },
                  `${attack}: ${way.works[index] ? "works" : "fails"}`,
                ),
              ),
            ),
          ),
        ),
      );
    },
  };
}

function verdict(goals: number, fits: number): string {
  if (goals === 0) return "primitives, and no goal yet";
  if (fits === 0) return "primitives do this alone: combine two of them";
  return fits === 1 ? "is the only one that is left" : "primitives are left";
}
