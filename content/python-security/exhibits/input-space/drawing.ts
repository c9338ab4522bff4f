/** The exhibit "Orders that no test covers": many orders that a client may send, and the few that are tested. */
import { answer, type Exhibit, h, s, segments, slider } from "quintain/exhibits";

type Kind = "sold" | "refused" | "odd" | "pays";

interface SpaceData {
  purse: number;
  quantities: number[];
  coupons: number[];
  tests: [number, number][];
  kinds: Record<Kind, string>;
  left: (number | "refused")[][];
  kind: Kind[][];
}

const AXIS_LEFT = 44;
const AXIS_BELOW = 40;
const MOST_CELL = 12;
const INSETS: Record<Kind, number> = { pays: 0.05, odd: 0.15, sold: 0.25, refused: 0.4 };

const signed = (value: number) => String(value).replace("-", "−");
const cents = (value: number) => value.toLocaleString("en-GB").replace("-", "−");

export default function inputSpace(data: SpaceData, name: string, redraw: () => void): Exhibit {
  let whole = false;
  let quantity = 8;
  let coupon = 0;
  const result = answer();
  const picture = h("div", { class: "scrolls", tabindex: 0, role: "group", "aria-label": "The map of orders" });
  const legend = h("ul", { class: "field-legend" });
  const quantityValue = h("b", {});
  const couponValue = h("b", {});
  const quantities = slider(
    `${name}-quantity`,
    ["Tickets ", quantityValue],
    data.quantities[0] ?? 0,
    data.quantities.at(-1) ?? 0,
    quantity,
    (value) => {
      quantity = value;
      redraw();
    },
  );
  const coupons = slider(
    `${name}-coupon`,
    ["Coupon ", couponValue],
    data.coupons[0] ?? 0,
    data.coupons.at(-1) ?? 0,
    coupon,
    (value) => {
      coupon = value;
      redraw();
    },
  );
  coupons.input.step = String((data.coupons[1] ?? 1) - (data.coupons[0] ?? 0));
  coupons.input.value = String(coupon);
  const view = segments(
    "Show",
    `${name}-view`,
    [
      { value: false, label: "what was tested" },
      { value: true, label: "what may be sent" },
    ],
    whole,
    (chosen) => {
      whole = chosen;
      redraw();
    },
  );
  return {
    parts: [
      h(
        "div",
        { class: "exhibit-controls" },
        view,
        h("div", {}),
        result.element,
        h("div", { class: "duo whole" }, quantities.element, coupons.element),
      ),
      h("div", { class: "exhibit-field" }, picture, legend),
    ],
    draw(width) {
      quantityValue.textContent = signed(quantity);
      couponValue.textContent = `${signed(coupon)} %`;
      quantities.input.setAttribute("aria-valuetext", `${quantity} tickets`);
      coupons.input.setAttribute("aria-valuetext", `${coupon} percent off`);
      const [row, column] = [data.coupons.indexOf(coupon), data.quantities.indexOf(quantity)];
      const kind = data.kind[row]?.[column] ?? "refused";
      const left = data.left[row]?.[column];
      const tested = data.tests.some(([tickets, percent]) => tickets === quantity && percent === coupon);
      result.show(
        left === "refused" || left === undefined ? "refused" : cents(left),
        `${left === "refused" ? "" : `left of ${cents(data.purse)}: `}${data.kinds[kind]}; ${tested ? "a test covers this" : "no test covers this"}`,
        kind === "pays" ? "danger" : kind === "odd" ? "plain" : "sound",
      );
      picture.replaceChildren(drawField(data, whole, quantity, coupon, width));
      legend.replaceChildren(...drawLegend(data, whole));
    },
  };
}

function drawField(data: SpaceData, whole: boolean, quantity: number, coupon: number, room: number): SVGSVGElement {
  const [columns, rows] = [data.quantities.length, data.coupons.length];
  const cell = Math.min(MOST_CELL, Math.max(7, Math.floor((room - AXIS_LEFT) / columns)));
  const [width, height] = [AXIS_LEFT + cell * columns, cell * rows + AXIS_BELOW];
  const x = (tickets: number) => AXIS_LEFT + cell * data.quantities.indexOf(tickets);
  const y = (percent: number) => cell * (rows - 1 - data.coupons.indexOf(percent));
  const isTested = (tickets: number, percent: number) =>
    data.tests.some((each) => each[0] === tickets && each[1] === percent);
  const said = whole
    ? `${columns * rows} orders; the shop loses in ${count(data, "pays")}`
    : `${data.tests.length} orders that the tests cover, of ${columns * rows}`;
  const svg = s("svg", {
    class: "field-map",
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    role: "img",
    "aria-label": `${said}; chosen: ${quantity} tickets with ${coupon} percent off.`,
  });
  svg.append(s("rect", { class: "field-all", x: AXIS_LEFT, y: 0, width: cell * columns, height: cell * rows }));
  for (const kind of Object.keys(data.kinds) as Kind[]) {
    const parts: string[] = [];
    for (const [row, percent] of data.coupons.entries()) {
      for (const [column, tickets] of data.quantities.entries()) {
        if (data.kind[row]?.[column] === kind && (whole || isTested(tickets, percent)))
          parts.push(mark(kind, x(tickets), y(percent), cell));
      }
    }
    svg.append(s("path", { class: `field-${kind}`, d: parts.join("") }));
  }
  for (const [tickets, percent] of data.tests)
    svg.append(s("rect", { class: "field-tested", x: x(tickets), y: y(percent), width: cell, height: cell }));
  svg.append(
    s("rect", {
      class: "field-chosen",
      x: x(quantity) - 2,
      y: y(coupon) - 2,
      width: cell + 4,
      height: cell + 4,
      rx: 2,
    }),
  );
  for (const percent of [-50, 0, 50, 100, 150])
    svg.append(
      s("text", { class: "end", x: AXIS_LEFT - 6, y: Math.max(10, y(percent) + cell) }, `${signed(percent)} %`),
    );
  for (const tickets of [-20, -10, 0, 10, 20])
    svg.append(
      s(
        "text",
        {
          class: tickets === 20 ? "end" : "middle",
          x: x(tickets) + (tickets === 20 ? cell : cell / 2),
          y: cell * rows + 15,
        },
        signed(tickets),
      ),
    );
  svg.append(s("text", { class: "middle", x: AXIS_LEFT + (cell * columns) / 2, y: cell * rows + 34 }, "tickets"));
  return svg;
}

/** Filled, hollow, small or a bar: each kind has a shape of its own. */
function mark(kind: Kind, x: number, y: number, cell: number): string {
  const inset = INSETS[kind] * cell;
  const size = cell - 2 * inset;
  if (kind === "refused") return `M${x + inset / 2} ${y + cell / 2 - 0.75}h${cell - inset}v1.5h${inset - cell}z`;
  const square = `M${x + inset} ${y + inset}h${size}v${size}h${-size}z`;
  const wall = 1.25;
  const inner = size - 2 * wall;
  return kind === "odd" ? `${square}M${x + inset + wall} ${y + inset + wall}v${inner}h${inner}v${-inner}z` : square;
}

function count(data: SpaceData, kind: Kind): number {
  return data.kind.flat().filter((each) => each === kind).length;
}

function drawLegend(data: SpaceData, whole: boolean): HTMLElement[] {
  const size = 14;
  const rows = (Object.keys(data.kinds) as Kind[]).map((kind) => {
    const tested = data.tests.filter(
      ([tickets, percent]) => data.kind[data.coupons.indexOf(percent)]?.[data.quantities.indexOf(tickets)] === kind,
    ).length;
    const sign = s(
      "svg",
      { class: "field-map", width: size, height: size, "aria-hidden": "true" },
      s("path", { class: `field-${kind}`, d: mark(kind, 0, 0, size) }),
    );
    return h(
      "li",
      {},
      sign,
      h("span", {}, h("b", {}, (whole ? count(data, kind) : tested).toLocaleString("en-GB")), ` ${data.kinds[kind]}`),
    );
  });
  const frame = s(
    "svg",
    { class: "field-map", width: size, height: size, "aria-hidden": "true" },
    s("rect", { class: "field-tested", x: 1, y: 1, width: size - 2, height: size - 2 }),
  );
  return [
    ...rows,
    h(
      "li",
      {},
      frame,
      h(
        "span",
        {},
        h("b", {}, String(data.tests.length)),
        ` of ${(data.quantities.length * data.coupons.length).toLocaleString("en-GB")} were tested`,
      ),
    ),
  ];
}
