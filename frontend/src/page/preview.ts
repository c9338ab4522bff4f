/** In an author's preview, loads the page again once a file of the course changed. */
import { find } from "./dom.ts";

export function startPreview(): void {
  const mark = find<HTMLMetaElement>('meta[name="preview"]');
  const address = mark?.dataset["url"];
  if (!mark || !address) return;
  setInterval(() => void look(address, mark.content), 1000);
}

async function look(address: string, stamp: string): Promise<void> {
  try {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    if (answer.ok && ((await answer.json()) as { stamp: string }).stamp !== stamp) location.reload();
  } catch {
    // The server restarts; the next look tells.
  }
}
