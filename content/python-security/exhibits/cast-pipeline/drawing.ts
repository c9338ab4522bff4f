/** The exhibit "A value on its way": a number goes through types with a width, and a lamp says what each step did. */
import { answer, button, type Exhibit, h, segments, withMinusSign } from "quintain/exhibits";

type Lamp = "kept" | "changed" | "warned" | "raised";

interface Step {
  code: string;
  shows: string;
  lamp: Lamp;
}

interface CastData {
  ways: { id: string; title: string }[];
  values: string[];
  cases: { way: string; value: string; steps: Step[] }[];
}

const SAYS: Record<Lamp, string> = {
  kept: "kept",
  changed: "changed silently",
  warned: "changed, with a warning",
  raised: "raised an error",
};
const TONES: Record<Lamp, "sound" | "harm"> = { kept: "sound", changed: "harm", warned: "harm", raised: "sound" };

export default function castPipeline(data: CastData, name: string, redraw: () => void): Exhibit {
  const [first] = data.ways;
  if (!first) throw new Error("The exhibit has no way.");
  let way = first;
  let value = data.values[2] ?? "";
  const result = answer();
  const numbers = h("p", { class: "examples whole" });
  const pipeline = h("div", { class: "exhibit-tracks" });
  const ways = segments(
    "Way",
    `${name}-way`,
    data.ways.map((each) => ({ value: each, label: each.title })),
    way,
    (chosen) => {
      way = chosen;
      redraw();
    },
  );
  ways.classList.add("wrapping");
  return {
    parts: [
      h("div", { class: "exhibit-controls" }, h("div", { class: "typed" }, ways), result.element, numbers),
      pipeline,
    ],
    draw() {
      numbers.replaceChildren(
        h("span", {}, "The number n:"),
        ...data.values.map((each, at) =>
          button(
            h("code", {}, grouped(each)),
            () => {
              value = each;
              redraw();
              numbers.querySelectorAll("button")[at]?.focus();
            },
            { class: "chip", "aria-pressed": String(each === value) },
          ),
        ),
      );
      const steps = data.cases.find((each) => each.way === way.id && each.value === value)?.steps ?? [];
      const worst = steps.find(({ lamp }) => lamp === "changed" || lamp === "warned") ?? steps.at(-1);
      const last = steps.at(-1);
      if (!worst || !last) return;
      result.show(grouped(last.shows), SAYS[worst.lamp], TONES[worst.lamp] === "harm" ? "danger" : "sound");
      pipeline.replaceChildren(
        h(
          "ol",
          { class: "pipeline" },
          drawStep("n = …", grouped(value), undefined),
          ...steps.map(({ code, shows, lamp }) => drawStep(code, grouped(shows), lamp)),
        ),
      );
    },
  };
}

function grouped(value: string): string {
  return /^-?\d+$/.test(value) ? withMinusSign(BigInt(value).toLocaleString("en-GB")) : value;
}

function drawStep(code: string, shows: string, lamp: Lamp | undefined): HTMLElement {
  return h(
    "li",
    { class: lamp ? TONES[lamp] : "" },
    h("code", {}, code),
    h("b", {}, shows),
    lamp && h("span", { class: `lamp ${lamp}` }, SAYS[lamp]),
  );
}
