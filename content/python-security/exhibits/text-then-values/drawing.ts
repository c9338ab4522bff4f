/** The exhibit "What is sent, and when": the messages between a driver and a database, in their order. */
import { answer, button, type Exhibit, h, segments, strip } from "quintain/exhibits";

interface Message {
  side: "client" | "server";
  kind: string;
  mine: string;
  theirs: string;
  rest: string;
}

interface Door {
  id: string;
  title: string;
  ways: string[];
  words: string[];
}

interface WireData {
  doors: Door[];
  ways: Record<string, { title: string; about: string }>;
  cases: { door: string; way: string; word: string; messages: Message[]; refused: string }[];
}

const WORDS: Record<string, string> = {
  Query: "a query, to be parsed and run",
  Parse: "a query, to be parsed",
  Bind: "values for it",
  Execute: "run it",
  ParseComplete: "parsed",
  BindComplete: "values received",
  DataRow: "a row",
  CommandComplete: "done",
  ErrorResponse: "an error",
};

export default function textThenValues(data: WireData, name: string, redraw: () => void): Exhibit {
  const [first] = data.doors;
  if (!first) throw new Error("The exhibit has no door.");
  let door = first;
  let way = "";
  let word = "";
  const result = answer();
  const ways = h("div", { class: "whole" });
  const words = h("p", { class: "examples whole" });
  const about = h("p", { class: "below whole" });
  const line = h("ol", { class: "wire" });
  const enter = (chosen: Door) => {
    door = chosen;
    way = door.ways[0] ?? "";
    word = door.words[2] ?? "";
    ways.replaceChildren(
      segments(
        "How it is sent",
        `${name}-way`,
        door.ways.map((value) => ({ value, label: data.ways[value]?.title ?? value })),
        way,
        (value) => {
          way = value;
          redraw();
        },
      ),
    );
    redraw();
  };
  const doors = segments(
    "The user sends",
    `${name}-door`,
    data.doors.map((value) => ({ value, label: value.title })),
    door,
    enter,
  );
  enter(first);
  return {
    parts: [h("div", { class: "exhibit-controls" }, doors, h("div", {}), result.element, ways, words, about), line],
    draw() {
      const shown = data.cases.find((each) => each.door === door.id && each.way === way && each.word === word);
      if (!shown) return;
      words.replaceChildren(
        h("span", {}, "Value:"),
        ...door.words.map((each, at) =>
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
      about.textContent = data.ways[way]?.about ?? "";
      const parsed = shown.messages.some(({ kind, theirs }) => kind === "Query" && theirs) ? word.length : 0;
      result.show(
        String(parsed),
        `${parsed === 1 ? "character" : "characters"} of the user in the query that is parsed${way === "merged" ? ", within quotes" : ""}`,
        parsed === 0 ? "sound" : way === "merged" ? "plain" : "danger",
      );
      line.replaceChildren(
        ...shown.messages.map((message) => drawMessage(message, way)),
        shown.refused && h("li", {}, h("span", {}, "Nothing is sent."), h("b", { class: "sound" }, shown.refused)),
      );
    },
  };
}

function drawMessage({ side, kind, mine, theirs, rest }: Message, way: string): HTMLElement {
  const tone = kind === "Query" && way === "spliced" ? "harm" : "chosen";
  const cells = [{ text: mine }, { text: theirs, kind: tone }, { text: rest }].filter(({ text }) => text);
  return h(
    "li",
    { class: side },
    h("span", {}, side === "client" ? "→ " : "← ", h("code", {}, kind), h("span", {}, ` ${WORDS[kind] ?? ""}`)),
    cells.length > 0 && strip(`${mine}${theirs}${rest}`, cells),
  );
}
