/** Makes the exhibits of a lesson move; what there is no script for stays as the server sent it: figure, caption, numbers. */
import { bindOrSplice } from "./bind-or-splice.ts";
import { countTheSteps } from "./count-the-steps.ts";
import { startExhibit } from "./kit.ts";
import { twoTracks } from "./two-tracks.ts";
import { wrapDial } from "./wrap-dial.ts";

const EXHIBITS: Record<string, (place: HTMLElement) => void> = {
  "bind-or-splice": (place) => startExhibit(place, bindOrSplice),
  "count-the-steps": (place) => startExhibit(place, countTheSteps),
  "two-tracks": (place) => startExhibit(place, twoTracks),
  "wrap-dial": (place) => startExhibit(place, wrapDial),
};

export function startExhibits(): void {
  for (const place of document.querySelectorAll<HTMLElement>("[data-exhibit]")) EXHIBITS[place.dataset["exhibit"] ?? ""]?.(place);
}
