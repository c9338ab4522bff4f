/** The strip that tells that the server is away, and the word beside the buttons that tells what is saved. */
import { isEnded, type Line, type LineState } from "../live/line.ts";
import type { Saving, SavingState } from "../live/saving.ts";
import { capital, clock, need } from "../page/dom.ts";
import { numberWord, translate, translatePlural } from "../page/words.ts";

export function startStrip(line: Line, saving: Saving): void {
  const strip = need("#offline");
  const words = need("#offline-words");
  const retry = need<HTMLButtonElement>("#offline-retry");
  const saved = need("#saved");
  let kept: SavingState = { kept: 0, stored: true, saving: false, savedAt: null, refused: "" };
  const draw = () => {
    strip.hidden = !line.state.down && !kept.refused;
    strip.classList.toggle("is-refused", !line.state.down);
    retry.hidden = !line.state.down;
    words.replaceChildren(...(line.state.down ? sentence(line.state, kept.kept, kept.stored) : [refusal(kept)]));
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

/** `stored` tells whether the browser stores what it keeps, so that it outlives the page. */
export function sentence(state: LineState, kept: number, stored = true): Node[] {
  const bold = document.createElement("b");
  bold.textContent = heading(state);
  const number = numberWord(kept);
  const changes = translatePlural(
    "%(number)s change is kept here and sent when the line is back.",
    "%(number)s changes are kept here and sent when the line is back.",
    kept,
    { number },
  );
  const ended = isEnded(state);
  const rest = [
    ...(ended && kept > 0 ? [capital(changes)] : []),
    ...(state.signedOut ? [translate("Sign in again in another tab, then try again here.")] : []),
    ...(state.otherPerson
      ? [
          translate(
            "Nothing of yours is saved for them. Sign in again as yourself in another tab, then try again here.",
          ),
        ]
      : []),
    ...(!ended && kept > 0 ? [translate("Keep typing: %(changes)s", { changes })] : []),
    ...(!ended && kept === 0
      ? [translate("Keep typing: what you write is kept here and sent when the connection is back.")]
      : []),
    ...(stored ? [] : [translate("Leave this page open: your browser does not let it store anything.")]),
  ];
  return [bold, document.createTextNode(` ${rest.join(" ")}`)];
}

function heading(state: LineState): string {
  if (state.signedOut) return translate("Your session has ended.");
  if (state.otherPerson) return translate("Somebody else is signed in in this browser.");
  return translate("Offline since %(time)s.", { time: state.since ? clock(state.since) : "" });
}

function refusal(state: SavingState): Text {
  return document.createTextNode(translate("Not saved. %(reason)s", { reason: state.refused }));
}

function word(state: SavingState): string {
  if (state.refused) return translate("not saved");
  if (state.saving) return translate("saving");
  if (state.kept > 0) return translate("not saved yet");
  return state.savedAt ? translate("saved %(time)s", { time: clock(state.savedAt) }) : "";
}

function disable(state: LineState): void {
  const reason = isEnded(state)
    ? translate("needs you to sign in")
    : state.wait > 0
      ? translate("needs the server; next try in %(seconds)s s", { seconds: state.wait })
      : translate("needs the server; trying now");
  // Other reasons, such as a refused submission, stand in the same place and must not be wiped by a mere save.
  const place = need("#reason");
  if (state.down || place.dataset["line"]) place.textContent = state.down ? reason : "";
  place.dataset["line"] = state.down ? "down" : "";
  for (const button of document.querySelectorAll("[data-needs-server]")) {
    if (state.down) button.setAttribute("aria-disabled", "true");
    else if (!button.hasAttribute("data-busy")) button.removeAttribute("aria-disabled");
  }
}
