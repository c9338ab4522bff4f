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
  retry: "Try now",
};
