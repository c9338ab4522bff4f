/** The exhibit "Size 0, yet endless": how many bytes a program reads, beside the size that was reported. */
import { answer, type Exhibit, h, s, segments, slider } from "quintain/exhibits";

interface Resource {
  title: string;
  kind: string;
  size: number;
  free: number[];
  limited: number[];
  waits?: boolean;
}

interface MeterData {
  piece: number;
  limit: number;
  resources: Resource[];
}

const ROW = 30;
const BAR = 18;
const NARROWEST = 2;

const grouped = (value: number) => value.toLocaleString("en-GB");

export default function endlessMeter(data: MeterData, name: string, redraw: () => void): Exhibit {
  const most = Math.max(...data.resources.map(({ free }) => free.length)) - 1;
  let shown = data.resources.find(({ title }) => title === "/dev/zero") ?? data.resources[0];
  let isLimited = false;
  let pieces = 1;
  const result = answer();
  const count = h("b", {});
  const picture = h("div", {
    class: "scrolls exhibit-tracks",
    tabindex: 0,
    role: "group",
    "aria-label": "The two sizes",
  });
  const resources = segments(
    "Resource",
    `${name}-resource`,
    data.resources.map((value) => ({ value, label: h("code", {}, value.title) })),
    shown,
    (value) => {
      shown = value;
      redraw();
    },
  );
  resources.classList.add("wrapping");
  const read = segments(
    "The program reads",
    `${name}-limit`,
    [
      { value: false, label: "to the end" },
      { value: true, label: `at most ${grouped(data.limit)} bytes` },
    ],
    isLimited,
    (value) => {
      isLimited = value;
      redraw();
    },
  );
  const control = slider(
    `${name}-pieces`,
    [`Pieces of ${grouped(data.piece)} bytes read: `, count],
    0,
    most,
    pieces,
    (value) => {
      pieces = value;
      redraw();
    },
  );
  return {
    parts: [
      h(
        "div",
        { class: "exhibit-controls" },
        read,
        control.element,
        result.element,
        h("div", { class: "whole" }, resources),
      ),
      picture,
    ],
    draw(width) {
      if (!shown) return;
      count.textContent = String(pieces);
      const row = isLimited ? shown.limited : shown.free;
      const bytes = row[pieces] ?? 0;
      const hasEnded = pieces > 0 && row[pieces] === row[pieces - 1];
      if (shown.waits) result.show("waits", "open() does not return until another program writes", "danger");
      else if (isLimited && bytes > data.limit)
        result.show("refused", "more than the limit, so reading stops", "sound");
      else if (hasEnded)
        result.show(grouped(bytes), `bytes, and then the end; reported: ${grouped(shown.size)}`, said(bytes, shown));
      else result.show(grouped(bytes), `bytes, and no end yet; reported: ${grouped(shown.size)}`, said(bytes, shown));
      picture.replaceChildren(drawBars(shown, bytes, Math.max(...data.resources.flatMap(({ free }) => free)), width));
    },
  };
}

function said(bytes: number, { size }: Resource): "danger" | "plain" {
  return bytes > size ? "danger" : "plain";
}

/** Two bars: the size that was reported, and the bytes that were read. */
function drawBars({ title, size }: Resource, bytes: number, most: number, width: number): SVGSVGElement {
  const start = 76;
  const scale = (value: number) => Math.max(NARROWEST, ((width - start - 100) * value) / most);
  const bar = (row: number, label: string, value: number, kind: string) => [
    s("text", { x: 0, y: ROW * row + 16 }, label),
    s("rect", { class: kind, x: start, y: ROW * row + 2, width: scale(value), height: BAR }),
    s("text", { class: "value", x: start + scale(value) + 6, y: ROW * row + 16 }, grouped(value)),
  ];
  return s(
    "svg",
    {
      class: "readers",
      role: "img",
      "aria-label": `${title}: ${grouped(size)} bytes reported, ${grouped(bytes)} bytes read`,
      width,
      height: 2 * ROW,
      viewBox: `0 0 ${width} ${2 * ROW}`,
    },
    ...bar(0, "reported", size, "sound"),
    ...bar(1, "read", bytes, bytes > size ? "harm" : "sound"),
  );
}
