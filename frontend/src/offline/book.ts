/**
 * The script of every page of the offline edition: colours, and exhibits that move. It is a classic script, since pages
 * that are opened as files may load no modules; so the kit that drawings import is handed to them by name.
 */
import { type Make, startExhibit } from "../exhibits/frame.ts";
import * as kit from "../exhibits/kit.ts";
import { h, icon } from "../page/dom.ts";
import { parse } from "../page/parsing.ts";
import { applyTheme, nextTheme } from "./theme.ts";

/** All icons as symbols of one SVG; the build puts them here. */
declare const ICONS: string;

type Drawing = (kit: object) => Make<unknown>;
const drawings = new Map<string, Drawing>();

/** What the script of an exhibit calls; the offline edition writes these scripts, one for each exhibit. */
function draw(name: string, drawing: Drawing): void {
  drawings.set(name, drawing);
}

Object.assign(globalThis, { quintain: { draw } });
applyTheme();
/** The folder of the scripts, as the page that runs this one names it. */
const scripts = new URL(".", (document.currentScript as HTMLScriptElement).src);
addEventListener("DOMContentLoaded", start);

function start(): void {
  document.body.prepend(...parse(ICONS).body.children);
  document.querySelector(".bar-end")?.append(themeButton());
  document.querySelector("#find")?.addEventListener("focus", loadSearch, { once: true });
  for (const place of document.querySelectorAll<HTMLElement>("[data-exhibit]")) {
    try {
      const drawing = drawings.get(place.dataset["exhibit"] ?? "");
      if (drawing) startExhibit(place, drawing(kit));
    } catch (fault) {
      reportError(fault); // this one stands still, and the next one moves all the same
    }
  }
}

/** Loads the search and its data, which are a hundred times as large as a page, when somebody is about to use it. */
function loadSearch(): void {
  for (const name of ["search-data.js", "search.js"]) {
    const script = h("script", { src: new URL(name, scripts).href });
    script.async = false; // in this order
    document.head.append(script);
  }
}

function themeButton(): HTMLButtonElement {
  const word = (theme: string, picture: string, text: string) =>
    h("span", { class: `of-${theme}` }, icon(picture), h("span", {}, text));
  const button = h(
    "button",
    { type: "button", class: "theme" },
    word("system", "sun-moon", "System colours"),
    word("light", "sun", "Light colours"),
    word("dark", "moon", "Dark colours"),
  );
  button.addEventListener("click", nextTheme);
  return button;
}
