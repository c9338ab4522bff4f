/** The exhibit "An error page, read by an attacker": parts of real answers, and what each of them tells. */
import { answer, type Exhibit, h, STACK_BELOW, segments } from "quintain/exhibits";

interface Part {
  label: string;
  text: string;
  tells: string;
  next: string;
}

interface Shown {
  title: string;
  parts: Part[];
}

interface ErrorPageData {
  pages: Shown[];
}

export default function errorPage(data: ErrorPageData, name: string, redraw: () => void): Exhibit {
  let shown = data.pages[0];
  let part = shown?.parts[0];
  const result = answer();
  const page = h("div", { class: "error-parts" });
  const reading = h("div", { class: "error-reading", "aria-live": "polite" });
  const pictures = h("div", { class: "exhibit-pictures" }, page, reading);
  const pages = segments(
    "The client gets",
    `${name}-page`,
    data.pages.map((each) => ({ value: each, label: each.title })),
    shown,
    (each) => {
      shown = each;
      part = each?.parts[0];
      redraw();
    },
  );
  pages.classList.add("wrapping");
  function select(buttons: HTMLElement[], button: HTMLElement, each: Part, narrow: boolean): void {
    part = each;
    if (narrow) button.after(reading);
    for (const other of buttons) other.setAttribute("aria-pressed", String(other === button));
    reading.replaceChildren(...read(each));
  }
  return {
    parts: [
      h(
        "div",
        { class: "exhibit-controls" },
        h("p", { class: "typed" }, "Select a part of the page, or move over it: what does it tell?"),
        result.element,
        h("div", { class: "whole" }, pages),
      ),
      pictures,
    ],
    draw(width) {
      if (!shown) return;
      const narrow = width < STACK_BELOW;
      const telling = shown.parts.filter((each) => each.tells).length;
      result.show(
        `${telling} of ${shown.parts.length}`,
        "parts of the page help an attacker",
        telling > 0 ? "danger" : "sound",
      );
      const buttons = shown.parts.map((each) =>
        h(
          "button",
          { type: "button", class: "error-part", "aria-pressed": String(each === part) },
          h("span", {}, each.label),
          h("code", {}, each.text),
        ),
      );
      for (const [index, each] of shown.parts.entries()) {
        const button = buttons[index];
        if (!button) continue;
        // Where the reading is below its part, what the pointer is over would move away: there, a press is needed.
        for (const moment of narrow ? ["click", "focus"] : ["click", "focus", "pointerenter"])
          button.addEventListener(moment, () => select(buttons, button, each, narrow));
      }
      page.replaceChildren(h("h4", {}, "The page"), ...buttons);
      const chosen = buttons.find((button) => button.getAttribute("aria-pressed") === "true");
      if (narrow && chosen) chosen.after(reading);
      else pictures.append(reading);
      reading.replaceChildren(...(part ? read(part) : []));
    },
    visitStates(look) {
      const present = [shown, part] as const;
      for (shown of data.pages) for (part of shown.parts) look();
      [shown, part] = present;
    },
  };
}

function read({ label, tells, next }: Part): HTMLElement[] {
  if (!tells) return [h("h4", {}, label), h("p", { class: "tells-nothing" }, h("b", {}, "It tells nothing. "), next)];
  return [
    h("h4", {}, label),
    h("p", { class: "tells" }, h("b", {}, "What it tells: "), tells),
    h("p", { class: "tells" }, h("b", {}, "What an attacker does next: "), next),
  ];
}
