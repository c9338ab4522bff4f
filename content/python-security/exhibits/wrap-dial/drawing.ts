/** The exhibit "The dial of fixed width": add a number, and see which value an integer of fixed width keeps. */
import {
  answer,
  button,
  type Exhibit,
  field,
  h,
  STACK_BELOW,
  s,
  segments,
  strip,
  withMinusSign,
} from "quintain/exhibits";

interface Case {
  width: number;
  start: string;
  add: string;
  int: string;
  ctypes: string;
  struct: string;
  array: string;
  scalar: string;
}

interface DialData {
  cases: Case[];
}

const WIDTHS = [8, 16, 32, 64];
const GAP = 36;
const WIDEST = 340;
const LEAST_TURN = 0.025;
const CODES: Record<number, string> = { 8: "b", 16: "h", 32: "i", 64: "q" };
const LONGEST = 24;
const REFUSAL = "struct.error";

const least = (width: number) => -(1n << BigInt(width - 1));
const most = (width: number) => (1n << BigInt(width - 1)) - 1n;

function grouped(value: bigint): string {
  return value.toLocaleString("en-GB").replace("-", "−");
}

export default function wrapDial(data: DialData, name: string, redraw: () => void): Exhibit {
  let width = 8;
  let start = most(width);
  let add = 1n;
  const result = answer();
  const bits = h("div", { class: "whole" });
  const dial = h("div", {});
  const answers = h("div", {});

  const number = (
    id: string,
    label: string,
    value: bigint,
    fits: (value: bigint) => string | undefined,
    keep: (value: bigint) => void,
  ) =>
    field(
      `${name}-${id}`,
      label,
      withMinusSign(value),
      (typed) => {
        const text = typed
          .trim()
          .replaceAll("−", "-")
          .replaceAll(/[\s,_]/g, "");
        if (!/^[+-]?\d{1,24}$/.test(text)) return "Type a whole number.";
        const found = BigInt(text.replace("+", ""));
        const wrong = fits(found);
        if (!wrong) {
          keep(found);
          redraw();
        }
        return wrong;
      },
      { inputmode: "numeric", maxlength: LONGEST },
    );
  const inWidth = (value: bigint) =>
    value < least(width) || value > most(width)
      ? `${width} bits hold ${grouped(least(width))} to ${grouped(most(width))}.`
      : undefined;
  const from = number("start", "Start", start, inWidth, (value) => (start = value));
  const by = number(
    "add",
    "Add",
    add,
    () => undefined,
    (value) => (add = value),
  );
  const set = (newStart: bigint, newAdd: bigint) => {
    start = newStart;
    add = newAdd;
    from.input.value = withMinusSign(start);
    by.input.value = withMinusSign(add);
    for (const each of [from.input, by.input]) each.dispatchEvent(new Event("input"));
  };

  const controls = h(
    "div",
    { class: "exhibit-controls" },
    segments(
      "Bits",
      `${name}-width`,
      WIDTHS.map((each) => ({ value: each, label: String(each) })),
      width,
      (chosen) => {
        const [atMost, atLeast] = [start === most(width), start === least(width)];
        width = chosen;
        set(atMost ? most(width) : atLeast ? least(width) : BigInt.asIntN(width, start), add);
      },
    ),
    result.element,
    h("div", { class: "duo whole" }, from.element, by.element),
    h(
      "p",
      { class: "examples whole" },
      h("span", {}, "Try:"),
      button("largest + 1", () => set(most(width), 1n), { class: "chip" }),
      button("smallest − 1", () => set(least(width), -1n), { class: "chip" }),
      button("largest + largest", () => set(most(width), most(width)), { class: "chip" }),
      button("−1 + 1", () => set(-1n, 1n), { class: "chip" }),
      button("go on from the result", () => set(BigInt.asIntN(width, start + add), add), { class: "chip" }),
    ),
    bits,
  );
  const pictures = h(
    "div",
    { class: "exhibit-pictures" },
    h("div", {}, h("h4", {}, "The dial, read with a sign"), dial),
    answers,
  );
  return {
    parts: [controls, pictures],
    draw(room) {
      const sum = start + add;
      const wrapped = BigInt.asIntN(width, sum);
      const over = wrapped !== sum;
      result.show(
        grouped(wrapped),
        over ? `in ${width} bits; the sum is ${grouped(sum)}` : `in ${width} bits, and the sum is just that`,
        over ? "danger" : "sound",
      );
      bits.replaceChildren(
        h("h4", {}, `The ${width} bits of the result; without a sign they read ${grouped(BigInt.asUintN(width, sum))}`),
        drawBits(width, sum),
      );
      dial.replaceChildren(drawDial(width, start, add, Math.min(room < STACK_BELOW ? room : (room - GAP) / 2, WIDEST)));
      answers.replaceChildren(
        ...drawAnswers(
          data.cases.find((each) => each.width === width && each.start === String(start) && each.add === String(add)),
          width,
          sum,
        ),
      );
    },
  };
}

function drawBits(width: number, value: bigint): HTMLElement {
  const digits = BigInt.asUintN(width, value).toString(2).padStart(width, "0");
  const bytes = digits.slice(1).match(/^\d{7}|\d{8}/g) ?? [];
  const cells = [{ text: digits.charAt(0), kind: "chosen" }, ...bytes.map((text) => ({ text }))];
  return strip(`${digits}; the first bit is the sign`, cells);
}

function drawDial(width: number, start: bigint, add: bigint, size: number): SVGSVGElement {
  const sum = start + add;
  const wrapped = BigInt.asIntN(width, sum);
  const over = wrapped !== sum;
  const middle = size / 2;
  const radius = middle - 52;
  const turnOf = (value: bigint) => Number((value * 1_000_000n) / (1n << BigInt(width))) / 1_000_000;
  const at = (turn: number, out = 0): [number, number] => [
    middle + (radius + out) * Math.sin(2 * Math.PI * turn),
    middle - (radius + out) * Math.cos(2 * Math.PI * turn),
  ];
  const words = `${grouped(start)} and ${grouped(add)} make ${grouped(wrapped)} in ${width} bits${over ? ", because the sum wraps around" : ""}.`;
  const svg = s("svg", { class: "dial", width: size, height: size, role: "img", "aria-label": words });
  svg.append(s("circle", { class: "ring", cx: middle, cy: middle, r: radius }));
  for (let tick = 0; tick < 16; tick++) {
    const [[x1, y1], [x2, y2]] = [at(tick / 16, -4), at(tick / 16, 4)];
    svg.append(s("line", { class: "tick", x1, y1, x2, y2 }));
  }
  svg.append(s("line", { class: "seam", x1: middle, x2: middle, y1: middle + radius - 22, y2: middle + radius + 40 }));
  const [right, left] = [at(0.25, 14), at(0.75, 14)];
  svg.append(
    s("text", { class: "middle", x: middle, y: middle - radius - 14 }, "0"),
    s("text", { class: "inside end", x: right[0] - 24, y: right[1] + 4 }, power(width - 2, "")),
    s("text", { class: "inside", x: left[0] + 24, y: left[1] + 4 }, power(width - 2, "−")),
    s(
      "text",
      { class: "value", x: middle + 8, y: middle + radius + 26 },
      width === 8 ? "127" : `${power(width - 1, "")} − 1`,
    ),
    s(
      "text",
      { class: "value end", x: middle - 8, y: middle + radius + 26 },
      width === 8 ? "−128" : power(width - 1, "−"),
    ),
  );
  const [from, to] = endsOf(turnOf(start), turnOf(add), add < 0n ? -1 : add > 0n ? 1 : 0);
  if (add !== 0n) svg.append(drawArc(from, to, over, at, radius));
  const [[x1, y1], [x2, y2]] = [at(from), at(to)];
  svg.append(
    s("circle", { class: "from", cx: x1, cy: y1, r: 6 }),
    s("circle", { class: over ? "to harm" : "to sound", cx: x2, cy: y2, r: 7 }),
  );
  return svg;
}

/** Where the way begins and ends, in turns; a step too small to be seen is drawn wider, across the place where it happens. */
function endsOf(start: number, add: number, direction: number): [number, number] {
  if (Math.abs(add) >= LEAST_TURN) return [start, start + add];
  return [start - (direction * LEAST_TURN) / 2, start + (direction * LEAST_TURN) / 2];
}

function drawArc(
  from: number,
  to: number,
  over: boolean,
  at: (turn: number, out?: number) => [number, number],
  radius: number,
): SVGElement {
  const way = Math.min(Math.abs(to - from), 0.999) * Math.sign(to - from);
  const [[x1, y1], [x2, y2]] = [at(to - way), at(to)];
  return s("path", {
    class: over ? "way harm" : "way sound",
    d: `M${x1} ${y1}A${radius} ${radius} 0 ${Math.abs(way) > 0.5 ? 1 : 0} ${way > 0 ? 1 : 0} ${x2} ${y2}`,
  });
}

function power(exponent: number, sign: string): string {
  const digits = "⁰¹²³⁴⁵⁶⁷⁸⁹";
  return exponent === 6
    ? `${sign}64`
    : `${sign}2${[...String(exponent)].map((digit) => digits[Number(digit)]).join("")}`;
}

function drawAnswers(found: Case | undefined, width: number, sum: bigint): Node[] {
  const code = CODES[width] ?? "";
  const wrapped = BigInt.asIntN(width, sum);
  const rows: [string, string][] = found
    ? [
        ["int", found.int],
        [`ctypes.c_int${width}`, found.ctypes],
        [`struct.pack("<${code}")`, found.struct],
        ["NumPy array", found.array],
        ["NumPy scalar", found.scalar],
      ]
    : [
        ["int", String(sum)],
        [`ctypes.c_int${width}`, String(wrapped)],
      ];
  const note = found
    ? "One of the 64 recorded sums."
    : "Not among the 64 recorded sums: worked out in this page, by the rule that they bear out.";
  return [
    h("h4", {}, "Who says what"),
    h(
      "dl",
      { class: "answers" },
      ...rows.flatMap(([who, said]) => [
        h("dt", {}, h("code", {}, who)),
        h(
          "dd",
          { class: said === String(sum) ? undefined : said === REFUSAL ? "sound" : "harm" },
          said === REFUSAL ? `refuses: ${said}` : withMinusSign(said),
        ),
      ]),
    ),
    h("p", { class: "below" }, note),
  ];
}
