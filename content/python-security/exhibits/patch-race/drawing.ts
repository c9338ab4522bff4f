/** The exhibit "Two clocks": how long a team waits with fixes and with other versions, and which attacks it meets. */
import { answer, type Exhibit, h, outcomes, slider } from "quintain/exhibits";

interface RaceData {
  delays: { hours: number; words: string }[];
  events: { name: string; kind: "exploit" | "poison"; words: string; lost: boolean[] }[];
}

/** Seven days: usual for a team that updates once a week. */
const FIRST_HOURS = 168;

export default function race(data: RaceData, name: string, redraw: () => void): Exhibit {
  const first = data.delays.findIndex(({ hours }) => hours === FIRST_HOURS);
  const at = { exploit: first, poison: first };
  const result = answer();
  const rows = h("div", {});
  const labels = { exploit: h("b", {}), poison: h("b", {}) };
  const controls = (["exploit", "poison"] as const).map((kind) =>
    slider(
      `${name}-${kind}`,
      [kind === "exploit" ? "Security fixes are installed " : "Other versions are installed ", labels[kind]],
      0,
      data.delays.length - 1,
      at[kind],
      (value) => {
        at[kind] = value;
        redraw();
      },
    ),
  );
  return {
    parts: [
      h(
        "div",
        { class: "exhibit-controls" },
        h("div", { class: "typed" }, ...controls.map(({ element }) => element)),
        result.element,
      ),
      rows,
    ],
    draw() {
      for (const [index, kind] of (["exploit", "poison"] as const).entries()) {
        const { words } = data.delays[at[kind]] ?? { words: "" };
        labels[kind].textContent = words;
        controls[index]?.input.setAttribute("aria-valuetext", words);
      }
      const lost = data.events.filter((each) => each.lost[at[each.kind]]).length;
      result.show(`${lost} of ${data.events.length}`, "attacks meet this team", lost > 0 ? "danger" : "sound");
      rows.replaceChildren(
        outcomes(
          data.events.map((each) => {
            const gone = each.lost[at[each.kind]];
            const words = each.kind === "exploit" ? ["too late", "fixed in time"] : ["installed", "never installed"];
            return {
              title: each.name,
              state: (gone ? words[0] : words[1]) ?? "",
              kind: gone ? "harm" : "sound",
              detail: each.words,
            };
          }),
        ),
      );
    },
  };
}
