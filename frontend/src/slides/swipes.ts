/** Swipes of one finger to the left and right; what is worked by touch itself keeps its touches. */

const LEAST_PIXELS = 60;
const OWN = ".stage, .exercise, input, select, textarea, button, dialog, .deck-bar";

export function startSwipes(within: HTMLElement, on: { forward(): void; back(): void }): void {
  let from: Touch | null = null;
  within.addEventListener(
    "touchstart",
    (event) => {
      const isOwn = event.target instanceof Element && event.target.closest(OWN);
      from = event.touches.length === 1 && !isOwn ? (event.touches[0] ?? null) : null;
    },
    { passive: true },
  );
  // Without it, a browser takes the finger for its own: to go back in its history, or to scroll.
  within.addEventListener(
    "touchmove",
    (event) => {
      if (from && event.touches.length === 1 && event.cancelable) event.preventDefault();
    },
    { passive: false },
  );
  within.addEventListener("touchend", (event) => {
    const to = event.changedTouches[0];
    if (!from || !to) return;
    const [x, y] = [to.clientX - from.clientX, to.clientY - from.clientY];
    from = null;
    if (Math.abs(x) < LEAST_PIXELS || Math.abs(x) < 2 * Math.abs(y)) return;
    if (x < 0) on.forward();
    else on.back();
  });
}
