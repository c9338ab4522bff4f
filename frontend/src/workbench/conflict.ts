/** Asks which text goes on when another tab saved the same file. The server keeps both as copies. */
import type { Conflict } from "../live/saving.ts";
import { need } from "../page/dom.ts";

export function askConflict(conflict: Conflict, decided: (keep: "mine" | "theirs") => void): void {
  const dialog = need<HTMLDialogElement>("#conflict");
  need("#conflict-file").textContent = conflict.path;
  need("#conflict-mine").textContent = firstDifference(conflict.mine, conflict.theirs);
  need("#conflict-theirs").textContent = firstDifference(conflict.theirs, conflict.mine);
  dialog.oncancel = (event) => event.preventDefault();
  dialog.addEventListener("close", () => decided(dialog.returnValue === "theirs" ? "theirs" : "mine"), { once: true });
  dialog.returnValue = "";
  if (!dialog.open) dialog.showModal();
}

/** A few lines from where two texts part. */
function firstDifference(text: string, other: string): string {
  const lines = text.split("\n");
  const others = other.split("\n");
  let at = lines.findIndex((line, index) => line !== others[index]);
  if (at < 0) at = Math.max(0, lines.length - 1);
  return lines
    .slice(Math.max(0, at - 1), at + 5)
    .map((line, index) => `${Math.max(0, at - 1) + index + 1}  ${line}`)
    .join("\n");
}
