// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from "vitest";
import { Channel, type TerminalFrame } from "../../src/pairing/channel.ts";

class FakeSocket {
  static readonly OPEN = 1;
  static last: FakeSocket;
  readyState = FakeSocket.OPEN;
  binaryType = "";
  sent: unknown[] = [];
  onmessage: (event: { data: unknown }) => void = () => undefined;
  onclose: (event: { code: number }) => void = () => undefined;
  onopen: () => void = () => undefined;

  constructor(readonly url: URL) {
    FakeSocket.last = this;
  }

  send(what: unknown): void {
    this.sent.push(what);
  }

  close(): void {
    this.readyState = 3;
  }
}

function frame(kind: number, rows: number, columns: number, text: string): ArrayBuffer {
  const shown = new TextEncoder().encode(text);
  return new Uint8Array([kind, rows >> 8, rows & 255, columns >> 8, columns & 255, ...shown]).buffer;
}

let frames: TerminalFrame[];
let drawn: () => void;
let words: string[];

function open(): FakeSocket {
  const nothing = (): void => undefined;
  new Channel("/live/pair/1", {
    begin: nothing,
    answered: nothing,
    here: nothing,
    caret: nothing,
    ended: nothing,
    terminal: (each) => {
      frames.push(each);
      return new Promise((done) => (drawn = done));
    },
    terminalOver: (each) => words.push(each),
  });
  return FakeSocket.last;
}

beforeEach(() => {
  [frames, words] = [[], []];
  document.head.innerHTML = '<meta name="learner" content="1">';
  vi.stubGlobal("WebSocket", FakeSocket);
});

test("a frame of the terminal is drawn, and only then told so", async () => {
  const socket = open();
  socket.onmessage({ data: frame(3, 24, 300, "$ é") });
  expect(
    frames.map(({ isWhole, rows, columns, shown }) => [isWhole, rows, columns, new TextDecoder().decode(shown)]),
  ).toEqual([[true, 24, 300, "$ é"]]);
  await Promise.resolve();
  expect(socket.sent).toEqual([]);
  drawn();
  await vi.waitFor(() => expect(socket.sent).toEqual([new Uint8Array([4])]));
  socket.onmessage({ data: frame(2, 24, 80, "more") });
  expect(frames[1]?.isWhole).toBe(false);
});

test("what is drawn after the line is down is told to nobody", async () => {
  const socket = open();
  socket.onmessage({ data: frame(2, 24, 80, "x") });
  socket.close();
  drawn();
  await new Promise((done) => setTimeout(done));
  expect(socket.sent).toEqual([]);
});

test("the end of a terminal is passed on in its words", () => {
  open().onmessage({ data: JSON.stringify({ type: "terminal-over", words: "The terminal has ended." }) });
  expect(words).toEqual(["The terminal has ended."]);
});

test("a server that stores nothing for long is left, and the page comes again", () => {
  vi.useFakeTimers();
  const down: boolean[] = [];
  const nothing = (): void => undefined;
  const channel = new Channel("/live/pair/1", {
    begin: nothing,
    answered: nothing,
    here: nothing,
    caret: nothing,
    ended: nothing,
    line: (isDown) => down.push(isDown),
  });
  const first = FakeSocket.last;
  first.onopen();
  first.onmessage({ data: JSON.stringify({ type: "hello", role: "student", may_type: true, files: ["a"] }) });
  channel.doc.getText("a").insert(0, "x");
  first.onmessage({ data: JSON.stringify({ type: "saved", count: 1 }) });
  vi.advanceTimersByTime(60_000);
  expect(FakeSocket.last).toBe(first);
  channel.doc.getText("a").insert(1, "y");
  vi.advanceTimersByTime(60_000);
  expect(FakeSocket.last).not.toBe(first);
  expect(first.readyState).toBe(3);
  expect(down[0]).toBe(false);
  expect(down).toContain(true);
  channel.leave();
  vi.useRealTimers();
});

test("a page that was sent to another process comes again after pauses that grow", () => {
  vi.useFakeTimers();
  const sockets = new Set<FakeSocket>();
  open();
  for (let second = 0; second < 60; second += 1) {
    if (!sockets.has(FakeSocket.last)) {
      sockets.add(FakeSocket.last);
      FakeSocket.last.onclose({ code: 4421 });
    }
    vi.advanceTimersByTime(1000);
  }
  expect(sockets.size).toBeGreaterThan(5);
  expect(sockets.size).toBeLessThan(15);
  vi.useRealTimers();
});
