"""The settings of a server whose judge is `bench.straw`; ``DJANGO_SETTINGS_MODULE`` names them."""

from quintain.server.settings import *  # noqa: F403  all but one

JUDGE = "bench.straw.make_judge"
