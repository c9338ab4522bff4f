/** The exhibit "What an upload weighs, and what comes out of it": a balloon as large as the bytes, and the limit around it. */
import { answer, button, type Exhibit, h, s, segments } from "quintain/exhibits";

interface Case {
  way: string;
  accepted: boolean;
  files: number;
  bytes: number;
}

interface Upload {
  name: string;
  about: string;
  weight: number;
  cases: Case[];
}

interface BombData {
  mostBytes: number;
  mostFiles: number;
  ways: string[];
  uploads: Upload[];
}

const RADIUS_PX = 120;
const HEIGHT_PX = 260;
const LEAST_RADIUS_PX = 1;

const count = (value: number) => value.toLocaleString("en");

export default function zipBomb(data: BombData, name: string, redraw: () => void): Exhibit {
  let way = data.ways[0] ?? "";
  const [first, second] = data.uploads;
  if (!first) throw new Error("The exhibit has no upload.");
  let upload = second ?? first;
  const most = Math.max(...data.uploads.flatMap((each) => each.cases.map((one) => one.bytes)));
  const result = answer();
  const uploads = h("p", { class: "examples whole" });
  const about = h("p", { class: "below whole" });
  const picture = h("div", {});
  const facts = h("div", {});
  const ways = segments(
    "Check",
    `${name}-way`,
    data.ways.map((value) => ({ value, label: value })),
    way,
    (value) => {
      way = value;
      redraw();
    },
  );
  ways.classList.add("wrapping");
  return {
    parts: [
      h("div", { class: "exhibit-controls" }, h("div", { class: "typed" }, ways), result.element, uploads, about),
      h("div", { class: "exhibit-pictures" }, picture, facts),
    ],
    draw(width) {
      const shown = upload.cases.find((each) => each.way === way);
      if (!shown) return;
      uploads.replaceChildren(
        h("span", {}, "Upload:"),
        ...data.uploads.map((each, at) =>
          button(
            each.name,
            () => {
              upload = each;
              redraw();
              uploads.querySelectorAll("button")[at]?.focus();
            },
            { class: "chip", "aria-pressed": String(each === upload) },
          ),
        ),
      );
      about.textContent = upload.about;
      const tooMuch = shown.accepted && (shown.bytes > data.mostBytes || shown.files > data.mostFiles);
      result.show(
        shown.accepted ? `${count(shown.bytes)} bytes` : "refused",
        `${shown.accepted ? "in" : "after"} ${count(shown.files)} ${shown.files === 1 ? "file" : "files"}${shown.accepted ? "" : ` and ${count(shown.bytes)} bytes`}, from an upload of ${count(upload.weight)} bytes`,
        tooMuch ? "danger" : "sound",
      );
      picture.replaceChildren(h("h4", {}, "Bytes"), balloon(data, upload, shown, most, width));
      facts.replaceChildren(
        h("h4", {}, "Compared with the limits"),
        h(
          "dl",
          { class: "answers" },
          ...row("Upload", `${count(upload.weight)} bytes`, false),
          ...row("Comes out", `${count(shown.bytes)} bytes`, shown.accepted && shown.bytes > data.mostBytes),
          ...row("Limit", `${count(data.mostBytes)} bytes`, false),
          ...row("Files", count(shown.files), shown.accepted && shown.files > data.mostFiles),
          ...row("Limit", `${count(data.mostFiles)} files`, false),
          ...row("Then", shown.accepted ? "accepted" : "refused", tooMuch),
        ),
      );
    },
  };
}

function balloon(data: BombData, upload: Upload, shown: Case, most: number, width: number): SVGSVGElement {
  const room = Math.min(width, 2 * RADIUS_PX + 80);
  const radius = (bytes: number) => Math.max(LEAST_RADIUS_PX, RADIUS_PX * Math.sqrt(bytes / most));
  const x = room - RADIUS_PX - 8;
  const y = HEIGHT_PX / 2;
  const over = shown.accepted && shown.bytes > data.mostBytes;
  return s(
    "svg",
    {
      class: "balloon",
      width: room,
      height: HEIGHT_PX,
      viewBox: `0 0 ${room} ${HEIGHT_PX}`,
      role: "img",
      "aria-label": `${count(upload.weight)} bytes of upload beside ${count(shown.bytes)} bytes that come out; the limit is ${count(data.mostBytes)} bytes.`,
    },
    s("circle", { class: "weight", cx: 28, cy: y, r: radius(upload.weight) }),
    s("text", { class: "middle", x: 28, y: y + 32 }, "upload"),
    s("circle", { class: over ? "out harm" : "out", cx: x, cy: y, r: radius(shown.bytes) }),
    s("circle", { class: "limit", cx: x, cy: y, r: radius(data.mostBytes) }),
  );
}

function row(term: string, value: string, bad: boolean): HTMLElement[] {
  return [h("dt", {}, term), h("dd", { class: bad ? "harm" : "" }, value)];
}
