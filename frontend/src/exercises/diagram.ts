/** A figure whose shapes are chosen: each named group becomes a button, and wears its state as a mark once it is graded. */
import { need, s } from "../page/dom.ts";
import { type Desk, WORDS } from "./desk.ts";

const MARKS = { right: "m-4 0.5 2.8 2.8 5-5.6", wrong: "m-3.5-3.5 7 7m0-7-7 7", shown: "M-3.5 0h7M0-3.5v7" };

export function showDiagram(desk: Desk): void {
  const picture = need(".picture", desk.place);
  const svg = need<SVGSVGElement>("svg", picture);
  picture.removeAttribute("tabindex"); // its shapes take focus now
  svg.setAttribute("role", "group");
  for (const part of desk.parts) {
    const shape = need<SVGGElement>(`g[data-element="${CSS.escape(part.id)}"]`, svg);
    shape.setAttribute("role", "button");
    shape.setAttribute("tabindex", "0");
    shape.setAttribute("aria-label", `${part.title}, ${WORDS[part.state]}`);
    shape.classList.add("part", part.state);
    if (part.state !== "open") shape.append(mark(shape, MARKS[part.state]));
    shape.addEventListener("click", () => desk.choose(part.id));
    shape.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      desk.choose(part.id);
    });
    desk.watch(() => shape.setAttribute("aria-pressed", String(desk.chosen === part.id)));
  }
}

function mark(shape: SVGGElement, path: string): SVGGElement {
  const words = shape.querySelector<SVGTextElement>(":scope > .tip ~ text"); // of an arrow, only its words are a place to look at
  const { x, y, width } = (words ?? shape).getBBox();
  const at = words?.classList.contains("end") ? x - 8 : x + width + (words ? 6 : 0);
  return s(
    "g",
    { class: "mark", transform: `translate(${at} ${y + 2})` },
    s("circle", { r: 9 }),
    s("path", { d: path }),
  );
}
