"""Workflows that grade a lab's folder after each push: for GitHub, GitLab, and Forgejo or Gitea.

Each fetches Quintain and its course from a repository that the owner of the folder names, and runs the command that
`quintain grade` is. They name no service but the one that they are for, and ask for no permission but to read.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

PROGRAM: Final = "program"
"""The folder, below that of the workflow, which has the lab's files."""
REPORTS: Final = "--junit junit.xml --sarif quintain.sarif"
PLAIN_NAME: Final = r"[A-Za-z0-9][A-Za-z0-9._-]*"

# The action and its commit are those of this repository's own workflow, and a test holds them to each other.
CHECKOUT: Final = "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1"
SANDBOX: Final = """\
      # Ubuntu 24.04 and later let no ordinary program make a user namespace, which each sandbox of the judge is.
      - name: Let the judge make sandboxes
        run: |
          if test -e /proc/sys/kernel/apparmor_restrict_unprivileged_userns; then
            sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0
          fi
"""
# Both services read the syntax of GitHub Actions.
STEPS: Final = """\
    steps:
      - uses: {checkout}
        with:
          persist-credentials: false
{sandbox}      - name: Fetch Quintain and its course
        env:
          QUINTAIN_URL: ${{{{ vars.QUINTAIN_URL }}}}
        run: |
          rm -rf .quintain
          git clone --quiet --depth 1 -- "${{QUINTAIN_URL:?Set the variable QUINTAIN_URL.}}" .quintain
      - name: Grade
        run: >-
          {grade}
"""
GITHUB: Final = (
    """\
# Judges the fix of the lab {slug} after each push.
# Set the variable QUINTAIN_URL of the repository (Settings, Secrets and variables, Actions, Variables) to the address
# of a repository with Quintain and its course. Anyone who can read that repository can read the attacks of the labs.
# Where a token is needed to read it, make QUINTAIN_URL a secret, and write secrets.QUINTAIN_URL below.
name: grade {slug}

on:
  push:
  pull_request:

permissions:
  contents: read

jobs:
  grade:
    runs-on: ubuntu-24.04
    timeout-minutes: 20
"""
    + STEPS
    + """\
      # To see the places in the code, give the job the permission security-events: write, and hand quintain.sarif to
      # github/codeql-action/upload-sarif, with if: always(). A private repository needs a licence for code scanning.
"""
)
FORGEJO: Final = (
    """\
# Judges the fix of the lab {slug} after each push: for Forgejo, and as .gitea/workflows/grade.yml for Gitea.
# Set the variable QUINTAIN_URL of the repository (Settings, Actions, Variables) to the address of a repository with
# Quintain and its course. Anyone who can read that repository can read the attacks of the labs.
# Where a token is needed to read it, make QUINTAIN_URL a secret, and write secrets.QUINTAIN_URL below.
#
# The label must be that of a runner that runs jobs on the machine itself, not in a container: the judge makes
# sandboxes, which containers refuse unless they are started with --security-opt seccomp=unconfined
# and --security-opt systempaths=unconfined.
name: grade {slug}

on:
  push:
  pull_request:

jobs:
  grade:
    runs-on: self-hosted
    timeout-minutes: 20
"""
    + STEPS
)
GITLAB: Final = """\
# Judges the fix of the lab {slug} after each push; merge requests show what fails.
# Set the variable QUINTAIN_URL of the project (Settings, CI/CD, Variables) to the address of a repository with
# Quintain and its course. Anyone who can read that repository can read the attacks of the labs.
# Where a token is needed to read it, mask the variable.
#
# The tag must be that of a runner with the shell executor: the judge makes sandboxes, which containers refuse unless
# the runner starts them with security_opt = ["seccomp=unconfined", "systempaths=unconfined"].
grade:
  tags: [shell]
  timeout: 20 minutes
  before_script:
    # Ubuntu 24.04 and later let no ordinary program make a user namespace, which each sandbox of the judge is.
    - |
      if test -e /proc/sys/kernel/apparmor_restrict_unprivileged_userns; then
        sudo -n sysctl -w kernel.apparmor_restrict_unprivileged_userns=0
      fi
    - rm -rf .quintain
    - git clone --quiet --depth 1 -- "${{QUINTAIN_URL:?Set the variable QUINTAIN_URL.}}" .quintain
  script:
    - >-
      {grade}
  artifacts:
    when: always
    paths: [quintain.sarif]
    reports:
      junit: junit.xml
"""


@dataclass(frozen=True, slots=True)
class Workflow:
    """A workflow of a service, and the path at which the service looks for it."""

    path: str
    template: str


WORKFLOWS: Final = (
    Workflow(".github/workflows/grade.yml", GITHUB),
    Workflow(".gitlab-ci.yml", GITLAB),
    Workflow(".forgejo/workflows/grade.yml", FORGEJO),
)


def workflows_of(slug: str, pack: str) -> Mapping[str, str]:
    """Return the workflows for a lab of a pack by their paths.

    Args:
        slug: the lab's.
        pack: the name of the pack's folder in ``content/`` of the repository; one that a shell or YAML would read in
            another way is left to be filled in.

    """
    where = pack if re.fullmatch(PLAIN_NAME, pack) else "PACK"
    grade = f".quintain/quintain grade {slug} {PROGRAM} --pack .quintain/content/{where} {REPORTS}"
    words = {"slug": slug, "checkout": CHECKOUT, "sandbox": SANDBOX, "grade": grade}
    return {workflow.path: workflow.template.format_map(words) for workflow in WORKFLOWS}
