/** Makes the exhibits of a lesson move; what there is no script for stays as the server sent it: figure, caption, numbers. */
import { type Make, startExhibit } from "./kit.ts";

/** Each exhibit is drawn by the module of its name; a lesson fetches those that it shows, and no others. */
export async function startExhibits(): Promise<void> {
  for (const place of document.querySelectorAll<HTMLElement>("[data-exhibit]")) {
    const drawing = await fetchDrawing(place.dataset["exhibit"] ?? "");
    if (drawing) startExhibit(place, drawing.default);
  }
}

/** A pack may hold exhibits that nobody has drawn; those stand still. */
async function fetchDrawing(name: string): Promise<{ default: Make<unknown> } | undefined> {
  try {
    return (await import(`./drawings/${name}.ts`)) as { default: Make<unknown> };
  } catch (fault) {
    if (String(fault).includes("Module not found in bundle")) return undefined;
    throw fault;
  }
}
