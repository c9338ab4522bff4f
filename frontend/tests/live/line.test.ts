import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Line, pauseSeconds } from "../../src/live/line.ts";
import { NoLine, Refusal } from "../../src/live/requests.ts";

let line: Line;
let retry: ReturnType<typeof vi.fn<() => void>>;

beforeEach(() => {
  vi.useFakeTimers();
  line = new Line();
  retry = vi.fn<() => void>();
  line.onRetry(retry);
});

afterEach(() => {
  vi.useRealTimers();
});

test("Pauses between tries double, up to 15 seconds", () => {
  expect([1, 2, 3, 4, 5, 6, 60].map(pauseSeconds)).toEqual([1, 2, 4, 8, 15, 15, 15]);
});

test("Each try that fails makes the next wait longer, and the page can count down", () => {
  retry.mockImplementation(() => line.lost());
  line.lost();
  expect(line.state).toMatchObject({ down: true, wait: 1 });
  vi.advanceTimersByTime(1000);
  expect(retry).toHaveBeenCalledTimes(1);
  expect(line.state.wait).toBe(2);
  vi.advanceTimersByTime(1000);
  expect(line.state.wait).toBe(1);
  vi.advanceTimersByTime(1000);
  expect(retry).toHaveBeenCalledTimes(2);
  expect(line.state.wait).toBe(4);
});

test("Failures that come while the line waits do not make it wait longer", () => {
  line.lost();
  line.lost();
  line.lost();
  expect(line.state.wait).toBe(1);
});

test("The page can tell since when the server has been away, however often it was tried", () => {
  vi.setSystemTime("2026-11-20T10:00:00Z");
  retry.mockImplementation(() => line.lost());
  line.lost();
  vi.advanceTimersByTime(7000);
  expect(line.state.since).toEqual(new Date("2026-11-20T10:00:00Z"));
});

test("After an answer no more tries are made, and the next failure begins with a short wait", () => {
  retry.mockImplementation(() => line.lost());
  line.lost();
  vi.advanceTimersByTime(3000);
  line.back();
  retry.mockClear();
  vi.advanceTimersByTime(60_000);
  expect(retry).not.toHaveBeenCalled();
  line.lost();
  expect(line.state.wait).toBe(1);
});

test("A session that has ended is not tried again by itself, but when somebody asks for it", () => {
  line.lost();
  line.ended();
  line.lost();
  vi.advanceTimersByTime(60_000);
  expect(retry).not.toHaveBeenCalled();
  expect(line.state).toMatchObject({ down: true, signedOut: true, wait: 0 });
  line.retryNow();
  expect(retry).toHaveBeenCalledTimes(1);
  expect(line.state.signedOut).toBe(false);
});

test.each([
  ["no connection", new NoLine(), { down: true, signedOut: false, otherPerson: false }],
  ["a session that has ended", new Refusal(401, "", {}), { down: true, signedOut: true, otherPerson: false }],
  ["another person", new Refusal(403, "", { other_person: true }), { down: true, signedOut: false, otherPerson: true }],
])("A request that failed by %s is the line's to tell", (_, failure, state) => {
  expect(line.takes(failure)).toBe(true);
  expect(line.state).toMatchObject(state);
});

test.each([new Refusal(409, "", {}), new Refusal(500, "", {}), new Error("a mistake in a script")])(
  "Other failures are left to those who asked: %s",
  (failure) => {
    expect(line.takes(failure)).toBe(false);
    expect(line.state.down).toBe(false);
  },
);

test("Too many tabs are no lost line: nothing waits for the server, and it is tried again after a while", () => {
  line.crowded();
  expect(line.state).toMatchObject({ down: false, wait: 0, crowded: true });
  line.back(); // the next socket opens before it is refused
  line.crowded();
  expect(line.state).toMatchObject({ down: false, crowded: true });
  vi.advanceTimersByTime(29_999);
  expect(retry).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(retry).toHaveBeenCalledTimes(1);
  expect(line.state.crowded).toBe(true);
  line.roomy();
  expect(line.state).toMatchObject({ down: false, crowded: false });
});

test("A server that hears nothing of its other processes is no lost line, and says itself when it does again", () => {
  line.late(true);
  expect(line.state).toMatchObject({ down: false, wait: 0, late: true });
  vi.advanceTimersByTime(60_000);
  expect(retry).not.toHaveBeenCalled();
  line.late(false);
  expect(line.state).toMatchObject({ down: false, late: false });
  line.late(true);
  line.lost();
  expect(line.state).toMatchObject({ down: true, late: false });
});

test("A line that is lost while there are too many tabs is lost", () => {
  line.crowded();
  line.lost();
  expect(line.state).toMatchObject({ down: true, crowded: false });
});
