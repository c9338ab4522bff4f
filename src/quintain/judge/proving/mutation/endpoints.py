"""One function of a fix is left as the original program has it."""

from collections.abc import Iterator

import libcst as cst

from quintain.judge.proving.mutation.syntax import Change, Context


def endpoint_reverted(node: cst.CSTNode, context: Context) -> Iterator[Change]:
    """Forget one function: it stays as it was in the original program."""
    if not isinstance(node, cst.FunctionDef):
        return
    around = context.function(node)
    original = context.original.get(f"{around}.{node.name.value}" if around else node.name.value)
    if original is None:
        return
    before = cst.parse_module(original).body[0]
    if isinstance(before, cst.FunctionDef) and not before.body.deep_equals(node.body):
        yield Change(node, before.with_changes(leading_lines=node.leading_lines))
