/** The words of the page of the look. */

export const GALLERY = {
  waiting: "Waiting in the queue",
  running: "Loading: the judge at work",
  failed: "Error: ours",
  error: "Error: ours",
  tests: "Tests alone",
  proven: "Proven a moment ago",
  "still-open": "Still open: the attack is held out",
  broken: "Broken",
  replay: "An exploit on a fix",
  printed: "What the exploit printed",
  began: "11:46 a fresh box, and a fresh secret",
  console: "Exploit console",
  retry: "Try now",
};
