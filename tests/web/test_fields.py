"""JSON comes back as it was, on every database."""

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from quintain.attempts.models import Demonstration
from quintain.web.fields import MARK, ExactJSONField

TEXT = st.text(st.characters() | st.sampled_from(["\0", "\ud800", "\udcff", MARK, "0", "a"]), max_size=20)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.postgresql
@pytest.mark.django_db
@pytest.mark.parametrize(
    "value", [["a\0b"], {"\0": "\ud800"}, [MARK, f"{MARK}0000", f"{MARK}{MARK}"], [{"sent": ["\udcff", 1, None, True]}]]
)
def test_json_with_what_databases_refuse_comes_back(value: object) -> None:
    """NUL, lone surrogates, the mark itself, and the mark with digits behind it; also through an update."""
    made = Demonstration.objects.create(lab="00000000-0000-0000-0000-000000000001", judged="", checks=value)
    assert Demonstration.objects.get(pk=made.pk).checks == value
    Demonstration.objects.filter(pk=made.pk).update(checks=[value, value])
    assert Demonstration.objects.get(pk=made.pk).checks == [value, value]


@given(JSON)
@settings(max_examples=300, deadline=None)
def test_any_json_comes_back(value: object) -> None:
    """And nothing that is written holds what PostgreSQL refuses."""
    field = ExactJSONField()
    written = field.get_db_prep_value(value, connection)
    said = str(written if isinstance(written, str) else getattr(written, "obj", written))
    assert "\0" not in said
    assert "\\u0000" not in said
    raw = None if written is None else connection.ops.adapt_json_value(value, None)  # the driver's own wrapping exists
    assert raw is None or raw is not value or isinstance(value, int)
    stored = written if isinstance(written, str | None) else str(written.dumps(written.obj))
    assert field.from_db_value(stored, None, connection) == value
