"""Run untrusted code in the same process, with an audit hook that refuses to open files."""

import sys

REFUSED = {"open", "subprocess.Popen", "socket.connect"}


def hook(event: str, arguments: tuple) -> None:
    if event in REFUSED:
        raise PermissionError(event)


UNTRUSTED = {
    "open a file": "open('/dev/null').close()",
    "change the hook, then open it": "import __main__; __main__.REFUSED.clear(); open('/dev/null').close()",
}

if __name__ == "__main__":
    sys.addaudithook(hook)
    for title, code in UNTRUSTED.items():
        try:
            exec(code, {})
            print(f"{title}: it works")
        except PermissionError as error:
            print(f"{title}: refused, {error}")
