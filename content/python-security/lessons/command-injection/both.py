"""A list together with shell=True: what runs?"""

import subprocess

for words in (["echo", "hello"], ["echo hello"]):
    for shell in (False, True):
        try:
            printed = subprocess.run(words, shell=shell, capture_output=True, text=True).stdout
        except FileNotFoundError:
            printed = "no such program"
        print(f"{words!s:20}shell={shell!s:7}{printed!r}")
