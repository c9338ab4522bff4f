/** What data.json holds: measured by record.py. */

export interface Pattern {
  pattern: string;
  steps: { letters: number; steps: number }[];
  times: { letters: number; cpu_seconds: number }[];
}

export interface StepsData {
  interpreter: string;
  machine: { system: string; processor: string; cores: number };
  patterns: Pattern[];
}

export function stepsFor(pattern: Pattern, letters: number): number {
  return pattern.steps.find((row) => row.letters === letters)?.steps ?? 0;
}

export function secondsFor(pattern: Pattern, letters: number): number {
  return pattern.times.find((row) => row.letters === letters)?.cpu_seconds ?? 0;
}

/** The pattern whose steps double is the dangerous one. */
export function isDangerous(pattern: Pattern): boolean {
  return stepsFor(pattern, 20) > 1000;
}
