/**
 * A page that asks for its parts when a socket says that something is new; every ten seconds while no socket is open, or
 * while its server hears nothing of its other processes.
 * A tab that nobody sees keeps no socket.
 */
import { find } from "../page/dom.ts";
import { exchange } from "../page/focus.ts";
import { parse } from "../page/parsing.ts";
import { speakNews } from "../page/voice.ts";
import { type LineNews, TOO_MANY } from "./line.ts";

const REFRESH_MILLISECONDS = 10_000;
const LONGEST_WAIT_MILLISECONDS = 15_000;
const SIGNED_OUT = 4401;
const NOT_FOUND = 4404;

/** What a page does with what it hears and gets. */
export interface Asker<Message> {
  /** Takes a message; returns whether the parts are to be asked for. */
  hear(message: Message): boolean;
  /** Whether a part that came is shown already. */
  isSame(old: HTMLElement, fresh: HTMLElement): boolean;
  /** Told of a part that came and was not shown before. */
  changed?(part: HTMLElement): void;
  /** Called when the parts are in place. */
  shown(): void;
}

export class Asking<Message> {
  private socket: WebSocket | null = null;
  private late = false;
  private tries = 0;
  private over = false;
  private asking = false;
  private again = false;

  /** The element that `selector` finds has the addresses of the socket and of its parts. */
  constructor(
    private readonly selector: string,
    private readonly asker: Asker<Message>,
  ) {}

  start(): void {
    document.addEventListener("visibilitychange", () => (document.hidden ? this.close() : this.open()));
    document.addEventListener("replaced", () => this.shown());
    setInterval(() => (this.late || !this.isOpen()) && void this.refresh(), REFRESH_MILLISECONDS);
    this.asker.shown();
    if (!document.hidden) this.open();
  }

  private isOpen(): boolean {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  private close(): void {
    const old = this.socket;
    this.socket = null;
    old?.close();
  }

  private open(): void {
    if (this.over || this.socket) return;
    const url = new URL(find(this.selector)?.dataset["socket"] ?? "/", location.href);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(url);
    this.socket = socket;
    this.late = false;
    socket.onmessage = (event) => this.hear(JSON.parse(String(event.data)) as Message | LineNews);
    socket.onclose = (event) => {
      if (this.socket !== socket) return;
      this.socket = null;
      this.over = event.code === SIGNED_OUT || event.code === NOT_FOUND;
      this.tries = event.code === TOO_MANY ? this.tries + 6 : this.tries + 1;
      const wait = Math.min(LONGEST_WAIT_MILLISECONDS, 500 * 2 ** this.tries);
      if (!this.over) setTimeout(() => !document.hidden && this.open(), wait);
    };
  }

  private hear(message: Message | LineNews): void {
    this.tries = 0;
    if (isOfLine(message)) this.late = message.away;
    else if (this.asker.hear(message)) void this.refresh();
  }

  private async refresh(): Promise<void> {
    if (document.hidden || this.over) return;
    this.again = this.asking;
    if (this.asking) return;
    this.asking = true;
    try {
      const answer = await fetch(find(this.selector)?.dataset["parts"] ?? "", { redirect: "error" });
      if (answer.status === 401 || answer.status === 404) this.over = true;
      else if (answer.ok) this.put(await answer.text());
    } catch {
      // The server is away: asked again later, and the page shows what it showed.
    } finally {
      this.asking = false;
    }
    if (this.again) await this.refresh();
  }

  private shown(): void {
    this.asker.shown();
    speakNews();
  }

  private put(html: string): void {
    for (const fresh of parse(html).querySelectorAll<HTMLElement>(`${this.selector} [data-part]`)) {
      const old = document.getElementById(fresh.id);
      if (!old || this.asker.isSame(old, fresh)) continue;
      const made = document.importNode(fresh, true);
      exchange(old, made);
      this.asker.changed?.(made);
    }
    this.shown();
  }
}

function isOfLine(message: unknown): message is LineNews {
  return (message as { type?: string }).type === "line";
}
