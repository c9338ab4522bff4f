/** Lets exercises be worked on as pictures; without script they are forms, and the same forms carry every answer here. */
import { showBoard } from "./board.ts";
import { Desk, type Show } from "./desk.ts";
import { showDiagram } from "./diagram.ts";
import { showGauges } from "./gauges.ts";

const KINDS: Record<string, Show> = { board: showBoard, diagram: showDiagram, gauges: showGauges };

export function startExercises(): void {
  for (const place of document.querySelectorAll<HTMLElement>("[data-exercise]")) enliven(place);
  document.addEventListener("replaced", ({ target }) => {
    if (target instanceof HTMLElement && target.matches("[data-exercise]")) enliven(target)?.tell();
  });
}

function enliven(place: HTMLElement): Desk | undefined {
  const show = KINDS[place.dataset["exercise"] ?? ""];
  if (!show) return undefined;
  const desk = new Desk(place);
  show(desk);
  desk.choose(desk.chosen);
  return desk;
}
