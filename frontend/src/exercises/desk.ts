/** What the three kinds of exercises share: one element is chosen at a time, its boxes stand beside the picture, and only it is graded. */
import { h, icon, need } from "../page/dom.ts";

export type State = "open" | "wrong" | "right" | "shown";

export interface Part {
  id: string;
  title: string;
  state: State;
  fieldset: HTMLFieldSetElement;
}

export type Show = (desk: Desk) => void;

/** What outlives the exchange of an exercise by its graded self: the element at hand, boxes ticked elsewhere, where needles stood. */
interface Memory {
  chosen?: string;
  ticked: Map<string, string[]>;
  degrees: Map<string, number>;
}

const memories = new Map<string, Memory>();

export const WORDS: Record<State, string> = {
  open: "not answered",
  wrong: "not so",
  right: "right",
  shown: "answer shown",
};
const SIGNS: Record<State, string> = { open: "circle", wrong: "x", right: "check", shown: "lightbulb" };

export class Desk {
  readonly form: HTMLFormElement;
  readonly parts: Part[];
  readonly memory: Memory;
  chosen: string;
  private readonly watchers: (() => void)[] = [];
  private readonly check: HTMLButtonElement | null;
  private readonly reason = h("span", { class: "reason" });
  private readonly onwards = h("button", { type: "button", class: "button" });

  constructor(readonly place: HTMLElement) {
    this.form = need<HTMLFormElement>("form", place);
    this.parts = [...this.form.querySelectorAll<HTMLFieldSetElement>(":scope > fieldset[data-element]")].map(
      (fieldset) => ({
        id: fieldset.dataset["element"] ?? "",
        title: need("legend", fieldset).textContent ?? "",
        state: (fieldset.dataset["state"] ?? "open") as State,
        fieldset,
      }),
    );
    this.memory = memories.get(place.id) ?? { ticked: new Map(), degrees: new Map() };
    memories.set(place.id, this.memory);
    this.chosen =
      this.memory.chosen ??
      (this.parts.find(({ state }) => state === "open" || state === "wrong") ?? this.parts[0])?.id ??
      "";
    this.check = this.form.querySelector<HTMLButtonElement>(":scope > .actions .primary");
    place.classList.add("live");
    const actions = this.check?.parentElement ?? this.form.appendChild(h("div", { class: "actions" }));
    actions.append(this.reason, this.onwards);
    this.onwards.addEventListener("click", () => {
      const next = this.next();
      if (next) this.choose(next.id);
      this.focusPart();
    });
    this.restore();
    this.form.addEventListener("change", () => {
      for (const input of this.inputs()) this.memory.ticked.set(input.name, this.ticked(input.name));
      this.refresh();
    });
    // What is sent is graded; of the others, only what was ticked is remembered.
    this.form.addEventListener("submit", () => {
      for (const input of this.inputs()) this.memory.ticked.delete(input.name);
    });
  }

  get part(): Part {
    const part = this.parts.find(({ id }) => id === this.chosen);
    if (!part) throw new Error(`The exercise has no element ${this.chosen}.`);
    return part;
  }

  /** Calls ``watch`` whenever another element is chosen or another box is ticked. */
  watch(watch: () => void): void {
    this.watchers.push(watch);
  }

  choose(id: string): void {
    this.chosen = this.memory.chosen = this.parts.some((part) => part.id === id) ? id : (this.parts[0]?.id ?? "");
    for (const { fieldset } of this.parts) {
      const here = fieldset.dataset["element"] === this.chosen;
      fieldset.hidden = !here;
      fieldset.disabled = !here; // a disabled fieldset is not sent
    }
    this.refresh();
  }

  /** Moves focus to what was said of the chosen element, so that it is read out and in sight. */
  tell(): void {
    this.part.fieldset.querySelector<HTMLElement>(".told")?.focus({ preventScroll: true });
    this.part.fieldset.scrollIntoView({ block: "nearest" });
  }

  ticked(name: string): string[] {
    return [...this.form.querySelectorAll<HTMLInputElement>(`input[name="${CSS.escape(name)}"]:checked`)].map(
      ({ value }) => value,
    );
  }

  /** Ticks the box of a value, as a click on it would. */
  tick(name: string, value: string): void {
    const input = this.form.querySelector<HTMLInputElement>(
      `input[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]`,
    );
    if (!input || input.checked) return;
    input.checked = true;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  private inputs(): HTMLInputElement[] {
    return [...this.part.fieldset.querySelectorAll<HTMLInputElement>("input")];
  }

  private restore(): void {
    for (const [name, values] of this.memory.ticked) {
      for (const input of this.form.querySelectorAll<HTMLInputElement>(`input[name="${CSS.escape(name)}"]`))
        input.checked = values.includes(input.value);
    }
  }

  private next(): Part | undefined {
    const at = this.parts.findIndex(({ id }) => id === this.chosen);
    const order = [...this.parts.slice(at + 1), ...this.parts.slice(0, at)];
    return order.find(({ state }) => state === "open") ?? order.find(({ state }) => state === "wrong");
  }

  private focusPart(): void {
    const { fieldset } = this.part;
    (
      fieldset.querySelector<HTMLElement>("input:checked, input") ?? fieldset.querySelector<HTMLElement>(".told")
    )?.focus();
  }

  private refresh(): void {
    const { state } = this.part;
    const names = new Set(this.inputs().map(({ name }) => name));
    const answerable = state === "open" || state === "wrong";
    const complete = [...names].every((name) => this.ticked(name).length > 0);
    const next = this.next();
    if (this.check) {
      this.check.hidden = !answerable;
      this.check.disabled = !complete;
    }
    this.reason.textContent =
      answerable && !complete ? (names.size > 1 ? "Choose a step on both axes." : "Choose at least one.") : "";
    this.onwards.hidden = answerable && state !== "wrong" ? true : next === undefined;
    this.onwards.textContent = next ? `Next: ${next.title}` : "";
    this.onwards.classList.toggle("primary", !answerable);
    for (const watch of this.watchers) watch();
  }
}

/** A list of all elements as buttons, each with its state; for kinds whose picture does not show the elements themselves. */
export function picker(desk: Desk, label: string, numbered = false): HTMLElement {
  const buttons = desk.parts.map((part, index) => {
    const name = `${numbered ? `${index + 1} ` : ""}${part.title}, ${WORDS[part.state]}`;
    const button = h(
      "button",
      { type: "button", class: part.state, "data-pick": part.id, "aria-label": name },
      numbered ? h("b", { class: "token" }, index + 1) : icon(SIGNS[part.state]),
      h("span", {}, part.title),
      numbered && part.state !== "open" && icon(SIGNS[part.state]),
    );
    button.addEventListener("click", () => desk.choose(part.id));
    return button;
  });
  desk.watch(() => {
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset["pick"] === desk.chosen));
  });
  return h("div", { class: "picker", role: "group", "aria-label": label }, ...buttons);
}
