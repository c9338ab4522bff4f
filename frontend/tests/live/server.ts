/** A server that answers what a test tells it to, and remembers what it was asked. */
import { vi } from "vitest";

export interface Asked {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: Record<string, unknown>;
  keepalive: boolean;
}

export type Answer = Response | Promise<Response>;

/** An answer in JSON; one whose `facts` are null is no JSON, as that of a proxy. */
export function answer(status: number, facts: Record<string, unknown> | null = {}): Response {
  const json = () => (facts ? Promise.resolve(facts) : Promise.reject(new SyntaxError("no JSON")));
  return { ok: status < 400, status, json } as unknown as Response;
}

/** Answers that are under way until the test lets them arrive, in whatever order. */
export class Underway {
  private readonly waiting: ((response: Response) => void)[] = [];

  answer(): Promise<Response> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  arrive(index: number, response: Response): void {
    this.waiting[index]?.(response);
  }
}

export class Server {
  readonly asked: Asked[] = [];
  answers: (asked: Asked) => Answer;

  constructor(answers: (asked: Asked) => Answer) {
    this.answers = answers;
    vi.stubGlobal("fetch", (url: string, init: RequestInit) => {
      const { method = "", headers, body, keepalive = false } = init;
      const asked = { method, url, headers: headers as Record<string, string>, body: read(body), keepalive };
      this.asked.push(asked);
      return this.reply(asked);
    });
  }

  /** The bodies of all requests to an address. */
  to(url: string): Record<string, unknown>[] {
    return this.asked.filter((asked) => asked.url === url).map(({ body }) => body);
  }

  private async reply(asked: Asked): Promise<Response> {
    return this.answers(asked);
  }
}

/** What a browser does when nobody answers. */
export function noAnswer(): Answer {
  return Promise.reject(new TypeError("Failed to fetch"));
}

function read(body: BodyInit | null | undefined): Record<string, unknown> {
  return typeof body === "string" ? (JSON.parse(body) as Record<string, unknown>) : {};
}
