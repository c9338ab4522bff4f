/** The exhibit "The frozen heartbeat": a second thread beside four ways to keep the main thread busy. */
import { answer, type Exhibit, h, segments } from "quintain/exhibits";
import { drawHeartbeat, type Heartbeat } from "./heartbeat.ts";

interface HeartData {
  period: number;
  ways: (Heartbeat & { name: string; title: string; code: string; cpu_seconds: number; missed: number })[];
}

export default function frozenHeartbeat(data: HeartData, name: string, redraw: () => void): Exhibit {
  let shown = data.ways[0];
  const result = answer();
  const heart = h("div", {
    class: "scrolls",
    tabindex: 0,
    role: "group",
    "aria-label": "Heartbeat of the second thread",
  });
  const code = h("p", { class: "below whole" });
  const choices = segments(
    "The main thread",
    `${name}-way`,
    data.ways.map((value) => ({ value, label: value.title })),
    shown,
    (way) => {
      shown = way;
      redraw();
    },
  );
  choices.classList.add("standing");
  const last = Math.max(...data.ways.flatMap(({ beats }) => beats)) + data.period;
  return {
    parts: [
      h("div", { class: "exhibit-controls" }, choices, h("div", {}), result.element, code),
      h("div", { class: "exhibit-tracks" }, heart),
    ],
    draw(width) {
      if (!shown) return;
      const { missed, cpu_seconds } = shown;
      result.show(
        String(missed),
        `${missed === 1 ? "beat" : "beats"} missed; ${cpu_seconds.toFixed(2)} s of processor time`,
        missed > 0 ? "danger" : "sound",
      );
      code.replaceChildren(h("code", {}, shown.code));
      heart.replaceChildren(drawHeartbeat(shown, missed, last, width));
    },
  };
}
