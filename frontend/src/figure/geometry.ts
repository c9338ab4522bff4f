/**
 * Where everything in a verdict figure lies, in a square of 200 units around 0,0. The same numbers stand in
 * quintain/web/drawing.py, which draws finished figures on the server.
 */

export const HOOP = 55;
export const BLUNT = 62;
export const BLUNT_HALF = 7;
export const TAIL = 88;
export const NUMBER = 96;
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

/** Circles for the tests: how many of them fit at most, how far out they lie, and how large a dot is. */
const TEST_CIRCLES = [
  { most: 16, distances: [33], radius: 3.6 },
  { most: 40, distances: [38, 27], radius: 2.8 },
  { most: Infinity, distances: [41, 32, 23], radius: 2.2 },
];

/** Where the tests lie, the outermost circle first, and how large each is drawn. */
export function testPlaces(count: number): { places: Point[]; radius: number } {
  const { distances, radius } = TEST_CIRCLES.find(({ most }) => count <= most) ?? { distances: [33], radius: 3.6 };
  const whole = distances.reduce((sum, distance) => sum + distance, 0);
  const places: Point[] = [];
  distances.forEach((distance, circle) => {
    const here = circle === distances.length - 1 ? count - places.length : Math.round((count * distance) / whole);
    for (let index = 0; index < here; index++) places.push(at((360 / here) * (index + 0.5), distance));
  });
  return { places, radius };
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
