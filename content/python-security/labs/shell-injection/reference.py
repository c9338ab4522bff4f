"""A semicolon ends the count; the second command gets its .txt from the program."""

from target import run

print(run("gazette.py", "words", "x; sort donors").out)
