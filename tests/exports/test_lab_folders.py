"""A lab as a folder has what a learner may see, and nothing else; workflows are such that services take them."""

import io
import json
import zipfile
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from quintain.exports.errors import FolderTaken
from quintain.exports.lab_folders import files_of_folder, write_folder, zip_of
from quintain.exports.workflows import CHECKOUT, workflows_of
from quintain.packs.model.lab import Lab
from tests.courses import whole_course

LABS = [lab for lab in whole_course().labs.values() if lab.is_fixed]
REPOSITORY = Path(__file__).resolve().parents[2]
SCHEMAS = {".gitlab-ci.yml": "gitlab-ci.json"}
HIDING = ("tests", "wanted", "exploits", "fixes", "files", "before")
HIDDEN_FILES = ("hints.md", "debrief.md", "reference.py", "scene.py", "helpers.py", "lab.toml", "proof.json")


def hidden_files(lab: Lab) -> list[Path]:
    """Return the files of a lab that learners do not see, or see later."""
    below = [path for name in HIDING for path in (lab.folder / name).rglob("*.py")]
    return [*below, *(path for name in HIDDEN_FILES if (path := lab.folder / name).exists())]


@pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.slug)
def test_nothing_hidden_is_in_a_folder(lab: Lab) -> None:
    """Program, brief and lock file: of all other files of the lab, no line of code that is not in these."""
    folder = files_of_folder(lab)
    program = {path.removeprefix("program/"): text for path, text in folder.items() if path.startswith("program/")}
    assert program == dict(lab.starter)
    assert set(folder) - {f"program/{path}" for path in program} <= {
        "README.md", ".gitignore", "requirements.txt",
        ".github/workflows/grade.yml", ".gitlab-ci.yml", ".forgejo/workflows/grade.yml",
    }  # fmt: skip
    change = lab.pull_request.markdown if lab.pull_request else ""
    promises = (promise.text for promise in lab.promises)
    said = "\n".join([*lab.starter.values(), *(section.markdown for section in lab.brief), *promises, change])
    text = folder["README.md"]
    for path in hidden_files(lab):
        lines = {line.strip() for line in path.read_text(encoding="utf-8").splitlines() if len(line.strip()) > 30}
        told = {line for line in lines if line in text and line not in said and lab.title not in line}
        assert told == set(), f"{path.name} is in the README"
    assert all(section.title in text for section in lab.brief)


def test_a_learners_own_files_take_the_place_of_the_starters() -> None:
    """Of those that the lab lets anyone change; another path is no way out of the folder."""
    lab = whole_course().labs["sql-login"]
    folder = files_of_folder(lab, {"shop.py": "mine", "shop.sql": "no", "../x": "no"})
    assert (folder["program/shop.py"], folder["program/shop.sql"]) == ("mine", lab.starter["shop.sql"])
    assert not any("x" in Path(path).parts for path in folder)


def test_a_labs_own_workflows_never_run() -> None:
    """A lab about pipelines has flawed ones; pushed at the top of a repository, a service would run them."""
    folder = files_of_folder(whole_course().labs["pipeline-and-integrity"])
    top = [path for path in folder if path.startswith((".github/", ".forgejo/", ".gitlab"))]
    assert sorted(top) == [".forgejo/workflows/grade.yml", ".github/workflows/grade.yml", ".gitlab-ci.yml"]
    assert "program/.github/workflows/deploy.yml" in folder


def test_a_zip_has_one_folder_and_is_the_same_each_time() -> None:
    """So that nothing is spread over the folder in which it is unpacked."""
    files_ = files_of_folder(whole_course().labs["tour"])
    packed = zip_of(files_, "tour")
    assert packed == zip_of(files_, "tour")
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.testzip() is None
        assert {name.partition("/")[0] for name in archive.namelist()} == {"tour"}
        assert archive.read("tour/program/lockers.py").decode() == files_["program/lockers.py"]


def test_a_folder_is_written_once(tmp_path: Path) -> None:
    """Never into one that has something in it, through a link in it, or in the place of a file."""
    wanted = {"README.md": "x\r\n", "program/a/b.py": "y"}
    write_folder(wanted, tmp_path / "new/deep")
    assert (tmp_path / "new/deep/README.md").read_bytes() == b"x\r\n"
    for taken in (tmp_path / "new", tmp_path / "new/deep/README.md"):
        with pytest.raises(FolderTaken):
            write_folder(wanted, taken)


def schema(name: str) -> Any:
    """Return a schema of a service, as check-jsonschema brings it."""
    return json.loads((files("check_jsonschema") / "builtin_schemas/vendor" / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", list(workflows_of("tour", "python-security")))
def test_a_workflow_holds_to_the_schema_of_its_service(path: str) -> None:
    """Forgejo's has none of its own; its workflows are written as GitHub's are."""
    workflow = yaml.safe_load(workflows_of("tour", "python-security")[path])
    workflow["on"] = workflow.pop(True, None) or workflow.pop("on", None)  # YAML 1.1 reads on as true
    workflow = {key: value for key, value in workflow.items() if value is not None}
    jsonschema.validate(workflow, schema(SCHEMAS.get(path, "github-workflows.json")))


def test_workflows_pin_what_they_use() -> None:
    """The one action is pinned by its commit, which is that of this repository's own workflow."""
    assert f"uses: {CHECKOUT}" in (REPOSITORY / ".github/workflows/check.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize("pack", ["x; rm -rf /", "a b", "${{ secrets.X }}", "", "a: b"])
def test_a_strange_name_of_a_pack_is_left_out(pack: str) -> None:
    """A shell, YAML or a service could read it in another way; its owner fills it in."""
    for workflow in workflows_of("tour", pack).values():
        assert "--pack .quintain/content/PACK " in workflow
        assert not pack or pack not in workflow
