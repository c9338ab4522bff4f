/** The exhibit "Seven filters against fourteen attacks": each filter in turn, and what gets through it. */
import { answer, type Exhibit, h, player, segments } from "quintain/exhibits";

type Outcome = "refused" | "file" | "vault" | "news";

interface Filter {
  name: string;
  lists: "deny" | "allow";
  title: string;
  code: string;
  attacks: Outcome[];
  honest: Outcome[];
}

interface DuelData {
  attacks: string[];
  honest: string[];
  filters: Filter[];
}

const PLAY_EVERY_MS = 2200;
const WORDS: Record<Outcome, string> = { refused: "refused", file: "read", vault: "opened", news: "shown" };

export default function filterDuel(data: DuelData, name: string, redraw: () => void): Exhibit {
  const [first] = data.filters;
  if (!first) throw new Error("The exhibit has no filter.");
  let shown = first;
  const result = answer();
  const rule = h("div", { class: "whole" });
  const files = h("div", {});
  const servers = h("div", {});
  const choose = (filter: Filter) => {
    shown = filter;
    for (const [index, input] of inputs().entries()) input.checked = data.filters[index] === filter;
    redraw();
  };
  const steps = player(
    () => choose(first),
    () => {
      const next = data.filters[(data.filters.indexOf(shown) + 1) % data.filters.length] ?? first;
      choose(next);
      return next !== data.filters.at(-1);
    },
    PLAY_EVERY_MS,
  );
  const choices = segments(
    "Filter",
    `${name}-filter`,
    data.filters.map((value, index) => ({ value, label: String(index + 1) })),
    shown,
    (filter) => {
      steps.stop();
      choose(filter);
    },
  );
  const inputs = () => [...choices.querySelectorAll("input")];
  const controls = h(
    "div",
    { class: "exhibit-controls" },
    h("div", { class: "typed" }, choices, h("p", { class: "below" }, ...steps.buttons)),
    result.element,
    rule,
  );
  const honest = h("div", { class: "exhibit-more" });
  return {
    parts: [controls, h("div", { class: "exhibit-pictures" }, files, servers), honest],
    draw() {
      const through = shown.attacks.filter(isThrough).length;
      const lost = shown.honest.filter((each) => each === "refused").length;
      result.show(
        `${through} of ${shown.attacks.length}`,
        `attacks get through; ${lost === 0 ? "normal links work" : `${lost} of ${shown.honest.length} normal links is refused`}`,
        through > 0 ? "danger" : "sound",
      );
      rule.replaceChildren(
        h("h4", {}, h("code", {}, shown.name), shown.lists === "deny" ? ", a denylist" : ", an allowlist"),
        h("p", { class: "below" }, `${shown.title}:`),
        h("p", { class: "below" }, h("code", {}, shown.code)),
      );
      const rows = data.attacks.map((address, index) => ({ address, outcome: shown.attacks[index] ?? "refused" }));
      const isFile = ({ address }: { address: string }) => address.toLowerCase().includes("file:");
      files.replaceChildren(h("h4", {}, "Attacks on a file"), list(rows.filter(isFile)));
      servers.replaceChildren(
        h("h4", {}, "Attacks on the vault, an internal server"),
        list(rows.filter((row) => !isFile(row))),
      );
      honest.replaceChildren(
        h("h4", {}, "Normal links"),
        list(data.honest.map((address, index) => ({ address, outcome: shown.honest[index] ?? "refused", good: true }))),
      );
    },
  };
}

function isThrough(outcome: Outcome): boolean {
  return outcome === "file" || outcome === "vault";
}

function list(rows: { address: string; outcome: Outcome; good?: boolean }[]): HTMLElement {
  return h(
    "dl",
    { class: "answers" },
    ...rows.flatMap(({ address, outcome, good }) => [
      h("dt", {}, h("code", {}, address)),
      h("dd", { class: (good ? outcome === "news" : !isThrough(outcome)) ? "sound" : "harm" }, WORDS[outcome]),
    ]),
  );
}
