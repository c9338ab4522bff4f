/**
 * What somebody types into a terminal that is not open yet. Old output that is drawn again may hold questions to the
 * terminal, whose answers come as if they were typed and which nobody waits for any more; so, while something is drawn,
 * only what came from a key counts.
 */
const MOST_KEPT = 4096;

export class TypeAhead {
  /** How many pieces of output are being drawn. */
  drawing = 0;
  private kept = "";

  /** Takes what the terminal would send. */
  came(data: string): void {
    if (this.drawing === 0) this.keep(data);
  }

  /** Takes what a key would send, which also `came`. */
  pressed(key: string): void {
    if (this.drawing > 0) this.keep(key);
  }

  /** Returns all of it, and forgets it. */
  take(): string {
    const kept = this.kept;
    this.kept = "";
    return kept;
  }

  private keep(data: string): void {
    this.kept = (this.kept + data).slice(0, MOST_KEPT);
  }
}
