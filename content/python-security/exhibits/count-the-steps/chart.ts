/** CPU time of one match against the number of letters; the time axis is logarithmic, with readable units. */
import { duration, s } from "quintain/exhibits";
import { isDangerous, type Pattern, secondsFor } from "./steps.ts";

const HEIGHT = 250;
const LEFT = 48;
const RIGHT = 12;
const TOP = 16;
const BOTTOM = 44;
const TICKS: [number, string][] = [
  [10, "10 s"],
  [1, "1 s"],
  [1e-3, "1 ms"],
  [1e-6, "1 µs"],
];
const LEAST = 2e-8;

export function drawChart(patterns: Pattern[], chosen: Pattern, letters: number, width: number): SVGSVGElement {
  const all = patterns[0]?.times.map((row) => row.letters) ?? [];
  const [first, last] = [Math.min(...all), Math.max(...all)];
  const x = (count: number) => LEFT + ((count - first) / (last - first)) * (width - LEFT - RIGHT);
  const y = (seconds: number) =>
    TOP + ((Math.log10(10) - Math.log10(seconds)) / (Math.log10(10) - Math.log10(LEAST))) * (HEIGHT - TOP - BOTTOM);
  const time = secondsFor(chosen, letters);
  const svg = s("svg", {
    class: "chart",
    width,
    height: HEIGHT,
    role: "img",
    "aria-label": `${chosen.pattern} needs ${duration(time)} for ${letters} letters.`,
  });
  for (const [seconds, label] of TICKS) {
    svg.append(
      s("line", { class: "grid", x1: LEFT, x2: width - RIGHT, y1: y(seconds), y2: y(seconds) }),
      s("text", { class: "tick end", x: LEFT - 8, y: y(seconds) + 4 }, label),
    );
  }
  svg.append(s("line", { class: "axis", x1: LEFT, x2: width - RIGHT, y1: HEIGHT - BOTTOM, y2: HEIGHT - BOTTOM }));
  for (let count = first; count <= last; count += 4)
    svg.append(s("text", { class: "tick", x: x(count), y: HEIGHT - BOTTOM + 18 }, count));
  svg.append(s("text", { class: "tick end", x: width - RIGHT, y: HEIGHT - 6 }, "letters a before the !"));
  for (const pattern of shown(patterns, chosen)) svg.append(drawSeries(pattern, x, y));
  svg.append(
    s("line", { class: "chosen", x1: x(letters), x2: x(letters), y1: TOP, y2: HEIGHT - BOTTOM }),
    s("circle", { class: isDangerous(chosen) ? "at danger" : "at", cx: x(letters), cy: y(time), r: 6.5 }),
    s("text", { class: "value end", x: x(letters) - 12, y: y(time) - 10 }, duration(time)),
  );
  if (x(letters) < LEFT + 70) svg.lastElementChild?.setAttribute("x", String(x(letters) + 12));
  if (x(letters) < LEFT + 70) svg.lastElementChild?.setAttribute("class", "value");
  return svg;
}

/** The dangerous pattern, and of the two safe ones the one that was chosen: their lines would lie on each other. */
function shown(patterns: Pattern[], chosen: Pattern): Pattern[] {
  const safe = isDangerous(chosen) ? patterns.find((pattern) => !isDangerous(pattern)) : chosen;
  return patterns.filter((pattern) => isDangerous(pattern) || pattern === safe);
}

function drawSeries(pattern: Pattern, x: (count: number) => number, y: (seconds: number) => number): SVGElement {
  const danger = isDangerous(pattern);
  const points = pattern.times.map((row) => `${x(row.letters).toFixed(1)},${y(row.cpu_seconds).toFixed(1)}`).join(" ");
  const third = pattern.times[danger ? 3 : 2];
  const group = s("g", { class: danger ? "series danger" : "series" }, s("polyline", { points }));
  if (danger)
    for (const row of pattern.times) group.append(s("circle", { cx: x(row.letters), cy: y(row.cpu_seconds), r: 2.4 }));
  if (third)
    group.append(
      s(
        "text",
        { class: "mono", x: x(third.letters) - (danger ? 4 : 0), y: y(third.cpu_seconds) - (danger ? 34 : 8) },
        pattern.pattern,
      ),
    );
  return group;
}
