/** The exhibit "Is this version affected?": the events of a range, one after the other, for a version that is chosen. */
import { answer, type Exhibit, h, outcomes, segments, slider } from "quintain/exhibits";

interface Evaluated {
  version: string;
  steps: { event: string; affected: boolean; changed: boolean }[];
  affected: boolean;
  order: boolean;
  text: boolean;
}

interface OsvData {
  wrong: Record<"order" | "text", string>;
  records: { id: string; package: string; versions: Evaluated[] }[];
}

const said = (affected: boolean) => (affected ? "affected" : "not affected");

export default function ranges(data: OsvData, name: string, redraw: () => void): Exhibit {
  const [first] = data.records;
  if (!first) throw new Error("The exhibit has no record.");
  let record = first;
  let at = 0;
  const result = answer();
  const rows = h("div", {});
  const others = h("dl", { class: "answers" });
  const label = h("b", {});
  const control = slider(`${name}-version`, ["Version: ", label], 0, record.versions.length - 1, at, (value) => {
    at = value;
    redraw();
  });
  const choices = segments(
    "The record",
    `${name}-record`,
    data.records.map((value) => ({ value, label: `${value.package}, ${value.id}` })),
    record,
    (chosen) => {
      record = chosen;
      at = 0;
      control.input.value = "0";
      control.input.max = String(record.versions.length - 1);
      redraw();
    },
  );
  choices.classList.add("standing");
  return {
    parts: [
      h("div", { class: "exhibit-controls" }, h("div", { class: "typed" }, choices, control.element), result.element),
      rows,
      others,
    ],
    draw() {
      const now = record.versions[at];
      if (!now) return;
      label.textContent = now.version;
      control.input.setAttribute("aria-valuetext", now.version);
      result.show(
        now.affected ? "Affected" : "Not affected",
        `${record.package} ${now.version}, as the schema says`,
        now.affected ? "danger" : "sound",
      );
      rows.replaceChildren(
        outcomes(
          now.steps.map((each) => ({
            title: h("code", {}, each.event),
            state: each.changed ? `from here on ${said(each.affected)}` : `changes nothing: ${said(each.affected)}`,
            kind: each.changed ? (each.affected ? "harm" : "sound") : "nothing",
          })),
        ),
      );
      others.replaceChildren(
        ...(["order", "text"] as const).flatMap((way) => [
          h("dt", {}, data.wrong[way]),
          h(
            "dd",
            { class: now[way] === now.affected ? "" : "harm" },
            `${said(now[way])}${now[way] === now.affected ? "" : ": wrong"}`,
          ),
        ]),
      );
    },
    visitStates(look) {
      const present = [record, at] as const;
      for (record of data.records) for (at = 0; at < record.versions.length; at++) look();
      [record, at] = present;
    },
  };
}
