/** The exhibit "From a dark map to a name": seven steps from a heat map to a person, on synthetic data. */
import { answer, type Exhibit, h, player, s, slider, strip } from "quintain/exhibits";

type Cell = [x: number, y: number];

interface Step {
  title: string;
  map: string;
  marked: Cell[];
  large: string;
  small: string;
}

interface DesertData {
  width: number;
  height: number;
  maps: Record<string, [x: number, y: number, people: number][]>;
  places: Record<string, Cell>;
  roads: Cell[];
  weeks: number[];
  steps: Step[];
}

const MOST_CELL = 13;
const BOUNDS = [15, 20, 27];
const WAITING = "Wait";

export default function desertBase(data: DesertData, name: string, redraw: () => void): Exhibit {
  let at = 0;
  const result = answer();
  const title = h("h4", {});
  const picture = h("div", {});
  const weeks = h("div", {});
  const label = h("b", {});
  const control = slider(`${name}-step`, ["Step ", label], 1, data.steps.length, 1, (value) => {
    steps.stop();
    at = value - 1;
    redraw();
  });
  function go(to: number): void {
    at = to;
    control.input.value = String(to + 1);
    redraw();
  }
  const steps = player(
    () => go(0),
    () => {
      if (at < data.steps.length - 1) go(at + 1);
      return at < data.steps.length - 1;
    },
    2500,
  );
  return {
    parts: [
      h(
        "div",
        { class: "exhibit-controls" },
        h("div", { class: "typed" }, control.element, h("p", { class: "examples" }, ...steps.buttons)),
        result.element,
      ),
      h("div", { class: "heat-place" }, title, picture, weeks),
    ],
    draw(width) {
      const step = data.steps[at];
      if (!step) return;
      label.textContent = `${at + 1} of ${data.steps.length}`;
      control.input.setAttribute("aria-valuetext", step.title);
      title.textContent = step.title;
      result.show(step.large, step.small, at === data.steps.length - 1 ? "sound" : "danger");
      picture.replaceChildren(drawMap(data, step, width));
      weeks.replaceChildren(...(step.title === WAITING ? [drawWeeks(data.weeks)] : []));
    },
  };
}

function drawMap(data: DesertData, step: Step, room: number): SVGSVGElement {
  const cell = Math.min(MOST_CELL, room / data.width);
  const [width, height] = [cell * data.width, cell * data.height];
  const svg = s("svg", {
    class: "heat",
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    role: "img",
    "aria-label": `${step.title}: ${step.large} ${step.small}`,
  });
  svg.append(s("rect", { class: "ground", width, height, rx: 4 }));
  const ground = data.roads.map(([x, y]) => `M${(x * cell).toFixed(2)} ${(y * cell).toFixed(2)}${edges(cell)}`);
  svg.append(s("path", { class: "road", d: ground.join("") }));
  const marked = new Set(step.marked.map(String));
  const squares = new Map<string, string>();
  const add = (level: string, x: number, y: number) =>
    squares.set(level, `${squares.get(level) ?? ""}M${(x * cell).toFixed(2)} ${(y * cell).toFixed(2)}${edges(cell)}`);
  for (const [x, y, people] of data.maps[step.map] ?? [])
    if (!marked.has(`${x},${y}`)) add(`heat-${1 + BOUNDS.filter((bound) => people >= bound).length}`, x, y);
  for (const [x, y] of step.marked) add("harm", x, y);
  for (const [level, path] of [...squares].sort()) svg.append(s("path", { class: level, d: path }));
  for (const [place, [x, y]] of Object.entries(data.places))
    svg.append(s("text", { class: "middle", x: (x + 0.5) * cell, y: y * cell }, place));
  return svg;
}

function edges(cell: number): string {
  const side = cell.toFixed(2);
  return `h${side}v${side}h-${side}z`;
}

function drawWeeks(weeks: number[]): HTMLElement {
  return h(
    "div",
    {},
    h("h4", {}, "Runs on the base, week by week"),
    strip(
      `Runs in each week: ${weeks.join(", ")}`,
      weeks.map((runs) => ({ text: String(runs), ...(runs === 0 && { kind: "harm" }) })),
    ),
  );
}
