// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Asking } from "../../src/live/asking.ts";

/** A socket that opens at once, and says what a test has it say. */
class OpenSocket {
  static readonly OPEN = 1;
  readyState = OpenSocket.OPEN;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;

  constructor() {
    sockets.push(this);
  }

  say(message: unknown): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  end(code: number): void {
    this.readyState = 3;
    this.onclose?.({ code });
  }

  close(): void {
    this.readyState = 3;
  }
}

let sockets: OpenSocket[] = [];
let heard: unknown[] = [];
const fetched = vi.fn(() => Promise.resolve({ ok: true, status: 200, text: () => Promise.resolve("") }));

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", OpenSocket);
  vi.stubGlobal("fetch", fetched);
  document.body.innerHTML = '<div id="part" data-socket="/live/class" data-parts="/parts"></div>';
  [sockets, heard] = [[], []];
  fetched.mockClear();
  new Asking<unknown>("#part", {
    hear: (message) => heard.push(message) > 0,
    isSame: () => true,
    shown: () => undefined,
  }).start();
});

afterEach(() => {
  vi.clearAllTimers();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("A page whose socket is open asks when it is told to, and not by time", async () => {
  await vi.advanceTimersByTimeAsync(60_000);
  expect(fetched).not.toHaveBeenCalled();
  sockets[0]?.say({ type: "pace" });
  await vi.advanceTimersByTimeAsync(0);
  expect(fetched).toHaveBeenCalledTimes(1);
});

test("While its server hears nothing of other processes, it asks every ten seconds, and keeps its socket", async () => {
  sockets[0]?.say({ type: "line", away: true });
  await vi.advanceTimersByTimeAsync(30_000);
  expect(fetched).toHaveBeenCalledTimes(3);
  sockets[0]?.say({ type: "line", away: false });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(fetched).toHaveBeenCalledTimes(3);
  expect(sockets).toHaveLength(1);
  expect(heard).toEqual([]);
});

test("A socket that is opened again says itself whether messages are away", async () => {
  sockets[0]?.say({ type: "line", away: true });
  sockets[0]?.end(1006);
  await vi.advanceTimersByTimeAsync(1000);
  expect(sockets).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(fetched).not.toHaveBeenCalled();
});
