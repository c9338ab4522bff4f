"""Start programs with a word of a hundred thousand letters, and with a thousand words.

expect: says done
whole: no
"""

import subprocess

subprocess.run(["/bin/sh", "-c", "exit", "x" * 100_000])
subprocess.run(["/bin/sh", "-c", "exit", *("word" for _ in range(1000))])
print("done")
