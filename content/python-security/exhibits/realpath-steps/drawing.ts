/** The exhibit "How a path becomes canonical": what is resolved so far, and which parts are left. */
import { answer, button, type Exhibit, h, player, strip } from "quintain/exhibits";

interface Step {
  part: string;
  kind: "down" | "up" | "link";
  target: string;
  at: string;
  inside: boolean;
  rest: string[];
}

interface Case {
  name: string;
  steps: Step[];
  normpath: string;
  realpath: string;
  saysPrefix: boolean;
  saysNormpath: boolean;
  saysRealpath: boolean;
}

interface StepsData {
  folder: string;
  cases: Case[];
}

export default function realpathSteps(data: StepsData, name: string, redraw: () => void): Exhibit {
  const [first] = data.cases;
  if (!first) throw new Error("The exhibit has no name.");
  let shown = data.cases.find((each) => each.name.startsWith("shared/..")) ?? first;
  let done = 0;
  const result = answer();
  const names = h("p", { class: "examples whole" });
  const said = h("p", { class: "below whole" });
  const parts = h("div", {});
  const ends = h("div", {});
  const play = player(
    () => {
      done = 0;
      redraw();
    },
    () => {
      done = done < shown.steps.length ? done + 1 : 0;
      redraw();
      return done < shown.steps.length;
    },
    1000,
  );
  return {
    parts: [
      h(
        "div",
        { class: "exhibit-controls" },
        h("p", { class: "examples typed", id: `${name}-steps` }, ...play.buttons),
        result.element,
        names,
        said,
      ),
      h("div", { class: "exhibit-pictures" }, parts, ends),
    ],
    draw() {
      names.replaceChildren(
        h("span", {}, "The name:"),
        ...data.cases.map((each, at) =>
          button(
            h("code", {}, each.name),
            () => {
              play.stop();
              shown = each;
              done = 0;
              redraw();
              names.querySelectorAll("button")[at]?.focus();
            },
            { class: "chip", "aria-pressed": String(each === shown) },
          ),
        ),
      );
      const step = done > 0 ? shown.steps[done - 1] : undefined;
      const end = done === shown.steps.length;
      const inside = step?.inside ?? true;
      const at = step?.at ?? data.folder;
      const rest = step?.rest ?? shown.name.split("/");
      result.show(
        inside ? "inside" : "outside",
        end
          ? "the file that the system opens"
          : done === 0
            ? "the start: the folder itself"
            : `after step ${done} of ${shown.steps.length}`,
        inside ? (end ? "sound" : "plain") : "danger",
      );
      said.replaceChildren(...explain(step));
      const fromLink = step?.kind === "link" ? step.target.split("/").length : 0;
      parts.replaceChildren(
        h("h4", {}, "Resolved so far"),
        strip(at, [{ text: at, kind: inside ? "chosen" : "harm" }]),
        h("h4", { class: "later-heading" }, "Parts that are left"),
        rest.length > 0
          ? strip(
              rest.join(" / "),
              rest.map((text, index) => ({ text, kind: index < fromLink ? "chosen" : "" })),
            )
          : h("p", { class: "no-tree" }, "none"),
      );
      ends.replaceChildren(
        h("h4", {}, "Is it in the folder?"),
        h(
          "dl",
          { class: "answers" },
          ...row("commonprefix", shown.saysPrefix, end && shown.saysPrefix !== shown.saysRealpath, true),
          ...row("normpath", shown.saysNormpath, end && shown.saysNormpath !== shown.saysRealpath, true),
          ...row("realpath", shown.saysRealpath, false, end),
        ),
      );
    },
  };
}

function explain(step: Step | undefined): (string | Node)[] {
  if (!step) return ["The walk begins in the folder. Press Next."];
  const part = h("code", {}, step.part);
  if (step.kind === "link") return [part, " is a link to ", h("code", {}, step.target), ". Its parts come first now."];
  if (step.kind === "up") return [part, " is one folder up from here."];
  return [part, " is no link."];
}

function row(term: string, says: boolean, wrong: boolean, known: boolean): HTMLElement[] {
  const words = !known ? "…" : `${says ? "inside" : "outside"}${wrong ? ", and that is wrong" : ""}`;
  return [h("dt", {}, h("code", {}, term)), h("dd", { class: known && wrong ? "harm" : "" }, words)];
}
