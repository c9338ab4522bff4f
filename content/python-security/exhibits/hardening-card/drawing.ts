/** The exhibit "Harden a shop": settings to switch, and which requests of an attacker still work. */
import { answer, bits, type Exhibit, h, outcomes, switches } from "quintain/exhibits";

interface CardData {
  switches: string[];
  attacks: string[];
  sets: { works: boolean[]; warnings: string[] }[];
}

export default function card(data: CardData, name: string, redraw: () => void): Exhibit {
  const on = data.switches.map(() => false);
  const result = answer();
  const rows = h("div", {});
  const settings = switches(
    `${name}-settings`,
    "Settings that are hardened",
    data.switches.map((text) => h("code", {}, text)),
    on,
    redraw,
  );
  return {
    parts: [
      h("div", { class: "exhibit-controls" }, h("div", { class: "typed" }, settings.element), result.element),
      rows,
    ],
    draw() {
      settings.show();
      const now = data.sets[bits(on)];
      if (!now) return;
      const open = now.works.filter(Boolean).length;
      result.show(
        `${open} of ${data.attacks.length}`,
        `attacks work; check --deploy prints ${now.warnings.length} warnings`,
        open > 0 ? "danger" : "sound",
      );
      rows.replaceChildren(
        outcomes(
          data.attacks.map((attack, index) => ({
            title: attack,
            state: now.works[index] ? "works" : "fails",
            kind: now.works[index] ? "harm" : "sound",
          })),
        ),
      );
    },
  };
}
