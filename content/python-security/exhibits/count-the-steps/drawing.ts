/** The exhibit "Count the steps back": how much work one letter more makes, for three patterns. */
import { answer, type Exhibit, h, player, STACK_BELOW, segments, slider, strip } from "quintain/exhibits";
import { countWays, drawTree, type Kind } from "./backtracking.ts";
import { drawChart } from "./chart.ts";
import { isDangerous, type Pattern, type StepsData, stepsFor } from "./steps.ts";

const TREE_LETTERS = 5;
const PLAY_EVERY_MS = 350;
const GAP = 36;
const WIDEST_TREE = 380;
/** One of the many ways to cut the letters, so that a reader sees what a group is. */
const GROUPS = [4, 3, 6, 10, 1, 2, 1];
const GROWTH: Record<Kind, string> = {
  nested: "double for each one more",
  plain: "two more for each one more",
  possessive: "however many they are",
};

export default function countTheSteps(data: StepsData, name: string, redraw: () => void): Exhibit {
  const [first] = data.patterns;
  if (!first) throw new Error("The exhibit has no pattern.");
  let chosen = first;
  let letters = 24;
  let tried = 7;
  const kind = () => kindOf(chosen);
  const ways = () => countWays(TREE_LETTERS, kind());

  const steps = player(
    () => (tried = 0),
    () => {
      tried = (tried % ways()) + 1;
      redraw();
      return tried < ways();
    },
    PLAY_EVERY_MS,
  );
  const counts = chosen.times.map((row) => row.letters);
  const result = answer();
  const cut = h("div", { class: "whole" });
  const triedCount = h("b", {});
  const [tree, chart] = [h("div", {}), h("div", {})];

  const controls = h(
    "div",
    { class: "exhibit-controls" },
    segments(
      "Pattern",
      `${name}-pattern`,
      data.patterns.map((pattern) => ({ value: pattern, label: h("code", {}, pattern.pattern) })),
      chosen,
      (pattern) => {
        steps.stop();
        chosen = pattern;
        tried = Math.min(tried, ways());
        redraw();
      },
    ),
    slider(
      `${name}-letters`,
      ["Letters before the ", h("code", {}, "!")],
      Math.min(...counts),
      Math.max(...counts),
      letters,
      (count) => {
        letters = count;
        redraw();
      },
    ).element,
    result.element,
    cut,
  );
  const pictures = h(
    "div",
    { class: "exhibit-pictures" },
    h(
      "div",
      {},
      h("h4", {}, `Ways to cut ${TREE_LETTERS} letters into groups`),
      tree,
      h("p", { class: "below" }, triedCount, ...steps.buttons, h("span", {}, "every way ends at the !")),
    ),
    h("div", {}, h("h4", {}, "Time until “no”"), chart),
  );

  return {
    parts: [controls, pictures],
    draw(width) {
      result.show(
        stepsFor(chosen, letters).toLocaleString("en-GB"),
        `steps for ${letters} letters, ${GROWTH[kind()]}`,
        isDangerous(chosen) ? "danger" : "sound",
      );
      cut.replaceChildren(strip("One way to cut the letters into groups", drawCut(kind(), letters)));
      triedCount.textContent = `${tried} of ${ways()} ${ways() === 1 ? "way" : "ways"} tried`;
      const each = width < STACK_BELOW ? width : (width - GAP) / 2;
      tree.replaceChildren(drawTree(TREE_LETTERS, kind(), tried, Math.min(each, WIDEST_TREE)));
      chart.replaceChildren(drawChart(data.patterns, chosen, letters, each));
    },
  };
}

function kindOf(pattern: Pattern): Kind {
  if (isDangerous(pattern)) return "nested";
  return pattern.pattern.includes("++") ? "possessive" : "plain";
}

function drawCut(kind: Kind, letters: number): { text: string; kind?: string }[] {
  const groups: number[] = [];
  let rest = letters;
  for (const size of kind === "nested" ? GROUPS : [rest]) {
    if (rest > 0) groups.push(Math.min(size, rest));
    rest -= size;
  }
  return [...groups.map((size) => ({ text: "a".repeat(size) })), { text: "!", kind: "harm" }];
}
