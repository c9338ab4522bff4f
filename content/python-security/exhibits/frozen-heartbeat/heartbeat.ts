/** A second thread that should beat evenly, and the stretch in which the main thread was busy. */
import { s } from "quintain/exhibits";

export interface Heartbeat {
  begin: number;
  end: number;
  beats: number[];
}

const HEIGHT = 84;
/** Above the beats, for what is said of them. */
const ABOVE = 14;
const LEAST_WIDTH = 560;

export function drawHeartbeat(
  { begin, end, beats }: Heartbeat,
  missed: number,
  last: number,
  room: number,
): SVGSVGElement {
  const width = Math.max(room, LEAST_WIDTH);
  const x = (seconds: number) => 10 + (seconds / last) * (width - 20);
  const within = beats.filter((beat) => beat > begin && beat < end).length;
  const words = missed > 0 ? "no beat: the match holds the lock" : `${within} beats`;
  const svg = s("svg", {
    class: "heartbeat",
    width,
    height: HEIGHT,
    role: "img",
    "aria-label": `${beats.length} beats; while the main thread was busy, ${missed > 0 ? "none" : `${within} of them`}.`,
  });
  svg.append(
    s("rect", {
      class: missed > 0 ? "silence" : "calm",
      x: x(begin),
      y: ABOVE + 8,
      width: x(end) - x(begin),
      height: 32,
    }),
    s("line", { class: "axis", x1: 10, x2: width - 10, y1: ABOVE + 40, y2: ABOVE + 40 }),
    ...beats.map((beat) => s("line", { class: "beat", x1: x(beat), x2: x(beat), y1: ABOVE + 20, y2: ABOVE + 40 })),
    s("text", { class: "value middle", x: (x(begin) + x(end)) / 2, y: missed > 0 ? ABOVE + 28 : ABOVE }, words),
  );
  for (let tick = 0; tick <= last; tick += 0.5)
    svg.append(s("text", { class: "tick start", x: x(tick), y: ABOVE + 60 }, `${tick} s`));
  return svg;
}
