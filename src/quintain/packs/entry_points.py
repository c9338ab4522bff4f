"""What a stranger can start of a lab's program, and with it a learner's exploit in the phase *break*."""

import ast
from functools import lru_cache

from quintain.packs.model.lab import Lab


def entry_points(lab: Lab) -> tuple[str, ...]:
    """Name the files that an exploit may run, or the functions that it may call, as ``module:function``.

    Those that lab.toml names, or else the target, or the functions that the original target defines. A program that has
    a scene has nothing else, and neither has one for which the judge plays the servers.
    """
    part, run = lab.break_, lab.run
    if part is None or run.profile.is_web or run.profile.is_served:
        return ()
    if part.entry_points:
        return part.entry_points
    if run.profile.is_program:
        return () if part.scene else (run.target,)
    return functions_of(run.target, lab.starter.get(f"{run.target.replace('.', '/')}.py", ""))


@lru_cache(maxsize=16)
def functions_of(module: str, source: str) -> tuple[str, ...]:
    """Name the functions that a module defines for others, in its order."""
    names = [node.name for node in ast.parse(source).body if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    return tuple(f"{module}:{name}" for name in names if not name.startswith("_"))
