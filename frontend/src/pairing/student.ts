/** A student's page: shares its editor from the moment the student lets an instructor in until it is over. */
import type { Files } from "../editor/editor.ts";
import type { Saving } from "../live/saving.ts";
import type { Watching } from "../live/watching.ts";
import { find } from "../page/dom.ts";
import { renewNow } from "../page/renewed.ts";
import type { Sharing } from "./sharing.ts";

export function startPairing(
  files: Files,
  saving: Saving,
  watching: Watching,
  phase: "fix" | "break",
  paths: string[],
): void {
  if (!find("#pairing")) return;
  let sharing: Sharing | null = null;
  let address = "";
  let isAway = false;
  let isDown = false;

  const showAway = (): void => {
    const [away, down] = [find("#pairing .who-is-here"), find("#pairing .line-is-down")];
    if (away) away.hidden = !isAway;
    if (down) down.hidden = !isDown;
  };

  const look = (): void => {
    showAway();
    const wanted = find("#pairing [data-pair-socket]")?.dataset["pairSocket"] ?? "";
    if (wanted === address) return;
    address = wanted;
    isDown = false;
    sharing?.stop();
    sharing = null;
    if (wanted) void begin(wanted);
  };

  const begin = async (wanted: string): Promise<void> => {
    const { Sharing } = await import("./sharing.ts");
    if (wanted !== address) return;
    sharing = new Sharing(wanted, files, paths, {
      nameOf: (path) => `${phase}/${path}`,
      savedText: (path) => saving.savedText(path),
      other: find("#pairing bdi")?.textContent ?? "",
      here: ({ instructor }) => {
        isAway = !instructor;
        showAway();
      },
      line: (isNowDown) => {
        isDown = isNowDown;
        showAway();
      },
      ended: () => renewNow("#pairing"),
    });
  };

  // The part of the page is drawn anew by forms, by time, and when a message says that something has changed.
  for (const event of ["replaced", "renewed"]) document.addEventListener(event, look);
  watching.onMessage("pairing", () => renewNow("#pairing"));
  watching.onMessage("line", () => renewNow("#pairing")); // that message may be among those that were lost
  look();
}
