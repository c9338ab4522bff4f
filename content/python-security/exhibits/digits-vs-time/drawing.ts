/** The exhibit "Digits and time": what an integer of many digits costs, made in five ways. */
import { answer, type Exhibit, h, s, segments, slider } from "quintain/exhibits";

interface Point {
  digits: number;
  sent: number;
  seconds: number;
  refused: boolean;
}

interface Way {
  id: string;
  name: string;
  points: Point[];
}

interface DigitsData {
  limit: number;
  ways: Way[];
}

const HEIGHT = 260;
const LEFT = 48;
const RIGHT = 16;
const TOP = 16;
const BOTTOM = 44;
const MOST = 30;
const LEAST = 1e-6;
const TICKS: [number, string][] = [
  [10, "10 s"],
  [1, "1 s"],
  [1e-3, "1 ms"],
  [1e-6, "1 µs"],
];
const SLOW = 0.1;

export default function digitsVsTime(data: DigitsData, name: string, redraw: () => void): Exhibit {
  const [first] = data.ways;
  if (!first) throw new Error("The exhibit has no way.");
  let way = first;
  let at = first.points.length - 1;
  const result = answer();
  const facts = h("p", { class: "below whole", "aria-live": "polite" });
  const chart = h("div", { class: "exhibit-tracks" });
  const ways = segments(
    "How the integer is made, or printed",
    `${name}-way`,
    data.ways.map((value) => ({ value, label: h("code", {}, value.name) })),
    way,
    (value) => {
      way = value;
      redraw();
    },
  );
  ways.classList.add("wrapping");
  const control = slider(`${name}-digits`, ["Digits of the integer"], 0, first.points.length - 1, at, (value) => {
    at = value;
    redraw();
  });
  return {
    parts: [
      h(
        "div",
        { class: "exhibit-controls" },
        h("div", { class: "typed" }, control.element),
        result.element,
        h("div", { class: "whole" }, ways),
        facts,
      ),
      chart,
    ],
    draw(width) {
      const point = way.points[at];
      if (!point) return;
      const digits = point.digits.toLocaleString("en-GB");
      control.input.setAttribute("aria-valuetext", `${digits} digits`);
      result.show(
        point.refused ? "ValueError" : duration(point.seconds),
        point.refused ? `at once: more than ${data.limit.toLocaleString("en-GB")} digits` : "of processor time",
        point.refused ? "sound" : point.seconds > SLOW ? "danger" : "plain",
      );
      facts.replaceChildren(
        h("b", {}, `${digits} digits`),
        point.sent ? `from ${point.sent.toLocaleString("en-GB")} characters of input` : "in a number that is printed",
        point.refused ? `(without the limit: ${duration(point.seconds)})` : "",
      );
      chart.replaceChildren(drawChart(data.ways, way, point, width));
    },
  };
}

function duration(seconds: number): string {
  if (seconds >= 1) return `${seconds.toFixed(1)} s`;
  if (seconds >= 1e-3) return `${(seconds * 1e3).toPrecision(2)} ms`;
  return `${Math.max(1, Math.round(seconds * 1e6))} µs`;
}

function drawChart(ways: Way[], chosen: Way, point: Point, width: number): SVGSVGElement {
  const all = chosen.points.map(({ digits }) => Math.log10(digits));
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const x = (digits: number) => LEFT + ((Math.log10(digits) - least) / (most - least)) * (width - LEFT - RIGHT);
  const y = (seconds: number) =>
    TOP +
    ((Math.log10(MOST) - Math.log10(Math.max(seconds, LEAST))) / (Math.log10(MOST) - Math.log10(LEAST))) *
      (HEIGHT - TOP - BOTTOM);
  const svg = s("svg", {
    class: "chart",
    width,
    height: HEIGHT,
    role: "img",
    "aria-label": `${chosen.name}: ${duration(point.seconds)} for ${point.digits} digits${point.refused ? ", if no limit refused it" : ""}.`,
  });
  for (const [seconds, label] of TICKS)
    svg.append(
      s("line", { class: "grid", x1: LEFT, x2: width - RIGHT, y1: y(seconds), y2: y(seconds) }),
      s("text", { class: "tick end", x: LEFT - 8, y: y(seconds) + 4 }, label),
    );
  for (const digits of [1_000, 10_000, 100_000, 1_000_000])
    svg.append(
      s(
        "text",
        { class: digits === 1_000_000 ? "tick end" : "tick", x: x(digits), y: HEIGHT - BOTTOM + 18 },
        digits.toLocaleString("en-GB"),
      ),
    );
  svg.append(s("text", { class: "tick end", x: width - RIGHT, y: HEIGHT - 6 }, "digits of the integer"));
  for (const way of ways.filter((each) => each !== chosen)) svg.append(drawSeries(way, "context", x, y));
  const allowed = { ...chosen, points: chosen.points.filter(({ refused }) => !refused) };
  svg.append(drawSeries(allowed, chosen.id === "decimal" ? "series danger" : "series", x, y));
  const end = allowed.points.at(-1);
  if (end && allowed.points.length < chosen.points.length)
    svg.append(s("text", { class: "sound", x: x(end.digits) + 8, y: y(end.seconds) + 16 }, "the limit"));
  svg.append(
    s("line", { class: "chosen", x1: x(point.digits), x2: x(point.digits), y1: TOP, y2: HEIGHT - BOTTOM }),
    s("circle", {
      class: point.seconds > SLOW && !point.refused ? "at danger" : "at",
      cx: x(point.digits),
      cy: y(point.seconds),
      r: 6.5,
    }),
  );
  return svg;
}

function drawSeries(way: Way, kind: string, x: (digits: number) => number, y: (seconds: number) => number): SVGElement {
  const points = way.points.map((each) => `${x(each.digits).toFixed(1)},${y(each.seconds).toFixed(1)}`).join(" ");
  return s("g", { class: kind }, s("polyline", { points }));
}
