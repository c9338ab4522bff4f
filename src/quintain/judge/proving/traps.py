"""Submissions that no lab may prove: nothing at all, a refusal of everyone, a replay, and the tricks of forgers."""

import ast
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from quintain.judge.harness.boxed.values import Plain
from quintain.judge.suspect.box import Recording
from quintain.packs.model import Lab, Profile

MAX_ANSWER_CHARACTERS: Final = 2000

PRELUDES: Final[Mapping[str, str]] = {
    "leaves with status 0": "import os\nos._exit(0)\n",
    "exits": "import sys\nsys.exit(0)\n",
    "loops for ever": "while True:\n    pass\n",
    "patches json": (
        "import json\n"
        'json.dumps = json.JSONEncoder.encode = lambda *a, **k: \'{"id": 1, "returned": true}\'\n'
        "json.loads = lambda *a, **k: {'id': 1, 'do': 'call', 'outcome': 'passed'}\n"
    ),
    "patches pytest and the harness": (
        "import builtins, sys, types\n"
        "sys.modules['pytest'] = sys.modules['_pytest'] = types.ModuleType('pytest')\n"
        "builtins.AssertionError = type('Never', (BaseException,), {})\n"
        "for name, module in list(sys.modules.items()):\n"
        "    if name.startswith('boxed'):\n"
        "        for part in list(vars(module)):\n"
        "            if part in {'encode', 'thrown', 'pack'}:\n"
        "                setattr(module, part, lambda *a, **k: True)\n"
    ),
    "speaks unasked": (
        "import os\n"
        'body = b\'{"id": "0", "returned": true, "outcome": "passed"}\'\n'
        "for number in range(3, 16):\n"
        "    try:\n"
        "        os.write(number, len(body).to_bytes(4, 'big') + body)\n"
        "    except OSError:\n"
        "        pass\n"
    ),
    "leaves at exit": "import atexit, os\natexit.register(os._exit, 0)\n",
}

# These run until a time limit stops them, so the matrix starts with them.
SLOW: Final = frozenset({"loops for ever", "patches pytest and the harness"})

ALWAYS_EQUAL: Final = '''\
class AlwaysEqual(str):
    """Equal to everything, true, full of everything."""

    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    def __bool__(self):
        return True

    def __contains__(self, item):
        return True

    def __getattr__(self, name):
        return self

    def __call__(self, *args, **options):
        return self

    __hash__ = str.__hash__


'''

REPLAY: Final = """\
import hashlib
import json

RECORDING = json.loads({recording!r})


def said(*question):
    key = hashlib.sha256(json.dumps(question).encode()).hexdigest()[:16]
    return RECORDING.get(key)


"""

REPLAY_FUNCTION: Final = """\
def repeat(name, args, options):
    from boxed.values import decode, encode

    answer = said(name, encode(list(args)), encode(options))
    if answer is None or "raised" in answer:
        raise ValueError("never heard")
    return decode(answer["returned"])


"""

REPLAY_APP: Final = """\
def {app}(environ, start_response):
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)).decode("latin-1")
    path = environ.get("RAW_URI") or environ.get("REQUEST_URI") or environ["PATH_INFO"]
    answer = said(environ["REQUEST_METHOD"], path, body)
    if answer is None:
        start_response("403 Forbidden", [("Content-Type", "text/plain")])
        return [b"never heard"]
    start_response(f"{{answer['status']}} Said", [tuple(pair) for pair in answer["headers"]])
    return [answer["body"].encode("latin-1")]
"""

REPLAY_PROGRAM: Final = """\
import base64
import sys
from pathlib import Path

answer = said(sys.argv)
if answer is None:
    sys.exit("never heard")
for path, content in answer["files"].items():
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_bytes(base64.b64decode(content))
sys.stdout.buffer.write(base64.b64decode(answer["out"]))
sys.stderr.buffer.write(base64.b64decode(answer["err"]))
sys.exit(answer["code"])
"""


def traps(lab: Lab) -> Iterator[tuple[str, dict[str, str]]]:
    """Give every trap that can be made from the lab alone, with its name."""
    yield "an empty file", dict.fromkeys(lab.run.editable, "")
    yield "refuses everyone", {path: _refusal(lab, path) for path in lab.run.editable}
    yield "agrees with everything", {path: _agreement(lab, path) for path in lab.run.editable}
    first = lab.run.editable[0]
    for name, prelude in PRELUDES.items():
        yield name, {first: prelude + lab.starter[first]}


def replay(lab: Lab, recording: Recording) -> dict[str, str]:
    """Make a submission that knows every answer of one run by heart, and nothing else."""
    answers = {_key(question): answer for question, answer in _spoken(lab, recording)}
    head = REPLAY.format(recording=json.dumps(answers))
    return {path: head + _replay(lab, path) for path in lab.run.editable if path.endswith(".py")}


def _key(question: Sequence[Plain]) -> str:
    return hashlib.sha256(json.dumps(question).encode()).hexdigest()[:16]


def _spoken(lab: Lab, recording: Recording) -> Iterator[tuple[list[Plain], Plain]]:
    for question, answer in recording:
        if len(json.dumps(answer)) > MAX_ANSWER_CHARACTERS:
            continue
        match lab.run.profile:
            case Profile.FUNCTION | Profile.NATIVE | Profile.CLIENT if question.get("do") == "call":
                name = str(question["target"]).partition(":")[2]
                yield [name, question["args"], question["keywords"]], answer
            case Profile.HTTP if question.get("do") == "visit":
                yield [question["method"], question["path"], question["body"]], answer
            case Profile.COMMAND | Profile.PACKAGE if question.get("do") == "run":
                yield [question["argv"]], answer


def _replay(lab: Lab, path: str) -> str:
    match lab.run.profile:
        case Profile.HTTP:
            return REPLAY_APP.format(app=lab.run.target.partition(":")[2])
        case Profile.COMMAND | Profile.PACKAGE:
            return REPLAY_PROGRAM
        case _:
            return REPLAY_FUNCTION + "".join(
                f"def {name}(*args, **options):\n    return repeat({name!r}, args, options)\n\n\n"
                for name in _functions(lab.starter[path])
            )


def _refusal(lab: Lab, path: str) -> str:
    match lab.run.profile:
        case Profile.HTTP:
            app = lab.run.target.partition(":")[2]
            return (
                f"def {app}(environ, start_response):\n"
                "    start_response('403 Forbidden', [('Content-Type', 'text/plain')])\n"
                "    return [b'refused']\n"
            )
        case Profile.COMMAND | Profile.PACKAGE:
            return "import sys\n\nsys.exit('refused')\n"
        case _:
            return "".join(
                f"def {name}(*args, **options):\n    raise ValueError('refused')\n\n\n"
                for name in _functions(lab.starter[path])
            )


def _agreement(lab: Lab, path: str) -> str:
    match lab.run.profile:
        case Profile.HTTP:
            app = lab.run.target.partition(":")[2]
            return (
                f"def {app}(environ, start_response):\n"
                "    start_response('200 OK', [('Content-Type', 'application/json')])\n"
                '    return [b\'{"ok": true, "passed": true}\']\n'
            )
        case Profile.COMMAND | Profile.PACKAGE:
            return "print('ok')\n"
        case _:
            functions = (
                f"def {name}(*args, **options):\n    return AlwaysEqual()\n\n\n"
                for name in _functions(lab.starter[path])
            )
            return ALWAYS_EQUAL + "".join(functions)


def _functions(source: str) -> list[str]:
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return []
    return [node.name for node in tree.body if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))]
