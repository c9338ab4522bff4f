// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { field, type Player, player, segments } from "../../src/exhibits/controls.ts";

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("The player", () => {
  const END = 3;
  let at: number;
  let shown: Player;

  beforeEach(() => {
    vi.useFakeTimers();
    at = 0;
    const rewind = () => {
      at = 0;
    };
    const step = () => ++at < END;
    shown = player(rewind, step, 100);
  });

  function press(label: string): void {
    const found = shown.buttons.find((button) => button.textContent === label);
    if (!found) throw new Error(`There is no button ${label}.`);
    found.click();
  }

  function wantCalm(calm: boolean): void {
    vi.stubGlobal("matchMedia", () => ({ matches: calm }));
  }

  test("Play goes from the beginning to the end and stops by itself", () => {
    wantCalm(false);
    at = 2;
    press("Play");
    expect(at).toBe(0);
    vi.advanceTimersByTime(200);
    expect(at).toBe(2);
    expect(shown.buttons[1]?.textContent).toBe("Stop");
    vi.advanceTimersByTime(1000);
    expect(at, "no step follows the last").toBe(END);
    expect(shown.buttons[1]?.textContent).toBe("Play");
  });

  test("While it plays, nothing is read out, and at its end what is shown then is put there again", () => {
    wantCalm(false);
    const stage = document.createElement("div");
    stage.className = "stage";
    const voice = document.createElement("p");
    voice.setAttribute("aria-live", "polite");
    voice.append("the end");
    stage.append(voice, ...shown.buttons);
    document.body.append(stage);
    const put = vi.spyOn(voice, "replaceChildren");
    press("Play");
    expect(voice.getAttribute("aria-live")).toBe("off");
    vi.advanceTimersByTime(1000);
    expect(voice.getAttribute("aria-live")).toBe("polite");
    expect(put).toHaveBeenCalledOnce();
    expect(voice.textContent).toBe("the end");
    stage.remove();
  });

  test("Stop and Next both end what plays", () => {
    wantCalm(false);
    press("Play");
    press("Stop");
    vi.advanceTimersByTime(1000);
    expect(at).toBe(0);
    press("Play");
    press("Next");
    vi.advanceTimersByTime(1000);
    expect(at).toBe(1);
  });

  test("With reduced motion, Play shows the end at once", () => {
    wantCalm(true);
    press("Play");
    expect(at).toBe(END);
  });
});

test("A field says what is wrong with its text, and is marked for those who do not see it", () => {
  const { element, input } = field("age", "Age", "", (value) => (value === "old" ? "Write a number." : undefined));
  const type = (value: string) => {
    input.value = value;
    input.dispatchEvent(new Event("input"));
  };
  const fault = element.querySelector(`#${input.getAttribute("aria-describedby")}`);
  type("old");
  expect(fault?.textContent).toBe("Write a number.");
  expect(input.getAttribute("aria-invalid")).toBe("true");
  type("40");
  expect(fault?.textContent).toBe("");
  expect(input.getAttribute("aria-invalid")).toBe("false");
});

test("Segments begin with the chosen value and tell each new one", () => {
  const choose = vi.fn();
  const element = segments(
    "Order",
    "order",
    [
      { value: "asc", label: "up" },
      { value: "desc", label: "down" },
    ],
    "desc",
    choose,
  );
  const [up, down] = element.querySelectorAll("input");
  expect([up?.checked, down?.checked]).toEqual([false, true]);
  up?.dispatchEvent(new Event("change"));
  expect(choose).toHaveBeenCalledExactlyOnceWith("asc");
});
