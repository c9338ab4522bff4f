/** Watches what the learner handed to the judge: a socket while it holds, plain questions while it does not. */
import type { Line } from "./line.ts";
import { meta } from "../page/dom.ts";
import { request } from "./requests.ts";
import { type Work, underWay } from "./wire.ts";

const ASK_EVERY_MS = 1500;
const SIGNED_OUT = 4401;
const OTHER_PERSON = 4403;

export class Watching {
  private socket: WebSocket | null = null;
  private current: Work | null;
  private opened = false;
  /** The first report after a lost line counts whatever it says: a restarted server begins a trial anew. */
  private trusting = false;

  constructor(
    private readonly address: string,
    private readonly line: Line,
    private readonly onNews: (submission: Work) => void,
    last: Work | null,
  ) {
    this.current = last;
    line.onRetry(() => this.connect());
    setInterval(() => void this.ask(), ASK_EVERY_MS);
    this.connect();
  }

  /** Takes a report, unless a newer one is known. */
  take(submission: Work): void {
    const anew = this.trusting && this.current !== null && underWay(this.current);
    this.trusting = false;
    if (this.current && !anew && isOlder(submission, this.current)) return;
    this.current = submission;
    this.onNews(submission);
  }

  private connect(): void {
    if (this.socket && this.socket.readyState <= WebSocket.OPEN) return;
    const url = new URL(this.address, location.href);
    url.searchParams.set("learner", meta("learner"));
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    this.socket = new WebSocket(url);
    this.opened = false;
    this.socket.onopen = () => {
      this.opened = true;
      this.trusting = true;
      this.line.back();
      for (const listener of this.openListeners) listener();
    };
    this.socket.onmessage = (event) => this.hear(String(event.data));
    this.socket.onclose = (event) => this.closed(event.code);
  }

  private readonly openListeners: (() => void)[] = [];
  private readonly others = new Map<string, (message: { type: string }) => void>();

  /** Hands on messages of another kind, which the same socket brings. */
  onMessage(type: string, listener: (message: { type: string }) => void): void {
    this.others.set(type, listener);
  }

  /** Called each time the line stands. */
  onOpen(listener: () => void): void {
    this.openListeners.push(listener);
  }

  private hear(text: string): void {
    const message = JSON.parse(text) as { type: string; submission?: Work };
    if (message.type === "submission" && message.submission) this.take(message.submission);
    else this.others.get(message.type)?.(message);
  }

  private closed(code: number): void {
    if (code === SIGNED_OUT || code === OTHER_PERSON) this.line.ended(code === OTHER_PERSON);
    else if (this.opened) setTimeout(() => this.connect(), 300);
    else this.line.lost();
  }

  private async ask(): Promise<void> {
    if (!this.current || !underWay(this.current) || this.line.state.down) return;
    if (this.socket?.readyState === WebSocket.OPEN) return;
    try {
      this.take(await request<Work>("GET", this.current.url));
    } catch (failure) {
      this.line.takes(failure);
    }
  }
}

const ORDER = { waiting: 0, running: 1, finished: 2, failed: 2 };

/** Reports may overtake each other on their two ways. */
function isOlder(one: Work, than: Work): boolean {
  if (one.id !== than.id) return one.created_at < than.created_at;
  if (ORDER[one.state] !== ORDER[than.state]) return ORDER[one.state] < ORDER[than.state];
  return one.state === "running" && settled(one) < settled(than);
}

function settled(submission: Work): number {
  return submission.checks.filter((check) => check.outcome !== "waiting" && check.outcome !== "running").length;
}
