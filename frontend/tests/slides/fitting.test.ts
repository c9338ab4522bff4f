// @vitest-environment happy-dom
import { beforeEach, describe, expect, test } from "vitest";
import { fitDeck, slidesOf } from "../../src/slides/fitting.ts";

/** A slide has room for 100. What has no layout here is as tall as it says, and smaller where its letters are. */
beforeEach(() => {
  Object.defineProperties(HTMLElement.prototype, {
    clientHeight: { configurable: true, get: () => 100 },
    scrollHeight: {
      configurable: true,
      get(this: HTMLElement) {
        const tall = [...this.querySelectorAll<HTMLElement>("[data-tall]")];
        const sum = tall.filter((each) => !each.hidden).reduce((all, each) => all + Number(each.dataset["tall"]), 0);
        return sum * Number(this.style.getPropertyValue("--scale") || 1);
      },
    },
  });
});

function deckOf(...bodies: string[]): HTMLElement {
  const slides = bodies.map(
    (body, index) =>
      `<section class="slide is-passage" data-key="${index + 1}" data-anchor="a"><h2 class="slide-title"><span class="words">T</span></h2>
       <div class="slide-body">${body}</div><p><span class="slide-number"></span></p></section>`,
  );
  document.body.innerHTML = `<main>${slides.join("")}</main>`;
  return document.querySelector("main") as HTMLElement;
}

const bodies = (deck: HTMLElement): string[] =>
  slidesOf(deck).map((slide) =>
    (slide.querySelector(".slide-body")?.textContent ?? "").split(/\s+/).filter(Boolean).join(" "),
  );
const block = (word: string, tall: number): string => `<p data-tall="${tall}">${word} </p>`;

describe("what is too tall for a slide", () => {
  test("has smaller letters first", () => {
    const deck = deckOf(block("one", 60), block("two", 110));
    expect(fitDeck(deck)).toHaveLength(2);
    expect([...deck.querySelectorAll<HTMLElement>(".slide-body")].map((each) => each.style.cssText)).toEqual([
      "--scale: 1;",
      "--scale: 0.86;",
    ]);
  });

  test("goes on with a further slide where they would be too small", () => {
    const deck = deckOf(block("one", 70) + block("two", 70) + block("three", 70), block("four", 10));
    fitDeck(deck);
    expect(bodies(deck)).toEqual(["one", "two", "three", "four"]);
    expect(slidesOf(deck).map((slide) => slide.dataset["key"])).toEqual(["1", "1.1", "1.2", "2"]);
    expect(slidesOf(deck).map((slide) => slide.id)).toEqual(["slide-1", "slide-2", "slide-3", "slide-4"]);
    expect(slidesOf(deck).map((slide) => slide.querySelector(".count")?.textContent)).toEqual([
      "1/4",
      "2/4",
      "3/4",
      "4/4",
    ]);
  });

  test("takes the sentence along that leads to it", () => {
    const deck = deckOf(block("one", 60) + block("look:", 30) + block("two", 60));
    fitDeck(deck);
    expect(bodies(deck)).toEqual(["one", "look: two"]);
  });

  test("a list is cut between items, and goes on with its number", () => {
    const items = [1, 2, 3, 4, 5].map((each) => `<li data-tall="40">${each} </li>`).join("");
    const deck = deckOf(`<ol>${items}</ol>`);
    fitDeck(deck);
    expect(bodies(deck)).toEqual(["1 2 3", "4 5"]);
    expect([...deck.querySelectorAll("ol")].map((list) => list.start)).toEqual([1, 4]);
  });

  test("no last line of code is alone on its slide", () => {
    const lines = ["a", "b", "c", "d", "e", "f", "g", "h", "i"].map(
      (text) => `<li data-tall="15"><code>${text}</code> </li>`,
    );
    const deck = deckOf(`<figure class="codebox"><div class="lines"><ol>${lines.join("")}</ol></div></figure>`);
    fitDeck(deck);
    expect(bodies(deck)).toEqual(["a b c d e", "f g h i"]);
  });

  test("code is cut at a blank line, and a line keeps its note", () => {
    const lines = ["a", "b", "", "c", "d", "note", "e"].map((text) =>
      text === "note" ? '<li class="note" data-tall="30">note </li>' : `<li data-tall="22"><code>${text}</code> </li>`,
    );
    const deck = deckOf(`<figure class="codebox"><div class="lines"><ol>${lines.join("")}</ol></div></figure>`);
    fitDeck(deck);
    expect(bodies(deck)).toEqual(["a b", "c d note e"]);
  });

  test("nothing is lost, whatever the sizes", () => {
    const words = Array.from({ length: 30 }, (_, index) => `w${index}`);
    const deck = deckOf(words.map((word, index) => block(word, 5 + ((index * 37) % 90))).join(""));
    fitDeck(deck);
    expect(bodies(deck).join(" ")).toBe(words.join(" "));
  });

  test("a single part that is far too tall stays on its slide", () => {
    const deck = deckOf(block("one", 500));
    fitDeck(deck);
    expect(bodies(deck)).toEqual(["one"]);
  });
});
