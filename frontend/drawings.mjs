// Bundles the drawings of exhibits: `node drawings.mjs FOLDER...` prints, as JSON, one script for each folder's drawing.ts.
// `quintain bundle` calls it, and writes the scripts beside the drawings. What drawings share stays outside of them.

import { dirname, join, relative, resolve } from "node:path";
import { build } from "esbuild";
import { BROWSERS } from "./browsers.mjs";

const KIT = "quintain/exhibits";

/** An exhibit is one folder: what its drawing imports is in it, or is what all drawings share. */
const oneFolder = (folder) => ({
  name: "one-folder",
  setup(plugin) {
    plugin.onResolve({ filter: /^/ }, ({ kind, path, importer }) => {
      if (kind === "entry-point") return;
      if (path === KIT) return { path, external: true };
      const file = relative(folder, resolve(dirname(importer), path));
      if (/^\.\/[\w-]+\.ts$/.test(path) && !/[\\/]/.test(file)) return;
      return {
        errors: [{ text: `A drawing imports "${KIT}" and files of its own folder such as "./name.ts", no other.` }],
      };
    });
  },
});

async function bundle(folder) {
  const { outputFiles, metafile } = await build({
    absWorkingDir: dirname(folder), // a message names the exhibit
    entryPoints: [join(folder, "drawing.ts")],
    bundle: true,
    write: false,
    metafile: true,
    format: "esm",
    target: BROWSERS,
    charset: "utf8",
    minify: true,
    legalComments: "none",
    logLevel: "error",
    tsconfigRaw: {}, // one of the folders around the pack must not change what is built
    plugins: [oneFolder(folder)],
  });
  const [{ exports }] = Object.values(metafile.outputs);
  if (!exports.includes("default")) {
    console.error(`${folder}/drawing.ts has no default export: the function that makes the exhibit.`);
    throw new Error();
  }
  return outputFiles[0].text;
}

try {
  const scripts = await Promise.all(process.argv.slice(2).map((folder) => bundle(resolve(folder))));
  process.stdout.write(JSON.stringify(scripts));
} catch {
  process.exitCode = 1; // esbuild has said why
}
