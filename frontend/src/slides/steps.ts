/** Where one is in a row of slides, some of which show their parts step by step. */

/** ``slide`` counts from 0; ``step`` says how many of the slide's steps are shown. */
export interface Position {
  slide: number;
  step: number;
}

export const START: Position = { slide: 0, step: 0 };

/** The next step, else the next slide; at the end it stays. ``steps`` has the number of steps of each slide. */
export function forward({ slide, step }: Position, steps: readonly number[]): Position {
  if (step < (steps[slide] ?? 0)) return { slide, step: step + 1 };
  return slide + 1 < steps.length ? { slide: slide + 1, step: 0 } : { slide, step };
}

/** The step before, else the slide before with all that it has shown. */
export function back({ slide, step }: Position, steps: readonly number[]): Position {
  if (step > 0) return { slide, step: step - 1 };
  return slide > 0 ? { slide: slide - 1, step: steps[slide - 1] ?? 0 } : { slide, step };
}

/** A slide of the row, however far beyond its ends the number is. */
export function slideAt(slide: number, steps: readonly number[]): Position {
  return { slide: Math.max(0, Math.min(slide, steps.length - 1)), step: 0 };
}

/** The slide that an address names, counted from 0; null if it names none. */
export function slideOf(hash: string): number | null {
  const number = /^#slide-([1-9]\d{0,3})$/.exec(hash)?.[1];
  return number === undefined ? null : Number(number) - 1;
}

export function hashOf(slide: number): string {
  return `#slide-${slide + 1}`;
}
