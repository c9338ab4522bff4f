/** A second thread that should beat evenly, and the silence while the match holds the interpreter's lock. */
import { s } from "../page/dom.ts";
import { duration, type StepsData } from "./steps-data.ts";

const HEIGHT = 70;
const LEAST_WIDTH = 560;

export function drawHeartbeat(heartbeat: StepsData["heartbeat"], room: number): SVGSVGElement {
  const width = Math.max(room, LEAST_WIDTH);
  const beats = heartbeat.beats_seconds;
  const end = Math.max(...beats) + heartbeat.period_seconds;
  const x = (seconds: number) => 10 + (seconds / end) * (width - 20);
  const [before, after] = longestGap(beats);
  const silence = `no beat for ${duration(heartbeat.silence_seconds)}: the match holds the lock`;
  const svg = s("svg", { class: "heartbeat", width, height: HEIGHT, role: "img", "aria-label": `${beats.length} beats in ${end.toFixed(1)} seconds, and ${silence}.` });
  svg.append(
    s("rect", { class: "silence", x: x(before), y: 8, width: x(after) - x(before), height: 32 }),
    s("line", { class: "axis", x1: 10, x2: width - 10, y1: 40, y2: 40 }),
    ...beats.map((beat) => s("line", { class: "beat", x1: x(beat), x2: x(beat), y1: 16, y2: 40 })),
    s("text", { class: "value middle", x: (x(before) + x(after)) / 2, y: 28 }, silence),
  );
  for (let tick = 0; tick <= end; tick += 0.5) svg.append(s("text", { class: "tick start", x: x(tick), y: 60 }, `${tick} s`));
  return svg;
}

function longestGap(beats: number[]): [number, number] {
  let longest: [number, number] = [0, 0];
  beats.forEach((beat, index) => {
    const next = beats[index + 1];
    if (next !== undefined && next - beat > longest[1] - longest[0]) longest = [beat, next];
  });
  return longest;
}
