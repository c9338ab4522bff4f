"""A stranger who may open pull requests; the log of each run is public, with known secrets replaced by ***."""

from helpers import GitHub, Pull, Refused


def scene(box, canary, rng):
    hub = GitHub(box, canary, rng)

    def pull_request(title, branch, files):
        """Open a pull request with changed files (path and text); return the log of its runs."""
        texts = {str(path): str(text) for path, text in dict(files).items()}
        known = len(hub.runs)
        try:
            hub.pull_request(Pull(str(title), str(branch), texts))
        except (Refused, ValueError) as error:
            return f"Nothing has run: {error}"
        log = "".join(run.log for run in hub.runs[known:])
        return log.replace(canary.deploy_token, "***")

    def show(path):
        """Read a file of the repository, as everybody can."""
        return hub.files[str(path)]

    return {"pull_request": pull_request, "show": show}
