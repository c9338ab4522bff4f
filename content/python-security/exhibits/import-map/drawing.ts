/** The exhibit "What an import brings with it": choose an update, and see which native files it reaches. */
import { answer, type Exhibit, h, segments } from "quintain/exhibits";

type Origin = "system" | "python" | "wheel";

interface NativeFile {
  name: string;
  origin: Origin;
  wheel: string;
  inside: [string, string][];
}

interface MapData {
  imports: { name: string; files: NativeFile[] }[];
}

const UPDATES: { value: Origin; label: string }[] = [
  { value: "system", label: "apt upgrade" },
  { value: "wheel", label: "pip install -U" },
  { value: "python", label: "new Python" },
];
const TITLES: Record<Origin, string> = { system: "the system", python: "Python", wheel: "the wheel" };
const WATCHED = "OpenSSL";

/** Files that came from one place, in the order in which they were recorded. */
function groupsOf(files: NativeFile[]): [string, Origin, NativeFile[]][] {
  const groups = new Map<string, [string, Origin, NativeFile[]]>();
  for (const file of files) {
    const title = file.wheel ? `${TITLES.wheel} ${file.wheel}` : TITLES[file.origin];
    const found = groups.get(title);
    if (found) found[2].push(file);
    else groups.set(title, [title, file.origin, [file]]);
  }
  return [...groups.values()];
}

/** Files that contain the library, each once: several imports may share one. */
function copiesOf(data: MapData): NativeFile[] {
  const found = data.imports
    .flatMap((each) => each.files)
    .filter((file) => file.inside.some(([library]) => library === WATCHED));
  return [...new Map(found.map((file) => [`${file.origin} ${file.wheel} ${file.name}`, file])).values()];
}

export default function importMap(data: MapData, name: string, redraw: () => void): Exhibit {
  let update: Origin = "system";
  const result = answer();
  const map = h("div", { class: "import-map" });
  const copies = copiesOf(data);
  const controls = h(
    "div",
    { class: "exhibit-controls" },
    segments("You run", `${name}-update`, UPDATES, update, (chosen) => {
      update = chosen;
      redraw();
    }),
    result.element,
  );
  return {
    parts: [controls, map],
    draw() {
      const reached = copies.filter((file) => file.origin === update).length;
      result.show(
        `${reached} of ${copies.length}`,
        `copies of ${WATCHED} can change`,
        reached === copies.length ? "sound" : "danger",
      );
      map.replaceChildren(...data.imports.map((each) => drawImport(each.name, each.files, update)));
    },
  };
}

function drawImport(module: string, files: NativeFile[], update: Origin): HTMLElement {
  return h(
    "div",
    {},
    h("h4", {}, h("code", {}, `import ${module}`), ` brings ${files.length} native files`),
    h(
      "ul",
      { class: "outline" },
      ...groupsOf(files).map(([title, origin, group]) => {
        const reached = origin === update;
        const known = group.flatMap((file) => file.inside.map(([library, version]) => [library, version, file.name]));
        return h(
          "li",
          { class: reached ? "reached" : "kept" },
          h("span", {}, `${group.length} from ${title}`),
          h("b", {}, reached ? " can change" : group.length > 1 ? " stay as they are" : " stays as it is"),
          origin !== "python" && h("p", { class: "names" }, group.map((file) => file.name).join(" · ")),
          known.length > 0 &&
            h(
              "ul",
              {},
              ...known.map(([library, version, file]) =>
                h(
                  "li",
                  {},
                  h("code", { class: library === WATCHED && !reached && "harm" }, `${library} ${version}`),
                  ` in ${file}`,
                ),
              ),
            ),
        );
      }),
    ),
  );
}
