/** How the class answers a question on its slide, as it answers. */
import { Asking } from "../live/asking.ts";
import { find } from "../page/dom.ts";
import { withoutTokens } from "../page/parsing.ts";

/** Has the class asked on the slides; ``onClosed`` is told of each slide whose question is closed from now on. */
export function startPolls(onClosed: (slide: HTMLElement) => void): void {
  if (!find("#slide-polls[data-socket]") || !find(".slide-poll")) return;
  new Asking<{ type: string }>("#slide-polls", {
    hear: (message) => message.type === "pace",
    isSame: (old, fresh) => comparable(old) === comparable(fresh),
    shown: () => {
      for (const slide of newlyClosed()) onClosed(slide);
    },
  }).start();
}

/** The slides that show now how the class has answered, and did not before. */
export function newlyClosed(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(".slide:has(.slide-poll)")].filter((slide) => {
    const [was, is] = [slide.dataset["poll"], slide.querySelector(".slide-poll .shares") ? "closed" : "open"];
    slide.dataset["poll"] = is;
    return was === "open" && is === "closed";
  });
}

/** The address that a form without script comes back to is this page's own, and no news. */
function comparable(part: HTMLElement): string {
  const copy = withoutTokens(part);
  for (const back of copy.querySelectorAll('input[name="next"]')) back.remove();
  return copy.outerHTML;
}
