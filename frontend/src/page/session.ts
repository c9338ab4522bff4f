/**
 * Says before a session ends without activity that it will, and keeps it by one press (WCAG 2.2.1).
 *
 * An act in another tab moves the end as well, so the server is asked before anything is said.
 */
import { Refusal, request } from "../live/requests.ts";
import { clock, find, meta, need } from "./dom.ts";
import { translate } from "./words.ts";

const WARNING_SECONDS = 120;
const LOOK_SECONDS = 10;
const STAY = "stay"; // the value of the button
const KEPT = "kept"; // the dialog was closed by script, as the session goes on

interface Session {
  learner: string;
  seconds: number | null;
  can_be_kept: boolean;
}

export function startSession(): void {
  const dialog = find<HTMLDialogElement>("#session-end");
  if (dialog) new Watch(dialog).wait(Number(dialog.dataset["seconds"]));
}

class Watch {
  private readonly url: string;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isClosed = false; // by the person, who wants to read no more of it

  constructor(private readonly dialog: HTMLDialogElement) {
    this.url = dialog.dataset["url"] ?? "";
    dialog.addEventListener("close", () => {
      if (dialog.returnValue === STAY) void this.keep();
      else this.isClosed = dialog.returnValue !== KEPT;
    });
    // A machine that slept, or a tab in the background, has its timers late.
    document.addEventListener("visibilitychange", () => document.hidden || void this.look());
  }

  /** Looks again shortly before the end. */
  wait(seconds: number): void {
    this.after(Math.max(LOOK_SECONDS, seconds - WARNING_SECONDS));
  }

  private after(seconds: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.look(), seconds * 1000);
  }

  private async look(): Promise<void> {
    try {
      this.take(await request<Session>("GET", this.url));
    } catch (failure) {
      if (failure instanceof Refusal && failure.status === 401) this.sayEnded();
      else this.after(LOOK_SECONDS); // the server is away; the session may go on
    }
  }

  private async keep(): Promise<void> {
    this.isClosed = false;
    try {
      this.take(await request<Session>("POST", this.url));
    } catch {
      await this.look();
    }
  }

  private take(session: Session): void {
    // Somebody else has signed in meanwhile; other parts of the page say so.
    if (session.seconds === null || session.learner !== meta("learner")) return;
    if (session.seconds > WARNING_SECONDS) {
      this.isClosed = false;
      if (this.dialog.open) this.dialog.close(KEPT);
      this.wait(session.seconds);
      return;
    }
    if (!this.isClosed) this.warn(session.seconds, session.can_be_kept);
    this.after(Math.min(LOOK_SECONDS, session.seconds + 1));
  }

  private warn(seconds: number, canBeKept: boolean): void {
    const at = clock(new Date(Date.now() + seconds * 1000));
    this.say(
      translate("You will be signed out at %(time)s", { time: at }),
      canBeKept
        ? translate("Nothing was done on this page or another for a long time. What you have saved is kept.")
        : translate("A session lasts four days at most. What you have saved is kept; sign in again to go on."),
      canBeKept,
    );
  }

  private sayEnded(): void {
    this.say(
      translate("You are signed out"),
      translate("Your session has ended. What you have saved is kept. Sign in again to go on where you were."),
      false,
    );
  }

  private say(title: string, text: string, canBeKept: boolean): void {
    need("#session-end-title").textContent = title;
    need("#session-end-text").textContent = text;
    need("#stay").hidden = !canBeKept;
    need("#sign-in-again").hidden = canBeKept;
    if (!this.dialog.open) {
      this.dialog.returnValue = "";
      this.dialog.showModal();
    }
  }
}
