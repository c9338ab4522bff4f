/** The exhibit "Replay the skimmer": what an attacker changed, the controls of the page, and which ways out are open. */
import { answer, bits, type Exhibit, h, outcomes, segments, switches } from "quintain/exhibits";

interface SkimData {
  switches: string[];
  places: Record<string, string>;
  ways: Record<string, string>;
  runs: { place: string; way: string; on: number; seen: string[] }[];
}

export default function skim(data: SkimData, name: string, redraw: () => void): Exhibit {
  let place = Object.keys(data.places)[0] ?? "";
  const on = data.switches.map(() => false);
  const result = answer();
  const rows = h("div", {});
  const choices = segments(
    "The attacker has changed",
    `${name}-place`,
    Object.entries(data.places).map(([value, label]) => ({ value, label })),
    place,
    (chosen) => {
      place = chosen;
      redraw();
    },
  );
  choices.classList.add("standing");
  const controls = switches(`${name}-controls`, "Controls of the page", data.switches, on, redraw);
  return {
    parts: [
      h("div", { class: "exhibit-controls" }, h("div", { class: "typed" }, choices, controls.element), result.element),
      rows,
    ],
    draw() {
      controls.show();
      const runs = data.runs.filter((each) => each.place === place && each.on === bits(on));
      const stolen = runs.filter((each) => each.seen.includes("stolen")).length;
      const paid = runs.every((each) => each.seen.includes("paid"));
      result.show(
        `${stolen} of ${runs.length}`,
        `ways out are open; customers can ${paid ? "" : "not "}pay`,
        stolen > 0 ? "danger" : "sound",
      );
      rows.replaceChildren(
        outcomes(
          runs.map((each) => ({
            title: `The script ${data.ways[each.way]}`,
            state: each.seen.includes("stolen") ? "the card number is stolen" : "not stolen",
            kind: each.seen.includes("stolen") ? "harm" : "sound",
            detail: [
              each.seen.includes("paid") ? "the payment goes through" : "the payment does not go through",
              each.seen.includes("report") && "the browser reports it to the shop",
            ]
              .filter(Boolean)
              .join("; "),
          })),
        ),
      );
    },
  };
}
