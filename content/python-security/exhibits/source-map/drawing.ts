/** The exhibit "The map of sources": which decisions of a program still follow what somebody else wrote. */
import { answer, type Exhibit, h, STACK_BELOW, s, slider } from "quintain/exhibits";

interface Forgery {
  source: string;
  step: number;
  value: string;
  decision: string;
  honest: string;
  forged: string;
  careful: string;
}

interface MapData {
  steps: string[];
  decisions: string[];
  forgeries: Forgery[];
}

const ROW = 28;
const TOP = 20;
const GAP = 36;
const SOURCES = 118;
const DECISIONS = 72;

export default function sourceMap(data: MapData, name: string, redraw: () => void): Exhibit {
  let step = 1;
  const result = answer();
  const covered = h("ul", { class: "covered whole" });
  const map = h("div", {});
  const values = h("div", {});
  const control = slider(`${name}-step`, ["How far you validate"], 0, data.steps.length - 1, step, (value) => {
    step = value;
    redraw();
  });
  const controls = h(
    "div",
    { class: "exhibit-controls" },
    h("div", { class: "typed" }, control.element),
    result.element,
    covered,
  );
  return {
    parts: [controls, h("div", { class: "exhibit-pictures" }, map, values)],
    draw(width) {
      const open = data.forgeries.filter((each) => each.step > step);
      const theirs = data.decisions.filter((decision) => open.some((each) => each.decision === decision));
      control.input.setAttribute("aria-valuetext", data.steps.slice(Math.min(step, 1), step + 1).join(", "));
      result.show(
        `${theirs.length} of ${data.decisions.length}`,
        theirs.length === 0
          ? "decisions are the attacker's: each source is checked"
          : "decisions are still the attacker's",
        theirs.length > 0 ? "danger" : "sound",
      );
      covered.replaceChildren(
        ...data.steps
          .slice(1)
          .map((title, index) =>
            h("li", { class: index < step ? "sound" : "harm" }, `${index < step ? "checked" : "open"}: ${title}`),
          ),
      );
      map.replaceChildren(
        h("h4", {}, "From source to decision"),
        drawMap(data, open, theirs, width < STACK_BELOW ? width : (width - GAP) / 2),
      );
      values.replaceChildren(
        h("h4", {}, "What is decided, with every open source forged"),
        h("dl", { class: "answers" }, ...data.decisions.flatMap((decision) => drawDecision(decision, data, open))),
      );
    },
  };
}

function drawMap({ forgeries, decisions }: MapData, open: Forgery[], theirs: string[], width: number): SVGSVGElement {
  const words =
    theirs.length === 0
      ? "No decision follows a forged source."
      : `${theirs.join(", ").replace(/^./u, (first) => first.toUpperCase())}: these follow a forged source.`;
  const height = ROW * forgeries.length + TOP;
  const svg = s("svg", { class: "source-map", width, height, role: "img", "aria-label": words });
  const [from, to] = [SOURCES + 8, width - DECISIONS - 8];
  const middle = (from + to) / 2;
  const at = (row: number) => TOP + ROW * row;
  for (const [row, each] of forgeries.entries()) {
    const kind = open.includes(each) ? "harm" : "sound";
    const [y, end] = [at(row) - 4, at(decisions.indexOf(each.decision)) - 4];
    svg.append(
      s("path", { class: `link ${kind}`, d: `M${from} ${y}C${middle} ${y} ${middle} ${end} ${to} ${end}` }),
      s("text", { class: `end ${kind}`, x: SOURCES, y: at(row) }, each.source),
    );
  }
  for (const [row, decision] of decisions.entries()) {
    svg.append(
      s("text", { class: theirs.includes(decision) ? "harm" : "sound", x: width - DECISIONS, y: at(row) }, decision),
    );
  }
  return svg;
}

/** A decision as it comes out: what the first open source forges, or what the careful shop says. */
function drawDecision(decision: string, { forgeries }: MapData, open: Forgery[]): HTMLElement[] {
  const forged = open.find((each) => each.decision === decision);
  const held = forgeries.find((each) => each.decision === decision);
  return [h("dt", {}, decision), h("dd", { class: forged ? "harm" : "sound" }, forged?.forged ?? held?.careful ?? "")];
}
