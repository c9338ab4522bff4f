"""The program is installed as its requirements say, and an agency sends texts."""

from helpers import run


def scene(box, canary, rng):
    box.install()

    def letter(text):
        """Send a text as an agency; return the letter, or the error as a text."""
        return run(box, ("letter", "4711", text))[0][1]

    return {"letter": letter}
