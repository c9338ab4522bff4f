/** Messages at the top of the page, where the server puts its own. */
import { find, h, need } from "../page/dom.ts";

/** Shows a message until the next page, and a button if something can be done. */
export function notify(text: string, label = "", act: () => void = () => undefined): void {
  const line = h("p", {}, text);
  if (label) line.append(" ", button(label, act));
  place().append(line);
}

function button(label: string, act: () => void): HTMLButtonElement {
  const made = h("button", { type: "button", class: "text" }, label);
  made.addEventListener("click", act);
  return made;
}

function place(): Element {
  const known = find(".messages");
  if (known) return known;
  const made = h("div", { class: "messages", role: "status" });
  need("header.bar").after(made);
  return made;
}
