/** Makes the exhibits of a lesson move; without script, they stay as the server sent them: figure, caption, numbers. */
import { type Make, startExhibit } from "./frame.ts";

/** Each exhibit is drawn by the script of its own folder; a lesson fetches those that it shows, and no others. */
export async function startExhibits(): Promise<void> {
  for (const place of document.querySelectorAll<HTMLElement>("[data-exhibit]")) {
    try {
      const drawing: { default: Make<unknown> } = await import(drawingOf(place.dataset["drawing"] ?? ""));
      startExhibit(place, drawing.default);
    } catch (fault) {
      reportError(fault); // this one stands still, and the next one moves all the same
    }
  }
}

/**
 * The address of a drawing. What our scripts import, the page's policy lets run; so nothing is imported from elsewhere,
 * even if words of somebody else became an element of the page.
 */
export function drawingOf(address: string): string {
  const { origin, pathname } = new URL(address, location.origin);
  if (origin !== location.origin || !/^\/exhibits\/[a-z0-9-]+\/[0-9a-f]+\.js$/.test(pathname))
    throw new Error(`${address} is no drawing of an exhibit.`);
  return pathname;
}
