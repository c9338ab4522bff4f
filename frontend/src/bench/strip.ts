/** The strip that tells that the server is away, and the word beside the buttons that tells what is saved. */
import type { Line, LineState } from "../live/line.ts";
import type { Saving, SavingState } from "../live/saving.ts";
import { capital, clock, counted, need } from "../page/dom.ts";

export function startStrip(line: Line, saving: Saving): void {
  const strip = need("#offline");
  const words = need("#offline-words");
  const retry = need<HTMLButtonElement>("#offline-retry");
  const saved = need("#saved");
  let kept: SavingState = { kept: 0, saving: false, savedAt: null, refused: "" };
  const draw = () => {
    strip.hidden = !line.state.down;
    words.replaceChildren(...sentence(line.state, kept.kept));
    saved.textContent = line.state.down ? "" : word(kept);
    disable(line.state);
  };
  retry.addEventListener("click", () => line.retryNow());
  line.listen(draw);
  saving.listen((state) => {
    kept = state;
    draw();
  });
}

export function sentence(state: LineState, kept: number): Node[] {
  const bold = document.createElement("b");
  bold.textContent = state.signedOut ? "Your session has ended." : `Offline since ${state.since ? clock(state.since) : ""}.`;
  const rest = state.signedOut
    ? " Open the link that the server printed, in another tab, then try again here."
    : " Keep typing: what you write is kept here and sent when the line is back.";
  const changes = kept > 0 ? `${counted(kept, "change")} ${kept === 1 ? "is" : "are"} kept here and sent when the line is back.` : "";
  if (state.signedOut) return [bold, document.createTextNode(`${changes && ` ${capital(changes)}`}${rest}`)];
  return [bold, document.createTextNode(changes ? ` Keep typing: ${changes}` : rest)];
}

function word(state: SavingState): string {
  if (state.refused) return `Not saved. ${state.refused}`;
  if (state.saving) return "saving";
  if (state.kept > 0) return "not saved yet";
  return state.savedAt ? `saved ${clock(state.savedAt)}` : "";
}

function disable(state: LineState): void {
  const reason = state.signedOut ? "needs you to sign in" : state.wait > 0 ? `needs the server; next try in ${state.wait} s` : "needs the server; trying now";
  // Other reasons, such as a refused submission, stand in the same place and must not be wiped by a mere save.
  const place = need("#reason");
  if (state.down || place.dataset["line"]) place.textContent = state.down ? reason : "";
  place.dataset["line"] = state.down ? "down" : "";
  for (const button of document.querySelectorAll("[data-needs-server]")) {
    if (state.down) button.setAttribute("aria-disabled", "true");
    else if (!button.hasAttribute("data-busy")) button.removeAttribute("aria-disabled");
  }
}
