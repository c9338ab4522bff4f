"""The runner of this lab's GitHub: it reads the files of the repository, and runs the commands of a job."""

import json, os, signal, subprocess, sys
from pathlib import Path


def begin(paths):
    texts = {path: Path(path).read_text(encoding="utf-8") for path in paths}
    return {"texts": texts, "workflows": parse({path: text for path, text in texts.items() if path.endswith(".yml")})}


def parse(files):
    import yaml

    class Loader(yaml.BaseLoader):
        pass

    def mapping(loader, node, deep=False):
        seen = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.MarkedYAMLError(None, None, "a key is not a word", key.start_mark)
            if key.value in seen:
                raise yaml.MarkedYAMLError(None, None, f"the key {key.value} is there twice", key.start_mark)
            if key.tag == "tag:yaml.org,2002:merge" or key.value == "<<":
                raise yaml.MarkedYAMLError(None, None, "GitHub knows no merge keys (<<)", key.start_mark)
            seen.add(key.value)
        return {key.value: loader.construct_object(value, deep=True) for key, value in node.value}

    Loader.add_constructor("tag:yaml.org,2002:map", mapping)

    def size(value, inside=()):
        if id(value) in inside:
            raise ValueError("an anchor contains itself")
        known = sizes.get(id(value))
        if known is None:
            parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
            known = 1 + sum(size(part, (*inside, id(value))) for part in parts)
            sizes[id(value)] = known
        if known > 3000:
            raise ValueError("it has more than 3000 values: anchors that multiply?")
        return known

    answer = {}
    for name, text in files.items():
        sizes = {}
        try:
            if len(text) > 20000:
                raise ValueError("it has more than 20000 characters")
            value = yaml.load(text, Loader)
            size(value)
            answer[name] = {"value": value}
        except RecursionError:
            answer[name] = {"error": "it is nested too deeply"}
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark
            where = f", line {mark.line + 1}" if mark else ""
            answer[name] = {"error": f"{error.problem}{where}"}
        except (ValueError, yaml.YAMLError) as error:
            answer[name] = {"error": str(error)[:300]}
    return answer


def write(root, files):
    for path, text in files:
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


def lines(path):
    found, rows = [], path.read_text("utf-8", "replace").split("\n") if path.exists() else []
    while rows:
        row = rows.pop(0)
        name, cut, end = row.partition("<<")
        if cut and "=" not in name:
            value = []
            while rows and rows[0] != end:
                value.append(rows.pop(0))
            rows[:1] = []
            found.append([name, "\n".join(value)])
        elif "=" in row:
            name, _, value = row.partition("=")
            found.append([name, value])
    return found[:100]


def steps(order):
    home = Path(order["home"])
    root, temp = home / "tickets", home / "temp"
    for folder in (root, temp, home / "bin", Path("/lab/internet")):
        folder.mkdir(parents=True, exist_ok=True)
    write(root, order["files"])
    (temp / "event.json").write_text(json.dumps(order["event"]))
    gh = home / "bin" / "gh"
    if not gh.exists():
        gh.write_text(
            '#!/usr/bin/sh\n[ -n "$GH_TOKEN$GITHUB_TOKEN" ] || exit 4\n'
            'case "$1 $2" in "pr comment"|"pr edit"|"issue comment") echo "done: $1 $2";;\n'
            '*) echo "The gh of this lab cannot do this: $1 $2"; exit 1;; esac\n'
        )
        gh.chmod(0o755)
    added, path, ends = {}, list(order["path"]), []
    for each in order["steps"]:
        end = step(home, root, temp, each, order["env"], added, path)
        added |= {name: value for name, value in end["env"] if not name.startswith("GITHUB_")}
        path[:0] = reversed(end["path"])
        ends.append(end)
        if end["code"] and not each["goes_on"]:
            break
    return {"ends": ends}


def step(home, root, temp, each, env, added, path):
    for name in ("env", "output", "path", "summary"):
        (temp / name).write_text("")
    script = temp / "script"
    script.write_text(each["script"], encoding="utf-8", errors="replace")
    places = [
        *path,
        str(home / "bin"),
        os.path.dirname(os.path.realpath(sys.executable)),
        os.path.dirname(sys.executable),
        "/usr/local/bin",
        "/usr/bin",
        "/bin",
    ]
    known = {"PATH": ":".join(places), "HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1", "LANG": "C.UTF-8"}
    for more in (env, added, each["env"], each["plain"]):
        known |= {name: str(value) for name, value in more.items() if name and "\0" not in name + str(value)}
    inbox = home / "inbox.json"
    inbox.unlink(missing_ok=True)
    code, log = 127, temp / "log"
    with open(log, "wb") as out:
        try:
            process = subprocess.Popen(
                [*each["shell"], str(script)],
                cwd=root / each["cwd"],
                env=known,
                stdout=out,
                stdin=subprocess.DEVNULL,
                stderr=out,
                start_new_session=True,
            )
            try:
                code = process.wait(timeout=6)
            except subprocess.TimeoutExpired:
                code = 124
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            process.wait()
        except OSError as error:
            out.write(f"{error}\n".encode())
    end = {"code": code, "log": log.read_bytes()[:10000].decode("utf-8", "replace")}
    for name in ("env", "output"):
        end[name] = lines(temp / name)
    there = temp / "path"
    rows = there.read_text("utf-8", "replace").split("\n")[:20] if there.exists() else []
    end["path"] = [row for row in rows if row]
    end["inbox"] = inbox.read_text("utf-8", "replace")[:60000] if inbox.exists() else ""
    return end


def collect(order):
    root = Path(order["home"]) / "tickets"
    root.mkdir(parents=True, exist_ok=True)
    write(root, order["files"])
    found, folders = {}, []
    for pattern in order["patterns"]:
        whole = os.path.normpath(root / pattern)
        base = Path(whole)
        if base.is_dir():
            folders.append(base)
            paths = [path for path in base.rglob("*")]
        elif base.exists():
            folders.append(base.parent)
            paths = [base]
        else:
            fixed = Path(whole.split("*")[0]).parent if "*" in whole else base.parent
            folders.append(fixed)
            paths = list(fixed.glob(os.path.relpath(whole, fixed))) if "*" in whole and fixed.is_dir() else []
            paths = [each for path in paths for each in ([path] if path.is_file() else path.rglob("*"))]
        for path in paths:
            if path.is_file() and not any(
                part.startswith(".") for part in path.relative_to(base if base.is_dir() else path.parent).parts
            ):
                found[str(path)] = path.read_text("utf-8", "replace")
    top = os.path.commonpath([str(folder) for folder in folders]) if folders else str(root)
    return {os.path.relpath(path, top): text for path, text in list(found.items())[:100]}


order = json.load(sys.stdin)
print(
    json.dumps(
        {"begin": lambda: begin(order["files"]), "steps": lambda: steps(order), "collect": lambda: collect(order)}[
            order["do"]
        ]()
    )[:240000]
)
