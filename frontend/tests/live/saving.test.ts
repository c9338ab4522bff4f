// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Line } from "../../src/live/line.ts";
import { type Conflict, Saving, type SavingEvents, type SavingState } from "../../src/live/saving.ts";
import type { LabFile } from "../../src/live/work.ts";
import { openPage, type PageEvents } from "./page.ts";
import { type Answer, type Asked, answer, noAnswer, Server, Underway } from "./server.ts";

const PAUSE_MS = 600;
const SAVED_AT = "2026-11-20T10:00:00Z";

class Learner {
  readonly page: PageEvents;
  readonly line = new Line();
  readonly server: Server;
  readonly saving: Saving;
  readonly events = {
    conflict: vi.fn<SavingEvents["conflict"]>(),
    settled: vi.fn<SavingEvents["settled"]>(),
    replaced: vi.fn<SavingEvents["replaced"]>(),
    copied: vi.fn<SavingEvents["copied"]>(),
    unfit: vi.fn<SavingEvents["unfit"]>(),
  };
  state: SavingState = { kept: 0, stored: true, saving: false, savedAt: null, refused: "" };
  /** The revision that the server has. */
  revision = 3;

  constructor() {
    this.page = openPage();
    this.server = new Server((asked) => this.stores(asked));
    const urls = { files: "/files", kept: "/kept", settled: "/settled" };
    const files = [fileOf("app.py", true), fileOf("db.py", true), fileOf("given.py", false)];
    this.saving = new Saving({ lab: "sql-login", files, revision: this.revision, urls }, this.line, this.events);
    this.saving.listen((state) => {
      this.state = state;
    });
  }

  /** What a server does that has no reason to refuse. */
  stores({ url, body }: Asked): Answer {
    if (url === "/kept") return answer(200, { outcome: "saved", text: body["text"], revision: ++this.revision });
    return answer(200, { revision: ++this.revision, saved_at: SAVED_AT, text: body["text"] });
  }

  async type(text: string, path = "app.py"): Promise<void> {
    this.saving.change(path, text);
    await vi.advanceTimersByTimeAsync(PAUSE_MS);
  }

  get conflict(): Conflict {
    const [conflict] = this.events.conflict.mock.lastCall ?? [];
    if (!conflict) throw new Error("Nobody was asked.");
    return conflict;
  }
}

function fileOf(path: string, editable: boolean): LabFile {
  return { path, text: `original ${path}`, original: `original ${path}`, editable, language: "python" };
}

/** What this browser keeps: the texts, by path. */
function kept(): Record<string, string> {
  const entries = Object.keys(localStorage).map((key) => JSON.parse(localStorage.getItem(key) ?? "null"));
  return Object.fromEntries(entries.map(({ path, text }) => [path, text]));
}

/** Leaves behind what a tab had kept that is gone. */
function leave(text: string, path = "app.py"): void {
  const owner = "ada/sql-login";
  const entry = { owner, path, tab: "gone", sequence: 7, text, revision: 2, at: 1 };
  localStorage.setItem(`typed/${owner}/${path}/gone`, JSON.stringify(entry));
}

function settle(ms = 0): Promise<unknown> {
  return vi.advanceTimersByTimeAsync(ms);
}

let learner: Learner;

beforeEach(() => {
  vi.useFakeTimers();
  learner = new Learner();
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("Typing", () => {
  test("A text is sent at the first pause, and not before", async () => {
    learner.saving.change("app.py", "a");
    await settle(PAUSE_MS - 1);
    learner.saving.change("app.py", "ab");
    await settle(PAUSE_MS - 1);
    expect(learner.server.asked).toEqual([]);
    await settle(1);
    expect(learner.server.to("/files")).toMatchObject([{ path: "app.py", text: "ab", revision: 3, sequence: 2 }]);
  });

  test("A text is kept in this browser before the server is asked, and only until the server has it", async () => {
    const underway = new Underway();
    learner.server.answers = () => underway.answer();
    await learner.type("typed");
    expect(kept()).toEqual({ "app.py": "typed" });
    expect(learner.state).toMatchObject({ kept: 1, stored: true, saving: true, savedAt: null });
    underway.arrive(0, answer(200, { revision: 4, saved_at: SAVED_AT }));
    await settle();
    expect(kept()).toEqual({});
    expect(learner.state).toMatchObject({ kept: 0, saving: false, savedAt: new Date(SAVED_AT) });
  });

  test("A text that is typed while another is under way follows it, on the revision that the other has become", async () => {
    const underway = new Underway();
    learner.server.answers = () => underway.answer();
    await learner.type("first");
    await learner.type("second");
    expect(learner.server.asked, "one request at a time").toHaveLength(1);
    underway.arrive(0, answer(200, { revision: 8, saved_at: SAVED_AT }));
    await settle();
    expect(learner.server.to("/files")[1]).toMatchObject({ text: "second", revision: 8, sequence: 2 });
    expect(kept(), "the server has only the first").toEqual({ "app.py": "second" });
  });

  test("A text that is typed and taken back needs no request", async () => {
    learner.saving.change("app.py", "typed");
    learner.saving.change("app.py", "original app.py");
    await settle(PAUSE_MS);
    expect(learner.server.asked).toEqual([]);
    expect(kept()).toEqual({});
  });

  test("A text that is taken back while the other is under way is sent too, as the server will have the other", async () => {
    const underway = new Underway();
    learner.server.answers = () => underway.answer();
    await learner.type("typed");
    await learner.type("original app.py");
    expect(kept()).toEqual({ "app.py": "original app.py" });
    underway.arrive(0, answer(200, { revision: 4, saved_at: SAVED_AT }));
    await settle();
    expect(learner.server.to("/files").map((body) => body["text"])).toEqual(["typed", "original app.py"]);
  });

  test("A file that is only to be read is never sent", async () => {
    await learner.type("typed", "given.py");
    expect(learner.server.asked).toEqual([]);
  });
});

describe("Without a connection", () => {
  test("Each pause counts as a change that only this browser has, and the newest text is sent once the server is back", async () => {
    learner.server.answers = noAnswer;
    await learner.type("one");
    expect(learner.line.state.down).toBe(true);
    learner.server.asked.length = 0;
    await learner.type("two", "app.py");
    expect(learner.server.asked, "the line says when to try").toEqual([]);
    expect(learner.state.kept).toBe(2);
    learner.server.answers = (asked) => learner.stores(asked);
    learner.line.retryNow();
    await settle();
    expect(learner.server.to("/files").map((body) => body["text"])).toEqual(["two"]);
    expect(learner.state.kept).toBe(0);
    expect(learner.line.state.down).toBe(false);
    learner.server.answers = noAnswer;
    await learner.type("three");
    expect(learner.state.kept, "what was saved counts no more").toBe(1);
  });

  test("A session that has ended is no refusal of the text: it stays kept until somebody signs in", async () => {
    learner.server.answers = () => answer(401, { error: "Sign in." });
    await learner.type("typed");
    expect(learner.line.state.signedOut).toBe(true);
    expect(learner.state).toMatchObject({ kept: 1, refused: "" });
    expect(kept()).toEqual({ "app.py": "typed" });
  });
});

describe("A server that refuses", () => {
  test("What it will never take is not sent again until it changes, and does not keep other files waiting", async () => {
    learner.server.answers = (asked) =>
      asked.body["path"] === "app.py"
        ? answer(413, { error: "The file is too large.", remedy: "Shorten it." })
        : learner.stores(asked);
    learner.saving.change("app.py", "too long");
    learner.saving.change("db.py", "short");
    await settle(PAUSE_MS);
    expect(learner.state).toMatchObject({ kept: 1, refused: "The file is too large. Shorten it." });
    expect(learner.server.to("/files").map((body) => body["path"])).toEqual(["app.py", "db.py"]);
    expect(await learner.saving.flush(), "not everything is saved").toBe(false);
    expect(learner.server.asked, "the same text is not sent again").toHaveLength(2);
    learner.server.answers = (asked) => learner.stores(asked);
    await learner.type("shorter");
    expect(learner.state).toMatchObject({ kept: 0, refused: "" });
  });

  test("What fails is sent again after pauses that grow, and the page says so until it succeeds", async () => {
    learner.server.answers = () => answer(500, { error: "It failed.", remedy: "" });
    await learner.type("typed");
    expect(learner.state.refused).toContain("It failed.");
    expect(learner.state.refused).toContain("Quintain tries again by itself.");
    await settle(1000);
    expect(learner.server.asked).toHaveLength(2);
    await settle(1999);
    expect(learner.server.asked).toHaveLength(2);
    learner.server.answers = (asked) => learner.stores(asked);
    await settle(1);
    expect(learner.server.asked).toHaveLength(3);
    expect(learner.state).toMatchObject({ kept: 0, refused: "" });
  });
});

describe("A conflict", () => {
  const theirs = { error: "Saved elsewhere.", text: "theirs", revision: 9 };

  beforeEach(async () => {
    learner.server.answers = () => answer(409, theirs);
    await learner.type("mine");
    learner.server.answers = (asked) => learner.stores(asked);
    learner.server.asked.length = 0;
  });

  test("The learner is asked, with both texts, and nothing is sent before the answer", async () => {
    expect(learner.conflict).toEqual({ path: "app.py", mine: "mine", theirs: "theirs", revision: 9 });
    await learner.type("mine, and more");
    await learner.type("another file", "db.py");
    learner.page.happen("pagehide");
    await settle();
    expect(learner.server.asked).toEqual([]);
    expect(kept()).toEqual({ "app.py": "mine, and more", "db.py": "another file" });
    expect(learner.events.conflict).toHaveBeenCalledTimes(1);
  });

  test("The learner's own text goes on as it is when the answer comes, on the revision of the other text", async () => {
    learner.saving.change("app.py", "mine, and more");
    learner.saving.settle(learner.conflict, "mine");
    await settle();
    const [body] = learner.server.to("/settled");
    expect(body).toMatchObject({ path: "app.py", text: "mine, and more", revision: 9, keep: "mine" });
    expect(learner.events.settled).toHaveBeenCalledWith("app.py", null);
    expect(learner.server.to("/files"), "the settled text is saved").toEqual([]);
    expect(kept()).toEqual({});
  });

  test("The other text takes the place of the learner's, and is not sent back", async () => {
    learner.server.answers = () => answer(200, { text: "theirs", revision: 10, saved_at: SAVED_AT });
    learner.saving.settle(learner.conflict, "theirs");
    await settle(PAUSE_MS);
    expect(learner.events.settled).toHaveBeenCalledWith("app.py", "theirs");
    expect(learner.server.asked).toHaveLength(1);
    expect(learner.state.kept).toBe(0);
    learner.server.answers = (asked) => learner.stores(asked);
    await learner.type("on from theirs");
    expect(learner.server.to("/files")).toMatchObject([{ text: "on from theirs", revision: 10 }]);
  });

  test("What is typed while the decision is under way is sent after it", async () => {
    const underway = new Underway();
    learner.server.answers = () => underway.answer();
    learner.saving.settle(learner.conflict, "mine");
    await learner.type("mine, and more");
    underway.arrive(0, answer(200, { text: "mine", revision: 10, saved_at: SAVED_AT }));
    await settle();
    expect(learner.server.to("/files")).toMatchObject([{ text: "mine, and more", revision: 10 }]);
  });

  test("A third text that was saved meanwhile is asked about anew", async () => {
    learner.server.answers = () => answer(409, { error: "Saved again.", text: "third", revision: 11 });
    learner.saving.settle(learner.conflict, "mine");
    await settle();
    expect(learner.events.settled).not.toHaveBeenCalled();
    expect(learner.conflict).toMatchObject({ mine: "mine", theirs: "third", revision: 11 });
  });

  test("A decision that finds no connection is sent when the server is back", async () => {
    learner.server.answers = noAnswer;
    learner.saving.settle(learner.conflict, "mine");
    await settle();
    expect(learner.events.settled).not.toHaveBeenCalled();
    learner.server.answers = (asked) => learner.stores(asked);
    learner.line.retryNow();
    await settle();
    expect(learner.server.to("/settled")).toMatchObject([{ keep: "mine" }, { keep: "mine" }]);
    expect(learner.events.settled).toHaveBeenCalledTimes(1);
  });
});

describe("What another tab left behind", () => {
  async function recover(): Promise<void> {
    const recovered = learner.saving.recover();
    await settle(5000);
    await recovered;
  }

  test("It is handed to the server under the name of its tab, shown, and deleted here", async () => {
    leave("left behind");
    await recover();
    expect(learner.server.to("/kept")).toEqual([
      { path: "app.py", text: "left behind", revision: 2, tab: "gone", sequence: 7 },
    ]);
    expect(learner.events.replaced).toHaveBeenCalledWith("app.py", "left behind", true);
    expect(kept()).toEqual({});
    await learner.type("on from there");
    expect(learner.server.to("/files"), "on the revision that it got").toMatchObject([{ revision: 4 }]);
  });

  test.each(["known", "saved"])("What the server has by then is told as saved: %s", async (outcome) => {
    leave("left behind");
    learner.server.answers = () => answer(200, { outcome, text: "left behind", revision: 4 });
    await recover();
    expect(learner.state).toMatchObject({ kept: 0, savedAt: expect.any(Date) });
    expect(learner.events.replaced).toHaveBeenCalledWith("app.py", "left behind", true);
  });

  test("Where something newer was saved, that is shown, and the page is told of the copy", async () => {
    leave("left behind");
    learner.server.answers = () => answer(200, { outcome: "copied", text: "newer", revision: 5 });
    await recover();
    expect(learner.events.replaced).toHaveBeenCalledWith("app.py", "newer", false);
    expect(learner.events.copied).toHaveBeenCalledTimes(1);
    expect(kept()).toEqual({});
  });

  test("It never takes the place of what was typed since the page was opened", async () => {
    leave("left behind");
    const underway = new Underway();
    learner.server.answers = (asked) =>
      asked.url === "/kept" ? underway.answer() : answer(409, { text: "left behind", revision: 4 });
    const recovered = learner.saving.recover();
    await settle();
    await learner.type("typed meanwhile");
    underway.arrive(0, answer(200, { outcome: "saved", text: "left behind", revision: 4 }));
    await settle();
    await recovered;
    expect(learner.events.replaced).not.toHaveBeenCalled();
    expect(learner.conflict).toMatchObject({ mine: "typed meanwhile", theirs: "left behind" });
  });

  test("It stays here while nobody answers", async () => {
    leave("left behind");
    learner.server.answers = noAnswer;
    await recover();
    expect(kept()).toEqual({ "app.py": "left behind" });
    expect(learner.state.kept).toBe(1);
    learner.server.answers = (asked) => learner.stores(asked);
    learner.line.retryNow();
    await settle();
    expect(kept()).toEqual({});
  });

  test("What the server will not take is offered to the learner, who may go on with it", async () => {
    leave("left behind");
    learner.server.answers = () => answer(400, { error: "It has no such form.", remedy: "" });
    await recover();
    const [, reason, use] = learner.events.unfit.mock.lastCall ?? [];
    expect(reason).toContain("It has no such form.");
    expect(kept(), "until it is used").toEqual({ "app.py": "left behind" });
    learner.server.answers = (asked) => learner.stores(asked);
    use?.();
    await settle();
    expect(learner.events.replaced).toHaveBeenCalledWith("app.py", "left behind", true);
    expect(learner.server.to("/files")).toMatchObject([{ text: "left behind", revision: 3 }]);
    expect(kept()).toEqual({});
  });

  test("A text of a file that the lab no longer has stays where it is", async () => {
    leave("left behind", "removed.py");
    await recover();
    expect(learner.server.asked).toEqual([]);
    expect(kept()).toEqual({ "removed.py": "left behind" });
  });
});

describe("A page that is left", () => {
  test("What is not saved goes out with the page", async () => {
    learner.saving.change("app.py", "typed");
    learner.page.happen("pagehide");
    await settle();
    expect(learner.server.asked).toMatchObject([{ keepalive: true, body: { text: "typed" } }]);
    await settle(PAUSE_MS);
    expect(learner.server.asked, "if the page comes back, the server has it already").toHaveLength(1);
  });

  test("An older answer that comes last does not undo the newer one", async () => {
    const underway = new Underway();
    learner.server.answers = () => underway.answer();
    await learner.type("first");
    learner.saving.change("app.py", "second");
    learner.page.happen("pagehide");
    await settle();
    underway.arrive(1, answer(200, { revision: 5, saved_at: SAVED_AT }));
    await settle();
    underway.arrive(0, answer(200, { revision: 4, saved_at: SAVED_AT }));
    await settle(PAUSE_MS);
    expect(learner.server.asked, "both texts have arrived").toHaveLength(2);
    expect(learner.state.kept).toBe(0);
    learner.server.answers = (asked) => learner.stores(asked);
    await learner.type("third");
    expect(learner.server.to("/files")[2]).toMatchObject({ text: "third", revision: 5 });
  });

  test("A text that is too long for such a request is only kept", async () => {
    learner.saving.change("app.py", "x".repeat(30_001));
    learner.page.happen("pagehide");
    await settle();
    expect(learner.server.asked).toEqual([]);
    expect(Object.keys(kept())).toEqual(["app.py"]);
  });

  test("A text that the server has refused is not sent again", async () => {
    learner.server.answers = () => answer(400, { error: "No." });
    await learner.type("refused");
    learner.page.happen("pagehide");
    await settle();
    expect(learner.server.asked).toHaveLength(1);
  });
});
