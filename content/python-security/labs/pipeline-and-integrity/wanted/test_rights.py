"""What a good pipeline also does, though the original does not."""

from helpers import PLAIN, GitHub, Pull, Refused

REPORTS = {"id-token", "pull-requests", "issues", "statuses", "checks"}


def test_no_job_may_write_to_the_repository(box, canary, rng):
    """No job has a token that may write to the repository: nothing here needs it."""
    try:
        hub = GitHub(box, canary, rng)
        hub.pull_request(Pull("New prices", "prices", PLAIN))
        hub.push("New prices", PLAIN)
    except Refused as error:
        raise AssertionError(str(error)) from None
    rights = {(run.workflow, job): sorted(may - REPORTS) for run in hub.runs for job, may in run.tokens.items()}
    assert rights == dict.fromkeys(rights, [])


def test_quotes_in_titles_and_messages(box, canary, rng):
    """Titles and messages may contain quotes, dollars and backslashes."""
    odd = f"Don't say \"{rng.randrange(99)}; $HOME is `here` \\ (or not"
    try:
        hub = GitHub(box, canary, rng)
        hub.pull_request(Pull(odd, "prices", PLAIN))
        hub.push(odd, PLAIN)
    except Refused as error:
        raise AssertionError(str(error)) from None
    assert [run.conclusion for run in hub.runs if run.conclusion == "failure"] == []
    assert len(hub.deployed) == 1
