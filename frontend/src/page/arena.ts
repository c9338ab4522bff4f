/** The pages of an arena: a socket tells that something is new, and the page asks for its parts. */
import { Asking } from "../live/asking.ts";
import { find } from "./dom.ts";
import { withoutTokens } from "./parsing.ts";

export function startArena(): void {
  if (!find("#arena")) return;
  new Asking<unknown>("#arena", {
    hear: () => true,
    isSame: (old, fresh) => withoutTokens(old).outerHTML === withoutTokens(fresh).outerHTML,
    shown: () => {},
  }).start();
}
