"""Five risky lines, to see which of them a tool reports; none of them runs here."""

import pickle
import subprocess


def risky(text, data):
    """Do what this course has warned of."""
    eval(text)
    exec(text)
    subprocess.run(text, shell=True, check=False)
    pickle.loads(data)
    try:
        int(text)
    except Exception:
        pass


print("nothing was called")
