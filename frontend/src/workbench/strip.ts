/**
 * The strip that tells that the server is away, and the word beside the buttons that tells what is saved. The word changes
 * with nearly every key, and the strip with every second, so both are for the eye: a voice says what fails, and when all
 * is well again.
 */
import { isEnded, type Line, type LineState } from "../live/line.ts";
import type { Saving, SavingState } from "../live/saving.ts";
import { capital, clock, h, need } from "../page/dom.ts";
import { numberWord, translate, translatePlural } from "../page/words.ts";

/** The failure of a tab that has no socket of its own. */
const CROWDED = "crowded";
/** The failure of a server that hears nothing of its other processes. */
const LATE = "late";

export function startStrip(line: Line, saving: Saving): void {
  const strip = need("#offline");
  const words = need("#offline-words");
  const retry = need<HTMLButtonElement>("#offline-retry");
  const saved = need("#saved");
  const voice = new Voice(need("#saved-voice"));
  let kept: SavingState = { kept: 0, stored: true, saving: false, savedAt: null, refused: "" };
  const draw = () => {
    const { down, crowded, late } = line.state;
    strip.hidden = !down && !kept.refused && !crowded && !late;
    strip.classList.toggle("is-refused", !down);
    retry.hidden = !down && !crowded;
    if (down) words.replaceChildren(...sentence(line.state, kept.kept, kept.stored));
    else words.replaceChildren(...(kept.refused ? [refusal(kept)] : []), ...beside(crowded, late));
    saved.textContent = down ? "" : word(kept);
    const failure = down ? heading(line.state) : kept.refused || (crowded ? CROWDED : late ? LATE : "");
    if (failure) voice.fails(failure, words.textContent ?? "");
    else if (kept.kept === 0 && !kept.saving) voice.isWell();
    disable(line.state);
  };
  retry.addEventListener("click", () => line.retryNow());
  line.listen(draw);
  saving.listen((state) => {
    kept = state;
    draw();
  });
}

/** Says each failure once, and after it that all is well again. */
class Voice {
  private failure = "";

  constructor(private readonly place: HTMLElement) {}

  fails(failure: string, words: string): void {
    if (failure !== this.failure) this.place.textContent = words;
    this.failure = failure;
  }

  isWell(): void {
    if (this.failure)
      this.place.textContent =
        this.failure === LATE
          ? translate("Live updates are back.")
          : translate("The server is back, and everything is saved.");
    this.failure = "";
  }
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

/** What is told while the server answers. */
function beside(crowded: boolean, late: boolean): Node[] {
  return crowded ? tooMany() : late ? updatesAway() : [];
}

function updatesAway(): Node[] {
  const bold = document.createElement("b");
  bold.textContent = translate("Live updates are away.");
  const rest = translate("What you write is saved and judged as always; you see results a little later.");
  return [bold, document.createTextNode(` ${rest}`)];
}

/** What the page does without a socket, it does by requests; so nothing is disabled. */
function tooMany(): Node[] {
  const bold = document.createElement("b");
  bold.textContent = translate("Too many tabs are open.");
  const rest = translate(
    "Close some of them. What you start here is done all the same; its result comes a little later.",
  );
  return [bold, document.createTextNode(` ${rest}`)];
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
  // Other reasons, such as a refused submission, stand in the same place and must not be wiped by a mere save.
  const place = need("#reason");
  if (state.down) tellWhy(place, state);
  else if (place.dataset["line"]) place.textContent = "";
  place.dataset["line"] = state.down ? "down" : "";
  for (const button of document.querySelectorAll("[data-needs-server]")) {
    if (state.down) button.setAttribute("aria-disabled", "true");
    else if (!button.hasAttribute("data-busy")) button.removeAttribute("aria-disabled");
  }
}

/** The reason is read out once; the seconds until the next try, which count down, are only seen. */
function tellWhy(place: HTMLElement, state: LineState): void {
  const reason = isEnded(state) ? translate("needs you to sign in") : translate("needs the server");
  const [shown, count] = place.childNodes;
  if (shown?.textContent !== reason || !(count instanceof HTMLElement))
    place.replaceChildren(reason, h("span", { "aria-hidden": "true" }));
  const next =
    state.wait > 0 ? translate("; next try in %(seconds)s s", { seconds: state.wait }) : translate("; trying now");
  need("[aria-hidden]", place).textContent = isEnded(state) ? "" : next;
}
