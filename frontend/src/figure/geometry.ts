/**
 * Where everything in a verdict figure lies, in a square of 200 units around 0,0. The same numbers stand in
 * quintain/web/drawing.py, which draws finished figures on the server.
 */

export const HOOP = 55;
export const BLUNT = 62;
export const BLUNT_HALF = 7;
export const TAIL = 88;
export const NUMBER = 96;
export const VISITS = 33;
export const ARM_DEGREES = 135;

export interface Point {
  x: number;
  y: number;
}

/** A point by its angle, clockwise from above, and its distance from the post. */
export function at(degrees: number, distance: number): Point {
  const radians = (degrees * Math.PI) / 180;
  return { x: round(Math.sin(radians) * distance), y: round(-Math.cos(radians) * distance) };
}

export function round(value: number): number {
  return Math.round(value * 100) / 100 || 0;
}

/** Lances stand evenly, and one of them always where the arm strikes. */
export function lanceAngles(count: number): number[] {
  const step = 360 / Math.max(count, 1);
  const first = ARM_DEGREES - Math.floor(count / 2) * step;
  return Array.from({ length: count }, (_, index) => first + index * step);
}

export function visitAngles(count: number): number[] {
  const step = 360 / Math.max(count, 1);
  return Array.from({ length: count }, (_, index) => step / 2 + index * step);
}

export function visitRadius(count: number): number {
  return count <= 14 ? 3.6 : round(Math.max(1.4, (3.6 * 14) / count));
}

/** The hoop as one path, with a gap at each angle where a lance came through. */
export function hoopPath(gaps: number[], lances: number): string {
  const half = Math.min(9, 120 / Math.max(lances, 1));
  const sorted = gaps.map((gap) => ((gap % 360) + 360) % 360).sort((one, other) => one - other);
  return sorted
    .map((gap, index) => {
      const next = sorted[index + 1] ?? (sorted[0] ?? 0) + 360;
      const from = at(gap + half, HOOP);
      const to = at(next - half, HOOP);
      return `M${from.x} ${from.y}A${HOOP} ${HOOP} 0 ${next - gap - 2 * half > 180 ? 1 : 0} 1 ${to.x} ${to.y}`;
    })
    .join("");
}
