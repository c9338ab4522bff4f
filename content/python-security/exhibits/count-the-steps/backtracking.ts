/** All ways to cut five letters into groups, as the matcher walks them: the longest group first. */
import { s } from "quintain/exhibits";

const ROW = 40;
const TOP = 14;

interface Way {
  depth: number;
  taken: number;
  children: Way[];
  x: number;
  /** Which of the ways, from 1, is tried when this place is reached first. */
  first: number;
}

/** ``deep``: what a pattern lets happen after a group: nested repeats, plain runs are given back, possessive ones are not. */
export type Kind = "nested" | "plain" | "possessive";

function grow(rest: number, depth: number, taken: number, kind: Kind, counter: { ways: number }): Way {
  const way: Way = { depth, taken, children: [], x: 0, first: counter.ways + 1 };
  const goesOn = depth === 0 || kind === "nested";
  for (let group = rest; goesOn && group >= 1; group--) {
    way.children.push(grow(rest - group, depth + 1, group, kind, counter));
    if (kind === "possessive") break;
  }
  if (way.children.length === 0) {
    way.x = counter.ways;
    counter.ways += 1;
  } else {
    way.x = ((way.children[0]?.x ?? 0) + (way.children.at(-1)?.x ?? 0)) / 2;
  }
  return way;
}

export function countWays(letters: number, kind: Kind): number {
  const counter = { ways: 0 };
  grow(letters, 0, 0, kind, counter);
  return counter.ways;
}

export function drawTree(letters: number, kind: Kind, tried: number, width: number): SVGSVGElement {
  const counter = { ways: 0 };
  const root = grow(letters, 0, 0, kind, counter);
  const scale = (width - 24) / Math.max(counter.ways - 1, 1);
  const x = (way: Way) => (counter.ways === 1 ? width / 2 : 12 + way.x * scale);
  const svg = s("svg", {
    class: "tree",
    width,
    height: TOP + ROW * letters + 18,
    role: "img",
    "aria-label": `${tried} of ${counter.ways} ways to cut ${letters} letters tried; every way ends at the exclamation mark.`,
  });
  const grey = s("g", { class: "untried" });
  const red = s("g", { class: "tried" });
  svg.append(grey, red);
  draw(root, x, tried, grey, red);
  return svg;
}

function draw(way: Way, x: (way: Way) => number, tried: number, grey: SVGElement, red: SVGElement): void {
  const y = TOP + way.depth * ROW;
  const layer = way.first <= tried ? red : grey;
  for (const child of way.children) {
    const below = TOP + child.depth * ROW;
    const path = `M${x(way)} ${y}C${x(way)} ${y + ROW * 0.6} ${x(child)} ${y + ROW * 0.4} ${x(child)} ${below}`;
    (child.first <= tried ? red : grey).append(s("path", { d: path, "stroke-width": 0.8 + child.taken * 0.7 }));
    draw(child, x, tried, grey, red);
  }
  if (way.children.length === 0)
    layer.append(s("path", { class: "end", d: `M${x(way) - 4.5} ${y + 2}l9 9m0 -9l-9 9` }));
  else
    layer.append(
      s("circle", { cx: x(way), cy: y, r: way.depth === 0 ? 5 : 3.4, class: way.depth === 0 ? "root" : "" }),
    );
}
