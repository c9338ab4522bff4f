/** The exhibit "Odometers": the same running total in integers with a width, and in an int. */
import { answer, type Exhibit, h, player, segments, slider, strip, withMinusSign } from "quintain/exhibits";

interface Run {
  id: string;
  title: string;
  step: string;
  limit: number;
  types: string[];
  totals: string[][];
}

interface OdometersData {
  runs: Run[];
}

const PLAY_EVERY_MS = 150;
/** How many places each odometer has: those of its largest value, and one for the sign. */
const PLACES: Record<string, number> = {
  int8: 4,
  uint8: 3,
  int16: 6,
  int32: 11,
  uint32: 10,
  int64: 20,
  uint64: 20,
  int: 1,
};

export default function odometers(data: OdometersData, name: string, redraw: () => void): Exhibit {
  let run = data.runs.find(({ id }) => id === "pay") ?? data.runs[0];
  if (!run) throw new Error("The exhibit has no run.");
  let at = 0;
  const result = answer();
  const rows = h("div", { class: "exhibit-tracks" });
  const facts = h("span", {});
  const steps = player(
    () => (at = 0),
    () => {
      const last = (run?.totals.length ?? 1) - 1;
      at = Math.min(at + 1, last);
      redraw();
      return at < last;
    },
    PLAY_EVERY_MS,
  );
  const control = slider(`${name}-steps`, ["Steps"], 0, run.totals.length - 1, at, (value) => {
    steps.stop();
    at = value;
    redraw();
  });
  const runs = segments(
    "The total",
    `${name}-run`,
    data.runs.map((value) => ({ value, label: value.title })),
    run,
    (value) => {
      steps.stop();
      run = value;
      at = 0;
      redraw();
    },
  );
  runs.classList.add("wrapping");
  return {
    parts: [
      h(
        "div",
        { class: "exhibit-controls" },
        h("div", { class: "typed" }, runs),
        result.element,
        h("div", { class: "whole" }, control.element),
        h("p", { class: "below whole" }, ...steps.buttons, facts),
      ),
      rows,
    ],
    draw() {
      if (!run) return;
      const { types, totals, limit } = run;
      control.input.max = String(totals.length - 1);
      control.input.value = String(at);
      const row = totals[at] ?? [];
      const exact = BigInt(row.at(-1) ?? "0");
      const wrong = row.filter((total) => BigInt(total) <= BigInt(limit) && exact > BigInt(limit)).length;
      result.show(
        String(wrong),
        `of ${types.length - 1} types with a width allow what int refuses`,
        wrong > 0 ? "danger" : "sound",
      );
      facts.textContent = `step ${at}: ${run.step} each; limit ${limit.toLocaleString("en-GB")}`;
      rows.replaceChildren(
        h(
          "dl",
          { class: "odometers" },
          ...types.flatMap((type, index) => drawRow(type, row[index] ?? "0", exact, BigInt(limit))),
        ),
      );
    },
  };
}

function drawRow(type: string, total: string, exact: bigint, limit: bigint): HTMLElement[] {
  const text = withMinusSign(total).padStart(PLACES[type] ?? 1, "\u2007");
  const wrapped = BigInt(total) !== exact;
  const allowed = BigInt(total) <= limit;
  const harm = allowed && exact > limit;
  return [
    h("dt", {}, h("code", {}, type)),
    h(
      "dd",
      {},
      strip(
        `${total}${wrapped ? ", wrapped around" : ""}`,
        [...text].map((digit) => ({ text: digit, ...(wrapped ? { kind: "chosen" } : {}) })),
      ),
      h(
        "span",
        { class: harm ? "harm" : "sound" },
        `${allowed ? "allowed" : "refused"}${wrapped ? ", wrapped around" : ""}`,
      ),
    ),
  ];
}
