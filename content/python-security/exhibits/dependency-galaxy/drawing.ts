/** The exhibit "What one name brings with it": packages on rings by how far they are from the project that needs them. */
import { answer, type Exhibit, h, s, slider } from "quintain/exhibits";

interface Package {
  name: string;
  version: string;
  depth: number;
  way: string[];
  needed_by: string[];
}

interface GalaxyData {
  packages: Package[];
}

const HOW_TO = "Choose a dot of the picture, or move the slider.";
const LARGEST = 560;
const EDGE = 14;
/** Packages that come with the same one are this far apart, as an angle. */
const SPREAD = 0.2;
/** The first ring is wider than the steps between rings, so that its dots have room. */
const HOLE = 0.45;

export default function galaxy(data: GalaxyData, name: string, redraw: () => void): Exhibit {
  const last = data.packages.length - 1;
  let chosen = last;
  const result = answer();
  const label = h("b", {});
  const about = h("div", {});
  const picture = h("div", { class: "exhibit-tracks" });
  const choose = (index: number) => {
    chosen = index;
    control.input.value = String(index);
    redraw();
  };
  const control = slider(`${name}-package`, ["Package: ", label], 1, last, chosen, choose);
  return {
    parts: [
      h(
        "div",
        { class: "exhibit-controls" },
        h("div", { class: "typed" }, h("p", { class: "second" }, HOW_TO), control.element, about),
        result.element,
      ),
      picture,
    ],
    draw(width) {
      const at = data.packages[chosen];
      if (!at) return;
      const direct = data.packages.filter((each) => each.depth === 1).length;
      label.textContent = `${at.name} ${at.version}`;
      control.input.setAttribute("aria-valuetext", label.textContent);
      result.show(
        String(at.depth),
        at.depth === 1
          ? `step away: Quintain names it, as it does ${direct - 1} others`
          : `steps away: one of ${last - direct} packages that Quintain does not name`,
        at.depth === 1 ? "sound" : "danger",
      );
      about.replaceChildren(
        h(
          "dl",
          { class: "answers" },
          h("dt", {}, "A way to it"),
          h("dd", {}, at.way.join(" → ")),
          h("dt", {}, "Needed by"),
          h("dd", {}, at.needed_by.join(", ")),
        ),
      );
      picture.replaceChildren(drawGalaxy(data.packages, at, Math.min(width, LARGEST), choose));
    },
  };
}

function drawGalaxy(
  packages: Package[],
  chosen: Package,
  size: number,
  choose: (index: number) => void,
): SVGSVGElement {
  const deepest = Math.max(...packages.map((each) => each.depth));
  const radius = (depth: number) => (depth === 0 ? 0 : ((depth + HOLE) / (deepest + HOLE)) * (size / 2 - EDGE));
  const angles = new Map<string, number>();
  const at = new Map<string, [number, number]>();
  for (const each of packages) {
    const parent = each.way.at(-2) ?? "";
    const same = packages.filter(({ depth, way }) => depth === each.depth && (depth < 2 || way.at(-2) === parent));
    const place = same.indexOf(each);
    const angle =
      each.depth < 2
        ? (2 * Math.PI * place) / same.length
        : (angles.get(parent) ?? 0) + SPREAD * (place - (same.length - 1) / 2);
    angles.set(each.name, angle);
    const far = radius(each.depth);
    at.set(each.name, [size / 2 + far * Math.cos(angle), size / 2 + far * Math.sin(angle)]);
  }
  const point = (name: string) => at.get(name) ?? [0, 0];
  const svg = s("svg", {
    class: "galaxy",
    width: size,
    height: size,
    role: "img",
    "aria-label": `${packages.length} packages on ${deepest} rings. The way to ${chosen.name}: ${chosen.way.join(", ")}.`,
  });
  for (const each of packages.slice(1)) {
    const [x1, y1] = point(each.way.at(-2) ?? "");
    const [x2, y2] = point(each.name);
    const on = chosen.way.includes(each.name);
    svg.append(s("line", { class: on ? "twig here" : "twig", x1, y1, x2, y2 }));
  }
  for (const [index, each] of packages.entries()) {
    const [cx, cy] = point(each.name);
    const kind = each.depth < 2 ? "sound" : "harm";
    const dot = s("circle", { class: kind, cx, cy, r: each === chosen || index === 0 ? 9 : 6 });
    if (index > 0) dot.addEventListener("click", () => choose(index));
    svg.append(dot);
  }
  for (const name of chosen.way) {
    const [x, y] = point(name);
    const left = x < size / 2;
    svg.append(s("text", { class: left ? "value" : "value end", x: left ? x + 12 : x - 12, y: y + 4 }, name));
  }
  return svg;
}
