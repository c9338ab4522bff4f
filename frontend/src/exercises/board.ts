/** A board of two axes: elements are placed by pointer or arrow keys; the boxes beside it say the same in words. */
import { h } from "../page/dom.ts";
import { type Desk, type Part, picker, WORDS } from "./desk.ts";

interface Axis {
  title: string;
  steps: string[];
}

interface Field {
  least: number;
  most: number;
}

type Place = [across: number, up: number];

const ARROWS: Record<string, Place> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

export function showBoard(desk: Desk): void {
  const axes = JSON.parse(desk.place.dataset["axes"] ?? "[]") as Axis[];
  const [across, up] = axes;
  if (!across || !up) throw new Error("The board has no two axes.");
  const cells = new Map<string, HTMLElement>();
  const grid = h("div", { class: "board" });
  const spoken = h("p", { class: "unseen", "aria-live": "polite" });
  const list = picker(desk, "Risks", true);
  const tokens = desk.parts.map((part, index) => token(part, index + 1));
  grid.append(h("b", { class: "up-title" }, up.title));
  for (let row = up.steps.length; row >= 1; row--) {
    grid.append(h("span", { class: "up-step" }, up.steps[row - 1]));
    for (let column = 1; column <= across.steps.length; column++) {
      const cell = h("div", { class: "cell" });
      cell.addEventListener("click", ({ target }) => target === cell && put(desk.part, [column, row]));
      cells.set(`${column} ${row}`, cell);
      grid.append(cell);
    }
  }
  grid.append(
    h("span", {}),
    ...across.steps.map((step) => h("span", { class: "across-step" }, step)),
    h("span", {}),
    h("b", { class: "across-title" }, across.title),
  );
  grid.style.setProperty("--columns", String(across.steps.length));
  desk.form.before(h("div", { class: "picture" }, grid, list, spoken));
  list.addEventListener("keydown", (event) => move(event, (event.target as HTMLElement).dataset["pick"]));
  desk.watch(draw);

  function token(part: Part, number: number): HTMLButtonElement {
    const button = h("button", { type: "button", class: `token ${part.state}` }, number);
    button.addEventListener("click", () => desk.choose(part.id));
    button.addEventListener("keydown", (event) => move(event, part.id));
    button.addEventListener("pointerdown", (event) => {
      desk.choose(part.id);
      if (movable(part)) button.setPointerCapture(event.pointerId);
    });
    button.addEventListener("pointerup", (event) => {
      const under = document
        .elementsFromPoint(event.clientX, event.clientY)
        .find((element) => element.classList.contains("cell"));
      const found = [...cells].find(([, cell]) => cell === under);
      if (found && movable(part)) put(part, found[0].split(" ").map(Number) as Place);
    });
    return button;
  }

  function movable(part: Part): boolean {
    return part.state === "open" || part.state === "wrong";
  }

  function rows(part: Part): HTMLElement[] {
    return [...part.fieldset.querySelectorAll<HTMLElement>("[data-axis]")];
  }

  function placeOf(part: Part): Place | undefined {
    const [x, y] = rows(part).map((row) =>
      Number(row.dataset["step"] ?? row.querySelector<HTMLInputElement>("input:checked")?.value ?? 0),
    );
    return x && y ? [x, y] : undefined;
  }

  function put(part: Part, [x, y]: Place): void {
    if (!movable(part)) return;
    desk.choose(part.id);
    const steps = [x, y];
    for (const [index, row] of rows(part).entries()) desk.tick(row.dataset["axis"] ?? "", String(steps[index]));
    spoken.textContent = `${part.title}: ${across?.title} ${across?.steps[x - 1]}, ${up?.title} ${up?.steps[y - 1]}`;
  }

  function move(event: KeyboardEvent, id: string | undefined): void {
    const by = ARROWS[event.key];
    const part = desk.parts.find((each) => each.id === id);
    if (!by || !part || !across || !up || !movable(part)) return;
    event.preventDefault();
    const from = placeOf(part);
    const middle: Place = [Math.ceil(across.steps.length / 2), Math.ceil(up.steps.length / 2)];
    const to: Place = from
      ? [clamp(from[0] + by[0], across.steps.length), clamp(from[1] + by[1], up.steps.length)]
      : middle;
    const held = document.activeElement;
    put(part, to);
    if (held instanceof HTMLElement) held.focus(); // a token that moves to another cell loses focus
  }

  function draw(): void {
    for (const [index, part] of desk.parts.entries()) {
      const button = tokens[index];
      if (!button) continue;
      const place = placeOf(part);
      button.setAttribute("aria-pressed", String(part.id === desk.chosen));
      button.setAttribute(
        "aria-label",
        `${part.title}, ${place ? `${across?.title} ${across?.steps[place[0] - 1]}, ${up?.title} ${up?.steps[place[1] - 1]}, ` : ""}${WORDS[part.state]}`,
      );
      const cell = place && cells.get(place.join(" "));
      if (!cell) button.remove();
      else if (button.parentElement !== cell) cell.append(button);
    }
    const fields = rows(desk.part).map(fieldOf);
    for (const [key, cell] of cells) {
      const place = key.split(" ").map(Number);
      cell.classList.toggle(
        "field",
        fields.length === 2 &&
          fields.every(
            (field, index) =>
              field !== undefined && field.least <= (place[index] ?? 0) && (place[index] ?? 0) <= field.most,
          ),
      );
    }
  }
}

function fieldOf(row: HTMLElement): Field | undefined {
  return row.dataset["least"] ? { least: Number(row.dataset["least"]), most: Number(row.dataset["most"]) } : undefined;
}

function clamp(step: number, most: number): number {
  return Math.min(Math.max(step, 1), most);
}
