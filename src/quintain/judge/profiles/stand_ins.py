"""Programs that take the place of a learner's: they refuse, agree, repeat what was heard, or filter words.

`quintain check` hands them in, and a lab may prove none of them. They are written for three shapes of programs: modules
of functions, web apps, and programs with words.
"""

import ast
import re
from typing import Final, Protocol

from quintain.judge.harness.inside.values import Plain
from quintain.packs.model.lab import Lab

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

REPLAY_FUNCTION: Final = """\
def repeat(name, args, options):
    from inside.values import decode, encode

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

FILTER_FUNCTIONS: Final = """
def _guarded(function):
    def check(*args, **options):
        if _is_bad(*(a for a in (*args, *options.values()) if isinstance(a, str))):
            raise ValueError("refused")
        return function(*args, **options)
    return check


for _name, _value in list(globals().items()):
    if not _name.startswith("_") and type(_value) is type(_guarded) and _value.__module__ == __name__:
        globals()[_name] = _guarded(_value)
"""
FILTER_APP: Final = """
def _guarded(inner):
    import io

    def check(environ, start_response):
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        path = environ.get("RAW_URI") or environ.get("REQUEST_URI")
        path = path or environ["PATH_INFO"] + "?" + environ.get("QUERY_STRING", "")
        if _is_bad(path, body.decode("latin-1")):
            start_response("403 Forbidden", [("Content-Type", "text/plain")])
            return [b"refused"]
        return inner(environ, start_response)
    return check


{app} = _guarded({app})
"""
FILTER_PROGRAM: Final = """
import sys as _sys

if _is_bad(*_sys.argv[1:]):
    _sys.exit("refused")

"""

ASYNCHRONOUS: Final = "The app speaks ASGI, and the filter is written for WSGI."
ASGI: Final = re.compile(r"(?i)\basync def (app|__call__)\b|starlette|fastapi")


class StandIns(Protocol):
    """Writes stand-ins for one shape of programs. Each text is the content of one editable file."""

    def key(self, question: dict[str, Plain]) -> list[Plain] | None:
        """Return what a program knows of one question of the judge; None if it is none that it answers."""

    def replay(self, lab: Lab, path: str) -> str:
        """Answer with what ``said(*key)`` returns, which is written before this text."""

    def refusal(self, lab: Lab, path: str) -> str:
        """Refuse everyone."""

    def agreement(self, lab: Lab, path: str) -> str:
        """Agree with everything."""

    def entrance(self, lab: Lab) -> str:
        """Return the file in which a word filter has to be written; empty if there is none."""

    def obstacle(self, lab: Lab, path: str) -> str:
        """Say why no word filter can be written there, or nothing."""

    def filtered(self, lab: Lab, path: str, head: str) -> dict[str, str]:
        """Put the original program behind ``_is_bad(*texts)``, which ``head`` defines."""


class FunctionStandIns:
    """Stand-ins for modules of functions; ``closed`` says why what attacks send is no text to a function."""

    def __init__(self, closed: str = "") -> None:
        self._closed = closed

    def key(self, question: dict[str, Plain]) -> list[Plain] | None:
        """Return name and arguments of a call."""
        if question.get("do") != "call":
            return None
        return [str(question["target"]).partition(":")[2], question["args"], question["keywords"]]

    def replay(self, lab: Lab, path: str) -> str:
        """Answer every function by its name."""
        return REPLAY_FUNCTION + _rewritten(lab.starter[path], "return repeat({name!r}, args, options)")

    def refusal(self, lab: Lab, path: str) -> str:
        """Raise ValueError everywhere."""
        return _rewritten(lab.starter[path], "raise ValueError('refused')")

    def agreement(self, lab: Lab, path: str) -> str:
        """Return a value that is equal to every other."""
        return ALWAYS_EQUAL + _rewritten(lab.starter[path], "return AlwaysEqual()")

    def entrance(self, lab: Lab) -> str:
        """Return the first module that learners edit."""
        return next((each for each in lab.run.editable if each.endswith(".py")), "")

    def obstacle(self, _lab: Lab, _path: str) -> str:
        """Say what the profile says."""
        return self._closed

    def filtered(self, lab: Lab, _path: str, head: str) -> dict[str, str]:
        """Wrap every function of every module."""
        return {each: lab.starter[each] + head + FILTER_FUNCTIONS for each in lab.run.editable if each.endswith(".py")}


class AppStandIns:
    """Stand-ins for web apps that speak WSGI."""

    def key(self, question: dict[str, Plain]) -> list[Plain] | None:
        """Return method, path and body of a request."""
        return [question["method"], question["path"], question["body"]] if question.get("do") == "visit" else None

    def replay(self, lab: Lab, _path: str) -> str:
        """Answer every request."""
        return REPLAY_APP.format(app=_object(lab))

    def refusal(self, lab: Lab, _path: str) -> str:
        """Answer 403."""
        return (
            f"def {_object(lab)}(environ, start_response):\n"
            "    start_response('403 Forbidden', [('Content-Type', 'text/plain')])\n"
            "    return [b'refused']\n"
        )

    def agreement(self, lab: Lab, _path: str) -> str:
        """Answer 200."""
        return (
            f"def {_object(lab)}(environ, start_response):\n"
            "    start_response('200 OK', [('Content-Type', 'application/json')])\n"
            '    return [b\'{"ok": true, "passed": true}\']\n'
        )

    def entrance(self, lab: Lab) -> str:
        """Return the module of the app, or the `__init__.py` of its package."""
        module = lab.run.target.partition(":")[0].replace(".", "/")
        package = f"{module}/__init__.py"
        return package if package in lab.starter else f"{module}.py"

    def obstacle(self, lab: Lab, path: str) -> str:
        """Refuse apps that speak ASGI."""
        return ASYNCHRONOUS if ASGI.search(lab.starter[path]) else ""

    def filtered(self, lab: Lab, path: str, head: str) -> dict[str, str]:
        """Wrap the app."""
        return {path: lab.starter[path] + head + FILTER_APP.format(app=_object(lab))}


class ProgramStandIns:
    """Stand-ins for programs with words, output and an exit status; ``closed`` as in `FunctionStandIns`."""

    def __init__(self, closed: str = "") -> None:
        self._closed = closed

    def key(self, question: dict[str, Plain]) -> list[Plain] | None:
        """Return the words."""
        return [question["argv"]] if question.get("do") == "run" else None

    def replay(self, _lab: Lab, _path: str) -> str:
        """Answer with files, output and status."""
        return REPLAY_PROGRAM

    def refusal(self, _lab: Lab, _path: str) -> str:
        """End with a message and status 1."""
        return "import sys\n\nsys.exit('refused')\n"

    def agreement(self, _lab: Lab, _path: str) -> str:
        """Print ok."""
        return "print('ok')\n"

    def entrance(self, lab: Lab) -> str:
        """Return the program."""
        return lab.run.target

    def obstacle(self, _lab: Lab, _path: str) -> str:
        """Say what the profile says."""
        return self._closed

    def filtered(self, lab: Lab, path: str, head: str) -> dict[str, str]:
        """Look at the words first."""
        return {path: _behind_imports_from_the_future(lab.starter[path], head + FILTER_PROGRAM)}


def _object(lab: Lab) -> str:
    return lab.run.target.partition(":")[2]


def _rewritten(source: str, statement: str) -> str:
    """Define all functions and classes of a module as functions of one statement, which may hold their ``{name}``."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return ""
    names = [node.name for node in tree.body if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))]
    return "".join(f"def {name}(*args, **options):\n    {statement.format(name=name)}\n\n\n" for name in names)


def _behind_imports_from_the_future(text: str, code: str) -> str:
    last = max((match.end() for match in re.finditer(r"(?m)^from __future__ import .*\n", text)), default=0)
    return text[:last] + code + text[last:]
