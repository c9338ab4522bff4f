// Builds the front end into src/quintain/web/static/dist: hashed scripts, styles and fonts, and a manifest of their names.
// The script and styles of the page of the look go to src/quintain_design, which the package leaves out. What editions to
// take home have of it goes to src/quintain/courseware/dist, under names without a hash: an edition has its own copy.

import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, extname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { build, context } from "esbuild";
import { BROWSERS } from "./browsers.mjs";
import { withLightColours } from "./colours.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const out = resolve(here, "../src/quintain/web/static/dist");
const designOut = resolve(here, "../src/quintain_design/static/dist");
const coursewareOut = resolve(here, "../src/quintain/courseware/dist");
const watching = process.argv.includes("--watch");

const ICONS =
  `arrow-left arrow-right check circle circle-dot circle-stop copy database file-code flag git-compare history lightbulb lock maximize message-square minus moon printer quote
  rotate-ccw rotate-cw shield search skip-forward sword shield-check sun sun-moon swords triangle-alert unplug wifi-off wrench x external-link file
  a-arrow-down a-arrow-up book-open clock download eye eye-off hand layout-grid list move-horizontal presentation user circle-question-mark keyboard life-buoy panel-left panel-right square-terminal users wrap-text`.split(
    /\s+/,
  );

/** All that a script imports, itself first: what a page may fetch at once instead of one after the other. */
function withImports(outputs, path, found = new Set()) {
  if (found.has(path)) return found;
  found.add(path);
  for (const { kind, path: next } of outputs[path].imports)
    if (kind === "import-statement") withImports(outputs, next, found);
  return found;
}

/** The name of a built file as templates write it. */
const unhashed = (served) => served.replace(/-[0-9A-Z]{8}\./, ".");

/** Which file a template asks for, and the hashed name under which it is served; for a page's script, all that it needs. */
const manifest = {
  name: "manifest",
  setup(plugin) {
    plugin.onEnd(async (result) => {
      if (!result.metafile) return;
      const names = {};
      const scripts = {};
      const servedAs = (path) => relative(out, resolve(here, path));
      for (const [path, output] of Object.entries(result.metafile.outputs)) {
        const served = servedAs(path);
        if (served.startsWith("design-")) {
          await mkdir(designOut, { recursive: true });
          await rename(join(out, served), join(designOut, output.entryPoint ? unhashed(served) : served));
          continue;
        }
        const page = output.entryPoint?.match(/^src\/workbench\/(\w+)\.ts$/)?.[1];
        if (page) scripts[page] = [...withImports(result.metafile.outputs, path)].map(servedAs);
        if (output.entryPoint) names[unhashed(served)] = served;
        const [source] = Object.keys(output.inputs);
        if (served.endsWith(".woff2") && source) names[`fonts/${source.split("/").at(-1)}`] = served;
      }
      await mkdir(out, { recursive: true });
      await writeFile(join(out, "manifest.json"), `${JSON.stringify({ ...names, scripts }, null, 2)}\n`);
    });
  },
};

const options = {
  absWorkingDir: here,
  entryPoints: {
    app: "src/app.ts",
    look: "src/look.ts",
    exhibits: "src/exhibits/kit.ts", // what drawings of packs import; an import map of the page has its address
    style: "styles/index.css",
    "design-script": "src/design/gallery.ts",
    "design-style": "styles/design.css",
  },
  outdir: out,
  bundle: true,
  splitting: true,
  format: "esm",
  target: BROWSERS,
  minify: !watching,
  sourcemap: watching ? "linked" : false,
  entryNames: "[name]-[hash]",
  chunkNames: "chunks/[name]-[hash]",
  assetNames: "fonts/[name]-[hash]",
  loader: { ".woff2": "file", ".svg": "text" },
  legalComments: "linked",
  metafile: true,
  logLevel: "warning",
  plugins: [manifest],
};

/** Reading systems of the last eight years; they know neither oklch() nor light-dark(). */
const READERS = ["chrome80", "safari13"];

const courseware = {
  absWorkingDir: here,
  outdir: coursewareOut,
  bundle: true,
  minify: true,
  assetNames: "fonts/[name]",
  loader: { ".woff2": "file" },
  legalComments: "none",
  logLevel: "warning",
};

/** The offline edition: classic scripts, since a page that is opened as a file may load no modules. */
const offline = (icons) => ({
  ...courseware,
  entryPoints: {
    "offline/book": "src/offline/book.ts",
    "offline/search": "src/offline/search.ts",
    "offline/style": "styles/offline.css",
  },
  format: "iife",
  splitting: false,
  target: BROWSERS,
  charset: "utf8",
  define: { ICONS: JSON.stringify(icons) },
});

/** The EPUB: styles alone, with colours as reading systems know them. */
const epub = {
  ...courseware,
  entryPoints: { "epub/style": "styles/epub.css" },
  target: READERS,
  plugins: [withLightColours(join(here, "styles/tokens.css"))],
};

/** The licences of what editions to take home have of others. */
async function copyCoursewareLicences() {
  const licences = {
    "fonts-commit-mono.txt": "@fontsource/commit-mono/LICENSE",
    "fonts-grenze.txt": "@fontsource/grenze/LICENSE",
    "fonts-hanken-grotesk.txt": "@fontsource-variable/hanken-grotesk/LICENSE",
    "icons-lucide.txt": "lucide-static/LICENSE",
    "search-minisearch.txt": "minisearch/LICENSE.txt",
  };
  await mkdir(join(coursewareOut, "licences"), { recursive: true });
  for (const [name, path] of Object.entries(licences))
    await cp(join(here, "node_modules", path), join(coursewareOut, "licences", name));
}

/** The licences of all that is bundled travel with it. */
async function copyLicences() {
  const target = join(out, "licences");
  await mkdir(target, { recursive: true });
  for (const scope of ["@fontsource", "@fontsource-variable", "@codemirror", "@lezer", "@xterm"]) {
    for (const name of await readdir(join(here, "node_modules", scope))) {
      await cp(join(here, "node_modules", scope, name, "LICENSE"), join(target, `${scope.slice(1)}-${name}.txt`));
    }
  }
  await cp(join(here, "node_modules/minisearch/LICENSE.txt"), join(target, "minisearch.txt"));
  const alone = ["lucide-static", "style-mod", "w3c-keyname", "crelt", "@marijn/find-cluster-break"];
  for (const name of [...alone, "yjs", "lib0", "isomorphic.js"]) {
    await cp(
      join(here, "node_modules", name, "LICENSE"),
      join(target, `${name.replace(/^@/, "").replace("/", "-")}.txt`),
    );
  }
}

/** All icons as symbols of one SVG, which every page carries. */
async function drawSprite() {
  const symbols = await Promise.all(
    ICONS.map(async (name) => {
      const svg = await readFile(join(here, "node_modules/lucide-static/icons", `${name}.svg`), "utf8");
      const body = svg
        .replace(/<!--.*?-->/gs, "")
        .replace(/^[^>]*<svg[^>]*>|<\/svg>\s*$/g, "")
        .replace(/\s*\n\s*/g, "");
      return `<symbol id="i-${name}" viewBox="0 0 24 24">${body}</symbol>`;
    }),
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" class="unseen" aria-hidden="true">${symbols.join("")}</svg>\n`;
}

/** What a server may send in the place of a file; fonts are compressed as they are. */
const COMPRESSIBLE = new Set([".js", ".css", ".svg", ".json", ".txt"]);
const ENCODINGS = {
  ".br": (bytes) =>
    promisify(brotliCompress)(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }),
  ".gz": (bytes) => promisify(gzip)(bytes, { level: constants.Z_BEST_COMPRESSION }),
};

/** Writes each file once more in each encoding that makes it smaller. */
async function compress() {
  for (const file of await readdir(out, { recursive: true })) {
    if (!COMPRESSIBLE.has(extname(file))) continue;
    const bytes = await readFile(join(out, file));
    for (const [ending, encode] of Object.entries(ENCODINGS)) {
      const encoded = await encode(bytes);
      if (encoded.length < bytes.length) await writeFile(join(out, file + ending), encoded);
    }
  }
}

for (const folder of [out, designOut, coursewareOut]) await rm(folder, { recursive: true, force: true });
if (watching) {
  await (await context(options)).watch();
} else {
  await build(options);
}
await copyLicences();
const sprite = await drawSprite();
await writeFile(join(out, "icons.svg"), sprite);
for (const edition of [offline(sprite), epub]) await build(edition);
await copyCoursewareLicences();
if (!watching) await compress();
