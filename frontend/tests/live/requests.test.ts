// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { NoLine, Refusal, request } from "../../src/live/requests.ts";
import { openPage } from "./page.ts";
import { answer, noAnswer, Server } from "./server.ts";

let server: Server;

beforeEach(() => {
  openPage();
  server = new Server(() => answer(200, { done: true }));
});

afterEach(() => vi.unstubAllGlobals());

function failureOf(asked: Promise<unknown>): Promise<unknown> {
  return asked.then(
    () => null,
    (failure: unknown) => failure,
  );
}

describe("A request", () => {
  test("It names the learner and the token of the page", async () => {
    expect(await request("PUT", "/files", { text: "a" })).toEqual({ done: true });
    expect(server.asked).toMatchObject([
      { method: "PUT", url: "/files", body: { text: "a" }, headers: { "X-Learner": "ada", "X-CSRFToken": "old" } },
    ]);
  });

  test("An error of the server is a refusal with its words, its remedy and its facts", async () => {
    server.answers = () => answer(409, { error: "Saved elsewhere.", remedy: "Choose.", revision: 4 });
    const failure = await failureOf(request("PUT", "/files", {}));
    expect(failure).toBeInstanceOf(Refusal);
    expect(failure).toMatchObject({
      status: 409,
      message: "Saved elsewhere.",
      remedy: "Choose.",
      facts: { revision: 4 },
    });
  });

  test("A class that has moved is asked for again, a few times", async () => {
    vi.useFakeTimers();
    let times = 0;
    server.answers = () => {
      times += 1;
      return times < 3 ? answer(421, { error: "Moved.", moved: true }) : answer(200, { done: true });
    };
    const asked = request("POST", "/labs/shop/program", {});
    await vi.runAllTimersAsync();
    expect(await asked).toEqual({ done: true });
    server.answers = () => answer(421, { error: "Moved.", moved: true });
    times = server.asked.length;
    const refused = failureOf(request("POST", "/labs/shop/program", {}));
    await vi.runAllTimersAsync();
    expect(await refused).toMatchObject({ status: 421, isLasting: false });
    expect(server.asked.length - times).toBe(6);
    vi.useRealTimers();
  });

  test("An error without JSON is a refusal that tells the status", async () => {
    server.answers = () => answer(500, null);
    expect(await failureOf(request("GET", "/"))).toMatchObject({ status: 500, message: "The server answered 500." });
  });

  test.each([502, 503, 504])(
    "A proxy that answers %i in the server's place counts as no connection",
    async (status) => {
      server.answers = () => answer(status, null);
      expect(await failureOf(request("GET", "/"))).toBeInstanceOf(NoLine);
    },
  );

  test("No answer is no connection", async () => {
    server.answers = noAnswer;
    expect(await failureOf(request("GET", "/"))).toBeInstanceOf(NoLine);
  });
});

describe("A token that is too old", () => {
  const tooOld = { error: "The token is too old.", old_token: true };

  test("The page takes the new one, in its forms too, and asks again", async () => {
    document.body.innerHTML = '<form><input name="csrfmiddlewaretoken" value="old"></form>';
    server.answers = ({ url, headers }) => {
      if (url === "/session") return answer(200, { learner: "ada", csrf_token: "new" });
      return headers["X-CSRFToken"] === "new" ? answer(200, { done: true }) : answer(403, tooOld);
    };
    expect(await request("PUT", "/files", { text: "a" })).toEqual({ done: true });
    expect(server.to("/files")).toEqual([{ text: "a" }, { text: "a" }]);
    expect(document.querySelector<HTMLInputElement>("input")?.value).toBe("new");
  });

  test("A token that is refused again is not renewed again", async () => {
    server.answers = ({ url }) =>
      url === "/session" ? answer(200, { learner: "ada", csrf_token: "new" }) : answer(403, tooOld);
    expect(await failureOf(request("PUT", "/files", {}))).toMatchObject({ status: 403, isLasting: false });
    expect(server.asked.map(({ url }) => url)).toEqual(["/files", "/session", "/files"]);
  });

  test("A text never goes out in the name of somebody else who has signed in since", async () => {
    server.answers = ({ url }) =>
      url === "/session" ? answer(200, { learner: "grace", csrf_token: "new" }) : answer(403, tooOld);
    expect(await failureOf(request("PUT", "/files", { text: "a" }))).toMatchObject({ isOfOtherPerson: true });
    expect(server.to("/files"), "it is not sent again").toHaveLength(1);
    expect(document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content).toBe("old");
  });
});

test.each([
  [400, true],
  [401, false],
  [403, true],
  [408, false],
  [409, false],
  [413, true],
  [429, false],
  [500, false],
])("Whether the same request would be refused again after %i: %s", (status, lasting) => {
  expect(new Refusal(status, "", {}).isLasting).toBe(lasting);
});
