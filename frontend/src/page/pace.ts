/**
 * What the class does at this moment, on whatever page somebody is: held, timed, led, asked. A socket tells that something
 * is new, and this asks the server for the parts; while no socket is open, it asks every ten seconds.
 */
import { calm, find } from "./dom.ts";
import { follow, goThere, lookAround } from "./following.ts";
import { startLeading } from "./leading.ts";
import { parse, withoutTokens } from "./parsing.ts";

const TICK_MILLISECONDS = 250;
const REFRESH_MILLISECONDS = 10_000;
const LONGEST_WAIT_MILLISECONDS = 15_000;
const SIGNED_OUT = 4401;
const NOT_FOUND = 4404;

/** How much later it is at the server than here. */
let skew = 0;

export function startPace(): void {
  setInterval(tick, TICK_MILLISECONDS);
  tick();
  const leading = find("#leading");
  if (leading?.dataset["placeUrl"]) startLeading(leading.dataset["placeUrl"]);
  if (find("#pace")) new Pace().start();
}

class Pace {
  private socket: WebSocket | null = null;
  private tries = 0;
  private over = false;
  private asking = false;
  private again = false;

  start(): void {
    document.addEventListener("visibilitychange", () => (document.hidden ? this.close() : this.open()));
    document.addEventListener("replaced", () => this.show());
    document.addEventListener("click", (event) => lookAround(event));
    setInterval(() => !this.isOpen() && void this.refresh(), REFRESH_MILLISECONDS);
    this.show();
    if (!document.hidden) this.open();
  }

  private isOpen(): boolean {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  /** A tab that nobody sees keeps no socket. */
  private close(): void {
    const old = this.socket;
    this.socket = null;
    old?.close();
  }

  private open(): void {
    if (this.over || this.socket) return;
    const url = new URL(find("#pace")?.dataset["socket"] ?? "/", location.href);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(url);
    this.socket = socket;
    socket.onmessage = (event) => this.hear(JSON.parse(String(event.data)) as Message);
    socket.onclose = (event) => {
      if (this.socket !== socket) return;
      this.socket = null;
      this.over = event.code === SIGNED_OUT || event.code === NOT_FOUND;
      this.tries += 1;
      const wait = Math.min(LONGEST_WAIT_MILLISECONDS, 500 * 2 ** this.tries);
      if (!this.over) setTimeout(() => !document.hidden && this.open(), wait);
    };
  }

  private hear(message: Message): void {
    this.tries = 0;
    if (message.now !== undefined) skew = message.now - Date.now();
    if (message.type === "place") follow(message.place);
    else void this.refresh();
  }

  private async refresh(): Promise<void> {
    if (document.hidden || this.over) return;
    this.again = this.asking;
    if (this.asking) return;
    this.asking = true;
    try {
      const answer = await fetch(find("#pace")?.dataset["parts"] ?? "", { redirect: "error" });
      if (answer.status === 401 || answer.status === 404) this.over = true;
      else if (answer.ok) this.put(await answer.text());
    } catch {
      // The server is away: asked again later, and the page shows what it showed.
    } finally {
      this.asking = false;
    }
    if (this.again) await this.refresh();
  }

  private put(html: string): void {
    for (const fresh of parse(html).querySelectorAll<HTMLElement>("#pace [data-part]")) {
      const old = document.getElementById(fresh.id);
      if (old && comparable(old) !== comparable(fresh)) old.replaceWith(document.importNode(fresh, true));
    }
    this.show();
  }

  private show(): void {
    tick();
    const place = find("#pace-place")?.dataset["place"];
    goThere(place ? JSON.parse(place) : null);
  }
}

interface Message {
  type: "pace" | "place";
  now?: number;
  place: Parameters<typeof follow>[0];
}

/** What is drawn by script in it makes no difference. */
function comparable(part: HTMLElement): string {
  const copy = withoutTokens(part);
  for (const count of copy.querySelectorAll(".countdown")) count.textContent = "";
  for (const dialog of copy.querySelectorAll("dialog")) dialog.removeAttribute("open");
  for (const each of copy.querySelectorAll<HTMLElement>(".following, .alone, .pace-alone, .pace-again"))
    each.hidden = false;
  return copy.outerHTML;
}

/** Draws the countdowns, and covers the page when its moment has come. */
function tick(): void {
  const now = Date.now() + skew;
  for (const place of document.querySelectorAll<HTMLElement>("[data-counts-to]")) {
    const seconds = Math.ceil(Number(place.dataset["countsTo"]) - now / 1000);
    const text = seconds > 0 ? minutesAndSeconds(seconds) : (place.dataset["over"] ?? "");
    if (place.textContent !== text) place.textContent = text;
  }
  const hold = find("#pace-hold[data-held-at]");
  const cover = hold && find<HTMLDialogElement>("dialog", hold);
  if (!cover || cover.open || now < Number(hold.dataset["heldAt"]) * 1000) return;
  cover.classList.toggle("calm", calm());
  cover.oncancel = (event) => event.preventDefault();
  cover.showModal();
  find("#eyes-up-title")?.focus();
}

function minutesAndSeconds(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
