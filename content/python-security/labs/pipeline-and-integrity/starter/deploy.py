"""Sends a folder to the host: python deploy.py dist.

The host believes DEPLOY_TOKEN. It also believes the identity of a run on main (OIDC), which a job has with the
permission `id-token: write`; then nobody has to keep a token.
"""

import json
import os
import sys
from pathlib import Path


def main(folder):
    """Send all files. In this lab, the host is a file that the runner reads."""
    credential = os.environ.get("DEPLOY_TOKEN") or os.environ.get("ACTIONS_ID_TOKEN_REQUEST_TOKEN")
    if not credential:
        sys.exit("There is no DEPLOY_TOKEN, and this job has no identity.")
    paths = [path for path in Path(folder).rglob("*") if path.is_file()]
    files = {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in paths}
    Path(os.environ["HOST_INBOX"]).write_text(json.dumps({"credential": credential, "files": files}), encoding="utf-8")
    print(f"{len(files)} files sent to the host")


if __name__ == "__main__":
    main(sys.argv[1])
