/** The exhibit "What does Windows open?": a name, what Windows makes of it, and which checks accept it. */
import { answer, button, type Exhibit, field, h, type Tone } from "quintain/exhibits";
import { CHECKS, type Disk, join, type Opened, opened } from "./names.ts";

interface NamesData extends Disk {
  checks: { id: string; title: string }[];
  cases: { name: string }[];
}

const LONGEST = 80;

export default function windowsNames(data: NamesData, id: string, redraw: () => void): Exhibit {
  let name = data.cases.find((each) => each.name.includes("/"))?.name ?? "";
  const result = answer();
  const reading = h("div", {});
  const checks = h("div", {});
  const examples = h("p", { class: "examples whole" });
  const typed = field(
    `${id}-name`,
    "The user's file name",
    name,
    (value) => {
      name = value;
      redraw();
      return undefined;
    },
    { maxlength: LONGEST },
  );
  const choose = (value: string) => {
    name = value;
    typed.input.value = value;
    redraw();
  };
  return {
    parts: [
      h("div", { class: "exhibit-controls" }, h("div", { class: "typed" }, typed.element), result.element, examples),
      h("div", { class: "exhibit-pictures" }, reading, checks),
    ],
    draw() {
      const found = opened(data, name);
      result.show(found.what, ...said(found, data, name));
      examples.replaceChildren(
        ...data.cases.map((each, at) =>
          button(
            h("code", {}, each.name),
            () => {
              choose(each.name);
              examples.querySelectorAll("button")[at]?.focus();
            },
            { class: "chip", "aria-pressed": String(each.name === name) },
          ),
        ),
      );
      reading.replaceChildren(
        h("h4", {}, "On the way to a file"),
        h(
          "dl",
          { class: "answers" },
          ...row("Joined", join(data, name), ""),
          ...row("Opened", `${found.kind} ${found.what}`, isHarmless(found, data) ? "" : "harm"),
        ),
      );
      checks.replaceChildren(
        h("h4", {}, "What the three checks say"),
        h(
          "dl",
          { class: "answers" },
          ...data.checks.flatMap(({ id: check, title }) => {
            const accepted = CHECKS[check]?.(data, name) ?? false;
            const wrong = accepted && !isHarmless(found, data);
            return row(title, accepted ? "accepts" : "refuses", wrong ? "harm" : "");
          }),
        ),
      );
    },
  };
}

function isHarmless({ kind, what }: Opened, disk: Disk): boolean {
  return (kind === "file" && what !== disk.secret) || kind === "missing" || kind === "invalid";
}

function said({ kind, what }: Opened, disk: Disk, name: string): [string, Tone] {
  switch (kind) {
    case "file":
      if (what !== disk.secret) return ["is opened: a public file", "sound"];
      return [`is opened: the private file${name === what ? "" : ", by another name"}`, "danger"];
    case "stream":
      return ["is opened: a second content of the file", "danger"];
    case "device":
      return ["is opened: a device, not a file", "danger"];
    case "outside":
      return ["is opened: outside the folder", "danger"];
    case "network":
      return ["is opened: on another computer", "danger"];
    case "folder":
      return ["is the folder itself", "danger"];
    case "missing":
      return ["does not exist in the folder", "plain"];
    case "invalid":
      return ["is not a name: Windows refuses it", "plain"];
  }
}

function row(term: string, value: string, kind: string): HTMLElement[] {
  return [h("dt", {}, term), h("dd", { class: kind }, value)];
}
