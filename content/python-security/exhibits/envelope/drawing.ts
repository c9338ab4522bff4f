/** The exhibit "Assemble an envelope": the steps that are there, and which of five attacks succeed against them. */
import { answer, type Exhibit, h, segments } from "quintain/exhibits";

interface Steps {
  fresh: boolean;
  derived: boolean;
  cipher: string;
  signed: boolean;
}

interface Envelope extends Steps {
  gains: string[];
  refusals: string[];
}

interface EnvelopeData {
  attacks: string[];
  envelopes: Envelope[];
}

export default function envelope(data: EnvelopeData, name: string, redraw: () => void): Exhibit {
  const steps: Steps = { fresh: true, derived: false, cipher: "CTR", signed: false };
  const result = answer();
  const list = h("ol", { class: "pipeline" });
  const control = <Key extends keyof Steps>(key: Key, legend: string, choices: [Steps[Key], string][]) => {
    const group = segments(
      legend,
      `${name}-${key}`,
      choices.map(([value, label]) => ({ value, label })),
      steps[key],
      (value) => {
        steps[key] = value;
        redraw();
      },
    );
    group.classList.add("wrapping");
    return group;
  };
  const controls = h(
    "div",
    { class: "typed stacked-controls" },
    control("fresh", "Key pair", [
      [false, "one, kept"],
      [true, "new for each message"],
    ]),
    control("derived", "Key derivation", [
      [false, "none"],
      [true, "HKDF"],
    ]),
    control("cipher", "Cipher", [
      ["CTR", "AES-CTR"],
      ["GCM", "AES-GCM"],
      ["GCM+", "AES-GCM, header too"],
    ]),
    control("signed", "Sender", [
      [false, "not signed"],
      [true, "signed"],
    ]),
  );
  return {
    parts: [h("div", { class: "exhibit-controls" }, controls, result.element), list],
    draw() {
      const found = data.envelopes.find(
        (each) =>
          each.fresh === steps.fresh &&
          each.derived === steps.derived &&
          each.cipher === steps.cipher &&
          each.signed === steps.signed,
      );
      if (!found) return;
      const count = found.gains.filter(Boolean).length;
      result.show(`${count} of ${data.attacks.length}`, "attacks succeed", count > 0 ? "danger" : "sound");
      list.replaceChildren(...data.attacks.map((title, index) => attack(title, found, index)));
    },
  };
}

function attack(title: string, { gains, refusals }: Envelope, index: number): HTMLElement {
  const gain = gains[index];
  return h(
    "li",
    { class: gain ? "harm" : "sound" },
    h("span", {}, title),
    h("b", {}, gain || refusals[index] || ""),
    h("span", {}, gain ? "succeeds" : "fails"),
  );
}
