/** Requests written by hand: what is typed goes over the line, and what comes back is shown as text. */
import { MOVED, TOO_MANY } from "../live/line.ts";
import { NoLine, Refusal, request } from "../live/requests.ts";
import { need } from "../page/dom.ts";
import { translate } from "../page/words.ts";
import type { ProgramData, RequestAnswer } from "./messages.ts";
import { openSocket } from "./socket.ts";
import { visible } from "./visible.ts";

const SENDING = translate("Sending…");
const MOST_MOVES = 4;
const MOVE_PAUSE_MS = 500;

export class Requests {
  private readonly text = need<HTMLTextAreaElement>("#request-text");
  private readonly body = need<HTMLSelectElement>("#request-body");
  private readonly news = need("#request-news");
  private socket: WebSocket | null = null;
  private number = 0;
  /** How often this request was sent again, since the class had moved to another process. */
  private moves = 0;

  constructor(
    private readonly data: ProgramData,
    private readonly flush: () => Promise<boolean>,
  ) {
    this.text.value = sessionStorage.getItem(this.key) ?? data.example;
    this.showExample();
    this.text.addEventListener("input", () => this.showExample());
    need("#request-again").addEventListener("click", () => {
      this.text.value = data.example;
      this.body.selectedIndex = 0;
      this.showExample();
      this.text.focus();
    });
    need("#request-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.moves = 0;
      void this.send();
    });
    this.text.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      this.moves = 0;
      void this.send();
    });
  }

  private get key(): string {
    return `request/${this.data.lab}/${this.data.code}`;
  }

  private showExample(): void {
    const isExample = this.text.value === this.data.example;
    need("#request-example").hidden = !isExample;
    need("#request-again").hidden = isExample;
  }

  private async send(): Promise<void> {
    sessionStorage.setItem(this.key, this.text.value);
    this.news.textContent = SENDING;
    this.number += 1;
    const number = this.number;
    try {
      await this.flush();
      await request("POST", this.data.urls.start, {});
      const socket = await this.open();
      socket.send(JSON.stringify({ number, text: this.text.value, body: this.body.value }));
    } catch (failure) {
      if (failure instanceof Refusal) this.news.textContent = `${failure.message} ${failure.remedy}`;
      else if (failure instanceof NoLine) this.news.textContent = translate("The server cannot be reached.");
      else throw failure;
    }
  }

  private async open(): Promise<WebSocket> {
    if (this.socket?.readyState === WebSocket.OPEN) return this.socket;
    const socket = await openSocket(this.data.sockets.requests);
    if (!socket) throw new NoLine();
    socket.onmessage = (event) => this.hear(JSON.parse(String(event.data)) as RequestAnswer);
    socket.onclose = ({ code }) => {
      if (this.news.textContent !== SENDING) return;
      if (code === MOVED && this.moves < MOST_MOVES) {
        this.moves += 1;
        setTimeout(() => void this.send(), MOVE_PAUSE_MS * 2 ** this.moves);
        return;
      }
      this.news.textContent =
        code === TOO_MANY
          ? translate("Too many tabs are open. Close some, then send it again.")
          : translate("The connection broke. Send it again.");
    };
    this.socket = socket;
    return socket;
  }

  private hear(answer: RequestAnswer): void {
    if (answer.number !== this.number) return;
    const place = need("#request-answer");
    if (answer.answer === null) {
      this.news.textContent = answer.words;
      place.textContent = "";
      return;
    }
    const bytes = Uint8Array.from(atob(answer.answer), (letter) => letter.charCodeAt(0));
    const size = answer.is_cut
      ? translate("%(bytes)s bytes, and more that is not shown, %(milliseconds)s ms", {
          bytes: bytes.length,
          milliseconds: answer.milliseconds,
        })
      : translate("%(bytes)s bytes, %(milliseconds)s ms", { bytes: bytes.length, milliseconds: answer.milliseconds });
    this.news.textContent = answer.content_type
      ? translate("%(size)s; sent with Content-Type: %(type)s", { size, type: answer.content_type })
      : size;
    place.textContent = visible(new TextDecoder().decode(bytes));
  }
}
