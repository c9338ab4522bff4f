"""What a good pipeline also does, though the original does not."""

from helpers import PLAIN, GitHub, Pull, Refused

REPORTS = {"id-token", "pull-requests", "issues", "statuses", "checks"}


def test_rights_and_odd_texts(box, canary, rng):
    """Titles and messages may contain quotes and dollars, and no job has a token that may write to the repository."""
    odd = f"Don't say \"{rng.randrange(99)}; $HOME is `here` \\ (or not"
    try:
        hub = GitHub(box, canary, rng)
        hub.pull_request(Pull(odd, "prices", PLAIN))
        hub.push(odd, PLAIN)
    except Refused as error:
        raise AssertionError(str(error)) from None
    assert [run.conclusion for run in hub.runs if run.conclusion == "failure"] == []
    assert len(hub.deployed) == 1
    rights = {(run.workflow, job): sorted(may - REPORTS) for run in hub.runs for job, may in run.tokens.items()}
    assert rights == dict.fromkeys(rights, []), "a job may write to the repository, and nothing needs it"
