/** The exhibit "How long until every guess is tried?": one password, five hashes, and two kinds of machine. */
import { answer, type Exhibit, h, s, segments, slider } from "quintain/exhibits";

interface Kind {
  name: string;
  title: string;
  core: number;
  card: number | null;
}

interface GuessesData {
  kinds: Kind[];
  secrets: { title: string; count: string }[];
}

const UNITS: [number, string][] = [
  [31_557_600, "year"],
  [86_400, "day"],
  [3600, "hour"],
  [60, "minute"],
  [1, "second"],
];
const LARGE: [number, string][] = [
  [1e12, " trillion"],
  [1e9, " billion"],
  [1e6, " million"],
];
const TICKS: [number, string][] = [
  [1, "1 s"],
  [86_400, "1 day"],
  [31_557_600 * 100, "100 years"],
  [31_557_600 * 1e9, "a billion"],
];
const LEAST = 1e-6;
const MOST = 1e21;
const LEFT = 4;
const RIGHT = 4;
const ROW = 48;
const BAR = 14;
const FIRST_SECRET = 3;
/** A hash that takes less than this for a guess is fast. */
const FAST_SECONDS = 1e-3;
const DAY_SECONDS = 86_400;

export default function guessesASecond(data: GuessesData, name: string, redraw: () => void): Exhibit {
  let at = FIRST_SECRET;
  let machine: "core" | "card" = "core";
  const result = answer();
  const secret = h("b", {});
  const picture = h("div", { class: "exhibit-tracks" });
  const machines = segments<"core" | "card">(
    "The attacker has",
    `${name}-machine`,
    [
      { value: "core", label: "one core of this processor" },
      { value: "card", label: "one graphics card" },
    ],
    machine,
    (chosen) => {
      machine = chosen;
      redraw();
    },
  );
  machines.classList.add("standing");
  const control = slider(`${name}-secret`, ["Password: ", secret], 0, data.secrets.length - 1, at, (value) => {
    at = value;
    redraw();
  });
  return {
    parts: [h("div", { class: "exhibit-controls" }, machines, control.element, result.element), picture],
    draw(width) {
      const chosen = data.secrets[at];
      const [fast] = data.kinds;
      if (!chosen || !fast) return;
      const seconds = needed(fast, machine, Number(chosen.count));
      secret.textContent = chosen.title;
      control.input.setAttribute("aria-valuetext", chosen.title);
      result.show(
        seconds === null ? "no figure" : words(seconds),
        `for all ${grouped(Number(chosen.count))} guesses at a hash with ${fast.title}`,
        seconds !== null && seconds < 100 * 365 * DAY_SECONDS ? "danger" : "sound",
      );
      picture.replaceChildren(drawBars(data.kinds, machine, Number(chosen.count), chosen.title, width));
    },
  };
}

function needed({ core, card }: Kind, machine: "core" | "card", count: number): number | null {
  if (machine === "core") return count * core;
  return card === null ? null : count / card;
}

function grouped(count: number): string {
  return count < 1e15 ? count.toLocaleString("en-GB") : count.toExponential(1).replace("e+", " × 10^");
}

/** A time as people say it; record.py says it in the same way. */
function words(seconds: number): string {
  const [size, unit] = UNITS.find(([each]) => seconds >= each) ?? [0, ""];
  if (size === 0) return "less than a second";
  const number = seconds / size;
  const [large, name] = LARGE.find(([each]) => number >= each) ?? [1, ""];
  const shown = (number / large).toLocaleString("en-GB", { maximumFractionDigits: 0 });
  return `${shown}${name} ${unit}${shown === "1" && name === "" ? "" : "s"}`;
}

function drawBars(kinds: Kind[], machine: "core" | "card", count: number, title: string, width: number): SVGSVGElement {
  const height = ROW * kinds.length + 22;
  const x = (seconds: number) =>
    LEFT +
    (Math.log(Math.min(Math.max(seconds, LEAST), MOST) / LEAST) / Math.log(MOST / LEAST)) * (width - LEFT - RIGHT);
  const rows = kinds.map((kind) => {
    const seconds = needed(kind, machine, count);
    return { kind, seconds, told: seconds === null ? "no figure" : words(seconds) };
  });
  const svg = s("svg", {
    class: "readers",
    width,
    height,
    role: "img",
    "aria-label": `${title}: ${rows.map(({ kind, told }) => `${kind.title}: ${told}`).join("; ")}.`,
  });
  for (const [tick, label] of TICKS)
    svg.append(
      s("line", { class: "axis", x1: x(tick), x2: x(tick), y1: 0, y2: height - 18 }),
      s("text", { class: "tick", x: x(tick), y: height - 4 }, label),
    );
  for (const [row, { kind, seconds, told }] of rows.entries()) {
    const y = ROW * row;
    const tone = kind.core < FAST_SECONDS ? "harm" : "sound";
    svg.append(
      s("text", { x: LEFT, y: y + 16 }, kind.title),
      s("text", { class: `value end ${seconds === null ? "" : tone}`.trim(), x: width - RIGHT, y: y + 16 }, told),
    );
    if (seconds !== null)
      svg.append(s("rect", { class: tone, x: LEFT, y: y + 22, width: Math.max(x(seconds) - LEFT, 2), height: BAR }));
  }
  return svg;
}
