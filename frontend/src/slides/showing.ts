/** Shows the parts of a slide step by step. */

/** The parts of a slide that are shown one after the other, each with its step from 1; equal words go together. */
export function stepsOf(slide: HTMLElement): [number, HTMLElement][] {
  const parts = [...slide.querySelectorAll<HTMLElement>("[data-step]")];
  const words = [...new Set(parts.map((part) => part.dataset["step"]))];
  return parts.map((part) => [words.indexOf(part.dataset["step"]) + 1, part]);
}

export function showSteps(slide: HTMLElement, count: number): void {
  for (const [step, part] of stepsOf(slide)) part.classList.toggle("to-come", step > count);
  slide.classList.toggle(
    "all-shown",
    stepsOf(slide).every(([step]) => step <= count),
  );
}
