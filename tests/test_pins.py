"""What is installed is what was reviewed, and nothing committed names a registry."""

import json
import re
import subprocess
import tomllib
from importlib import resources
from pathlib import Path

import jsonschema
import yaml

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
COURSE = "quintain-course-python-security"  # built from content/, so in no lock
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^\s;\\]+)", re.MULTILINE)


def locked() -> dict[str, str]:
    """Return each package of the lock with its version."""
    return dict(PIN.findall((ROOT / "requirements.txt").read_text()))


def committed() -> list[Path]:
    """Return every text file under version control."""
    listed = subprocess.run(
        ("git", "ls-files", "-z"), cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split("\0")
    return [ROOT / name for name in listed if name and (ROOT / name).is_file()]


def test_every_locked_package_has_a_hash() -> None:
    """A package without a hash would be installed unreviewed."""
    blocks = re.split(r"^(?=[a-z0-9])", (ROOT / "requirements.txt").read_text(), flags=re.MULTILINE)
    bare = [block.split("==")[0] for block in blocks if block.strip() and "--hash=sha256:" not in block]
    assert bare == []


def test_uv_run_gets_the_versions_of_the_lock() -> None:
    """Whoever calls `uv run` without ./quintain gets the same versions through the constraints."""
    constraints = dict(pin for line in PROJECT["tool"]["uv"]["constraint-dependencies"] for pin in PIN.findall(line))
    assert constraints == locked(), "run `just lock` after editing pyproject.toml"


def test_direct_dependencies_are_pinned_as_locked() -> None:
    """An edit of pyproject.toml without `just lock` shows here."""
    direct = [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]]
    direct = [line for line in direct if not line.startswith(f"{COURSE}==")]
    pins = dict(pin for line in direct for pin in PIN.findall(re.sub(r"\[[^]]*\]", "", line.lower())))
    assert len(pins) == len(direct), "every direct dependency names one version"
    assert {name: locked().get(name) for name in pins} == pins


def test_the_course_that_is_installed_is_the_one_of_this_commit() -> None:
    """Whoever installs the program gets the course that it was tested with, built by the reviewed build backend."""
    pack = tomllib.loads((ROOT / "content/python-security/pack.toml").read_text())
    course = tomllib.loads((ROOT / "content/pyproject.toml").read_text())
    assert f"{COURSE}=={pack['version']}" in PROJECT["project"]["dependencies"]
    assert course["project"]["name"] == COURSE
    assert course["project"]["requires-python"] == PROJECT["project"]["requires-python"]
    assert course["build-system"] == PROJECT["build-system"]


def test_lock_of_the_judge_alone_has_the_same_versions() -> None:
    """`quintain grade` can be installed without the classroom, and judges as the classroom does."""
    judge = dict(PIN.findall((ROOT / "deploy/grade.txt").read_text()))
    assert {name: locked().get(name) for name in judge} == judge
    assert not {"django", "channels", "uvicorn"} & judge.keys()


def test_no_committed_file_names_a_registry_or_a_mirror() -> None:
    """Locks and settings work with any registry; the address belongs to the machine."""
    address = re.compile(r"https?://(?:files\.pythonhosted|pypi|registry\.npmjs|[\w.-]*mirror)[\w./-]*", re.IGNORECASE)
    found = {
        str(path.relative_to(ROOT)): address.findall(path.read_text(errors="ignore"))
        for path in committed()
        if path.suffix in {".json", ".toml", ".txt", ".in", ".cfg", ".npmrc", ".lock"} or path.name == ".npmrc"
    }
    assert {name: hits for name, hits in found.items() if hits} == {}


def test_the_locks_that_name_a_registry_are_not_committed() -> None:
    """uv.lock names the registry of whoever made it."""
    assert not [path for path in committed() if path.name == "uv.lock"]


def test_actions_of_workflows_are_pinned_by_hash() -> None:
    """A tag can be moved to another commit; the version stands beside for those who read."""
    texts = [path.read_text() for path in (ROOT / ".github" / "workflows").glob("*.yml")]
    used = [line.strip(" -") for text in texts for line in text.splitlines() if "uses:" in line]
    assert used
    assert [line for line in used if not re.fullmatch(r"uses: [\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line)] == []


def test_workflows_run_what_ci_runs() -> None:
    """One list of what must hold, in one place."""
    assert "- run: .ci/run\n" in (ROOT / ".github" / "workflows" / "check.yml").read_text()


def test_a_release_is_built_twice_and_attested_and_published_by_nobody() -> None:
    """The files wait until a person has looked at them; the workflow can write attestations, and nothing else."""
    text = (ROOT / ".github/workflows/release.yml").read_text()
    workflow = yaml.safe_load(text)
    (job,) = workflow["jobs"].values()
    assert workflow["permissions"] == {}
    assert job["permissions"] == {"contents": "read", "id-token": "write", "attestations": "write"}
    built, again, attested = (
        text.index(words) for words in ("just release", "just reproduce", "attest-build-provenance@")
    )
    assert built < again < attested
    assert not re.search(r"publish@|uv publish|twine|gh release|npm publish|docker push|secrets\.", text)
    place = resources.files("check_jsonschema") / "builtin_schemas/vendor/github-workflows.json"
    schema = json.loads(place.read_text("utf-8"))
    workflow["on"] = workflow.pop(True)  # what YAML 1.1 takes the word for
    jsonschema.validators.validator_for(schema)(schema).validate(workflow)
