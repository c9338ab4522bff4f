/** Gauges of one application: the chosen incident is assigned to a gauge by pressing it, and a gauge that was hit falls. */
import { calm, h, need } from "../page/dom.ts";
import { type Desk, picker } from "./desk.ts";

const FALL_MILLISECONDS = 700;

export function showGauges(desk: Desk): void {
  desk.form.prepend(picker(desk, "Incidents"));
  for (const meter of desk.place.querySelectorAll<HTMLElement>(".meter")) {
    const id = meter.dataset["choice"] ?? "";
    const button = h("button", { type: "button", class: meter.className });
    button.append(...meter.childNodes);
    meter.className = "";
    meter.append(button);
    button.addEventListener("click", () => {
      desk.tick(desk.chosen, id);
      desk.form.requestSubmit(desk.form.querySelector<HTMLButtonElement>(":scope > .actions .primary"));
    });
    desk.watch(() => {
      const { state } = desk.part;
      button.disabled = state === "right" || state === "shown";
    });
    fall(desk, id, need<SVGPathElement>(".needle", button), Number(meter.dataset["degrees"]));
  }
}

function fall(desk: Desk, id: string, needle: SVGPathElement, to: number): void {
  const from = desk.memory.degrees.get(id) ?? to;
  desk.memory.degrees.set(id, to);
  if (from === to || calm()) return;
  needle.animate([{ transform: `rotate(${from}deg)` }, { transform: `rotate(${to}deg)` }], {
    duration: FALL_MILLISECONDS,
    easing: "cubic-bezier(.2,.9,.25,1)",
  });
}
