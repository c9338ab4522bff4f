"""What `deploy/` has fits the program: commands, ports, times, rights, and names of cells."""

import json
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any, Final

import click
import jsonschema
import pytest
import yaml

from quintain.cli.main import main
from quintain.server.jobs.threads import PATIENCE_SECONDS
from quintain.server.page_server import GRACE_SECONDS

ROOT: Final = Path(__file__).parents[2]
DEPLOY: Final = ROOT / "deploy"
COMPOSE: Final = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
UNITS: Final = sorted((DEPLOY / "systemd").glob("*.service"))
CADDYFILE: Final = (DEPLOY / "Caddyfile").read_text("utf-8")
SETTINGS: Final = (ROOT / "docs/reference/environment.md").read_text("utf-8")
SANDBOXES_NEED: Final = frozenset({"clone", "clone3", "unshare", "mount", "umount2", "pivot_root", "setns", "seccomp"})
BREAKS_SANDBOXES: Final = (
    "RestrictNamespaces",
    "PrivateUsers",
    "ProtectKernelTunables",
    "ProtectKernelLogs",
    "ProtectHostname",
    "ProtectControlGroups",
    "ProcSubset",
    "MemoryDenyWriteExecute",
)
MINUTE: Final = 60


def manifests() -> list[dict[str, Any]]:
    """Return all objects of Kubernetes."""
    files = sorted((DEPLOY / "kubernetes").glob("*.yaml"))
    return [each for file in files for each in yaml.safe_load_all(file.read_text("utf-8"))]


def of_kind(*kinds: str) -> dict[str, dict[str, Any]]:
    """Return the objects of some kinds, by their names."""
    return {each["metadata"]["name"]: each for each in manifests() if each["kind"] in kinds}


def settings_of(unit: Path) -> dict[str, list[str]]:
    """Return the settings of a unit, each with all that it is set to."""
    found: dict[str, list[str]] = {}
    for key, value in re.findall(r"^(\w+)=(.*)$", unit.read_text("utf-8"), re.MULTILINE):
        found.setdefault(key, []).append(value)
    return found


def test_compose_holds_to_its_schema() -> None:
    """As check-jsonschema brings it."""
    place = resources.files("check_jsonschema") / "builtin_schemas/vendor/compose-spec.json"
    schema = json.loads(place.read_text("utf-8"))
    validator = jsonschema.validators.validator_for(schema)(schema)
    validator.validate(COMPOSE)
    with pytest.raises(jsonschema.ValidationError):
        validator.validate({**COMPOSE, "services": {"web": {"imagee": "x"}}})


def command_lines() -> Iterator[tuple[str, list[str]]]:
    """Yield each command line of `quintain` that is started."""
    for unit in UNITS:
        (line,) = settings_of(unit)["ExecStart"]
        words = shlex.split(line)
        assert words[0] == "/opt/quintain/bin/quintain"
        yield unit.name, words[1:]
    yield from ((name, each["command"]) for name, each in COMPOSE["services"].items() if "quintain" in each["image"])
    for name, each in of_kind("StatefulSet").items():
        yield f"kubernetes {name}", each["spec"]["template"]["spec"]["containers"][0]["args"]


@pytest.mark.parametrize(("name", "words"), [pytest.param(*each, id=each[0]) for each in command_lines()])
def test_commands_and_options_are_those_of_the_program(name: str, words: list[str]) -> None:
    """None is misspelled, or of another version."""
    words = [re.sub(r"\$[{(][^})]*[})]|%i", "7", each) for each in words]
    command = main.get_command(click.Context(main), words[0])
    assert command is not None, name
    command.make_context(words[0], words[1:])


def test_every_setting_is_one_that_the_program_has() -> None:
    """In units, containers and manifests."""
    files = [each for each in DEPLOY.rglob("*") if each.is_file() and each.suffix != ".json"]
    named = {name for each in files for name in re.findall(r"\bQUINTAIN_[A-Z_]+\b", each.read_text("utf-8"))}
    assert named
    assert [name for name in sorted(named) if f"`{name}`" not in SETTINGS] == []


def test_judges_get_the_time_of_the_longest_job_to_stop() -> None:
    """Web processes get that of open sockets, and a few seconds to be left by the proxy."""
    seconds = {unit.name: int(settings_of(unit)["TimeoutStopSec"][0]) for unit in UNITS}
    pods = {name: each["spec"]["template"]["spec"] for name, each in of_kind("StatefulSet").items()}
    assert seconds["quintain-judge.service"] > PATIENCE_SECONDS
    assert pods["judge"]["terminationGracePeriodSeconds"] > PATIENCE_SECONDS
    assert int(COMPOSE["services"]["judge"]["stop_grace_period"].removesuffix("m")) * MINUTE > PATIENCE_SECONDS
    assert seconds["quintain-web@.service"] >= GRACE_SECONDS + 20
    assert pods["web"]["terminationGracePeriodSeconds"] >= GRACE_SECONDS + 20
    assert int(COMPOSE["services"]["web-1"]["stop_grace_period"].removesuffix("s")) >= GRACE_SECONDS + 20


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_comes_back_and_leaves_sandboxes_alone(unit: Path) -> None:
    """SIGTERM goes to the server only, and nothing that is hardened keeps a sandbox from being made."""
    found = settings_of(unit)
    assert (found["Restart"], found["KillMode"], found["User"]) == (["always"], ["mixed"], ["quintain"])
    assert found["NoNewPrivileges"] == ["yes"]
    assert found["CapabilityBoundingSet"] == [""]
    assert [each for each in BREAKS_SANDBOXES if each in found] == []
    assert "@mount" not in found["SystemCallFilter"][0]
    assert "Delegate" in found


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd on this machine")
def test_units_are_read_by_systemd(tmp_path: Path) -> None:
    """With nothing to complain of, but that Quintain is not installed here."""
    for unit in (*UNITS, DEPLOY / "systemd/quintain.target"):
        text = unit.read_text("utf-8").replace("/opt/quintain/bin/quintain", "/bin/true")
        (tmp_path / unit.name).write_text(text)
    names = ["quintain-judge.service", "quintain-web@1.service", "quintain.target"]
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *(f"./{name}" for name in names)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, [line for line in done.stderr.splitlines() if "quintain" in line]) == (0, [])


def test_the_proxy_knows_each_cell_by_its_name() -> None:
    """A cookie that names a cell without a matcher would lead anywhere; each list has all cells."""
    cells = {each["environment"]["QUINTAIN_CELL"] for name, each in COMPOSE["services"].items() if "web" in name}
    web = of_kind("StatefulSet")["web"]["spec"]
    pods = {f"web-{number + web['ordinals']['start']}" for number in range(web["replicas"])}
    matched = set(re.findall(r'^\t@(\S+) expression .*__Host-quintain-cell} == "\1"`$', CADDYFILE, re.MULTILINE))
    assert cells == pods == matched
    lists = re.findall(r"import pages (\w+) (.+)$", CADDYFILE, re.MULTILINE)
    assert len(lists) == len(cells) + 1
    for policy, upstreams in lists:
        found = re.findall(r"\{\$WEB_\d:(web-\d):8132\}", upstreams)
        assert (set(found), policy in {"first", "least_conn"}) == (cells, True)
    blocks = re.findall(r"handle @(\S+) \{\s+import pages first \{\$WEB_\d:(web-\d):", CADDYFILE)
    assert all(cell == first for cell, first in blocks)
    assert len(blocks) == len(cells)


def test_only_the_proxy_is_reached_from_outside() -> None:
    """And Prometheus and Grafana from the machine itself."""
    published = {name: each["ports"] for name, each in COMPOSE["services"].items() if "ports" in each}
    assert published.keys() == {"caddy", "prometheus", "grafana"}
    assert all(port.startswith("127.0.0.1:") for name in ("prometheus", "grafana") for port in published[name])
    services = of_kind("Service")
    assert {name for name, each in services.items() if each["spec"].get("type", "ClusterIP") != "ClusterIP"} == {
        "caddy"
    }
    policies = of_kind("NetworkPolicy")
    assert policies["nobody"]["spec"] == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}


def test_the_filter_of_containers_lets_sandboxes_be_made_and_little_else() -> None:
    """Names are in order, each once, and none is needed by a sandbox."""
    profile = json.loads((DEPLOY / "seccomp.json").read_text("utf-8"))
    (refused,) = profile["syscalls"]
    assert refused["action"] == "SCMP_ACT_ERRNO"
    assert refused["names"] == sorted(set(refused["names"]))
    assert not SANDBOXES_NEED & set(refused["names"])
    assert {"bpf", "io_uring_setup", "kexec_load", "init_module", "userfaultfd", "ptrace"} <= set(refused["names"])


def test_containers_have_no_right_that_sandboxes_do_not_need() -> None:
    """No capability, no root, nothing to write but the data; and the whole of /proc, without which none is made."""
    for name, service in COMPOSE["services"].items():
        if service["image"].startswith("quintain"):
            assert (service["cap_drop"], service["read_only"], "privileged" in service) == (["ALL"], True, False), name
            assert {"no-new-privileges:true", "systempaths=unconfined"} < set(service["security_opt"])
    for name, each in of_kind("StatefulSet").items():
        pod = each["spec"]["template"]["spec"]
        (container,) = pod["containers"]
        assert pod["securityContext"]["runAsNonRoot"], name
        assert not pod["hostUsers"]
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "procMount": "Unmasked",
            "capabilities": {"drop": ["ALL"]},
        }
        assert {container[f"{probe}Probe"]["httpGet"]["path"] for probe in ("startup", "readiness")} == {"/readyz"}
        assert container["livenessProbe"]["httpGet"]["path"] == "/livez"


def test_images_have_versions_and_no_registry() -> None:
    """Ours has the version of the program."""
    version = re.search(r'^version = "([^"]+)"', (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE)
    assert version
    files = [*DEPLOY.rglob("*.yaml"), DEPLOY / "Containerfile"]
    images = [
        each for file in files for each in re.findall(r"(?:image:|^FROM) (\S+)", file.read_text("utf-8"), re.MULTILINE)
    ]
    assert len(images) > 8
    for image in images:
        assert re.fullmatch(r"(?:[a-z]+/)?[a-z]+:v?\d+\.\d[\w.-]*", image), image
        assert image.removeprefix("quintain:") == version[1] or not image.startswith("quintain:")
