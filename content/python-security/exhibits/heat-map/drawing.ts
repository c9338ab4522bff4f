/** The exhibit "Who is alone on the map?": a threshold on a heat map, and two maps subtracted. */
import { answer, type Exhibit, h, s, segments, slider } from "quintain/exhibits";

type Cell = [x: number, y: number, runs: number, people: number, ada: number];
type Kind = "runs" | "people";

interface HeatData {
  width: number;
  height: number;
  most: number;
  ada: { runs: number; cells: number };
  homes: Record<string, [number, number]>;
  places: Record<string, [number, number]>;
  roads: [number, number][];
  cells: Cell[];
}

const BOUNDS: Record<Kind, number[]> = { runs: [40, 150, 500], people: [8, 25, 80] };
const MOST_CELL = 13;
const MARGIN_CELLS = 1;

export default function heatMap(data: HeatData, name: string, redraw: () => void): Exhibit {
  let kind: Kind = "runs";
  let subtract = false;
  let least = 20;
  const result = answer();
  const value = h("b", {});
  const picture = h("div", {});
  const legend = h("p", { class: "below" });
  const kinds = segments<Kind>(
    "Count",
    `${name}-kind`,
    [
      { value: "runs", label: "runs" },
      { value: "people", label: "people" },
    ],
    kind,
    (chosen) => {
      kind = chosen;
      redraw();
    },
  );
  const views = segments(
    "Show",
    `${name}-view`,
    [
      { value: false, label: "one map" },
      { value: true, label: "two maps, subtracted" },
    ],
    subtract,
    (chosen) => {
      subtract = chosen;
      redraw();
    },
  );
  const threshold = slider(`${name}-least`, ["Threshold ", value], 1, data.most, least, (chosen) => {
    least = chosen;
    redraw();
  });
  return {
    parts: [
      h(
        "div",
        { class: "exhibit-controls" },
        kinds,
        threshold.element,
        result.element,
        h("div", { class: "whole" }, views),
      ),
      h("div", { class: "heat-place" }, picture, legend),
    ],
    draw(width) {
      const shown = data.cells.filter((cell) => number(cell, kind) >= least);
      value.textContent = String(least);
      threshold.input.setAttribute("aria-valuetext", `at least ${least} ${kind}`);
      const [large, small, bad] = subtract ? difference(data, shown) : oneMap(data, shown);
      result.show(large, small, bad ? "danger" : "sound");
      picture.replaceChildren(drawMap(data, shown, kind, subtract, `${large} ${small}`, width));
      legend.replaceChildren(
        ...(subtract
          ? [h("b", { class: "harm" }, "■ "), "changed from Monday to Tuesday"]
          : [h("b", { class: "harm" }, "■ "), "only one person ran here; ", "the rings are the two homes"]),
      );
    },
  };
}

type Said = [large: string, small: string, bad: boolean];

function difference(data: HeatData, shown: Cell[]): Said {
  const seen = shown.filter((cell) => cell[4]).length;
  return [
    `${seen} of ${data.ada.cells}`,
    "cells of Ada's route are visible, because they changed when she left",
    seen > 0,
  ];
}

function oneMap(data: HeatData, shown: Cell[]): Said {
  const alone = shown.filter((cell) => cell[3] === 1).length;
  const runs = (cells: Cell[]) => cells.reduce((sum, cell) => sum + cell[2], 0);
  const kept = Math.floor((100 * runs(shown)) / runs(data.cells));
  return [
    String(alone),
    `${alone === 1 ? "cell shows" : "cells show"} one person alone; ${kept} % of the activity is still on the map`,
    alone > 0,
  ];
}

function number(cell: Cell, kind: Kind): number {
  return kind === "runs" ? cell[2] : cell[3];
}

function drawMap(
  data: HeatData,
  shown: Cell[],
  kind: Kind,
  subtract: boolean,
  said: string,
  room: number,
): SVGSVGElement {
  const columns = data.width + MARGIN_CELLS;
  const cell = Math.min(MOST_CELL, room / columns);
  const [width, height] = [cell * columns, cell * data.height];
  const svg = s("svg", {
    class: "heat",
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    role: "img",
    "aria-label": `The map: ${said}`,
  });
  svg.append(s("rect", { class: "ground", width, height, rx: 4 }));
  svg.append(s("path", { class: "road", d: data.roads.map(([x, y]) => square(x * cell, y * cell, cell)).join("") }));
  const squares = new Map<string, string>();
  for (const each of shown) {
    const level = subtract ? (each[4] ? "harm" : "heat-1") : each[3] === 1 ? "harm" : heat(each, kind);
    squares.set(level, (squares.get(level) ?? "") + square(each[0] * cell, each[1] * cell, cell));
  }
  for (const [level, path] of [...squares].sort()) svg.append(s("path", { class: level, d: path }));
  for (const [place, [x, y]] of Object.entries(data.places))
    svg.append(s("text", { class: "middle", x: (x + 0.5) * cell, y: y * cell + 12 }, place));
  for (const [home, [x, y]] of Object.entries(data.homes)) {
    const [left, top] = [(x + 0.5) * cell, (y + 0.5) * cell];
    svg.append(
      s("circle", { class: "ring", cx: left, cy: top, r: Math.max(7, cell) }),
      s("text", { class: "middle", x: left, y: top + Math.max(7, cell) + 13 }, home),
    );
  }
  return svg;
}

function heat(cell: Cell, kind: Kind): string {
  return `heat-${1 + BOUNDS[kind].filter((bound) => number(cell, kind) >= bound).length}`;
}

function square(x: number, y: number, side: number): string {
  const edge = side.toFixed(2);
  return `M${x.toFixed(2)} ${y.toFixed(2)}h${edge}v${edge}h-${edge}z`;
}
