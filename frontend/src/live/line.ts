/** Whether the server can be reached, and when the next try is. Savers and sockets report to it, the page listens. */

const LONGEST_WAIT_SECONDS = 15;

export interface LineState {
  down: boolean;
  since: Date | null;
  /** Seconds until the next try; 0 while it runs. */
  wait: number;
  signedOut: boolean;
}

export class Line {
  state: LineState = { down: false, since: null, wait: 0, signedOut: false };
  private tries = 0;
  private ticking: number | undefined;
  private readonly listeners: ((state: LineState) => void)[] = [];
  private readonly retries: (() => void)[] = [];

  listen(listener: (state: LineState) => void): void {
    this.listeners.push(listener);
  }

  /** Called at each try to reach the server again. */
  onRetry(retry: () => void): void {
    this.retries.push(retry);
  }

  lost(): void {
    if (this.state.wait > 0 || this.state.signedOut) return;
    this.tries += 1;
    const wait = Math.min(LONGEST_WAIT_SECONDS, 2 ** (this.tries - 1));
    this.tell({ down: true, since: this.state.since ?? new Date(), wait, signedOut: false });
    this.ticking ??= setInterval(() => this.tick(), 1000) as unknown as number;
  }

  back(): void {
    this.tries = 0;
    clearInterval(this.ticking);
    this.ticking = undefined;
    if (this.state.down || this.state.signedOut) this.tell({ down: false, since: null, wait: 0, signedOut: false });
  }

  ended(): void {
    clearInterval(this.ticking);
    this.ticking = undefined;
    this.tell({ down: true, since: this.state.since ?? new Date(), wait: 0, signedOut: true });
  }

  retryNow(): void {
    this.tell({ ...this.state, wait: 0, signedOut: false });
    for (const retry of this.retries) retry();
  }

  private tick(): void {
    if (this.state.wait <= 0) return;
    this.tell({ ...this.state, wait: this.state.wait - 1 });
    if (this.state.wait === 0) this.retryNow();
  }

  private tell(state: LineState): void {
    this.state = state;
    for (const listener of this.listeners) listener(state);
  }
}
