import { expect, test } from "vitest";
import { exchange } from "../../src/page/focus.ts";

// @vitest-environment happy-dom

function part(html: string): HTMLElement {
  const made = document.createElement("div");
  made.innerHTML = html;
  return made;
}

function put(html: string): HTMLElement {
  document.body.innerHTML = '<main id="main" tabindex="-1"></main>';
  const old = part(html);
  document.body.append(old);
  return old;
}

function focused(): string {
  return document.activeElement?.id ?? "";
}

test("The same button keeps the focus", () => {
  const old = put('<button id="take">Take</button><button id="lower">Lower</button>');
  document.getElementById("lower")?.focus();
  exchange(old, part('<button id="lower">Lower</button>'));
  expect(focused()).toBe("lower");
});

test("A button that is gone gives it to what the server names, or to what is in its place", () => {
  let old = put('<button id="now">Now</button>');
  document.getElementById("now")?.focus();
  exchange(old, part('<a id="first" href="/">x</a><button id="back" data-focus>Give back</button>'));
  expect(focused()).toBe("back");
  old = put('<button id="one">1</button><button id="two">2</button>');
  document.getElementById("two")?.focus();
  exchange(old, part('<button id="one">1</button><button id="three">3</button>'));
  expect(focused()).toBe("three");
});

test("Where nothing is left, the next part has it, or the content of the page", () => {
  let old = put('<button id="now">Now</button>');
  old.after(part('<button id="next">Next</button>'));
  document.getElementById("now")?.focus();
  exchange(old, part("<p>Nothing</p>"));
  expect(focused()).toBe("next");
  old = put('<button id="now">Now</button>');
  document.getElementById("now")?.focus();
  exchange(old, part("<p>Nothing</p>"));
  expect(focused()).toBe("main");
});

test("What is typed stays, and so does what is unfolded", () => {
  const html = '<details id="write"><textarea id="words"></textarea></details><input id="other" value="10">';
  const old = put(html);
  (document.getElementById("write") as HTMLDetailsElement).open = true;
  (document.getElementById("words") as HTMLTextAreaElement).value = "half an answer";
  document.getElementById("words")?.focus();
  exchange(old, part(html.replace("10", "20")));
  expect((document.getElementById("words") as HTMLTextAreaElement).value).toBe("half an answer");
  expect((document.getElementById("write") as HTMLDetailsElement).open).toBe(true);
  expect((document.getElementById("other") as HTMLInputElement).value).toBe("20");
  expect(focused()).toBe("words");
});

test("A part without the focus takes none", () => {
  const old = put('<button id="one">1</button>');
  exchange(old, part('<button id="one">1</button>'));
  expect(focused()).not.toBe("one");
});
