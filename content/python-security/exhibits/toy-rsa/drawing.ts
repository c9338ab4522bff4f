/** The exhibit "RSA with small numbers": encrypt a grade, and let an attacker compare and multiply. */
import { answer, button, type Exhibit, h, segments, slider, strip } from "quintain/exhibits";

/** A ciphertext, the grade that the attacker found by comparing, and what the receiver reads after the multiplication. */
type Sent = [ciphertext: number, found: number | null, doubled: string];

interface Way {
  name: string;
  code: string;
  /** What the attacker encrypted: one ciphertext for each grade. */
  table: number[];
  sent: Sent[];
}

interface ToyData {
  n: number;
  e: number;
  times: number;
  ways: Way[];
}

export default function toyRsa(data: ToyData, name: string, redraw: () => void): Exhibit {
  let way = data.ways[0] as Way;
  let grade = 3;
  let time = 0;
  const result = answer();
  const value = h("b", {});
  const told = h("dl", { class: "answers" });
  const table = h("div", { class: "exhibit-more" });
  const ways = segments(
    "Padding",
    `${name}-way`,
    data.ways.map((each) => ({ value: each, label: each.name })),
    way,
    (chosen) => {
      way = chosen;
      redraw();
    },
  );
  const control = slider(`${name}-grade`, ["Grade: ", value], 1, data.ways[0]?.table.length ?? 1, grade, (chosen) => {
    grade = chosen;
    redraw();
  });
  const again = button("Encrypt it again", () => {
    time = (time + 1) % data.times;
    redraw();
  });
  return {
    parts: [
      h(
        "div",
        { class: "exhibit-controls" },
        ways,
        control.element,
        result.element,
        h("div", { class: "whole" }, again),
      ),
      h("div", { class: "exhibit-tracks" }, told),
      table,
    ],
    draw() {
      const [ciphertext, found, doubled] = way.sent[data.times * (grade - 1) + time] as Sent;
      const refused = doubled === "refused";
      value.textContent = String(grade);
      result.show(
        found === null ? "Unknown" : `It is ${found}`,
        found === null ? "no ciphertext of the attacker is equal" : "the attacker's ciphertext is equal",
        found === null ? "sound" : "danger",
      );
      told.replaceChildren(
        ...row("Public key", `n = ${data.n}, e = ${data.e}`),
        ...row("Ciphertext", `${way.code} = ${ciphertext}`),
        ...row(
          "Multiplied with encrypt(2)",
          refused ? "refused: the padding is wrong" : `the receiver reads ${doubled}`,
          refused ? "sound" : "harm",
        ),
      );
      table.replaceChildren(
        h("h4", {}, "The attacker encrypts all grades with the public key"),
        strip(
          found === null ? "Ten ciphertexts; none is equal" : `Ten ciphertexts; that of grade ${found} is equal`,
          way.table.map((each, index) =>
            each === ciphertext ? { text: `${index + 1}: ${each}`, kind: "harm" } : { text: `${index + 1}: ${each}` },
          ),
        ),
      );
    },
  };
}

function row(term: string, said: string, tone: string | false = false): HTMLElement[] {
  return [h("dt", {}, term), h("dd", { class: tone }, said)];
}
