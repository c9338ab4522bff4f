/** The exhibit "Where a crash ends": choose where a parser runs, and see what the other users get. */
import { answer, type Exhibit, h, segments } from "quintain/exhibits";

interface Run {
  place: string;
  attack: string;
  answers: string[];
  server: string;
}

interface BoundaryData {
  places: Record<string, string>;
  attacks: Record<string, string>;
  runs: Run[];
}

const ATTACKER = 2;
const SIZE = /^\d+ x \d+$/;
const PLACES: Record<string, string> = { call: "server", thread: "thread", pool: "pool", worker: "own process" };

/** Whether a request ended as it should: a size for a user, and a refusal for the attacker. */
function isRight(answers: string[], index: number): boolean {
  const said = answers[index] ?? "";
  return index === ATTACKER ? said.startsWith("refused") : SIZE.test(said);
}

export default function crashBoundary(data: BoundaryData, name: string, redraw: () => void): Exhibit {
  let place = "thread";
  let attack = "crash";
  const result = answer();
  const row = h("div", {});
  const choices = (of: Record<string, string>, labels: Record<string, string>) =>
    Object.keys(of).map((value) => ({ value, label: labels[value] ?? value }));
  const controls = h(
    "div",
    { class: "exhibit-controls" },
    segments("The parser runs in", `${name}-place`, choices(data.places, PLACES), place, (chosen) => {
      place = chosen;
      redraw();
    }),
    segments("The attacker's picture", `${name}-attack`, choices(data.attacks, {}), attack, (chosen) => {
      attack = chosen;
      redraw();
    }),
    result.element,
  );
  return {
    parts: [controls, row],
    draw() {
      const run = data.runs.find((each) => each.place === place && each.attack === attack);
      if (!run) return;
      const users = run.answers.map((_, index) => index).filter((index) => index !== ATTACKER);
      const served = users.filter((index) => isRight(run.answers, index)).length;
      const attacked = run.answers[ATTACKER] ?? "";
      const accepted = attacked !== "" && !attacked.startsWith("refused");
      result.show(
        `${served} of ${users.length}`,
        accepted ? "users are served, and a wrong answer is accepted" : "users are served",
        served === users.length && isRight(run.answers, ATTACKER) ? "sound" : "danger",
      );
      row.replaceChildren(
        h("ol", { class: "requests" }, ...run.answers.map((said, index) => drawRequest(run.answers, said, index))),
        h(
          "p",
          { class: "below" },
          `The parser runs ${data.places[place]}. The picture ${data.attacks[attack]}. `,
          h("b", {}, `The server ${run.server.startsWith("SIG") ? `has ended: ${run.server}` : run.server}.`),
        ),
      );
    },
  };
}

function drawRequest(answers: string[], said: string, index: number): HTMLElement {
  const right = isRight(answers, index);
  return h(
    "li",
    { class: right ? "sound" : "harm" },
    h("span", {}, index === ATTACKER ? "attacker" : `user ${index < ATTACKER ? index + 1 : index}`),
    h("b", {}, said || "no answer"),
  );
}
