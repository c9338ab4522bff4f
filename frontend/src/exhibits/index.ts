/** Draws the exhibits of a lesson; what there is none for stays as the server sent it. */
import { startCountTheSteps } from "./count-the-steps.ts";

const EXHIBITS: Record<string, (place: HTMLElement) => void> = { "count-the-steps": startCountTheSteps };

export function startExhibits(): void {
  for (const place of document.querySelectorAll<HTMLElement>("[data-exhibit]")) EXHIBITS[place.dataset["exhibit"] ?? ""]?.(place);
}
