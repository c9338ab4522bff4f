/** Numbers as exhibits write them. */

/** "−128": a minus sign that is as wide as a digit. */
export function withMinusSign(value: bigint | string): string {
  return String(value).replaceAll("-", "−");
}

/** "12 µs": a time in the unit that keeps it short. */
export function duration(seconds: number): string {
  const units: [number, string][] = [
    [1, "s"],
    [1e-3, "ms"],
    [1e-6, "µs"],
    [1e-9, "ns"],
  ];
  const [size, unit] = units.find(([each]) => seconds >= each) ?? [1e-9, "ns"];
  const value = seconds / size;
  return `${value >= 100 ? Math.round(value) : value.toPrecision(2)} ${unit}`;
}
