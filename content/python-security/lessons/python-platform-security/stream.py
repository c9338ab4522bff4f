"""Run watched.py with an audit hook, and print the events that its lines raise."""

import os
import runpy
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

WATCHED = Path(__file__).with_name("watched.py")
INTERNAL = {"sys._getframe", "sys._getframemodulename", "object.__getattr__", "object.__setattr__"}


def frames(frame: FrameType | None) -> Iterator[FrameType]:
    while frame:
        yield frame
        frame = frame.f_back


class Recorder:
    """An audit hook: Python calls it with the name of each event and its arguments."""

    def __init__(self) -> None:
        self.events: list[tuple[int, str, str]] = []
        self.is_on = True

    def __call__(self, event: str, arguments: tuple) -> None:
        if not self.is_on or event in INTERNAL:
            return
        way = list(frames(sys._getframe(1)))
        lines = [each.f_lineno for each in way if each.f_code.co_filename == str(WATCHED)]
        if lines and not any("importlib" in each.f_code.co_filename for each in way):
            self.events.append((lines[0], event, detail(event, arguments)))


def detail(event: str, arguments: tuple) -> str:
    """Return what an event is about, without what differs from run to run."""
    match event:
        case "import" | "open" | "os.mkdir" | "os.remove" | "os.rmdir":
            return str(arguments[0])
        case "os.rename":
            return f"{arguments[0]} to {arguments[1]}"
        case "compile":
            return arguments[0].decode() if isinstance(arguments[0], bytes) else str(arguments[0])
        case "subprocess.Popen":
            return " ".join(arguments[1])
        case "socket.connect":
            return ":".join(map(str, arguments[1]))
    return ""


def watch() -> list[tuple[int, str, str]]:
    """Run the program in a folder of its own. The hook cannot be removed, so it is switched off."""
    recorder = Recorder()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        sys.addaudithook(recorder)
        runpy.run_path(str(WATCHED))
        recorder.is_on = False
        os.chdir("/")
    return recorder.events


if __name__ == "__main__":
    for line, event, what in watch():
        print(f"line {line:<4}{event:18}{what}".rstrip())
