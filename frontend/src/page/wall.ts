/**
 * The wall and the projector: a socket tells which seats changed, and this asks the server for them. Every half minute
 * it asks for all, for minutes pass and a message may get lost, and more often while the server hears nothing of its other
 * processes; the page says so when it is not live.
 */
import { isEnded, Line, type LineNews, type LineState, TOO_MANY } from "../live/line.ts";
import { find, need } from "./dom.ts";
import { exchange } from "./focus.ts";
import { parse, withoutTokens } from "./parsing.ts";
import { speakNews } from "./voice.ts";
import { translate, translatePlural } from "./words.ts";

const REFRESH_MILLISECONDS = 30_000;
const LATE_MILLISECONDS = 10_000;
const ALL_SEATS = 0;
const SIGNED_OUT = 4401;
const NOT_FOUND = 4404;
const NAMES_HIDDEN = "wall-names-hidden";

class News {
  private readonly wanted = new Set<number>();
  private asking = false;

  constructor(
    private readonly address: string,
    private readonly line: Line,
  ) {}

  /** Asks for seats; while an answer is awaited, further ones are gathered. */
  ask(seats: readonly number[]): void {
    for (const seat of seats) this.wanted.add(seat);
    if (!this.asking && this.wanted.size > 0) void this.askNow();
  }

  private async askNow(): Promise<void> {
    this.asking = true;
    const seats = [...this.wanted];
    this.wanted.clear();
    try {
      const answer = await fetch(this.addressFor(seats), { headers: { Accept: "text/html" }, redirect: "error" });
      if (answer.status === 401 || answer.status === 404) this.line.ended();
      else if (answer.ok) show(await answer.text());
      else throw new Error(String(answer.status));
    } catch {
      this.line.lost();
    } finally {
      this.asking = false;
    }
    this.ask([]);
  }

  private addressFor(seats: readonly number[]): URL {
    const url = new URL(this.address, location.href);
    if (!seats.includes(ALL_SEATS)) for (const seat of seats) url.searchParams.append("seat", String(seat));
    return url;
  }
}

/** Puts the parts of an answer into the place of those that differ; what has the focus keeps it. */
function show(html: string): void {
  const fresh = parse(html);
  for (const part of fresh.querySelectorAll<HTMLElement>("[data-live]")) {
    const old = document.getElementById(part.id);
    if (!old || alike(old, part)) continue;
    exchange(old, document.importNode(part, true));
  }
  speakNews();
}

function alike(old: Element, fresh: Element): boolean {
  return withoutTokens(old).outerHTML === withoutTokens(fresh).outerHTML;
}

/** Opens a socket, and returns how to close it without a word. */
function watch(address: string, news: News, line: Line): () => void {
  const url = new URL(address, location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  const socket = new WebSocket(url);
  socket.onmessage = (event) => {
    line.back();
    line.roomy();
    const message = JSON.parse(String(event.data)) as LineNews | { type?: undefined; seats: number[] };
    if (message.type === "line") line.late(message.away);
    else news.ask(message.seats);
  };
  socket.onclose = (event) => {
    if (event.code === SIGNED_OUT || event.code === NOT_FOUND) line.ended();
    else if (event.code === TOO_MANY) line.crowded();
    else line.lost();
  };
  return () => {
    socket.onmessage = socket.onclose = null;
    socket.close();
  };
}

function tell(state: LineState): void {
  const strip = need("#offline");
  strip.hidden = !state.down && !state.crowded && !state.late;
  need("#offline-retry").hidden = isEnded(state) || (state.late && !state.down && !state.crowded);
  need("#offline-words").textContent = !state.down
    ? state.crowded
      ? translate("Too many tabs are open, so this page is renewed only twice a minute. Close some of them.")
      : translate("Live updates are away, so this page is renewed every ten seconds. They come back by themselves.")
    : isEnded(state)
      ? translate("This page is not live any more: your session has ended, or the class is not yours. Reload the page.")
      : state.wait > 0
        ? translatePlural(
            "This page is not live: the connection is lost. Next try in %(count)s second.",
            "This page is not live: the connection is lost. Next try in %(count)s seconds.",
            state.wait,
          )
        : translate("This page is not live: the connection is lost. Trying now.");
}

/** Names off, for a screen that others see. The choice stays in this browser. */
function startHiding(): void {
  const button = find<HTMLButtonElement>("#hide-names");
  if (!button) return;
  const apply = (hidden: boolean): void => {
    document.body.classList.toggle("names-hidden", hidden);
    button.setAttribute("aria-pressed", String(hidden));
  };
  apply(localStorage.getItem(NAMES_HIDDEN) === "yes");
  button.addEventListener("click", () => {
    const hidden = button.getAttribute("aria-pressed") !== "true";
    localStorage.setItem(NAMES_HIDDEN, hidden ? "yes" : "no");
    apply(hidden);
  });
}

/** Take and Lower, without leaving the page; whatever goes wrong, the plain form still knows the way. */
function startSending(news: News): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (form.dataset["send"] === undefined || event.defaultPrevented) return;
    event.preventDefault();
    fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { "HX-Request": "true" },
      redirect: "error",
    })
      .then((answer) => (answer.ok ? news.ask([ALL_SEATS]) : Promise.reject(new Error(String(answer.status)))))
      .catch(() => {
        delete form.dataset["send"];
        form.requestSubmit(event.submitter);
      });
  });
}

export function startWall(): void {
  const main = need("#main");
  const line = new Line();
  const news = new News(main.dataset["news"] ?? "", line);
  let close = (): void => {};
  const open = (): void => {
    close();
    close = watch(main.dataset["socket"] ?? "", news, line);
  };
  line.listen(tell);
  line.onRetry(open);
  need("#offline-retry").addEventListener("click", () => line.retryNow());
  setInterval(() => !line.state.down && news.ask([ALL_SEATS]), REFRESH_MILLISECONDS);
  setInterval(() => line.state.late && news.ask([ALL_SEATS]), LATE_MILLISECONDS);
  startHiding();
  startSending(news);
  open();
}
