/** The exhibit "624 codes, and then all of them": how many codes an attacker has seen, and what they then compute. */
import { answer, type Exhibit, h, s, segments, slider } from "quintain/exhibits";

interface Generator {
  name: string;
  code: string;
  /** The codes after which the next one is known; null if there is no such number. */
  needs: number | null;
  outputs: string;
  guesses: string;
}

interface CloneData {
  state: number;
  ahead: number;
  generators: Generator[];
}

const CODE = 8;
const MOST_COLUMNS = 52;
const CELL = 12;

const codeAt = (codes: string, index: number) => codes.slice(CODE * index, CODE * (index + 1));

export default function mtClone(data: CloneData, name: string, redraw: () => void): Exhibit {
  let generator = data.generators[0] as Generator;
  let seen = 400;
  const result = answer();
  const value = h("b", {});
  const picture = h("div", { class: "exhibit-tracks" });
  const codes = h("div", { class: "scrolls" });
  const generators = segments(
    "Generator",
    `${name}-generator`,
    data.generators.map((each) => ({ value: each, label: each.name })),
    generator,
    (chosen) => {
      generator = chosen;
      redraw();
    },
  );
  generators.classList.add("wrapping");
  const control = slider(
    `${name}-seen`,
    ["Codes that the attacker has seen: ", value],
    0,
    data.state,
    seen,
    (chosen) => {
      seen = chosen;
      redraw();
    },
  );
  return {
    parts: [
      h(
        "div",
        { class: "exhibit-controls" },
        h("div", { class: "typed" }, control.element),
        result.element,
        h("div", { class: "whole" }, generators),
      ),
      picture,
      codes,
    ],
    draw(width) {
      const { needs } = generator;
      const known = needs !== null && seen >= needs;
      value.textContent = String(seen);
      control.input.setAttribute("aria-valuetext", `${seen} codes`);
      result.show(known ? "Known" : "Unknown", verdict(generator, seen), known ? "danger" : "sound");
      picture.replaceChildren(drawState(data.state, generator, seen, width));
      codes.replaceChildren(h("h4", {}, `The next codes of ${generator.code}`), compare(data, generator, seen, known));
    },
  };
}

function verdict({ needs }: Generator, seen: number): string {
  if (needs === null) return "the codes show nothing about the next one";
  if (seen >= needs)
    return needs === 1
      ? "one code was enough: only 7,200 seeds to try"
      : "the attacker computes every code that follows";
  const left = needs - seen;
  return `the attacker needs ${left} more ${left === 1 ? "code" : "codes"}`;
}

/** One square for each number of the state, as far as the attacker knows it. */
function drawState(state: number, { name, needs }: Generator, seen: number, width: number): SVGSVGElement {
  const columns = Math.min(MOST_COLUMNS, Math.floor(width / CELL));
  const rows = Math.ceil(state / columns);
  // Codes of the operating system have no state behind them; a seed gives away the state as a whole.
  const known = needs === null ? 0 : needs < state && seen >= needs ? state : seen;
  const svg = s("svg", {
    class: "clone",
    width: columns * CELL,
    height: rows * CELL,
    role: "img",
    "aria-label":
      needs === null
        ? `${name} has no state that a program could see`
        : `${known} of ${state} numbers of the state are known`,
  });
  const squares = (from: number, to: number) =>
    Array.from({ length: rows }, (_, row) => {
      const start = Math.max(from, row * columns);
      const end = Math.min(to, (row + 1) * columns, state);
      return start < end ? `M${(start % columns) * CELL} ${row * CELL + CELL / 2 - 1}h${(end - start) * CELL}` : "";
    }).join("");
  svg.append(
    s("path", { class: "known", d: squares(0, known) }),
    s("path", { class: "unknown", d: squares(known, state) }),
  );
  return svg;
}

function compare(
  { state, ahead }: CloneData,
  { outputs, guesses }: Generator,
  seen: number,
  known: boolean,
): HTMLElement {
  const rows = Array.from({ length: ahead }, (_, index) => seen + index);
  const computed = (at: number) => {
    if (known) return codeAt(outputs, at);
    return seen === state ? codeAt(guesses, at - state) : "?";
  };
  return h(
    "table",
    { class: "compared" },
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        h("th", { scope: "col" }, "code"),
        h("th", { scope: "col" }, "drawn"),
        h("th", { scope: "col" }, "computed by the attacker"),
      ),
    ),
    h(
      "tbody",
      {},
      ...rows.map((at) =>
        h(
          "tr",
          {},
          h("th", { scope: "row" }, `no. ${at + 1}`),
          h("td", {}, codeAt(outputs, at)),
          h("td", { class: known && "harm" }, computed(at), !known && seen === state && " (wrong)"),
        ),
      ),
    ),
  );
}
