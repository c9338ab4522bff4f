/** Controls that everybody can work, and rows of which exhibits are made. */
import { type Child, calm, h } from "../page/dom.ts";
import { translate } from "../page/words.ts";

const PLAY_EVERY_MS = 600;
/** A browser takes a moment to see that a region speaks again. */
const HEARD_AFTER_MS = 100;

export interface Choice<Value> {
  value: Value;
  label: Child;
}

/** One of a few, side by side: a group of radio buttons. */
export function segments<Value>(
  legend: string,
  name: string,
  choices: Choice<Value>[],
  chosen: Value,
  choose: (value: Value) => void,
): HTMLElement {
  const labels = choices.map(({ value, label }, index) => {
    const input = h("input", { type: "radio", name, value: index, checked: value === chosen });
    input.addEventListener("change", () => choose(value));
    return h("label", {}, input, h("span", {}, label));
  });
  return h("fieldset", { class: "segments" }, h("legend", {}, legend), h("div", {}, ...labels));
}

export interface Slider {
  element: HTMLElement;
  input: HTMLInputElement;
}

export function slider(
  id: string,
  label: Child[],
  least: number,
  most: number,
  value: number,
  move: (value: number) => void,
): Slider {
  const input = h("input", { type: "range", id, min: least, max: most, value });
  input.addEventListener("input", () => move(Number(input.value)));
  return { element: h("div", { class: "field" }, h("label", { for: id }, ...label), input), input };
}

/** A line of text that the learner types; what is wrong with it stands below it and is read out. */
export function field(
  id: string,
  label: Child,
  value: string,
  type: (value: string) => string | undefined,
  attributes: Record<string, string | number> = {},
): { element: HTMLElement; input: HTMLInputElement } {
  const input = h("input", {
    id,
    type: "text",
    value,
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
    "aria-describedby": `${id}-fault`,
    ...attributes,
  });
  const fault = h("p", { id: `${id}-fault`, class: "fault", "aria-live": "polite" });
  input.addEventListener("input", () => {
    const wrong = type(input.value);
    fault.textContent = wrong ?? "";
    input.setAttribute("aria-invalid", String(wrong !== undefined));
  });
  return { element: h("div", { class: "field" }, h("label", { for: id }, label), input, fault), input };
}

export type Tone = "sound" | "danger" | "plain";

/** The large number that is the answer, and the words that say what it counts. */
export function answer(): { element: HTMLElement; show: (large: string, small: string, tone: Tone) => void } {
  const large = h("b", {});
  const small = h("span", {});
  const element = h("p", { class: "answer", "aria-live": "polite" }, large, small);
  return {
    element,
    show(number, words, tone) {
      element.className = `answer ${tone}`;
      large.textContent = number;
      small.textContent = words;
    },
  };
}

export function button(label: Child, press: () => void, attributes: Record<string, string> = {}): HTMLButtonElement {
  const element = h("button", { type: "button", class: "text", ...attributes }, label);
  element.addEventListener("click", press);
  return element;
}

export interface Player {
  buttons: HTMLButtonElement[];
  stop(): void;
}

/**
 * Next and Play. ``step`` goes on by one and tells whether more is to come; with reduced motion, Play shows the end at once.
 * While it plays, nothing is read out, and at its end what is shown then.
 */
export function player(rewind: () => void, step: () => boolean, every = PLAY_EVERY_MS): Player {
  let ticking: number | undefined;
  let ended = () => {};
  const next = button(translate("Next"), () => {
    stop();
    step();
  });
  const play = button(translate("Play"), () => {
    if (ticking !== undefined) return stop();
    const speak = silence(play.closest(".stage"));
    rewind();
    if (calm()) {
      while (step());
      return speak();
    }
    ended = speak;
    ticking = setInterval(() => step() || stop(), every) as unknown as number;
    play.textContent = translate("Stop");
  });
  function stop(): void {
    clearInterval(ticking);
    ticking = undefined;
    play.textContent = translate("Play");
    ended();
    ended = () => {};
  }
  return { buttons: [next, play], stop };
}

/** Silences what is read out of a stage; returns how to have it speak again, which says what it shows by then. */
function silence(stage: Element | null): () => void {
  const voices = [...(stage?.querySelectorAll('[aria-live="polite"]') ?? [])];
  for (const voice of voices) voice.setAttribute("aria-live", "off");
  return () => {
    for (const voice of voices) voice.setAttribute("aria-live", "polite");
    // Only what changes from now on is read out, so that it is put there again.
    setTimeout(() => {
      for (const voice of voices) voice.replaceChildren(...voice.childNodes);
    }, HEARD_AFTER_MS);
  };
}

export interface Cell {
  text: string;
  kind?: string;
}

/** Cells in a row, as bits of a number or pieces of a query; read out as ``label`` and not cell by cell. */
export function strip(label: string, cells: Cell[]): HTMLElement {
  return h(
    "p",
    { class: "strip", role: "img", "aria-label": label },
    ...cells.map(({ text, kind }) => h("span", { class: kind }, text)),
  );
}

/** A branch of a tree in a list ``outline``, with what grows from it; ``harm`` says in words why it should not be there. */
export function branch(
  label: string,
  harm: string | false,
  branches: HTMLElement[],
  beside: Child = false,
): HTMLElement {
  const why = harm && h("span", { class: "unseen" }, ` (${harm})`);
  return h(
    "li",
    {},
    h("code", { class: harm && "harm" }, label),
    beside,
    why,
    branches.length > 0 && h("ul", {}, ...branches),
  );
}
