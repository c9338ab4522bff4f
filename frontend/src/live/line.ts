/** Whether the server can be reached, and when the next try is. Savers and sockets report to it, the page listens. */
import { NoLine, Refusal } from "./requests.ts";

const LONGEST_WAIT_SECONDS = 15;
const CROWDED_MS = 30_000;
/** The code with which the server closes a socket of somebody who has too many open. */
export const TOO_MANY = 4411;
/** The code with which a process closes a socket of a class that another process has; the next try gets there. */
export const MOVED = 4421;
/** A socket that was refused with a code opens first: one that is open after this long was let in. */
export const LET_IN_MS = 1000;

export interface LineState {
  down: boolean;
  since: Date | null;
  /** Seconds until the next try; 0 while it runs. */
  wait: number;
  signedOut: boolean;
  /** Whether somebody else is signed in than the page was made for. */
  otherPerson: boolean;
  /** Whether the person has too many sockets open: the server answers, and tells nothing by itself. */
  crowded: boolean;
  /** Whether the server hears nothing of its other processes: what they do is told later. */
  late: boolean;
}

/** What a socket tells of the line between the server's processes. */
export interface LineNews {
  type: "line";
  away: boolean;
}

const UP: LineState = {
  down: false,
  since: null,
  wait: 0,
  signedOut: false,
  otherPerson: false,
  crowded: false,
  late: false,
};

/** Returns the pause before the next try, which grows with the tries so far, from 1. */
export function pauseSeconds(tries: number): number {
  return Math.min(LONGEST_WAIT_SECONDS, 2 ** (tries - 1));
}

export class Line {
  state: LineState = UP;
  private tries = 0;
  private ticking: number | undefined;
  private crowding: number | undefined;
  private readonly listeners: ((state: LineState) => void)[] = [];
  private readonly retries: (() => void)[] = [];

  listen(listener: (state: LineState) => void): void {
    this.listeners.push(listener);
  }

  /** Called at each try to reach the server again. */
  onRetry(retry: () => void): void {
    this.retries.push(retry);
  }

  /** Takes note of a failed request if it tells of the line or the session; returns whether it did. */
  takes(failure: unknown): boolean {
    if (failure instanceof NoLine) this.lost();
    else if (failure instanceof Refusal && failure.isOfOtherPerson) this.ended(true);
    else if (failure instanceof Refusal && failure.status === 401) this.ended();
    else return false;
    return true;
  }

  lost(): void {
    if (this.state.wait > 0 || isEnded(this.state)) return;
    this.tries += 1;
    this.tell({ ...UP, down: true, since: this.state.since ?? new Date(), wait: pauseSeconds(this.tries) });
    this.ticking ??= setInterval(() => this.tick(), 1000) as unknown as number;
  }

  back(): void {
    this.tries = 0;
    clearInterval(this.ticking);
    this.ticking = undefined;
    if (this.state.down) this.tell({ ...UP, crowded: this.state.crowded });
  }

  /** The server refuses one more socket; it is tried again after a while. */
  crowded(): void {
    this.back();
    this.crowding ??= setTimeout(() => this.retryNow(), CROWDED_MS) as unknown as number;
    if (!this.state.crowded) this.tell({ ...UP, crowded: true });
  }

  /** A socket was let in. */
  roomy(): void {
    if (this.state.crowded) this.tell({ ...this.state, crowded: false });
  }

  /** The server's processes do not hear each other, or do again. */
  late(late: boolean): void {
    if (this.state.late !== late) this.tell({ ...this.state, late });
  }

  ended(otherPerson = false): void {
    clearInterval(this.ticking);
    this.ticking = undefined;
    const since = this.state.since ?? new Date();
    this.tell({ ...UP, down: true, since, signedOut: !otherPerson, otherPerson });
  }

  retryNow(): void {
    clearTimeout(this.crowding);
    this.crowding = undefined;
    this.tell({ ...this.state, wait: 0, signedOut: false, otherPerson: false });
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

/** Whether only somebody who signs in can change the state. */
export function isEnded(state: LineState): boolean {
  return state.signedOut || state.otherPerson;
}
