/** The words of the page of the look. */

import { translate } from "../page/words.ts";

export const GALLERY = {
  waiting: translate("Waiting in the queue"),
  running: translate("Loading: the judge at work"),
  failed: translate("Error: ours"),
  error: translate("Error: ours"),
  tests: translate("Tests alone"),
  proven: translate("Proven a moment ago"),
  "still-open": translate("Still open: the attack is held out"),
  broken: translate("Broken"),
  replay: translate("An exploit on a fix"),
  printed: translate("What the exploit printed"),
  began: translate("11:46 a fresh box, and a fresh secret"),
  console: translate("Exploit console"),
  retry: translate("Try now"),
};
