/** The exhibit "From a customer to a secret key": a format string, step by step, and what it would print. */
import { answer, button, type Exhibit, h } from "quintain/exhibits";

interface Step {
  field: string;
  parent: string;
  step: string;
  kind: string;
  text: string;
  secret: boolean;
}

interface WalkData {
  nodes: Step[];
}

export default function attributeWalk(data: WalkData, _name: string, redraw: () => void): Exhibit {
  const [root] = data.nodes;
  if (!root) throw new Error("The exhibit has no first object.");
  const secret = data.nodes.find((each) => each.secret);
  let at = root;
  const result = answer();
  const template = h("code", {});
  const steps = h("p", { class: "examples whole" });
  const walked = h("div", { class: "exhibit-tracks" });
  const go = (to: Step) => {
    at = to;
    redraw();
    steps.querySelector("button")?.focus();
  };
  return {
    parts: [
      h(
        "div",
        { class: "exhibit-controls" },
        h("div", { class: "typed" }, h("p", { class: "below" }, "The seller's template:"), h("p", {}, template)),
        result.element,
        steps,
      ),
      walked,
    ],
    draw() {
      const next = data.nodes.filter(({ parent }) => parent === at.field);
      const back = data.nodes.find(({ field }) => field === at.parent);
      template.textContent = `{${at.field}}`;
      result.show(...said(at));
      steps.replaceChildren(
        h("span", {}, next.length > 0 ? "Next step:" : "No step is recorded from here."),
        ...next.map((each) => button(h("code", {}, each.step), () => go(each), { class: "chip" })),
        ...(back ? [button("Back", () => go(back), { class: "chip" })] : []),
        ...(at === root ? [] : [button("To the beginning", () => go(root), { class: "chip" })]),
        ...(secret && at === root ? [button("Straight to a secret", () => go(secret), { class: "chip" })] : []),
      );
      walked.replaceChildren(h("h4", {}, "The objects on the way"), drawWay(data, at));
    },
  };
}

/** The objects from the first to the one that is reached, each inside the one before it. */
function drawWay({ nodes }: WalkData, last: Step): HTMLElement {
  const way: Step[] = [];
  for (let each: Step | undefined = last; each; each = nodes.find(({ field }) => field === each?.parent))
    way.unshift(each);
  const list = way.reduceRight<HTMLElement | undefined>((inner, each) => {
    const kind = h("span", {}, ` ${each.kind}${each.text ? `: ${each.text}` : ""}`);
    return h("ul", {}, h("li", {}, h("code", { class: each.secret ? "harm" : "" }, each.step), kind, inner));
  }, undefined);
  const outline = list ?? h("ul", {});
  outline.classList.add("outline");
  return outline;
}

function said({ field, kind, text, secret }: Step): [string, string, "danger" | "plain"] {
  const steps = field.split(/[.[]/).length - 1;
  const way = `${steps} ${steps === 1 ? "step" : "steps"} from the customer`;
  if (secret) return [text, `is printed: a secret, ${way}`, "danger"];
  return text ? [text, `is printed, ${way}`, "plain"] : [kind, `is the type of this object, ${way}`, "plain"];
}
