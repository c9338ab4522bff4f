/** The exhibit "The ruler of floats": how far the next float is, and what a limit makes of inf and nan. */
import { answer, type Exhibit, h, STACK_BELOW, s, segments, slider, withMinusSign } from "quintain/exhibits";

interface Ruler {
  exponent: number;
  start: string;
  gap: number;
  marks: number[];
  becomes: number[];
}

interface Special {
  text: string;
  float: string;
  stored: string;
  decimal: string;
  above: string;
  within: string;
  decimal_above: string;
  decimal_within: string;
  finite: string;
  decimal_finite: string;
}

interface RulerData {
  window: number;
  limit: number;
  rulers: Ruler[];
  specials: Special[];
}

const GAP = 36;
const HEIGHT = 92;
const SIDE = 16;
/** What a comparison of a `Decimal` NaN raises. */
const RAISED = "InvalidOperation";

export default function floatRuler(data: RulerData, name: string, redraw: () => void): Exhibit {
  let at = data.rulers.findIndex(({ exponent }) => exponent === 53);
  let special = data.specials.find(({ text }) => text === "nan") ?? data.specials[0];
  const first = data.rulers[0];
  if (!special || !first || at < 0) throw new Error("The exhibit has no ruler.");
  const result = answer();
  const control = slider(
    `${name}-power`,
    ["n, for numbers from 2ⁿ to 2ⁿ + 8"],
    0,
    data.rulers.length - 1,
    at,
    (value) => {
      at = value;
      redraw();
    },
  );
  const texts = segments(
    "A text becomes a number",
    `${name}-text`,
    data.specials.map((value) => ({ value, label: h("code", {}, value.text) })),
    special,
    (value) => {
      special = value;
      redraw();
    },
  );
  texts.classList.add("wrapping");
  const ruler = h("div", {});
  const table = h("div", {});
  return {
    parts: [
      h("div", { class: "exhibit-controls" }, h("div", { class: "typed" }, control.element), result.element),
      h(
        "div",
        { class: "exhibit-pictures" },
        h("div", {}, h("h4", {}, "Floats, and whole numbers below"), ruler),
        h("div", {}, texts, table),
      ),
    ],
    draw(width) {
      const shownRuler = data.rulers[at];
      if (!shownRuler || !special) return;
      control.input.setAttribute("aria-valuetext", `2 to the ${shownRuler.exponent}`);
      const lost = shownRuler.becomes.filter((becomes, step) => becomes !== step).length;
      result.show(
        String(shownRuler.gap),
        `is the gap near 2^${shownRuler.exponent}; ${lost} of ${shownRuler.becomes.length} whole numbers become another`,
        lost > 0 ? "danger" : "sound",
      );
      const each = width < STACK_BELOW ? width : (width - GAP) / 2;
      ruler.replaceChildren(
        drawRuler(shownRuler, data.window, each, lost),
        h("p", { class: "below" }, `from ${BigInt(shownRuler.start).toLocaleString("en-GB")}`),
      );
      table.replaceChildren(drawSpecial(special, data.limit));
    },
  };
}

function drawRuler(ruler: Ruler, window: number, width: number, lost: number): SVGSVGElement {
  const x = (value: number) => SIDE + (value / window) * (width - 2 * SIDE);
  const svg = s("svg", {
    class: "ruler",
    width,
    height: HEIGHT,
    role: "img",
    "aria-label": `${ruler.marks.length} floats from 2 to the ${ruler.exponent} to 8 more; ${lost} whole numbers are not among them.`,
  });
  svg.append(s("line", { class: "axis", x1: SIDE, x2: width - SIDE, y1: 36, y2: 36 }));
  for (const mark of ruler.marks) svg.append(s("line", { class: "tick", x1: x(mark), x2: x(mark), y1: 16, y2: 36 }));
  ruler.becomes.forEach((becomes, step) => {
    const kind = becomes === step ? "sound" : "harm";
    if (becomes !== step)
      svg.append(
        s("path", {
          class: "moved",
          d: `M${x(step)} 54Q${(x(step) + x(becomes)) / 2} 72 ${x(becomes)} 40`,
          fill: "none",
        }),
      );
    svg.append(
      s("circle", { class: kind, cx: x(step), cy: 54, r: 5 }),
      s("text", { class: `${kind} middle`, x: x(step), y: 82 }, `+${step}`),
    );
  });
  return svg;
}

function drawSpecial(special: Special, limit: number): HTMLElement {
  const row = (term: string, float: string, decimal: string) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, h("code", {}, term)),
      h("td", {}, withMinusSign(float)),
      h("td", {}, decimal === RAISED ? "raises" : withMinusSign(decimal)),
    );
  return h(
    "table",
    { class: "compared" },
    h(
      "thead",
      {},
      h("tr", {}, h("th", {}, "x"), h("th", { scope: "col" }, "float"), h("th", { scope: "col" }, "Decimal")),
    ),
    h(
      "tbody",
      {},
      row("stored as", special.stored, special.decimal),
      row(`x > ${limit}`, special.above, special.decimal_above),
      row(`0 < x <= ${limit}`, special.within, special.decimal_within),
      row("is finite", special.finite, special.decimal_finite),
    ),
  );
}
