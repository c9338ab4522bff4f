/** The exhibit "One word on its way to a program": what shell, splitter and program make of it. */
import { answer, button, type Exhibit, h, segments, strip } from "quintain/exhibits";

interface Case {
  way: string;
  name: string;
  ours: string[];
  theirs: string[];
  pictures: string[];
  output: string;
  started: boolean;
  ran: boolean;
  decided: string[];
}

interface ArgvData {
  ways: { id: string; title: string; code: string }[];
  names: string[];
  cases: Case[];
}

const OUTPUT = "frames/";

export default function argvSplitter(data: ArgvData, name: string, redraw: () => void): Exhibit {
  const [first] = data.ways;
  if (!first) throw new Error("The exhibit has no way.");
  let way = first;
  let word = data.names[3] ?? "";
  const result = answer();
  const words = h("p", { class: "examples whole" });
  const code = h("code", {});
  const got = h("div", {});
  const taken = h("div", {});
  const ways = segments(
    "Way",
    `${name}-way`,
    data.ways.map((value) => ({ value, label: value.title })),
    way,
    (value) => {
      way = value;
      redraw();
    },
  );
  ways.classList.add("wrapping");
  return {
    parts: [
      h(
        "div",
        { class: "exhibit-controls" },
        h("div", { class: "typed" }, ways),
        result.element,
        words,
        h("p", { class: "below whole" }, code),
      ),
      h("div", { class: "exhibit-pictures" }, got, taken),
    ],
    draw() {
      const shown = data.cases.find((each) => each.way === way.id && each.name === word);
      if (!shown) return;
      words.replaceChildren(
        h("span", {}, "The user's word:"),
        ...data.names.map((each, at) =>
          button(
            h("code", {}, each),
            () => {
              word = each;
              redraw();
              words.querySelectorAll("button")[at]?.focus();
            },
            { class: "chip", "aria-pressed": String(each === word) },
          ),
        ),
      );
      code.textContent = way.code;
      const count = shown.decided.length;
      result.show(
        String(count),
        count > 0
          ? `${count === 1 ? "thing" : "things"} that the word decides besides one picture: ${shown.decided.join(", ")}`
          : shown.started
            ? "things that the word decides besides one picture"
            : "things decided, but no picture either: a normal name ends in an error",
        count > 0 ? "danger" : shown.started ? "sound" : "plain",
      );
      const whole = shown.decided.every((each) => each === "command");
      const all = [...shown.ours, ...shown.theirs];
      got.replaceChildren(
        h("h4", {}, "Arguments that the program gets"),
        shown.started
          ? strip(all.join(" | "), [
              ...shown.ours.map((text) => ({ text })),
              ...shown.theirs.map((text) => ({ text, kind: whole ? "chosen" : "harm" })),
            ])
          : h("p", { class: "no-tree" }, "The program is not started: a quote is opened and never closed."),
      );
      taken.replaceChildren(
        h("h4", {}, "What it takes them for"),
        h(
          "dl",
          { class: "answers" },
          ...row("Pictures", shown.pictures.join("  ·  ") || "none", shown.pictures.length > 1),
          ...row("Put into", shown.output || "nothing", shown.started && shown.output !== OUTPUT),
          ...row("Before it", shown.ran ? "a command ran" : "nothing ran", shown.ran),
        ),
      );
    },
  };
}

function row(term: string, value: string, bad: boolean): HTMLElement[] {
  return [h("dt", {}, term), h("dd", { class: bad ? "harm" : "" }, value)];
}
