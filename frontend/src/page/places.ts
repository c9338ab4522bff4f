/** A place in the course, and the controls of its exhibits, by numbers that are the same in every browser. */

/** What was done with a control of an exhibit, as the server checks it: see ``pacing/places.py``. */
export interface Act {
  exhibit: string;
  control: number;
  kind: "click" | "input" | "change";
  value: string;
}

export interface Place {
  path: string;
  visit: string;
  block: number;
  /** The id of the section of the slide that the leader shows; empty, or missing, where there are no slides. */
  anchor?: string;
  acts: Act[];
  moves: number;
}

/** The parts of a page's text, in order. */
export function blocks(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("#main > *")];
}

const CONTROLS = "button, input, select, textarea";

function exhibits(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("[data-exhibit]")];
}

/** The second exhibit of the same name on a page is ``name.1``. */
function nameOf(exhibit: HTMLElement): string {
  const name = exhibit.dataset["exhibit"] ?? "";
  const place = exhibits()
    .filter((each) => each.dataset["exhibit"] === name)
    .indexOf(exhibit);
  return place > 0 ? `${name}.${place}` : name;
}

function controls(exhibit: HTMLElement): HTMLElement[] {
  return [...exhibit.querySelectorAll<HTMLElement>(`.stage :is(${CONTROLS})`)];
}

/** Returns the control of an act, if the exhibit is there by now. */
export function controlOf(act: Act): HTMLElement | undefined {
  const exhibit = exhibits().find((each) => nameOf(each) === act.exhibit);
  return exhibit && controls(exhibit)[act.control];
}

/** Returns what an event did to a control of an exhibit; null if it was nothing of that kind. */
export function actOf(event: Event): Act | null {
  const control = event.target instanceof Element ? event.target.closest<HTMLElement>(CONTROLS) : null;
  const exhibit = control?.closest<HTMLElement>("[data-exhibit]");
  const kind = event.type as Act["kind"];
  if (!control || !exhibit || kind !== kindOf(control)) return null;
  const index = controls(exhibit).indexOf(control);
  return index < 0 ? null : { exhibit: nameOf(exhibit), control: index, kind, value: valueIn(control) };
}

/** The one event of a control that says all. */
function kindOf(control: HTMLElement): Act["kind"] {
  if (control instanceof HTMLButtonElement) return "click";
  if (control instanceof HTMLSelectElement) return "change";
  const isSwitch = control instanceof HTMLInputElement && (control.type === "radio" || control.type === "checkbox");
  return isSwitch ? "change" : "input";
}

function valueIn(control: HTMLElement): string {
  if (control instanceof HTMLButtonElement) return "";
  const input = control as HTMLInputElement;
  return input.type === "radio" || input.type === "checkbox" ? String(input.checked) : input.value;
}
