"""Send failing requests to four error handlers, and look at the answers as an attacker does."""

import re
import traceback
from collections.abc import Callable, Mapping

import after
import before
from shop import ForbiddenError, NotFoundError, numbered, page

PATHS = ("order/9", "order/8", "receipt/7", "search/*", "pay/7")
type Handler = Callable[[str], str]


def debug(path: str) -> str:
    """Answer with a traceback and its local variables, as debug pages do."""
    try:
        return f"200 {page('zoe', path)}"
    except Exception as error:
        report = traceback.TracebackException.from_exception(error, capture_locals=True)
        return f"500 {''.join(report.format())}"


def message(path: str) -> str:
    found = before.answer("zoe", path)
    return f"{found.status} {found.text}"


def half(path: str) -> str:
    """Hide what is unexpected, but explain what is expected."""
    try:
        return f"200 {page('zoe', path)}"
    except NotFoundError as error:
        return f"404 {error}"
    except ForbiddenError as error:
        return f"403 {error}"
    except Exception:
        return "500 Something went wrong."


def generic(path: str) -> str:
    found = after.answer("zoe", path)
    return numbered(f"{found.status} {found.text}")


HANDLERS: Mapping[str, Handler] = {"debug page": debug, "message": message, "only 500 hidden": half, "generic": generic}
GLASSES: Mapping[str, str] = {
    "source code": r"raise |return ",
    "folders of the server": r"/srv/shop",
    "which database": r"GLOB|sqlite3",
    "an internal host": r"bank\.internal",
    "an account": r"shop_rw",
    "a secret": r"demo-7Q2F9X4K",
    "another customer": r"\bbob\b",
}


def learned(handler: Handler) -> set[str]:
    """Return what the answers of a handler tell."""
    answers = {path: handler(path) for path in PATHS}
    everything = "\n".join(answers.values())
    found = {what for what, pattern in GLASSES.items() if re.search(pattern, everything)}
    same = answers["order/8"].replace("8", "") == answers["order/9"].replace("9", "")
    return found if same else found | {"that order 8 exists"}


if __name__ == "__main__":
    after.log.disabled = True
    told = {name: learned(handler) for name, handler in HANDLERS.items()}
    print(f"{'':24}" + "".join(f"{name:18}" for name in HANDLERS).rstrip())
    for what in (*GLASSES, "that order 8 exists"):
        print(f"{what:24}" + "".join(f"{'TELLS' if what in found else '-':18}" for found in told.values()).rstrip())
