import { expect, test } from "vitest";
import { Watched } from "../../src/live/watched.ts";
import type { CheckNews, Told, Work } from "../../src/live/work.ts";

/** A submission as the server reports it. */
function work(facts: Partial<Work> = {}): Work {
  return { id: "s1", url: "/s1", sequence: 1, restarts: 0, events: 1, state: "running", checks: [], ...facts } as Work;
}

function news(sequence: number, id: string, outcome = "passed", restarts = 0): CheckNews {
  return { submission: "s1", restarts, sequence, check: { id, outcome } } as CheckNews;
}

function outcomes(watched: Watched): string[] {
  return watched.current?.checks.map(({ id, outcome }) => `${id} ${outcome}`) ?? [];
}

test("News that come in their order change one check each", () => {
  const watched = new Watched(work());
  expect(watched.check(news(2, "t1", "running"))).toBe(true);
  expect(watched.check(news(3, "t1", "passed"))).toBe(true);
  expect(watched.check(news(4, "t2", "failed"))).toBe(true);
  expect(outcomes(watched)).toEqual(["t1 passed", "t2 failed"]);
  expect(watched.behind).toBeNull();
});

test("News that come too early wait, and the whole is to be asked for meanwhile", () => {
  const watched = new Watched(work());
  expect(watched.check(news(3, "t1", "passed"))).toBe(false);
  expect(watched.behind).toBe("/s1");
  expect(outcomes(watched)).toEqual([]);
  expect(watched.check(news(2, "t1", "running"))).toBe(true);
  expect(outcomes(watched), "both count, in their order").toEqual(["t1 passed"]);
  expect(watched.behind).toBeNull();
});

test("News that come twice, or after a report that has them, change nothing", () => {
  const watched = new Watched(work());
  watched.check(news(2, "t1", "passed"));
  expect(watched.check(news(2, "t1", "running"))).toBe(false);
  expect(watched.report(work({ events: 5, checks: [{ id: "t1", outcome: "passed" }] as Work["checks"] }))).toBe(true);
  expect(watched.check(news(4, "t1", "running"))).toBe(false);
  expect(outcomes(watched)).toEqual(["t1 passed"]);
  expect(watched.behind, "nothing waits").toBeNull();
});

test("An older report never takes the place of a newer one", () => {
  const watched = new Watched(work({ sequence: 2 }));
  expect(watched.report(work({ sequence: 1, state: "finished", events: 9 }))).toBe(false);
  expect(watched.report(work({ sequence: 2, state: "waiting" })), "it is running already").toBe(false);
  expect(watched.report(work({ sequence: 2, restarts: 1, state: "waiting", events: 0 })), "begun again").toBe(true);
  expect(watched.current).toMatchObject({ restarts: 1, state: "waiting" });
});

test("News from before the server began again are forgotten", () => {
  const watched = new Watched(work());
  watched.check(news(3, "t1", "failed"));
  watched.report(work({ restarts: 1, events: 1 }));
  expect(watched.check(news(2, "t1", "passed", 0))).toBe(false);
  watched.check(news(2, "t2", "passed", 1));
  expect(outcomes(watched)).toEqual(["t2 passed"]);
  expect(watched.behind).toBeNull();
});

test("An end without checks waits until all of them have come", () => {
  const watched = new Watched(work());
  const { checks: _, ...end } = work({ state: "finished", events: 3 });
  expect(watched.report(end as Told)).toBe(false);
  expect(watched.behind).toBe("/s1");
  watched.check(news(2, "t1", "passed"));
  expect(watched.current?.state, "one check is missing").toBe("running");
  watched.check(news(3, "t2", "passed"));
  expect(watched.current?.state).toBe("finished");
  expect(outcomes(watched)).toEqual(["t1 passed", "t2 passed"]);
  expect(watched.behind).toBeNull();
});

test("Nothing changes a submission that has ended", () => {
  const watched = new Watched(work({ state: "finished", events: 3 }));
  expect(watched.check(news(4, "t1", "running"))).toBe(false);
  expect(watched.behind).toBeNull();
});

test("A place in the queue that a socket told is newer than an answer that overtook it, until the socket closes", () => {
  const watched = new Watched(work({ state: "waiting", events: 0, position: 4 }));
  expect(watched.place({ type: "place", submission: "s1", position: 2 })).toBe(true);
  expect(watched.place({ type: "place", submission: "s1", position: 2 }), "nothing new").toBe(false);
  watched.report(work({ state: "waiting", events: 1, position: 4 }));
  expect(watched.current?.position).toBe(2);
  watched.disconnected();
  watched.report(work({ state: "waiting", events: 2, position: 1 }));
  expect(watched.current?.position).toBe(1);
});

test("News of another submission are none of this one's", () => {
  const watched = new Watched(work());
  expect(watched.check({ ...news(2, "t1"), submission: "s2" })).toBe(false);
  expect(watched.place({ type: "place", submission: "s2", position: 1 })).toBe(false);
  expect(outcomes(watched)).toEqual([]);
});
