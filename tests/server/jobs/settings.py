"""The settings of workers that tests start: those of the server, with a judge of straw."""

from quintain.server.settings import *  # noqa: F403  all but what follows

JUDGE = "tests.server.jobs.slow_judge.make_judge"
