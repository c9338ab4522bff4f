/** The exhibit "Does this name exist?": measured sign-ins, and a line by which an attacker sorts them. */
import { answer, type Exhibit, h, s, segments, slider } from "quintain/exhibits";

interface Version {
  name: string;
  title: string;
  known: number[];
  unknown: number[];
}

interface TimesData {
  versions: Version[];
}

const BIN_MS = 5;
const HIGH = 84;
const HEAD = 20;
const FOOT = 20;
const FIRST_LINE_MS = 60;
/** From here on, sorting is no longer guessing. */
const GUESSING = 0.65;

export default function loginTimes(data: TimesData, name: string, redraw: () => void): Exhibit {
  const [first] = data.versions;
  if (!first) throw new Error("The exhibit has no times.");
  const most = Math.ceil(Math.max(...data.versions.flatMap(({ known, unknown }) => [...known, ...unknown])));
  const bins = Math.ceil((most + 1) / BIN_MS);
  let shown = first;
  let line = FIRST_LINE_MS;
  const result = answer();
  const where = h("b", {});
  const picture = h("div", { class: "exhibit-tracks" });
  const versions = segments(
    "The login",
    `${name}-version`,
    data.versions.map((value) => ({ value, label: value.title })),
    shown,
    (chosen) => {
      shown = chosen;
      redraw();
    },
  );
  versions.classList.add("standing");
  const control = slider(
    `${name}-line`,
    ["The attacker says “exists” above ", where],
    0,
    bins * BIN_MS,
    line,
    (value) => {
      line = value;
      redraw();
    },
  );
  return {
    parts: [h("div", { class: "exhibit-controls" }, versions, control.element, result.element), picture],
    draw(width) {
      const right =
        shown.known.filter((each) => each > line).length + shown.unknown.filter((each) => each <= line).length;
      const all = shown.known.length + shown.unknown.length;
      where.textContent = `${line} ms`;
      control.input.setAttribute("aria-valuetext", where.textContent);
      result.show(
        `${Math.round((100 * right) / all)} %`,
        `of ${all} names sorted right; a coin would do 50 %`,
        right / all > GUESSING ? "danger" : "sound",
      );
      picture.replaceChildren(
        drawTimes("names that exist", "known", shown.known, line, bins, width),
        drawTimes("names that do not exist", "unknown", shown.unknown, line, bins, width),
      );
    },
  };
}

function drawTimes(
  title: string,
  kind: string,
  times: number[],
  line: number,
  bins: number,
  width: number,
): SVGSVGElement {
  const wide = width / bins;
  const above = times.filter((each) => each > line).length;
  const floor = HEAD + HIGH;
  const svg = s("svg", {
    class: "login-times",
    width,
    height: floor + FOOT,
    role: "img",
    "aria-label": `${title}: ${above} of ${times.length} answers took longer than ${line} ms.`,
  });
  const counts = Array.from(
    { length: bins },
    (_, bin) => times.filter((each) => Math.floor(each / BIN_MS) === bin).length,
  );
  const tallest = Math.max(...counts);
  for (const [bin, count] of counts.entries()) {
    const height = Math.max((count / tallest) * HIGH, 2);
    if (count > 0) svg.append(s("rect", { class: kind, x: bin * wide, y: floor - height, width: wide - 1, height }));
  }
  const x = (line / BIN_MS) * wide;
  svg.append(
    s("line", { class: "axis", x1: 0, x2: width, y1: floor, y2: floor }),
    s("line", { class: "cut", x1: x, x2: x, y1: HEAD - 2, y2: floor }),
    s("text", { class: "value", x: 0, y: 13 }, title),
    s("text", { class: "end", x: width, y: 13 }, `${above} of ${times.length} above the line`),
    s("text", { x: 0, y: floor + 15 }, "0 ms"),
    s("text", { class: "end", x: width, y: floor + 15 }, `${bins * BIN_MS} ms`),
  );
  return svg;
}
