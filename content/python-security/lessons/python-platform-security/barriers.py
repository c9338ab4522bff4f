"""Untrusted code behind three barriers: can it read a variable and a file of the program?"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

CALLER = """
import os, sys
SECRET = "b7f3-31aa"
REFUSED = {"open"}
def hook(event, arguments):
    if event in REFUSED:
        raise PermissionError(event)
code = sys.argv[1]
"""
BARRIERS = {
    "no builtins": CALLER + 'exec(code, {"__builtins__": {}})',
    "audit hook": CALLER + "sys.addaudithook(hook)\nexec(code, {})",
    "own process": CALLER
    + "import subprocess\nsubprocess.run([sys.executable, '-I', '-c', code], env={}, stderr=subprocess.DEVNULL)",
}
MODULES = """
for kind in ().__class__.__base__.__subclasses__():
    if kind.__name__ == "_wrap_close":
        modules = kind.__init__.__globals__["sys"].modules
main, print, open = modules["__main__"], modules["builtins"].print, modules["builtins"].open
"""
VARIABLE = "print(main.SECRET)"
FILE = """
try:
    main.REFUSED.clear()
except:
    pass
print(open("secret.txt").read())
"""


def reads(barrier: str, attack: str, folder: Path) -> str:
    command = [sys.executable, "-I", "-c", barrier, MODULES + attack]
    run = subprocess.run(command, cwd=folder, env={"PATH": os.environ["PATH"]}, capture_output=True, text=True)
    return "reads it" if run.stdout.startswith("b7f3-31aa") else "-"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "secret.txt").write_text("b7f3-31aa")
        print(f"{'':14}{'a variable':14}a file")
        for title, barrier in BARRIERS.items():
            print(f"{title:14}{reads(barrier, VARIABLE, folder):14}{reads(barrier, FILE, folder)}")
