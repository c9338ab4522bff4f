"""Warm boxes: forked from a process that is ready, and no less alone for that."""

import importlib
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from quintain.sandbox import Box, Manner, Runtime, RuntimeSpec, Sandbox, SandboxUnavailable, probe, processes
from quintain.sandbox.box_process import ColdProcess
from quintain.sandbox.idle_box import WarmProcess
from quintain.sandbox.trees import Trees
from quintain.sandbox.zygote import PoolPolicy, Zygote
from tests.sandbox.conftest import HARNESS, Place

sandbox_module = importlib.import_module("quintain.sandbox.sandbox")
probe_module = importlib.import_module("quintain.sandbox.probe")  # the package's name for it is the function's
SPEC = RuntimeSpec(None, ("sh", "tar"), HARNESS)
DRAWS = """
import os, random, secrets, ssl, tempfile, uuid
draws = [random.random(), secrets.token_hex(), uuid.uuid4(), ssl.RAND_bytes(8), next(tempfile._get_candidate_names())]
print(draws)
"""


@pytest.fixture
def warm(state: Path) -> Iterator[Place]:
    """Make a sandbox for one test alone, with warm boxes at hand."""
    with Sandbox(state, warm=True) as sandbox:
        place = Place(sandbox, sandbox.runtime(SPEC))
        assert sandbox.make_ready(place.runtime)
        yield place


def is_warm(box: Box) -> bool:
    """Whether a box is of the one kind, or of the other."""
    process = box._supervisor.process
    assert isinstance(process, (WarmProcess, ColdProcess))
    return isinstance(process, WarmProcess)


def zygote_of(sandbox: Sandbox) -> Zygote:
    """Take the one zygote of a sandbox."""
    pool = sandbox.zygote_pool()
    assert pool is not None
    (zygote,) = pool.zygotes()
    return zygote


def eventually(holds: Callable[[], bool], seconds: float = 10) -> bool:
    """Wait until something holds, or do not."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def test_first_box_is_cold_and_later_ones_are_warm(state: Path) -> None:
    """Nobody waits for a zygote."""
    with Sandbox(state, warm=True) as sandbox:
        runtime = sandbox.runtime(SPEC)
        with sandbox.open(runtime) as box:
            assert not is_warm(box)
        assert sandbox.make_ready(runtime)
        with sandbox.open(runtime) as box:
            assert is_warm(box)


def test_random_values_differ_between_boxes(state: Path) -> None:
    """Whatever draws them had drawn before the fork already, and draws anew after it."""
    with Sandbox(state, warm=True) as sandbox:
        spec = RuntimeSpec(None, ("sh", "tar"), HARNESS, ("random", "secrets", "uuid", "ssl", "tempfile"))
        place = Place(sandbox, sandbox.runtime(spec))
        assert sandbox.make_ready(place.runtime)
        said = [place.run(DRAWS).output.decode().split(", ") for _ in range(3)]
    assert all(len(draws) == 5 for draws in said)
    assert all(len(set(column)) == 3 for column in zip(*said, strict=True))


def test_hash_seed_is_shared_by_the_boxes_of_a_zygote(warm: Place) -> None:
    """The interpreter draws it once, at its start: a fact to know, not a promise."""
    assert len({warm.run("print(hash('x'))").output for _ in range(3)}) == 1


def test_preloaded_modules_are_there_and_others_are_not(state: Path) -> None:
    """What the spec names, and what the harness will import; and nothing of the sandbox's own."""
    source = "import sys; print([name in sys.modules for name in ('wave', 'socket', 'chunk', 'init', 'main')])"
    with Sandbox(state, warm=True) as sandbox:
        place = Place(sandbox, sandbox.runtime(RuntimeSpec(None, ("sh", "tar"), HARNESS, ("wave",))))
        assert sandbox.make_ready(place.runtime)
        assert place.run(source).output == b"[True, True, False, False, False]\n"


@pytest.mark.skipif(sys.version_info[:2] != (3, 13), reason="tried for this version alone")
def test_references_to_what_was_there_are_not_counted_and_to_the_rest_are(warm: Place) -> None:
    """A function of the library, its code and its name are left alone; what a program makes is freed as ever."""
    source = """
import json, sys, weakref

class Made:
    pass

def grows(one):
    before = sys.getrefcount(one)
    held = [one] * 100
    return sys.getrefcount(one) - before

made = Made()
print([grows(each) for each in (json.dumps, json.dumps.__code__, json.dumps.__code__.co_consts[0], json, made)])
seen = weakref.ref(made)
del made
print(seen())
"""
    assert warm.run(source).output == b"[0, 0, 0, 0, 100]\nNone\n"


def test_preload_that_fails_leaves_cold_boxes(state: Path, caplog: pytest.LogCaptureFixture) -> None:
    """And is told in the log."""
    with Sandbox(state, warm=True) as sandbox:
        place = Place(sandbox, sandbox.runtime(RuntimeSpec(None, ("sh", "tar"), HARNESS, ("no_such_module",))))
        assert not sandbox.make_ready(place.runtime)
        assert place.run("print('works')").output == b"works\n"
        with place.open("pass") as box:
            assert not is_warm(box)
    assert eventually(lambda: "No module named 'no_such_module'" in caplog.text)


def test_zygote_with_threads_is_refused(state: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A fork from among threads may inherit a lock for ever."""
    (tmp_path / "main.py").write_text("# a runtime of this test's own\n")
    trees = Trees(in_memory=False)  # there a test can add to it
    with closing(trees), Sandbox(state, warm=True, trees=trees) as sandbox:
        runtime = sandbox.runtime(RuntimeSpec(None, ("sh", "tar"), tmp_path, ("threaded",)))
        library = next(runtime.root.rglob("os.py")).parent
        (library / "threaded.py").write_text(
            "import threading, time; threading.Thread(target=time.sleep, args=[60], daemon=True).start()"
        )
        assert not sandbox.make_ready(runtime)
        assert eventually(lambda: "a preloaded module has started 1 threads" in caplog.text)


def test_cpu_time_counts_from_the_orders_on(warm: Place) -> None:
    """Neither the imports of the zygote nor the isolation of a spare are the program's."""
    with warm.open("channel.sendall(b'x'); channel.recv(1)") as box:
        assert is_warm(box)
        assert box.channel.recv(1) == b"x"
        assert 0 < box.cpu_seconds() < 0.03
        process = box._supervisor.process
        assert process is not None
        assert process.used_before > 0


def test_boxes_die_with_their_zygote_and_the_next_one_is_cold(warm: Place) -> None:
    """A killed zygote takes its boxes along; then another is started."""
    before = zygote_of(warm.sandbox)
    box = warm.open("import time; time.sleep(60)")
    assert is_warm(box)
    inner = processes.children(before.pid or 0)[0]
    os.kill(inner, signal.SIGKILL)
    assert box.wait(5) is not None
    assert box.close().manner is Manner.SIGNALLED
    with warm.sandbox.open(warm.runtime) as following:
        assert not is_warm(following)
    assert warm.sandbox.make_ready(warm.runtime)
    assert zygote_of(warm.sandbox) is not before
    assert warm.run("print('again')").output == b"again\n"


def test_nothing_is_left_of_a_closed_sandbox(state: Path) -> None:
    """An open box lives on to its own end; then all are gone, spares and zygote."""
    with Sandbox(state, warm=True) as sandbox:
        place = Place(sandbox, sandbox.runtime(SPEC))
        box = place.open("channel.sendall(channel.recv(10))")
        zygote = zygote_of(sandbox)
        everyone = processes.tree(zygote.pid or 0)
    box.channel.sendall(b"lives")
    assert is_warm(box)
    assert box.channel.recv(10) == b"lives"
    box.close()
    zygote.join(5)
    assert not zygote.is_alive()
    assert eventually(lambda: not any(Path(f"/proc/{pid}").exists() for pid in everyone))


def test_expired_zygote_is_replaced_without_a_pause(state: Path) -> None:
    """Its successor takes over once that is ready; until then it goes on."""
    with Sandbox(state, warm=True, pool_policy=PoolPolicy(boxes=3)) as sandbox:
        place = Place(sandbox, sandbox.runtime(SPEC))
        assert sandbox.make_ready(place.runtime)
        first = zygote_of(sandbox)
        for _ in range(4):
            with place.open("pass") as box:
                assert is_warm(box)
        assert eventually(lambda: sandbox.make_ready(place.runtime) and zygote_of(sandbox) is not first)
        with place.open("pass") as box:
            assert is_warm(box)
        first.join(5)
        assert not first.is_alive()


def test_few_zygotes_are_kept(state: Path) -> None:
    """The one whose runtime was unused the longest goes."""
    with Sandbox(state, warm=True, pool_policy=PoolPolicy(zygotes=2, spares=1)) as sandbox:
        runtimes = [
            sandbox.runtime(RuntimeSpec(None, ("sh", "tar"), HARNESS, names)) for names in ((), ("wave",), ("cmd",))
        ]
        for runtime in runtimes:
            assert sandbox.make_ready(runtime)
        pool = sandbox.zygote_pool()
        assert pool is not None
        assert [zygote.runtime for zygote in pool.zygotes()] == runtimes[1:]


def test_no_spares_means_boxes_on_demand(state: Path) -> None:
    """A box is forked while the caller waits."""
    with Sandbox(state, warm=True, pool_policy=PoolPolicy(spares=0)) as sandbox:
        place = Place(sandbox, sandbox.runtime(SPEC))
        with place.open("channel.sendall(b'x')") as box:
            assert is_warm(box)
            assert box.channel.recv(1) == b"x"


def test_dead_spare_is_passed_over(warm: Place) -> None:
    """A box is had all the same."""
    zygote = zygote_of(warm.sandbox)
    for spare in list(zygote._spares):
        os.kill(spare._pid, signal.SIGKILL)
    assert eventually(lambda: all(spare.is_over() for spare in zygote._spares))
    for _ in range(3):
        with warm.sandbox.open(warm.runtime) as box:
            box.channel.sendall((12).to_bytes(4) + b"print('had')")
            assert box.wait(5) is not None
        assert box.close().output == b"had\n"
    assert zygote.is_alive()


def test_boxes_are_cold_where_nesting_is_refused(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sandbox works, and the probe says what is missing."""
    monkeypatch.setattr(sandbox_module, "nesting_refused", lambda _launcher: "not here")
    with Sandbox(state, warm=True) as sandbox:
        place = Place(sandbox, sandbox.runtime(SPEC))
        assert not sandbox.make_ready(place.runtime)
        assert place.run("print('cold')").output == b"cold\n"


def test_refused_nesting_is_told_with_a_remedy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A box within a box that cannot be made is no reason to have none."""
    monkeypatch.setenv("QUINTAIN_BOXES", "warm")
    monkeypatch.setattr(probe_module, "nesting_refused", lambda _launcher: "refused by the test")
    facts = probe(tmp_path)
    assert facts.boxes is not None
    assert not facts.boxes.warm
    (refusal,) = (each for each in facts.refusals if each.what == "warm")
    assert "refused by the test" in refusal.sentence
    assert "Everything works without it" in refusal.remedy


@pytest.mark.parametrize(("word", "warm"), [("cold", False), ("warm", True)])
def test_switch_chooses_the_kind_of_boxes(
    word: str, warm: bool, state: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """In the environment, for the sandbox and the probe alike."""
    monkeypatch.setenv("QUINTAIN_BOXES", word)
    with Sandbox(state) as sandbox:
        assert sandbox.make_ready(sandbox.runtime(SPEC)) is warm
    facts = probe(tmp_path)
    assert facts.boxes is not None
    assert facts.boxes.warm is warm
    assert not [refusal for refusal in facts.refusals if refusal.what == "warm"]


def test_switch_with_another_word_is_refused(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A misspelt switch is not a choice, for the sandbox and the probe alike."""
    monkeypatch.setenv("QUINTAIN_BOXES", "lukewarm")
    for start in (Sandbox, probe):
        with pytest.raises(SandboxUnavailable, match="QUINTAIN_BOXES is 'lukewarm'; it may be cold or warm"):
            start(state)


def test_runtime_remembers_what_to_preload(state: Path) -> None:
    """The root file system is the same one; what is imported in advance is not part of it."""
    sandbox = Sandbox(state, warm=False)
    plain, loaded = (sandbox.runtime(RuntimeSpec(None, ("sh", "tar"), HARNESS, names)) for names in ((), ("json",)))
    assert loaded == Runtime(plain.root, plain.digest, ("json",))
