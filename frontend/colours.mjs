// Writes the light colours and sizes of the tokens into style sheets, for readers that know no custom properties' colours.

import { readFile } from "node:fs/promises";

const TOKEN = /^\s*(--[\w-]+):\s*(.+);$/gm;
const USE = /var\((--[\w-]+)(?:,\s*([^()]*))?\)/g;

/** The value of each token, its light one where it has two. */
export function lightTokens(sheet) {
  const tokens = {};
  for (const [, name, value] of sheet.matchAll(TOKEN))
    tokens[name] = value.match(/^light-dark\((oklch\([^)]*\)), .*\)$/)?.[1] ?? value;
  return tokens;
}

/** A sheet with values in the place of tokens. */
export function withTokens(sheet, tokens) {
  return sheet.replace(USE, (use, name, fallback) => tokens[name] ?? fallback ?? use);
}

/** A plugin of esbuild that does so in all sheets. */
export const withLightColours = (tokensPath) => ({
  name: "light-colours",
  setup(plugin) {
    plugin.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const tokens = lightTokens(await readFile(tokensPath, "utf8"));
      return { contents: withTokens(await readFile(path, "utf8"), tokens), loader: "css" };
    });
  },
});
