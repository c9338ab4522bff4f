/** The phase find: choose lines, name their weakness, have them checked. */
import { Files } from "../editor/editor.ts";
import { type Look, marking, type ShownMark, setMarks } from "../editor/marking.ts";
import { NoLine, Refusal, request } from "../live/requests.ts";
import type { FindData, Mark, Marked } from "../live/work.ts";
import { find, h, icon, markup, need, pageData } from "../page/dom.ts";
import { giveFocus } from "../page/focus.ts";
import { translate, translatePlural } from "../page/words.ts";
import { isOn } from "./arrangement.ts";
import { refresh } from "./desk.ts";
import { reveal } from "./panes.ts";
import { startTools } from "./tools.ts";
import { isSamePlace, keepUnchecked, keptUnchecked, type Unchecked } from "./unchecked.ts";

interface Card extends Unchecked {
  answer: Mark | null;
}

export function startFind(): Search {
  const search = new Search(pageData<FindData>());
  search.start();
  return search;
}

export class Search {
  private cards: Card[];
  private readonly files: Files;
  private shown = "";
  private checking = false;

  constructor(private readonly data: FindData) {
    const unchecked = keptUnchecked(data);
    const checked = data.marks.filter((mark) => !unchecked.some((each) => isSamePlace(each, mark)));
    this.cards = [...checked.map(answeredCard), ...unchecked.map((mark) => ({ ...mark, answer: null }))];
    this.files = new Files(data.files, {
      readOnly: true,
      wraps: isOn("wrap"),
      extend: (file) => marking((first, last) => this.toggle(file.path, first, last)),
      submit: () => void this.check(),
      shown: (path) => this.nowShown(path),
    });
  }

  start(): void {
    startTools(this.files, "find");
    need("#check").addEventListener("click", () => void this.check());
    find("#mark-line")?.addEventListener("click", () => this.toggle(this.files.shown, ...this.selectedLines()));
    this.files.onSelect(() => this.nameLine());
    addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
      event.preventDefault();
      void this.check();
    });
    this.draw();
  }

  /** Takes a marked line away; several lines take in the marks that they meet; else they begin a new one, also beside another. */
  toggle(file: string, first: number, last: number): void {
    const met = this.cards.filter((card) => card.file === file && card.first <= last && card.last >= first);
    const words =
      met[0] && first === last
        ? this.cut(met[0], first)
        : this.join(
            { file, first, last, cwe: "", answer: null },
            met.filter((card) => !card.answer),
          );
    this.tell("");
    this.draw();
    this.say(words());
  }

  /** Puts one mark in the place of those that it meets; the name that one of them has is kept. */
  private join(mark: Card, met: Card[]): () => string {
    const all = [mark, ...met];
    const joined = {
      ...mark,
      first: Math.min(...all.map(({ first }) => first)),
      last: Math.max(...all.map(({ last }) => last)),
      cwe: met.find(({ cwe }) => cwe)?.cwe ?? "",
    };
    const place = met[0] ? this.cards.indexOf(met[0]) : this.cards.length;
    this.cards = this.cards.toSpliced(place, met.length > 0 ? 1 : 0, joined).filter((card) => !met.includes(card));
    return () => this.markedWords(joined);
  }

  private cut(card: Card, line: number): () => string {
    if (card.answer?.right) return () => translate("%(lines)s: marked already, and right.", { lines: linesOf(card) });
    if (card.answer || card.first === card.last) return this.remove(card);
    if (line === card.first) card.first += 1;
    else card.last = line - 1;
    return () => this.markedWords(card);
  }

  private remove(card: Card): () => string {
    this.cards = this.cards.filter((each) => each !== card);
    return () =>
      translatePlural(
        "%(lines)s no longer marked, %(count)s mark is left.",
        "%(lines)s no longer marked, %(count)s marks are left.",
        this.cards.length,
        { lines: linesOf(card) },
      );
  }

  private markedWords(card: Card): string {
    const place = { lines: linesOf(card), number: this.cards.indexOf(card) + 1, of: this.cards.length };
    return translate("%(lines)s marked, mark %(number)s of %(of)s.", place);
  }

  /** The first and the last line of the selection, or twice that of the caret. */
  private selectedLines(): [number, number] {
    const { doc, selection } = this.files.state(this.files.shown);
    return [doc.lineAt(selection.main.from).number, doc.lineAt(selection.main.to).number];
  }

  /** Has the button say what it would mark. */
  private nameLine(): void {
    if (!find("#mark-line")) return; // the page of the look shows a search without its bar
    const [first, last] = this.selectedLines();
    const isMarked =
      first === last &&
      this.cards.some(
        (card) => card.file === this.files.shown && card.first <= first && card.last >= first && !card.answer?.right,
      );
    const words =
      first !== last
        ? translate("Mark these lines")
        : isMarked
          ? translate("Unmark this line")
          : translate("Mark this line");
    const numbers = first === last ? String(first) : translate("%(first)s to %(last)s", { first, last });
    need("#mark-words").textContent = words;
    need("#mark-lines").textContent = numbers;
  }

  private async check(): Promise<void> {
    const unnamed = this.cards.find((card) => card.cwe === "" && !card.answer);
    const asked = document.activeElement;
    if (this.checking || this.cards.length === 0)
      return this.tell(this.cards.length === 0 ? translate("Mark a line first.") : "");
    if (unnamed) {
      this.tell(translate("Name the weakness first."));
      return find<HTMLInputElement>(`[name="${this.key(unnamed)}"]`)?.focus();
    }
    this.checking = true;
    reveal("evidence");
    try {
      this.answered(
        await request<Marked>("POST", this.data.urls.marks, {
          marks: this.cards.map(({ file, first, last, cwe }) => ({ file, first, last, cwe })),
        }),
        asked,
      );
    } catch (failure) {
      if (failure instanceof NoLine)
        this.tell(translate("The server does not answer. Your marks stay here; try again."));
      else if (failure instanceof Refusal) this.tell(`${failure.message} ${failure.remedy}`);
      else throw failure;
    } finally {
      this.checking = false;
    }
  }

  private answered(marked: Marked, asked: Element | null): void {
    this.cards = marked.marks.map(answeredCard);
    const wasInCards = asked !== null && need("#marks").contains(asked);
    this.draw();
    if (wasInCards) this.focusCard(this.cards.findIndex((card) => !card.answer?.right));
    const right = marked.marks.filter((mark) => mark.right).length;
    this.say(
      `${translatePlural("%(right)s of %(number)s mark is right.", "%(right)s of %(number)s marks are right.", this.cards.length, { right, number: this.cards.length })} ${translatePlural("%(found)s of %(number)s flaw found.", "%(found)s of %(number)s flaws found.", marked.of, { found: marked.found, number: marked.of })}`,
    );
    this.tell(marked.done ? "" : translate("%(found)s of %(of)s found.", { found: marked.found, of: marked.of }));
    const note = find("#phase-note");
    if (note) note.textContent = translate("%(found)s of %(of)s found", { found: marked.found, of: marked.of });
    void refresh(location.pathname, ["#phases", "#phase-ring"]);
    need("#find-done").hidden = !marked.done;
    const skip = find(".skip-find");
    if (skip) skip.hidden = marked.done;
    need("#check").classList.toggle("primary", !marked.done);
    if (marked.done) need("#find-done a").focus();
  }

  private draw(): void {
    keepUnchecked(
      this.data.lab,
      this.cards.filter((card) => !card.answer),
    );
    const kept = this.controlKey();
    let number = 0;
    const badges = this.cards.map((card) => (card.answer && !card.answer.right ? "" : String(++number)));
    need("#marks").replaceChildren(...this.cards.map((card, index) => this.drawCard(card, badges[index] ?? "")));
    need("#no-marks").hidden = this.cards.length > 0;
    for (const file of this.data.files) {
      const marks: ShownMark[] = this.cards.flatMap((card, index) =>
        card.file === file.path
          ? [{ first: card.first, last: card.last, badge: badges[index] ?? "", look: lookOf(card) }]
          : [],
      );
      this.files.effect(file.path, setMarks.of(marks));
    }
    this.nameLine();
    if (kept) this.focusControl(kept);
  }

  /** Which control of which card has the keyboard: a card is drawn anew with each change. */
  private controlKey(): string {
    const held = document.activeElement;
    return (held instanceof HTMLElement && need("#marks").contains(held) && held.dataset["control"]) || "";
  }

  private focusControl(key: string): void {
    const same = [...document.querySelectorAll<HTMLElement>("#marks [data-control]")].filter(
      (each) => each.dataset["control"] === key,
    );
    (same.find((each) => each.matches(":checked")) ?? same[0])?.focus();
  }

  /** Goes to what there is to do at a card, or at the last one if there are fewer; without any, to the code. */
  private focusCard(index: number): void {
    const cards = [...document.querySelectorAll<HTMLElement>("#marks .markcard")];
    const card = cards.at(Math.min(Math.max(index, 0), cards.length - 1));
    const place =
      card && (find(":checked", card) ?? find("input", card) ?? find(".actions button", card) ?? find("button", card));
    if (place) giveFocus(place);
    else this.files.focus();
  }

  private drawCard(card: Card, badge: string): HTMLElement {
    const answer = card.answer;
    const open = !answer;
    const look = open ? "open" : answer.right ? "" : "dull";
    return h(
      "article",
      { class: `markcard ${look}`.trim() },
      h(
        "header",
        {},
        badge && h("span", { class: "badge" }, badge),
        h("h3", {}, this.where(card)),
        open
          ? h(
              "span",
              { class: "second small" },
              card.cwe ? translate("not checked yet") : translate("name the weakness"),
            )
          : verdictOf(answer),
      ),
      ...(open ? [this.drawChoices(card), this.drawRemove(card)] : [this.drawAnswer(card, answer)]),
    );
  }

  /** Marks in the file that is shown are named by their lines alone. */
  private nowShown(path: string): void {
    const before = this.shown;
    this.shown = path;
    if (before && path !== before) this.draw();
  }

  private where(card: Card): HTMLElement {
    const lines = linesOf(card);
    const jump = h(
      "button",
      { type: "button", class: "jump", "data-control": `jump-${this.key(card)}` },
      this.data.files.length > 1 && card.file !== this.shown ? `${lines}, ${card.file}` : lines,
    );
    jump.addEventListener("click", () => this.files.show(card.file, card.first, true));
    return jump;
  }

  private drawChoices(card: Card): HTMLElement {
    const labels = this.data.choices.map(({ cwe, name }) => {
      const input = h("input", {
        type: "radio",
        name: this.key(card),
        value: cwe,
        checked: card.cwe === cwe,
        "data-control": this.key(card),
      });
      input.addEventListener("change", () => {
        card.cwe = cwe;
        this.tell("");
        this.draw();
      });
      return h("label", {}, input, h("span", {}, name), h("span", { class: "cwe" }, cwe));
    });
    return h("fieldset", {}, h("legend", { class: "unseen" }, translate("Name the weakness")), ...labels);
  }

  private drawRemove(card: Card): HTMLElement {
    const button = h("button", { type: "button", class: "text" }, translate("Remove this mark"));
    button.addEventListener("click", () => {
      const index = this.cards.indexOf(card);
      const words = this.remove(card);
      this.draw();
      this.focusCard(index);
      this.say(words());
    });
    return h("div", { class: "actions" }, button);
  }

  private drawAnswer(card: Card, answer: Mark): HTMLElement {
    const name = this.data.choices.find((choice) => choice.cwe === card.cwe)?.name ?? "";
    const again = !answer.right && h("button", { type: "button", class: "text" }, translate("Mark again"));
    if (again) {
      again.addEventListener("click", () => {
        card.answer = null;
        this.draw();
        this.focusCard(this.cards.indexOf(card));
      });
    }
    return h(
      "div",
      {},
      answer.right && h("p", { class: "weakness" }, name, " ", h("span", { class: "second cwe" }, card.cwe)),
      h("p", {}, ...markup(answer.why)),
      again && h("div", { class: "actions" }, again),
    );
  }

  private key(card: Card): string {
    return `weakness-${card.file}-${card.first}`;
  }

  private say(words: string): void {
    need("#find-voice").textContent = words;
  }

  private tell(reason: string): void {
    need("#reason").textContent = reason;
  }
}

function answeredCard(mark: Mark): Card {
  return { file: mark.file, first: mark.first, last: mark.last, cwe: mark.cwe, answer: mark };
}

function linesOf({ first, last }: Card): string {
  return first === last
    ? translate("Line %(line)s", { line: first })
    : translate("Lines %(first)s to %(last)s", { first, last });
}

function lookOf(card: Card): Look {
  if (!card.answer) return "chosen";
  return card.answer.right ? "right" : "wrong";
}

function verdictOf(answer: Mark): HTMLElement {
  if (answer.right) return h("span", { class: "state passed" }, icon("check"), translate("right"));
  return h(
    "span",
    { class: "state waiting" },
    icon("minus"),
    answer.decoy ? translate("not flawed") : translate("not so"),
  );
}
