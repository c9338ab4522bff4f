/** The exhibit "One text, five ways to read it": what each way costs, on an axis whose every line is a hundred times more. */
import { answer, duration, type Exhibit, h, s, slider } from "quintain/exhibits";

interface Way {
  name: string;
  title: string;
  code: string;
  seconds: (number | null)[];
}

interface TextData {
  lengths: number[];
  ways: Way[];
}

const TICKS: [number, string][] = [
  [1e-7, "100 ns"],
  [1e-5, "10 µs"],
  [1e-3, "1 ms"],
  [1e-1, "100 ms"],
  [10, "10 s"],
];
const LEAST = 1e-7;
const MOST = 10;
const LEFT = 10;
const RIGHT = 90;
const ROW = 66;
const BAR = 14;
const SHOWN_BACKSLASHES = 24;

export default function oneText(data: TextData, name: string, redraw: () => void): Exhibit {
  const written = data.ways.find((way) => way.name === "written");
  const measured = data.lengths.filter((_, index) => written?.seconds[index] !== null).length - 1;
  let at = measured;
  const result = answer();
  const length = h("b", {});
  const text = h("p", { class: "below whole" });
  const picture = h("div", { class: "exhibit-tracks" });
  const control = slider(`${name}-length`, ["Backslashes: ", length], 0, data.lengths.length - 1, at, (index) => {
    at = index;
    redraw();
  });
  control.element.classList.add("typed");
  return {
    parts: [h("div", { class: "exhibit-controls" }, control.element, result.element, text), picture],
    draw(width) {
      const count = data.lengths[at] ?? 0;
      const seconds = written?.seconds[at] ?? null;
      length.textContent = count.toLocaleString("en-GB");
      control.input.setAttribute("aria-valuetext", `${count} backslashes`);
      text.replaceChildren(
        h("code", {}, `"${"\\".repeat(Math.min(count, SHOWN_BACKSLASHES))}${count > SHOWN_BACKSLASHES ? "…" : ""}`),
      );
      if (seconds === null)
        result.show(
          "not run",
          `${data.lengths[measured]} took ${duration(written?.seconds[measured] ?? 0)}, and each one more costs 1.6 times as much`,
          "danger",
        );
      else result.show(duration(seconds), "for the pattern as it was written", "danger");
      picture.replaceChildren(drawBars(data.ways, at, count, width));
    },
  };
}

function drawBars(ways: Way[], at: number, count: number, width: number): SVGSVGElement {
  const height = ROW * ways.length + 24;
  const x = (seconds: number) =>
    LEFT + (Math.log10(seconds / LEAST) / Math.log10(MOST / LEAST)) * (width - LEFT - RIGHT);
  const told = ways.map((way) => `${way.title}: ${tell(way.seconds[at])}`).join("; ");
  const svg = s("svg", {
    class: "readers",
    width,
    height,
    role: "img",
    "aria-label": `For ${count} backslashes: ${told}.`,
  });
  for (const [tick, label] of TICKS) {
    svg.append(
      s("line", { class: "axis", x1: x(tick), x2: x(tick), y1: 4, y2: height - 20 }),
      s("text", { class: tick === LEAST ? "tick start" : "tick", x: x(tick), y: height - 4 }, label),
    );
  }
  ways.forEach((way, row) => {
    const y = ROW * row + 8;
    const seconds = way.seconds[at] ?? null;
    const kind = way.name === "written" ? "harm" : "sound";
    const end = x(seconds ?? MOST);
    svg.append(
      s("text", { x: LEFT + 6, y: y + 10 }, way.title),
      s("text", { class: "mono", x: LEFT + 6, y: y + 27 }, way.code),
      s("rect", {
        class: seconds === null ? "harm endless" : kind,
        x: LEFT,
        y: y + 34,
        width: end - LEFT,
        height: BAR,
      }),
      s("text", { class: `value ${kind}`, x: end + 6, y: y + 46 }, tell(seconds)),
    );
  });
  return svg;
}

function tell(seconds: number | null | undefined): string {
  return seconds === null || seconds === undefined ? "not run" : duration(seconds);
}
