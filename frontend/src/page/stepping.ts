/** The keys with which one walks along a row of tabs or the items of a menu, as the ARIA patterns have it. */

/** The place to which a key goes in a row that is closed to a ring; -1 if it is none of its keys. */
export function stepped(key: string, at: number, count: number, [back, on]: [string, string]): number {
  const step = { [on]: 1, [back]: -1, Home: -at, End: count - 1 - at }[key];
  return step === undefined ? -1 : (at + step + count) % count;
}
