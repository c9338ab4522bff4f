/** How the class answers a question on its slide, as it answers. */
import { Asking } from "../live/asking.ts";
import { find } from "../page/dom.ts";
import { withoutTokens } from "../page/parsing.ts";

export function startPolls(): void {
  if (!find("#slide-polls[data-socket]") || !find(".slide-poll")) return;
  new Asking<{ type: string }>("#slide-polls", {
    hear: (message) => message.type === "pace",
    isSame: (old, fresh) => comparable(old) === comparable(fresh),
    shown: () => undefined,
  }).start();
}

/** The address that a form without script comes back to is this page's own, and no news. */
function comparable(part: HTMLElement): string {
  const copy = withoutTokens(part);
  for (const back of copy.querySelectorAll('input[name="next"]')) back.remove();
  return copy.outerHTML;
}
