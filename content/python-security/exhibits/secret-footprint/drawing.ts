/** The exhibit "The footprint of a secret": one way to give a program its token, and the places where it was found. */
import { answer, type Exhibit, h, segments } from "quintain/exhibits";

interface Place {
  id: string;
  title: string;
  where: string;
  readers: string;
}

interface Excerpt {
  before: string;
  secret: string;
  after: string;
}

interface Way {
  name: string;
  code: string;
  found: Record<string, Excerpt | null>;
}

interface FootprintData {
  places: Place[];
  ways: Way[];
}

const GROUPS: [string, string[]][] = [
  ["In files", ["source", "bytecode", "image"]],
  ["In the running process", ["arguments", "environ", "child"]],
  ["In records", ["log", "report"]],
];

export default function footprint(data: FootprintData, name: string, redraw: () => void): Exhibit {
  let shown = data.ways[0];
  const result = answer();
  const code = h("p", {});
  const picture = h("div", { class: "footprint" });
  const ways = segments(
    "The program gets its token",
    `${name}-way`,
    data.ways.map((way) => ({ value: way, label: way.name })),
    shown,
    (way) => {
      shown = way;
      redraw();
    },
  );
  ways.classList.add("wrapping");
  return {
    parts: [
      h(
        "div",
        { class: "exhibit-controls" },
        h("div", { class: "typed" }, h("h4", {}, "The line that gets the token"), code),
        result.element,
        h("div", { class: "whole" }, ways),
      ),
      picture,
    ],
    draw() {
      if (!shown) return;
      const { found } = shown;
      const count = Object.values(found).filter(Boolean).length;
      result.show(
        `${count} of ${data.places.length}`,
        count === 1 ? "places has a copy of the token" : "places have a copy of the token",
        count > 1 ? "danger" : "plain",
      );
      code.replaceChildren(h("code", {}, shown.code));
      picture.replaceChildren(
        ...GROUPS.map(([title, ids]) =>
          h(
            "section",
            {},
            h("h4", {}, title),
            ...data.places.filter(({ id }) => ids.includes(id)).map((place) => card(place, found[place.id] ?? null)),
          ),
        ),
      );
    },
    visitStates(look) {
      const present = shown;
      for (shown of data.ways) look();
      shown = present;
    },
  };
}

function card({ title, where, readers }: Place, found: Excerpt | null): HTMLElement {
  if (!found) return h("div", { class: "place-clear" }, h("b", {}, title), h("span", {}, "no copy"));
  return h(
    "div",
    { class: "place-found" },
    h("p", {}, h("b", {}, title), " ", h("code", {}, where)),
    h("p", { class: "found-bytes" }, found.before, h("b", {}, found.secret), found.after),
    h("p", {}, "read by ", readers),
  );
}
