/** The exhibit "A path, step by step": where each part of a name leads, on the tree of folders. */
import { answer, button, type Exhibit, h, player, strip } from "quintain/exhibits";

interface Step {
  part: string;
  at: string;
  inside: boolean;
}

interface Walk {
  name: string;
  steps: Step[];
  before: string;
  after: string;
}

interface WalkerData {
  folder: string;
  tree: string[];
  walks: Walk[];
}

export default function pathWalker(data: WalkerData, name: string, redraw: () => void): Exhibit {
  const [first] = data.walks;
  if (!first) throw new Error("The exhibit has no walk.");
  let walk = data.walks.find((each) => each.name === "2026/../../settings.ini") ?? first;
  let done = 0;
  const result = answer();
  const names = h("p", { class: "examples whole" });
  const parts = h("div", {});
  const tree = h("div", {});
  const play = player(
    () => {
      done = 0;
      redraw();
    },
    () => {
      done = done < walk.steps.length ? done + 1 : 0;
      redraw();
      return done < walk.steps.length;
    },
  );
  return {
    parts: [
      h(
        "div",
        { class: "exhibit-controls" },
        h("p", { class: "examples typed", id: `${name}-steps` }, ...play.buttons),
        result.element,
        names,
      ),
      h("div", { class: "exhibit-pictures" }, parts, tree),
    ],
    draw() {
      names.replaceChildren(
        h("span", {}, "The user's name:"),
        ...data.walks.map((each, at) =>
          button(
            h("code", {}, each.name),
            () => {
              play.stop();
              walk = each;
              done = 0;
              redraw();
              names.querySelectorAll("button")[at]?.focus();
            },
            { class: "chip", "aria-pressed": String(each === walk) },
          ),
        ),
      );
      const here = done > 0 ? walk.steps[done - 1] : undefined;
      const place = here?.at ?? data.folder;
      const inside = here?.inside ?? true;
      const end = done === walk.steps.length;
      result.show(
        inside ? "inside" : "outside",
        end
          ? `the end of the walk: ${place}`
          : done === 0
            ? `the start: ${place}`
            : `after step ${done} of ${walk.steps.length}: ${place}`,
        inside ? (end ? "sound" : "plain") : "danger",
      );
      parts.replaceChildren(
        h("h4", {}, "The parts of the name"),
        strip(
          `${walk.name}, step ${done} of ${walk.steps.length}`,
          walk.steps.map((step, at) => ({
            text: step.part,
            kind: at + 1 === done ? (step.inside ? "chosen" : "harm") : "",
          })),
        ),
        h(
          "dl",
          { class: "answers walk-answers" },
          h("dt", {}, "Old version"),
          h("dd", { class: end && !inside ? "harm" : "" }, end ? walk.before : "…"),
          h("dt", {}, "Fixed version"),
          h("dd", {}, end ? walk.after : "…"),
        ),
      );
      tree.replaceChildren(
        h("h4", {}, "The tree"),
        h("ul", { class: "outline walk-tree" }, branchAt("/", data, place, inside)),
      );
    },
  };
}

/** The branch of a folder or file, with all that is below it; the place of the walk is marked in words, too. */
function branchAt(path: string, data: WalkerData, place: string, inside: boolean): HTMLElement {
  const above = path === "/" ? "/" : `${path}/`;
  const below = data.tree.filter(
    (each) => each !== path && each.startsWith(above) && !each.slice(above.length).includes("/"),
  );
  const here = path === place;
  return h(
    "li",
    { class: path === data.folder && "allowed" },
    h("code", { class: here && (inside ? "here" : "harm") }, path.slice(path.lastIndexOf("/") + 1) || "/"),
    here && h("b", {}, inside ? " ◂ here, inside" : " ◂ here, outside"),
    below.length > 0 && h("ul", {}, ...below.map((each) => branchAt(each, data, place, inside))),
  );
}
