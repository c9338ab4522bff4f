/** The exhibit "Count the steps back": how much work one letter more makes, for three patterns. */
import { h, need } from "../page/dom.ts";
import { drawChart } from "./chart.ts";
import { duration, isDangerous, type Pattern, secondsFor, type StepsData, stepsFor } from "./data.ts";
import { drawHeartbeat } from "./heartbeat.ts";
import { countWays, drawTree, type Kind } from "./tree.ts";

const TREE_LETTERS = 5;
const STACK_BELOW = 640;
const PLAY_EVERY_MS = 350;
/** One of the many ways to cut the letters, so that a reader sees what a group is. */
const GROUPS = [4, 3, 6, 10, 1, 2, 1];
const GROWTH: Record<Kind, string> = { nested: "double for each one more", plain: "two more for each one more", possessive: "however many they are" };

export function startCountTheSteps(place: HTMLElement): void {
  new Exhibit(place, JSON.parse(need("script", place).textContent ?? "null") as StepsData).start();
}

class Exhibit {
  private chosen: Pattern;
  private letters = 24;
  private tried = 7;
  private playing: number | undefined;

  constructor(
    private readonly place: HTMLElement,
    private readonly data: StepsData,
  ) {
    const first = data.patterns[0];
    if (!first) throw new Error("The exhibit has no pattern.");
    this.chosen = first;
  }

  start(): void {
    this.place.append(this.drawControls(), this.drawPictures(), this.drawBeat(), this.drawTable());
    new ResizeObserver(() => this.draw()).observe(this.place);
    this.draw();
  }

  private kind(): Kind {
    if (isDangerous(this.chosen)) return "nested";
    return this.chosen.pattern.includes("++") ? "possessive" : "plain";
  }

  private drawControls(): HTMLElement {
    const choices = this.data.patterns.map((pattern, index) => {
      const input = h("input", { type: "radio", name: "exhibit-pattern", value: index, checked: pattern === this.chosen });
      input.addEventListener("change", () => this.choose(pattern));
      return h("label", {}, input, h("code", {}, pattern.pattern));
    });
    const letters = this.chosen.times.map((row) => row.letters);
    const slider = h("input", { type: "range", id: "exhibit-letters", min: Math.min(...letters), max: Math.max(...letters), value: this.letters });
    slider.addEventListener("input", () => {
      this.letters = Number(slider.value);
      this.draw();
    });
    return h(
      "div",
      { class: "exhibit-controls" },
      h("fieldset", { class: "segments" }, h("legend", {}, "Pattern"), h("div", {}, ...choices)),
      h("div", { class: "field" }, h("label", { for: "exhibit-letters" }, "Letters before the ", h("code", {}, "!")), slider),
      h("p", { class: "answer", "aria-live": "polite" }, h("b", {}), h("span", {})),
      h("p", { class: "cut", "aria-hidden": "true" }),
    );
  }

  private drawPictures(): HTMLElement {
    const next = h("button", { type: "button", class: "text" }, "Next");
    const play = h("button", { type: "button", class: "text", id: "exhibit-play" }, "Play");
    next.addEventListener("click", () => this.step());
    play.addEventListener("click", () => this.play());
    return h(
      "div",
      { class: "exhibit-pictures" },
      h("div", {}, h("h4", {}, `Ways to cut ${TREE_LETTERS} letters into groups`), h("div", { class: "tree-place" }), h("p", { class: "below" }, h("b", { class: "tried-count" }), next, play, h("span", {}, "every way ends at the !"))),
      h("div", {}, h("h4", {}, "Time until “no”"), h("div", { class: "chart-place" })),
    );
  }

  private drawBeat(): HTMLElement {
    const { heartbeat } = this.data;
    return h(
      "div",
      { class: "exhibit-beat" },
      h("h4", {}, `A second thread that should beat every ${duration(heartbeat.period_seconds)}, while ${heartbeat.letters} letters are matched`),
      h("div", { class: "beat-place", tabindex: 0, role: "group", "aria-label": "Heartbeat of the second thread" }),
    );
  }

  private drawTable(): HTMLElement {
    const { patterns } = this.data;
    const head = h("tr", {}, h("th", { scope: "col" }, "letters"), ...patterns.flatMap(({ pattern }) => [h("th", { scope: "col" }, h("code", {}, pattern), " steps"), h("th", { scope: "col" }, "CPU time")]));
    const rows = this.chosen.times.map(({ letters }) =>
      h("tr", {}, h("th", { scope: "row" }, letters), ...patterns.flatMap((pattern) => [h("td", {}, stepsFor(pattern, letters).toLocaleString("en-GB")), h("td", {}, duration(secondsFor(pattern, letters)))])),
    );
    return h("details", { class: "numbers" }, h("summary", {}, "The numbers as a table"), h("div", { class: "table-place", tabindex: 0, role: "group", "aria-label": "Numbers" }, h("table", {}, h("thead", {}, head), h("tbody", {}, ...rows))));
  }

  private choose(pattern: Pattern): void {
    this.stop();
    this.chosen = pattern;
    this.tried = Math.min(this.tried, countWays(TREE_LETTERS, this.kind()));
    this.draw();
  }

  private step(): void {
    this.tried = (this.tried % countWays(TREE_LETTERS, this.kind())) + 1;
    this.draw();
  }

  private play(): void {
    if (this.playing !== undefined) return this.stop();
    this.tried = 0;
    this.playing = setInterval(() => {
      this.step();
      if (this.tried === countWays(TREE_LETTERS, this.kind())) this.stop();
    }, PLAY_EVERY_MS) as unknown as number;
    need("#exhibit-play", this.place).textContent = "Stop";
  }

  private stop(): void {
    clearInterval(this.playing);
    this.playing = undefined;
    need("#exhibit-play", this.place).textContent = "Play";
  }

  private draw(): void {
    const steps = stepsFor(this.chosen, this.letters);
    const answer = need(".answer", this.place);
    answer.classList.toggle("danger", isDangerous(this.chosen));
    need("b", answer).textContent = steps.toLocaleString("en-GB");
    need("span", answer).textContent = `steps for ${this.letters} letters, ${GROWTH[this.kind()]}`;
    need(".cut", this.place).replaceChildren(...this.drawCut());
    const ways = countWays(TREE_LETTERS, this.kind());
    need(".tried-count", this.place).textContent = `${this.tried} of ${ways} ${ways === 1 ? "way" : "ways"} tried`;
    const room = this.place.clientWidth - 48;
    const width = room < STACK_BELOW ? room : (room - 36) / 2;
    need(".tree-place", this.place).replaceChildren(drawTree(TREE_LETTERS, this.kind(), this.tried, Math.min(width, 380)));
    need(".chart-place", this.place).replaceChildren(drawChart(this.data.patterns, this.chosen, this.letters, width));
    need(".beat-place", this.place).replaceChildren(drawHeartbeat(this.data.heartbeat, room));
  }

  private drawCut(): Node[] {
    const groups: number[] = [];
    let rest = this.letters;
    for (const size of this.kind() === "nested" ? GROUPS : [rest]) {
      if (rest > 0) groups.push(Math.min(size, rest));
      rest -= size;
    }
    return [...groups.map((size) => h("span", {}, "a".repeat(size))), h("span", { class: "bang" }, "!")];
  }
}
