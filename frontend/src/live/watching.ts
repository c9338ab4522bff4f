/** Watches what the learner handed to the judge: by a socket while it is open, by requests while it is not. */

import { meta } from "../page/dom.ts";
import { LET_IN_MS, type Line, type LineNews, TOO_MANY } from "./line.ts";
import { Refusal, renewToken, request } from "./requests.ts";
import { Watched } from "./watched.ts";
import { type CheckNews, type PlaceNews, type Told, underWay, type Work } from "./work.ts";

const ASK_EVERY_MS = 1500;
/** After this long without a word the socket may have lost the last one. */
const QUIET_MS = 15_000;
/** A session that is refused so soon after it was renewed has ended. */
const RENEWED_MS = 5000;
/** Who signs in again in another tab has no session for a moment: the old one has ended, the new cookie is on its way. */
const SIGNING_IN_MS = 2000;
const SIGNED_OUT = 4401;
const OTHER_PERSON = 4403;

export class Watching {
  private socket: WebSocket | null = null;
  private renewedAt = Number.NEGATIVE_INFINITY;
  private readonly watched: Watched;
  private opened = false;
  private asking = false;
  private missed = false;
  private heardAt = 0;

  constructor(
    private readonly address: string,
    private readonly line: Line,
    private readonly onNews: (submission: Work) => void,
    last: Work | null,
  ) {
    this.watched = new Watched(last);
    line.onRetry(() => this.connect());
    setInterval(() => void this.ask(), ASK_EVERY_MS);
    this.connect();
  }

  /** Takes a report, unless a newer one is known. */
  take(submission: Work): void {
    this.tell(this.watched.report(submission));
  }

  private tell(changed: boolean): void {
    if (changed && this.watched.current) this.onNews(this.watched.current);
    const missed = this.watched.behind !== null;
    if (missed && !this.missed) void this.ask(); // and from then on at each tick: what is stored may be behind too
    this.missed = missed;
  }

  private connect(): void {
    if (this.socket && this.socket.readyState <= WebSocket.OPEN) return;
    const url = new URL(this.address, location.href);
    url.searchParams.set("learner", meta("learner"));
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(url);
    this.socket = socket;
    this.opened = false;
    this.socket.onopen = () => {
      this.opened = true;
      this.line.late(false); // it tells by itself if it is
      setTimeout(() => socket.readyState === WebSocket.OPEN && this.line.roomy(), LET_IN_MS);
      this.heardAt = performance.now();
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
    this.heardAt = performance.now();
    const message = JSON.parse(text) as { type: string };
    if (message.type === "line") this.line.late((message as LineNews).away);
    if (message.type === "submission")
      this.tell(this.watched.report((message as unknown as { submission: Told }).submission));
    else if (message.type === "check") this.tell(this.watched.check(message as unknown as CheckNews));
    else if (message.type === "place") this.tell(this.watched.place(message as unknown as PlaceNews));
    else this.others.get(message.type)?.(message);
  }

  private closed(code: number): void {
    this.watched.disconnected();
    if (code === SIGNED_OUT) void this.signedOut();
    else if (code === OTHER_PERSON) this.line.ended(true);
    else if (code === TOO_MANY) this.line.crowded();
    else if (this.opened) setTimeout(() => this.connect(), 300);
    else this.line.lost();
  }

  /** The session has ended; this browser may have another one of the same person by now, from another tab. */
  private async signedOut(): Promise<void> {
    const again = performance.now() - this.renewedAt < RENEWED_MS;
    this.renewedAt = performance.now();
    try {
      if (again) return this.line.ended();
      await renewToken().catch(renewLater);
      this.connect();
    } catch (failure) {
      if (!this.line.takes(failure)) this.line.ended();
    }
  }

  /** Asks for the whole: of what is under way while no socket tells, or of what the socket told with a gap. */
  private async ask(): Promise<void> {
    const url = this.watched.behind ?? this.untold();
    if (url === null || this.asking || this.line.state.down) return;
    this.asking = true;
    try {
      this.take(await request<Work>("GET", url));
      this.heardAt = performance.now();
    } catch (failure) {
      this.line.takes(failure);
    } finally {
      this.asking = false;
    }
  }

  private untold(): string | null {
    const current = this.watched.current;
    const told = this.socket?.readyState === WebSocket.OPEN && performance.now() - this.heardAt < QUIET_MS;
    return current && underWay(current) && !told ? current.url : null;
  }
}

/** Tries once more if there is no session yet. */
async function renewLater(failure: unknown): Promise<void> {
  if (!(failure instanceof Refusal) || failure.status !== 401) throw failure;
  await new Promise((resolve) => setTimeout(resolve, SIGNING_IN_MS));
  await renewToken();
}
