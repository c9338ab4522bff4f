// Runs every script of the lessons whose output is recorded on CPython 3.14, and prints what differs from the record.
// Pyodide is that CPython, compiled to WebAssembly: it has no processes, no threads and no network.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const LESSONS = fileURLToPath(new URL("../../content/python-security/lessons", import.meta.url));
const MILLISECONDS = 60_000;
// What the machine lacks, not what the language does otherwise.
const LACKS = /can't start new thread|does not support processes|Resource busy|loading-packages|No such file or directory|No module named|setitimer|call stack/;
const START = `
import os, runpy, sys
os.chdir("/lesson")
sys.path.insert(0, "/lesson")
sys.argv = [name]
try:
    runpy.run_path(name, run_name="__main__")
except SystemExit:
    pass
`;

function copy(py, from, to) {
  py.FS.mkdir(to);
  for (const entry of fs.readdirSync(from, { withFileTypes: true })) {
    if (["expected", "__pycache__"].includes(entry.name)) continue;
    const source = path.join(from, entry.name);
    if (entry.isDirectory()) copy(py, source, `${to}/${entry.name}`);
    else py.FS.writeFile(`${to}/${entry.name}`, fs.readFileSync(source));
  }
}

async function runOne(lesson, name) {
  const { loadPyodide } = await import("pyodide");
  const py = await loadPyodide();
  copy(py, path.join(LESSONS, lesson), "/lesson");
  py.setStdout({ batched: (line) => process.stdout.write(`${line}\n`) });
  py.setStderr({ batched: () => {} });
  py.globals.set("name", `${name}.py`);
  try {
    py.runPython(START);
  } catch (error) {
    process.stderr.write(error.message);
    process.exit(1);
  }
}

function compare(lesson, name) {
  const done = spawnSync(process.execPath, [fileURLToPath(import.meta.url), lesson, name], {
    encoding: "utf8",
    timeout: MILLISECONDS,
  });
  const fault = done.stderr.trim().split("\n").at(-1) ?? "";
  if (done.error) return ["not run", "it takes more than a minute there"];
  if (done.status !== 0) return [LACKS.test(fault) ? "not run" : "fails", fault];
  const said = done.stdout.split("\n");
  const recorded = fs.readFileSync(path.join(LESSONS, lesson, "expected", `${name}.txt`), "utf8").split("\n");
  const length = Math.max(said.length, recorded.length);
  const lines = [...Array(length).keys()].filter((number) => said[number] !== recorded[number]);
  if (lines.length === 0) return ["same", ""];
  return ["differs", lines.map((number) => `\n    recorded: ${recorded[number]}\n    on 3.14:  ${said[number]}`).join("")];
}

function compareAll() {
  const count = {};
  for (const lesson of fs.readdirSync(LESSONS)) {
    const folder = path.join(LESSONS, lesson, "expected");
    for (const file of fs.existsSync(folder) ? fs.readdirSync(folder) : []) {
      const name = path.basename(file, ".txt");
      if (!fs.existsSync(path.join(LESSONS, lesson, `${name}.py`))) continue;
      const [outcome, words] = compare(lesson, name);
      count[outcome] = (count[outcome] ?? 0) + 1;
      if (outcome !== "same") console.log(`${lesson}/${name}.py ${outcome}: ${words}`);
    }
  }
  console.log(Object.entries(count).map(([outcome, number]) => `${number} ${outcome}`).join(", "));
}

const [lesson, name] = process.argv.slice(2);
if (lesson) await runOne(lesson, name);
else compareAll();
