/** The keys of slides. A clicker sends Page Up and Page Down, and some of its buttons a full stop or B. */

export type Command =
  | "forward"
  | "back"
  | "first"
  | "last"
  | "black"
  | "full"
  | "laser"
  | "presenter"
  | "help"
  | "leave";

const COMMANDS: Readonly<Record<string, Command>> = {
  ArrowRight: "forward",
  ArrowDown: "forward",
  PageDown: "forward",
  " ": "forward",
  ArrowLeft: "back",
  ArrowUp: "back",
  PageUp: "back",
  Home: "first",
  End: "last",
  b: "black",
  ".": "black",
  f: "full",
  l: "laser",
  n: "presenter",
  s: "presenter",
  "?": "help",
  Escape: "leave",
};

/** Keys that are never typed and never work a control: they are the slides' wherever the focus is. */
const ALWAYS = new Set(["PageDown", "PageUp", "Escape"]);
const FIELDS = "input, select, textarea, [contenteditable], [role='slider'], [role='tab']";
const PRESSED = "button, a[href], summary, label";

/** What a key does to the slides; null if it belongs to the control that has the focus, or to the browser. */
export function commandOf(event: KeyboardEvent): Command | null {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return null;
  const command = COMMANDS[event.key.length === 1 ? event.key.toLowerCase() : event.key] ?? null;
  const target = event.target instanceof Element ? event.target : null;
  if (!command || ALWAYS.has(event.key)) return command;
  if (target?.closest(FIELDS)) return null;
  return event.key === " " && (event.shiftKey || target?.closest(PRESSED)) ? shifted(event, target) : command;
}

/** Shift and Space go back, as they do on any page; on a button, Space presses it. */
function shifted(event: KeyboardEvent, target: Element | null): Command | null {
  return event.shiftKey && !target?.closest(PRESSED) ? "back" : null;
}
