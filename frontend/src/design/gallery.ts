/** The page of the look: draws what only scripts draw, with the scripts that draw it elsewhere. */
import { lineNumbers } from "@codemirror/view";
import { changedLines } from "../editor/changes.ts";
import { Files } from "../editor/editor.ts";
import { type LineLabel, lineLabels, setLabels } from "../editor/labels.ts";
import { playFigure } from "../figure/figure.ts";
import { type FindData, isRun, type LabFile, type Run, type Work } from "../live/work.ts";
import { h, icon, markup, need, pageData } from "../page/dom.ts";
import { Panel } from "../verdict/panel.ts";
import { startFind } from "../workbench/find.ts";
import { sentence } from "../workbench/strip.ts";
import { GALLERY } from "./words.ts";

interface GalleryData extends FindData {
  openLine: number;
  changed: LabFile[];
  labels: LineLabel[];
  watched: Work[];
  runs: Run[];
  away: { since: string; kept: number; signedOut: boolean }[];
}

startGallery();

function startGallery(): void {
  const data = pageData<GalleryData>();
  // Nothing here is anybody's work: no form goes anywhere.
  const stop = (event: SubmitEvent) => {
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  addEventListener("submit", stop, { capture: true });
  need("#watched").replaceChildren(...data.watched.map(watch));
  need("#printed").replaceChildren(...data.runs.map(drawPrinted));
  for (const folded of document.querySelectorAll<HTMLElement>(".unfolded [hidden]")) folded.hidden = false;
  need("#away").replaceChildren(...data.away.map((each) => strip(each)));
  const file = data.files[0]?.path ?? "";
  startFind().toggle(file, data.openLine, data.openLine);
  showChanges(data);
  startPlaying();
}

function watch(work: Work): HTMLElement {
  const place = h("div");
  new Panel(nowhere, nowhere, place, h("p")).show(work, false);
  return h("div", { class: "specimen" }, h("h3", {}, nameOf(work)), place);
}

function nameOf(work: Work): string {
  if (isRun(work)) return GALLERY.replay;
  if (work.state !== "finished") return GALLERY[work.state];
  return GALLERY[work.kind === "tests" ? "tests" : (work.result ?? "error")];
}

function drawPrinted({ evidence }: Run): HTMLElement {
  const lines = h(
    "div",
    { class: "console-lines", tabindex: 0, role: "group", "aria-label": GALLERY.printed },
    h("p", { class: "began" }, GALLERY.began),
    ...markup(evidence?.console ?? ""),
  );
  return h(
    "div",
    { class: "specimen" },
    h(
      "div",
      { class: "console" },
      h("header", {}, h("h2", {}, GALLERY.console), h("span", {}, ...markup(evidence?.state ?? ""))),
      lines,
    ),
  );
}

function strip({ since, kept, signedOut }: GalleryData["away"][number]): HTMLElement {
  const words = sentence(
    { down: true, since: new Date(since), wait: 4, signedOut, otherPerson: false, crowded: false, late: false },
    kept,
  );
  return h(
    "div",
    { class: "offline" },
    icon("wifi-off"),
    h("p", {}, ...words),
    h("button", { type: "button", class: "text" }, GALLERY.retry),
  );
}

function showChanges(data: GalleryData): void {
  const files = new Files(data.changed, {
    readOnly: false,
    place: need("#changed-place"),
    extend: (file) => [lineLabels, changedLines(file.original), lineNumbers()],
    submit: nowhere,
  });
  for (const file of data.changed) files.effect(file.path, setLabels.of(data.labels));
}

function startPlaying(): void {
  const button = need("#play-figures");
  button.hidden = false;
  button.addEventListener("click", () => {
    for (const figure of document.querySelectorAll<SVGSVGElement>(".figures-shown .figure")) {
      figure.classList.remove("play");
      void figure.getBoundingClientRect(); // begins the animation anew
      playFigure(figure);
    }
    for (const figure of document.querySelectorAll<SVGSVGElement>(".yard .figure")) {
      figure.classList.remove("swing");
      void figure.getBoundingClientRect();
      figure.classList.add("swing");
    }
  });
}

function nowhere(): void {}
