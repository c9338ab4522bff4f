"""What is said above code: the path of a file, or what a recorded output is of."""

from quintain.packs.model.lesson import Code


def caption_of(code: Code) -> str:
    """Return the caption of code: recordings lie at paths that tell a reader nothing."""
    recorded = code.recording
    if recorded is None:
        return str(code.path)
    return f"Ruff on {recorded.script}: {recorded.rule}" if recorded.rule else f"Output of {recorded.script}"
