/** Whether somebody fills in a form of this page, so that they would lose what they typed if they were taken away. */

const CONTROLS = "input, select, textarea";
/** What is done there is shown again, or kept, by itself. */
const OTHER = "[data-exhibit], dialog:not([open])";
const TYPED = new Set(["text", "search", "email", "url", "tel", "password", "number", "date", "time"]);

/** Controls that were worked since the page was opened. */
const worked = new Set<Element>();

export function startFilling(): void {
  for (const kind of ["input", "change"])
    document.addEventListener(kind, ({ target }) => target instanceof Element && note(target), true);
}

function note(target: Element): void {
  if (target.matches(CONTROLS)) worked.add(target);
}

/** Forms that were sent or emptied are filled in no more; one in which somebody is about to write is. */
export function isFilledIn(): boolean {
  for (const each of worked) if (!each.isConnected) worked.delete(each);
  return [...worked].some((each) => !each.closest(OTHER) && differs(each)) || isAboutToWrite();
}

function differs(control: Element): boolean {
  if (control instanceof HTMLSelectElement) return [...control.options].some((each) => each.selected !== isFirst(each));
  if (control instanceof HTMLInputElement && (control.type === "checkbox" || control.type === "radio"))
    return control.checked !== control.defaultChecked;
  return (control as HTMLInputElement).value !== (control as HTMLInputElement).defaultValue;
}

/** Whether a list shows an option if nobody has chosen another: the one that is marked, else the first. */
function isFirst(option: HTMLOptionElement): boolean {
  const list = option.closest("select");
  const marked = [...(list?.options ?? [])].some((each) => each.defaultSelected);
  return marked || list?.multiple ? option.defaultSelected : option.index === 0;
}

function isAboutToWrite(): boolean {
  const active = document.activeElement;
  if (!(active instanceof HTMLElement) || active.closest(OTHER)) return false;
  if (active instanceof HTMLInputElement) return TYPED.has(active.type);
  return active instanceof HTMLTextAreaElement || active.isContentEditable;
}
