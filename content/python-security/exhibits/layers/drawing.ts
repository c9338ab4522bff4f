/** The exhibit "Remove layers": how far each attack gets through the layers that are there. */
import { answer, type Exhibit, h, STACK_BELOW, s } from "quintain/exhibits";

interface Attack {
  name: string;
  door: string;
  harm: string;
  /** What comes of it, by the set of layers that stand: a layer's name, or the harm. A layer is the bit of its place. */
  outcomes: string[];
}

interface LayersData {
  layers: { name: string; knows: string }[];
  attacks: Attack[];
  granted: number[];
}

const WISHES = 3;
const TOP = 36;
const GATE = 9;
/** Beside the lines while there is room, else above them. */
const WIDE = { row: 32, left: 150, right: 160, above: -4 };
const NARROW = { row: 46, left: 8, right: 8, above: 16 };

export default function layers(data: LayersData, name: string, redraw: () => void): Exhibit {
  let standing = (1 << data.layers.length) - 1;
  const result = answer();
  const asked = h("ul", { class: "covered whole" });
  const map = h("div", { class: "exhibit-tracks" });
  const switches = data.layers.map((layer, bit) => {
    const element = h("button", { type: "button", class: "chip" }, h("code", {}, layer.name));
    element.addEventListener("click", () => {
      standing ^= 1 << bit;
      redraw();
    });
    return element;
  });
  const group = h(
    "div",
    { class: "typed" },
    h("h4", { id: `${name}-layers` }, "Layers that are there"),
    h("div", { class: "examples", role: "group", "aria-labelledby": `${name}-layers` }, ...switches),
  );
  return {
    parts: [h("div", { class: "exhibit-controls" }, group, result.element, asked), map],
    draw(width) {
      const stands = data.layers.map((_, bit) => ((standing >> bit) & 1) === 1);
      for (const [bit, element] of switches.entries()) element.setAttribute("aria-pressed", String(stands[bit]));
      const harmful = data.attacks.filter((each) => each.outcomes[standing] === each.harm).length;
      result.show(
        `${harmful} of ${data.attacks.length}`,
        `attacks do harm; ${data.granted[standing]} of ${WISHES} normal requests are granted`,
        harmful > 0 ? "danger" : "sound",
      );
      asked.replaceChildren(
        ...data.layers.map((layer, bit) =>
          h(
            "li",
            { class: stands[bit] ? "sound" : "harm" },
            stands[bit]
              ? `${layer.name} checks ${layer.knows}`
              : `${layer.name} is removed: nobody checks ${layer.knows}`,
          ),
        ),
      );
      map.replaceChildren(drawMap(data, stands, standing, width));
    },
  };
}

/** A column for each layer, and a line for each attack from its door, through the layers on its way, to where it ends. */
function drawMap({ layers, attacks }: LayersData, stands: boolean[], standing: number, width: number): SVGSVGElement {
  const { row: high, left, right, above } = width < STACK_BELOW ? NARROW : WIDE;
  const names = layers.map((layer) => layer.name);
  const height = TOP + high * attacks.length;
  const step = (width - left - right) / (names.length + 0.5);
  const at = (index: number) => left + step * (index + 0.75);
  const words = attacks.map((each) => `${each.name}: ${tell(each, standing)}`).join("; ");
  const svg = s("svg", { class: "layers-map", width, height, role: "img", "aria-label": `${words}.` });
  for (const [index, each] of names.entries())
    svg.append(s("text", { class: "mono middle", x: at(index), y: 14 }, each));
  for (const [row, each] of attacks.entries()) {
    const outcome = each.outcomes[standing] ?? "";
    const kind = outcome === each.harm ? "harm" : "sound";
    const door = names.indexOf(each.door);
    const y = TOP + high * row + Math.max(above, 0);
    const to = outcome === each.harm ? left + step * (names.length + 0.4) : at(names.indexOf(outcome));
    for (const index of names.keys()) {
      if (index >= door)
        svg.append(
          s("line", {
            class: stands[index] ? "gate" : "gate out",
            x1: at(index),
            x2: at(index),
            y1: y - GATE,
            y2: y + GATE,
          }),
        );
    }
    svg.append(
      s("line", { class: `way ${kind}`, x1: at(door) - 0.6 * step, x2: to, y1: y, y2: y }),
      s("circle", { class: kind, cx: to, cy: y, r: 6 }),
    );
    svg.append(
      s("text", { x: 0, y: y - above }, each.name),
      s("text", { class: `end ${kind}`, x: width, y: y - above }, tell(each, standing)),
    );
  }
  return svg;
}

function tell({ outcomes, harm }: Attack, standing: number): string {
  const outcome = outcomes[standing] ?? "";
  if (outcome === harm) return harm;
  return outcome === "query" || outcome === "page" ? `only text to the ${outcome}` : `stopped by the ${outcome}`;
}
