/** The exhibit "Two withdrawals, every order": the learner moves the steps of two threads, and sees what a real run gave. */
import { answer, type Exhibit, h, player, STACK_BELOW, segments, slider } from "quintain/exhibits";

type Thread = "A" | "B";
type Event = [thread: Thread, step: string, saw: number | null, balance: number];

interface Run {
  order: string;
  events: Event[];
  paid: number;
  balance: number;
}

interface Program {
  id: string;
  title: string;
  runs: Run[];
}

interface TracksData {
  begin: number;
  amount: number;
  programs: Program[];
}

const STEPS = 3;
const BEGIN_WITH = "ABAABB";

/** The order in which the next step of the other thread comes before the one at ``index``, or after it; the same if there is none. */
export function moved(order: string, index: number, by: 1 | -1): string {
  let other = index;
  while (order[other] === order[index]) other += by;
  const letter = order[other];
  if (letter === undefined) return order;
  const letters = [...order];
  letters.splice(other, 1);
  letters.splice(index, 0, letter);
  return letters.join("");
}

export default function twoTracks(data: TracksData, name: string, redraw: () => void): Exhibit {
  const [first] = data.programs;
  if (!first) throw new Error("The exhibit has no program.");
  let program = first;
  let order = BEGIN_WITH;
  let until = Number.POSITIVE_INFINITY;
  let stacked = false;
  const run = () => program.runs.find((each) => each.order === order) ?? (program.runs[0] as Run);
  const harmful = (each: Run) => each.paid > data.begin;

  const result = answer();
  const grid = h("div", { class: "tracks", role: "group", "aria-label": "Steps in the order of time" });
  const steps = (["A", "B"] as const).flatMap((thread) =>
    Array.from({ length: STEPS }, (_, number) => makeStep(thread, number)),
  );
  const map = h("div", { class: "order-map", role: "group", "aria-label": "All orders" });
  const time = slider(`${name}-time`, ["Up to step"], 0, 2 * STEPS, 2 * STEPS, (value) => {
    play.stop();
    until = value;
    redraw();
  });
  const play = player(
    () => (until = 0),
    () => {
      const { length } = run().events;
      until = until >= length ? 1 : until + 1;
      redraw();
      return until < length;
    },
  );

  function choose(wanted: string): void {
    play.stop();
    order = wanted;
    until = Number.POSITIVE_INFINITY;
    redraw();
  }

  /** Which of the letters of the order is this step. */
  function placeOf(thread: Thread, number: number): number {
    let seen = -1;
    return [...order].findIndex((letter) => letter === thread && ++seen === number);
  }

  function makeStep(thread: Thread, number: number): HTMLButtonElement {
    const step = h("button", { type: "button", class: "turn", "aria-describedby": `${name}-how` });
    const move = (by: 1 | -1) => choose(moved(order, placeOf(thread, number), by));
    step.addEventListener("keydown", (event) => {
      const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (by !== 1 && by !== -1) return;
      event.preventDefault();
      move(by);
    });
    step.addEventListener("pointerdown", (event) => {
      const along = () => (stacked ? step.offsetHeight : step.offsetWidth) * 0.7;
      let from = stacked ? event.clientY : event.clientX;
      step.setPointerCapture(event.pointerId);
      step.onpointermove = (moving) => {
        const now = stacked ? moving.clientY : moving.clientX;
        if (Math.abs(now - from) < along()) return;
        move(now > from ? 1 : -1);
        from = now;
      };
      step.onpointerup = step.onpointercancel = () => (step.onpointermove = null);
    });
    return step;
  }

  const controls = h(
    "div",
    { class: "exhibit-controls" },
    segments(
      "Program",
      `${name}-program`,
      data.programs.map((each) => ({ value: each, label: each.title })),
      program,
      (chosen) => {
        program = chosen;
        choose(order);
      },
    ),
    time.element,
    result.element,
  );
  const tracks = h(
    "div",
    { class: "exhibit-tracks" },
    h(
      "p",
      { id: `${name}-how`, class: "second" },
      "Drag a step, or focus it and press an arrow key, to let it come earlier or later.",
    ),
    grid,
    h("p", { class: "below" }, ...play.buttons),
  );
  const overview = h("div", { class: "exhibit-more" }, h("h4", {}), map);

  return {
    parts: [controls, tracks, overview],
    draw(width) {
      const { events, paid } = run();
      stacked = width < STACK_BELOW;
      const shown = Math.min(until, events.length);
      time.input.max = String(events.length);
      time.input.value = String(shown);
      time.input.setAttribute("aria-valuetext", `${shown} of ${events.length}`);
      const bad = program.runs.filter(harmful).length;
      const done = shown === events.length;
      result.show(
        done ? String(paid) : "…",
        done
          ? `paid out of ${data.begin}; asked for in the order ${[...order].join(" ")}`
          : `after ${shown} of ${events.length} steps, the balance is ${events[shown - 1]?.[3] ?? data.begin}`,
        !done ? "plain" : harmful(run()) ? "danger" : "sound",
      );
      drawTracks(grid, steps, events, shown, data, stacked);
      const [title] = overview.children;
      if (title) title.textContent = `${bad} of ${program.runs.length} orders pay out more than there is`;
      map.replaceChildren(
        ...program.runs.map((each) => {
          const cell = h(
            "button",
            {
              type: "button",
              class: harmful(each) ? "order harm" : "order sound",
              "aria-pressed": String(each.order === order),
              "aria-label": `${[...each.order].join(" ")}: pays ${each.paid}`,
            },
            harmful(each) ? "2×" : "1×",
          );
          cell.addEventListener("click", () => {
            const at = [...map.children].indexOf(cell);
            choose(each.order);
            (map.children[at] as HTMLElement | undefined)?.focus();
          });
          return cell;
        }),
      );
    },
  };
}

/** Time runs to the right, and downwards where the page is narrow. */
function drawTracks(
  grid: HTMLElement,
  steps: HTMLButtonElement[],
  events: Event[],
  shown: number,
  { amount }: TracksData,
  stacked: boolean,
): void {
  const place = <E extends HTMLElement>(element: E, track: number, time: number): E => {
    element.style.gridArea = stacked ? `${time} / ${track}` : `${track} / ${time}`;
    return element;
  };
  const count = { A: 0, B: 0 };
  const cells: HTMLElement[] = ["A", "B", "Balance"].map((title, track) =>
    place(h("b", { class: "track" }, title), track + 1, 1),
  );
  events.forEach(([thread, step, saw, balance], index) => {
    const track = thread === "A" ? 1 : 2;
    const words = wordsOf(step, saw, balance, amount);
    const later = index >= shown;
    if (step === "wait")
      cells.push(place(h("span", { class: later ? "wait later" : "wait" }, words), track, index + 2));
    else {
      const number = count[thread]++;
      const button = steps[(track - 1) * STEPS + number];
      if (button) {
        button.textContent = words;
        button.className = `turn ${thread}${step === "use" ? " pays" : ""}${later ? " later" : ""}`;
        button.setAttribute("aria-label", `${thread}, step ${number + 1}, at ${index + 1}: ${words}`);
        place(button, track, index + 2);
      }
    }
    cells.push(place(h("span", { class: "balance" }, later ? "" : String(balance)), 3, index + 2));
  });
  for (const old of [...grid.children]) if (!steps.includes(old as HTMLButtonElement)) old.remove();
  for (const step of steps) if (step.parentElement !== grid) grid.append(step);
  grid.append(...cells);
  grid.classList.toggle("stacked", stacked);
  grid.style.setProperty("--steps", String(events.length));
}

function wordsOf(step: string, saw: number | null, balance: number, amount: number): string {
  if (step === "look") return `looks: ${saw}`;
  if (step === "check") return `${saw} ≥ ${amount}?`;
  if (step === "use") return `leaves ${balance}, pays ${amount}`;
  return step === "wait" ? "waits" : "refuses";
}
