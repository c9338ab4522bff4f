"""Tells which programs may fail to start in a way that only a test shows."""

import re
from collections.abc import Mapping, Sequence

from quintain.judge.grading.plans import CheckPlan
from quintain.judge.profiles.registry import spec_of
from quintain.judge.verdict import Kind
from quintain.packs.model import Lab


def may_not_start(lab: Lab, files: Mapping[str, str], check_plans: Sequence[CheckPlan]) -> bool:
    """Tell whether tests should be tried first: of programs that start again each time, or lack a function.

    It is a guess from the text alone, and decides nothing: the tests that are tried for it count as any others.

    Args:
        lab: the lab; a program of the profile ``command`` starts in each test, and cannot be loaded before.
        files: the submission.
        check_plans: what is to be tried; the sources of tests name the functions that they call.

    """
    if not spec_of(lab).loads:
        return True
    module = lab.run.target.replace(".", "/")
    text = files.get(f"{module}.py", files.get(f"{module}/__init__.py"))
    if text is None:
        return False
    sources = {run.script.source for plan in check_plans for run in plan.runs if plan.check.kind is Kind.TEST}
    called = {name for source in sources for name in re.findall(rf"\b{re.escape(lab.run.target)}:(\w+)", source)}
    return any(re.search(rf"\b{name}\b", text) is None for name in called)
