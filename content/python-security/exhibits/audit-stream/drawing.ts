/** The exhibit "What an audit hook hears": a program line by line, and the events of the hook beside it. */
import { answer, type Exhibit, h, player, segments } from "quintain/exhibits";

interface AuditEvent {
  line: number;
  event: string;
  detail: string;
  group: string;
}

interface StreamData {
  groups: string[];
  source: { line: number; code: string }[];
  events: AuditEvent[];
}

const ALL = "all";

export default function auditStream(data: StreamData, name: string, redraw: () => void): Exhibit {
  let at = 0;
  let group = ALL;
  const result = answer();
  const program = h("div", {});
  const stream = h("div", {});
  const steps = player(
    () => {
      at = 0;
      redraw();
    },
    () => {
      at = Math.min(at + 1, data.source.length);
      redraw();
      return at < data.source.length;
    },
  );
  const groups = segments(
    "The hook listens to",
    `${name}-group`,
    [ALL, ...data.groups].map((value) => ({ value, label: value })),
    group,
    (value) => {
      group = value;
      redraw();
    },
  );
  groups.classList.add("wrapping");
  return {
    parts: [
      h(
        "div",
        { class: "exhibit-controls" },
        h("div", { class: "typed" }, groups, h("p", { class: "below" }, ...steps.buttons)),
        result.element,
      ),
      h("div", { class: "exhibit-pictures" }, program, stream),
    ],
    draw() {
      const run = data.source.slice(0, at);
      const line = run.at(-1)?.line ?? 0;
      const events = data.events.filter((each) => each.line <= line && (group === ALL || each.group === group));
      const now = events.filter((each) => each.line === line);
      result.show(
        String(events.length),
        at === 0 ? "events: the program has not started" : `events after line ${line}: ${heard(now)}`,
        "plain",
      );
      program.replaceChildren(
        h("h4", {}, "The program"),
        h(
          "dl",
          { class: "answers" },
          ...data.source.flatMap((each) => [
            h("dt", {}, String(each.line)),
            h("dd", { class: each.line === line ? "reads" : "" }, indented(each.code)),
          ]),
        ),
      );
      stream.replaceChildren(
        h("h4", {}, "The events"),
        h(
          "dl",
          { class: "answers" },
          ...events.flatMap((each) => [
            h("dt", {}, h("code", {}, `${each.line} ${each.event}`)),
            h("dd", { class: each.line === line ? "reads" : "" }, each.detail || "-"),
          ]),
        ),
      );
    },
  };
}

function heard(events: AuditEvent[]): string {
  return events.length > 0 ? `this line raised ${events.map(({ event }) => event).join(", ")}` : "none from this line";
}

/** Code with its indentation kept, which a page would swallow. */
function indented(code: string): string {
  return code.replace(/^ +/, (spaces) => "\u00a0".repeat(spaces.length));
}
