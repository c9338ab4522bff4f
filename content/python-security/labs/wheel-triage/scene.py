"""An author on the public index: the machine installs the package, and later starts its own report."""

from helpers import send, wheel


def scene(box, canary, rng):
    def submit(name, files):
        """Let the machine decide about a wheel with these files; return the reason, or an empty text if it installs."""
        return send(box, wheel(name, dict(files)))[0]

    def report():
        """Start the report of the night; return what it prints."""
        ran = box.run("report.py")
        return (ran.out + ran.err).decode(errors="replace")

    return {"submit": submit, "report": report}
