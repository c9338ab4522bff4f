/**
 * Keeps the keyboard where the learner has put it: a program takes it by `focus()` from within its frame, and what was
 * meant for the editor goes to the program.
 *
 * Neither `sandbox` nor `inert` stops that; the policy `focus-without-user-activation` does, in browsers that have it.
 * Elsewhere the page sees that the frame has the focus although nobody clicked into it or pressed Tab. The page takes it
 * back once, as harmless pages focus a field when they load. A program that takes it again, or while somebody types, is
 * removed from the page at once: a focus that is only taken back is lost again within milliseconds, and in Firefox it
 * cannot even be taken back from a program that goes on.
 */

/** The policy of the frame, as its `allow` attribute. */
export const FOCUS_POLICY = "focus-without-user-activation 'none'";

const MOST_TAKEN = 2;
const TAKEN_WITHIN_MS = 5_000;
const TYPING_MS = 1_000;
const BACK_MS = 30;
const TAB_MS = 250;
/** So long after a key or a click browsers call a page active, and do not tell a click into its frame from that. */
const ACTIVE_MS = 5_000;
const CLICK_MS = 80;
const LOOK_MS = 50;

export class FocusGuard {
  private frame: HTMLIFrameElement | null = null;
  private last: HTMLElement | null = null;
  private isOver = false;
  private isGiven = false;
  /** Where the mouse was last seen on the screen. */
  private mouseAt = "";
  private tabAt = -Infinity;
  private usedAt = -Infinity;
  private typedAt = -Infinity;
  private isTakingBack = false;
  private taken: number[] = [];

  /** Made with the page, as it has to know of each key and click in it. */
  constructor(
    /** The program took the focus again, or while somebody typed; its frame is gone. */
    private readonly onPest: () => void,
  ) {
    addEventListener("blur", () => {
      this.look();
      setTimeout(() => this.look()); // Firefox names the frame a moment later
    });
    addEventListener("focus", () => (this.isGiven = false));
    addEventListener("focusin", (event) => this.returned(event.target));
    addEventListener("keydown", (event) => this.typed(event));
    for (const kind of ["keydown", "pointerdown", "pointerup"])
      addEventListener(kind, () => (this.usedAt = performance.now()), true);
    addEventListener("pointermove", (event) => this.moved(event), true);
    setInterval(() => this.look(), LOOK_MS);
  }

  /** Watches a new frame, in place of the one before; null for none. */
  watch(frame: HTMLIFrameElement | null): void {
    this.frame = frame;
    this.isGiven = this.isTakingBack = false;
    this.taken = [];
    this.putAside();
  }

  /**
   * Lets the mouse through the frame until the page has seen it move there: browsers do not always tell the page that
   * a mouse has come into a frame of another site. A finger comes without a move, and taps the program at once.
   */
  private putAside(): void {
    this.isOver = false;
    this.frame?.classList.toggle("aside", !isTouch());
  }

  private returned(target: EventTarget | null): void {
    if (target === this.frame) return;
    this.isGiven = false;
    if (target instanceof HTMLElement) this.last = target;
  }

  /** Whoever types is not about to click: a mouse that only rests on the program counts again when it is moved. */
  private typed(event: KeyboardEvent): void {
    this.typedAt = performance.now();
    if (event.key === "Tab" && !event.defaultPrevented) this.tabAt = performance.now();
    this.putAside();
  }

  /** Browsers also make events when the page moves below a mouse that rests: on the screen it stays where it was. */
  private moved(event: PointerEvent): void {
    const place = `${event.screenX},${event.screenY}`;
    const rests = this.mouseAt === "" || this.mouseAt === place;
    this.mouseAt = place;
    if (event.pointerType === "mouse" && rests) return;
    if (!this.frame) return;
    const { left, right, top, bottom } = this.frame.getBoundingClientRect();
    const isOver = event.clientX >= left && event.clientX < right && event.clientY >= top && event.clientY < bottom;
    if (!isOver) return this.putAside();
    this.isOver = true;
    this.frame.classList.remove("aside");
  }

  private look(): void {
    if (!this.frame || this.isGiven || this.isTakingBack || document.activeElement !== this.frame) return;
    const now = performance.now();
    if (now - this.tabAt < TAB_MS || this.isClicked(now)) this.isGiven = true;
    else if (this.isOver) setTimeout(() => this.lookAgain(), CLICK_MS);
    else this.takeBack(now);
  }

  /** News of a click may come a little later than that of the focus. */
  private lookAgain(): void {
    if (!this.frame || this.isGiven || document.activeElement !== this.frame) return;
    // As long as the page is active anyway, a mouse over the program has to be believed.
    if (navigator.userActivation?.isActive !== false) this.isGiven = true;
    else this.takeBack(performance.now());
  }

  /** A click into a frame makes the page around it active, too. */
  private isClicked(now: number): boolean {
    return navigator.userActivation?.isActive === true && (isTouch() || now - this.usedAt > ACTIVE_MS + CLICK_MS);
  }

  private takeBack(now: number): void {
    this.taken = [...this.taken.filter((at) => now - at < TAKEN_WITHIN_MS), now];
    if (now - this.typedAt < TYPING_MS || this.taken.length >= MOST_TAKEN) return this.remove();
    this.isTakingBack = true;
    const { frame } = this;
    // Not at once: Chromium loses count of who has the keyboard if it moves again while it is being told.
    setTimeout(() => this.restore());
    setTimeout(() => {
      if (frame !== this.frame) return;
      this.isTakingBack = false;
      if (document.activeElement === frame) this.remove();
    }, BACK_MS);
  }

  private remove(): void {
    this.frame?.remove();
    this.restore();
    this.onPest();
  }

  private restore(): void {
    if (this.last?.isConnected && this.last !== document.body) this.last.focus({ preventScroll: true });
    else this.frame?.blur();
  }
}

function isTouch(): boolean {
  return matchMedia("(hover: none) and (pointer: coarse)").matches;
}
