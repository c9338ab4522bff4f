"""A branch works; somebody who supports it gives commands and reads what comes out."""

SHOWN = ("parcels.log", "crash.txt", "proxy.log", "dist/parcels.pyz")
COMMANDS = ("order", "track", "close", "zone")
TROUBLE = ("down", "busy", "garbled", "silent")


def scene(box, canary, rng):
    def run(*words, trouble=""):
        """Run the program as a branch does; return status, output and errors."""
        if words[:1] and words[0] not in COMMANDS or "then" in words or trouble not in ("", *TROUBLE):
            raise ValueError("a branch has no such command")
        ran = box.run("machine.py", *([f"--{trouble}"] if trouble else []), *words)
        return ran.code, ran.out.decode(errors="replace"), ran.err.decode(errors="replace")

    def build():
        """Let the build be made."""
        return box.run("build.py").code

    def read(path):
        """Return a file that many people in the company may read, as bytes."""
        if path not in SHOWN:
            raise ValueError("not everybody may read this file")
        return box.read(path)

    return {"run": run, "build": build, "read": read}
