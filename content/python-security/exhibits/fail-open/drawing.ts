/** The exhibit "What if the check fails?": one check in four situations, asked about a customer and an administrator. */
import { answer, type Exhibit, h, segments } from "quintain/exhibits";

interface FailData {
  situations: string[];
  users: Record<string, string>;
  checks: { name: string; outcomes: Record<string, string[]> }[];
}

const CUSTOMER = "zoe";
const ALLOWED = "allowed";

export default function failOpen(data: FailData, name: string, redraw: () => void): Exhibit {
  let check = data.checks[0];
  let user = CUSTOMER;
  const result = answer();
  const list = h("ol", { class: "pipeline" });
  const checks = segments(
    "The check",
    `${name}-check`,
    data.checks.map((value) => ({ value, label: value.name })),
    check,
    (value) => {
      check = value;
      redraw();
    },
  );
  const users = segments(
    "Who asks",
    `${name}-user`,
    Object.entries(data.users).map(([value, label]) => ({ value, label })),
    user,
    (value) => {
      user = value;
      redraw();
    },
  );
  checks.classList.add("wrapping");
  users.classList.add("wrapping");
  return {
    parts: [
      h(
        "div",
        { class: "exhibit-controls" },
        h("div", { class: "typed stacked-controls" }, checks, users),
        result.element,
      ),
      list,
    ],
    draw() {
      const outcomes = check?.outcomes[user] ?? [];
      const count = outcomes.filter((each) => each === ALLOWED).length;
      const open = user === CUSTOMER && count > 0;
      const tone = user === CUSTOMER ? (open ? "danger" : "sound") : "plain";
      result.show(`${count} of ${outcomes.length}`, `situations let ${nameOf(data, user)} in`, tone);
      list.replaceChildren(
        ...outcomes.map((outcome, index) => drawOutcome(data.situations[index] ?? "", outcome, user === CUSTOMER)),
      );
    },
  };
}

function nameOf(data: FailData, user: string): string {
  return data.users[user]?.split(",")[0] ?? user;
}

function drawOutcome(situation: string, outcome: string, customer: boolean): HTMLElement {
  const open = customer && outcome === ALLOWED;
  const fails = ![ALLOWED, "denied"].includes(outcome);
  return h(
    "li",
    { class: open ? "harm" : customer ? "sound" : "" },
    h("span", {}, situation),
    h("b", {}, outcome),
    h("span", {}, open ? "fails open" : fails && "the request ends"),
  );
}
