"""A workflow, and the attacks on it."""

from pipeline import Workflow, show

show(
    Workflow(
        trigger="pull_request",
        title="as a variable",
        actions="by commit",
        release_cache=False,
        publishing="Trusted Publishing",
    )
)
