"""A workflow, and the attacks on it."""

from pipeline import Workflow, show

show(
    Workflow(
        trigger="pull_request_target",
        title="in the script",
        actions="by tag",
        release_cache=True,
        publishing="API token",
    )
)
