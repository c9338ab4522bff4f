/** The program at work beside the verdict, where the page has places for it. */
import type { Saving } from "../live/saving.ts";
import type { Watching } from "../live/watching.ts";
import { find, need } from "../page/dom.ts";
import { translate } from "../page/words.ts";
import type { ProgramData, ProgramNews } from "./messages.ts";
import { Preview } from "./preview.ts";
import { Requests } from "./requests.ts";
import { Tabs } from "./tabs.ts";

/** `saving` saves the files that run; null where the original code runs, which nobody changes. */
export function startProgram(saving: Saving | null, watching: Watching): void {
  if (!find("#live")) return;
  const data = JSON.parse(need("#program-data").textContent ?? "null") as ProgramData;
  const tabs = new Tabs();
  startTerminal(data, tabs);
  const flush = () => saving?.flush() ?? Promise.resolve(true);
  if (find("#request-form")) new Requests(data, flush);
  if (find("#program-frame")) {
    const preview = new Preview(data, tabs, flush);
    let at: Date | null = null;
    saving?.listen(({ savedAt }) => {
      if (savedAt === at) return;
      at = savedAt;
      preview.saved();
    });
    watching.onMessage("program", (message) => {
      const news = message as ProgramNews;
      if (news.code === data.code) preview.hear(news);
    });
  }
}

/** The terminal is as large as the rest of the page together; most labs are done without it. */
function startTerminal(data: ProgramData, tabs: Tabs): void {
  const tab = need("#tab-terminal");
  let loading: Promise<{ show(): void; focus(): void }> | null = null;
  const load = () => {
    if (!loading) need("#terminal-news").textContent = translate("The terminal is starting.");
    loading ??= import("./terminal.ts").then(({ LabTerminal }) => new LabTerminal(data));
    return loading;
  };
  tabs.onShow(tab.id, () => void load().then((terminal) => terminal.show()));
  tabs.onEnter(tab.id, () => {
    void load().then((terminal) => {
      // Who has gone elsewhere while it was loaded stays there.
      const at = document.activeElement;
      if (tabs.isShown(tab.id) && (at === tab || at === document.body)) terminal.focus();
    });
  });
}
