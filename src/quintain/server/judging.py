"""Makes the server's judge: the sandbox below the data folder, and the judge that uses it."""

from typing import Final

from django.conf import settings

from quintain.judge.judge import Judge
from quintain.sandbox import Sandbox

LONG_RUNNING: Final = 12  # as many students may hang at once before anybody waits for them


def make_judge() -> Judge:
    """Return a judge whose sandbox keeps its runtimes in the data folder."""
    sandbox = Sandbox(settings.DATA.sandbox.resolve())  # a preview's data folder goes while a runtime is being made
    return Judge(sandbox, long_running=LONG_RUNNING)
