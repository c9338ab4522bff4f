/** The exhibit "Two indexes, one name": whose package each command installs, by what an attacker has published. */
import { answer, type Exhibit, h, outcomes, segments } from "quintain/exhibits";

interface IndexesData {
  public: Record<string, string>;
  commands: { name: string; line: string }[];
  outcomes: Record<string, string[]>;
}

export default function indexes(data: IndexesData, name: string, redraw: () => void): Exhibit {
  let published = Object.keys(data.public)[0] ?? "";
  const result = answer();
  const rows = h("div", {});
  const choices = segments(
    "The attacker has published",
    `${name}-published`,
    Object.entries(data.public).map(([value, label]) => ({ value, label })),
    published,
    (chosen) => {
      published = chosen;
      redraw();
    },
  );
  choices.classList.add("standing");
  return {
    parts: [h("div", { class: "exhibit-controls" }, h("div", { class: "typed" }, choices), result.element), rows],
    draw() {
      const owners = data.outcomes[published] ?? [];
      const lost = owners.filter((owner) => owner !== "our" && owner !== "").length;
      result.show(
        `${lost} of ${data.commands.length}`,
        "commands install the attacker's package",
        lost > 0 ? "danger" : "sound",
      );
      rows.replaceChildren(
        outcomes(
          data.commands.map((each, index) => {
            const owner = owners[index] ?? "";
            return {
              title: each.name,
              state: owner === "our" ? "our package" : owner ? "the attacker's package" : "nothing is installed",
              kind: owner && owner !== "our" ? "harm" : "sound",
              detail: h("code", {}, each.line),
            };
          }),
        ),
      );
    },
  };
}
