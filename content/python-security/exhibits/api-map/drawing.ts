/** The exhibit "Which interface notices which mistake?": one mistake, made with each interface of the package cryptography. */
import { answer, type Exhibit, h, segments } from "quintain/exhibits";

interface Outcome {
  words: string;
  noticed: boolean;
}

interface Mistake {
  title: string;
  about: string;
  outcomes: Record<string, Outcome>;
}

interface MapData {
  groups: { title: string; names: string[] }[];
  mistakes: Mistake[];
}

export default function apiMap(data: MapData, name: string, redraw: () => void): Exhibit {
  let shown = data.mistakes[0];
  const result = answer();
  const about = h("p", {});
  const picture = h("div", { class: "footprint" });
  const mistakes = segments(
    "The mistake",
    `${name}-mistake`,
    data.mistakes.map((mistake) => ({ value: mistake, label: mistake.title })),
    shown,
    (mistake) => {
      shown = mistake;
      redraw();
    },
  );
  mistakes.classList.add("wrapping");
  return {
    parts: [
      h(
        "div",
        { class: "exhibit-controls" },
        h("div", { class: "typed" }, h("h4", {}, "What the program does"), about),
        result.element,
        h("div", { class: "whole" }, mistakes),
      ),
      picture,
    ],
    draw() {
      if (!shown) return;
      const { outcomes } = shown;
      const all = Object.values(outcomes);
      const accepting = all.filter(({ noticed }) => !noticed).length;
      result.show(`${accepting} of ${all.length}`, "interfaces do not prevent this mistake", "danger");
      about.replaceChildren(shown.about);
      picture.replaceChildren(
        ...data.groups.map(({ title, names }) =>
          h("section", {}, h("h4", {}, title), ...names.map((each) => card(each, outcomes[each] as Outcome))),
        ),
      );
    },
  };
}

function card(name: string, { words, noticed }: Outcome): HTMLElement {
  return noticed
    ? h("div", { class: "place-clear" }, h("b", {}, name), h("span", {}, words))
    : h("div", { class: "place-found" }, h("b", {}, name), h("span", {}, words));
}
