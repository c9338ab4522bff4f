/** Tries, before a class, what a lab needs: storage, a WebSocket, and one run of tests by the judge. */
import { find, meta, need } from "./dom.ts";
import { translate } from "./words.ts";

const PATIENCE_MILLISECONDS = 60_000;

export function startCheck(): void {
  const list = find<HTMLElement>(".browser-checks");
  const again = find<HTMLButtonElement>("#check-again");
  if (!list || !again) return;
  const begin = () => {
    again.hidden = true;
    need("#check-good").hidden = true;
    void check(list).finally(() => {
      again.hidden = false;
      need("#check-good").hidden = list.querySelector('[data-check]:not([data-state="good"])') !== null;
    });
  };
  again.addEventListener("click", begin);
  begin();
}

async function check(list: HTMLElement): Promise<void> {
  say(list, "scripts", true, translate("They run."));
  const kept = stores();
  say(
    list,
    "storage",
    kept,
    kept
      ? translate("What you type is kept in this browser until the server has it.")
      : translate("This browser keeps nothing for this address. Allow its storage, or leave the private window."),
  );
  say(list, "socket", null, translate("Trying"));
  say(list, "verdict", null, translate("Waiting"));
  const socket = await open(list.dataset["socket"] ?? "").catch(() => null);
  say(
    list,
    "socket",
    socket !== null,
    socket
      ? translate("It is open.")
      : translate("It did not open. A proxy or a filter of your network may block WebSockets; ask who runs it."),
  );
  await judge(list, socket);
  socket?.close();
}

function say(list: HTMLElement, name: string, good: boolean | null, text: string): void {
  const item = find(`[data-check="${name}"]`, list);
  const words = item?.querySelector("span");
  if (!item || !words) return;
  item.dataset["state"] = good === null ? "waiting" : good ? "good" : "bad";
  words.textContent = text;
}

function stores(): boolean {
  try {
    localStorage.setItem("check", "1");
    localStorage.removeItem("check");
    return "indexedDB" in globalThis;
  } catch {
    return false;
  }
}

function open(path: string): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${path}`);
    const timer = setTimeout(reject, PATIENCE_MILLISECONDS / 6);
    socket.addEventListener("open", () => {
      clearTimeout(timer);
      resolve(socket);
    });
    socket.addEventListener("error", reject);
  });
}

async function judge(list: HTMLElement, socket: WebSocket | null): Promise<void> {
  const began = performance.now();
  say(list, "verdict", null, translate("The judge runs the tests of the first lab"));
  try {
    const url = await handIn(list.dataset["submissions"] ?? "");
    await finished(url, socket);
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    say(list, "verdict", true, translate("It came after %(seconds)s seconds.", { seconds }));
  } catch (error) {
    const reason = error instanceof Error ? error.message : "";
    say(list, "verdict", false, reason || translate("No answer came. Reload this page, then tell your instructor."));
  }
}

async function handIn(address: string): Promise<string> {
  const answer = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": meta("csrf-token") },
    body: JSON.stringify({ kind: "tests", check: true }),
  });
  const told = (await answer.json()) as { url?: string; error?: string; remedy?: string };
  if (!answer.ok || !told.url) throw new Error([told.error, told.remedy].filter(Boolean).join(" "));
  return told.url;
}

/** Resolves once the judge is done, as the socket tells, or as the page asks where there is none. */
async function finished(url: string, socket: WebSocket | null): Promise<void> {
  const until = performance.now() + PATIENCE_MILLISECONDS;
  while (performance.now() < until) {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, 1000);
      socket?.addEventListener(
        "message",
        () => {
          clearTimeout(timer);
          setTimeout(resolve, 50);
        },
        { once: true },
      );
    });
    const told = (await (await fetch(url, { headers: { Accept: "application/json" } })).json()) as { state?: string };
    if (told.state === "finished") return;
    if (told.state === "failed") throw new Error(translate("The judge failed. Tell your instructor."));
  }
  throw new Error("");
}
