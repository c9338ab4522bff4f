"""A migration leaves the code of the version before at work; see docs/howto/grow.md."""

from typing import Any

import pytest
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState

from tests.server.rolling import STOPPING, faults_of, released


def test_each_new_migration_leaves_the_version_before_at_work() -> None:
    """One that does not is listed, and its version's changelog says that all processes are stopped first."""
    loader = MigrationLoader(None)
    ours = {
        f"{app}.{name}": each
        for (app, name), each in (loader.disk_migrations or {}).items()
        if each.__module__.startswith("quintain.")
    }
    gone = released() - ours.keys()
    assert not gone, "a migration of a version that is in use was removed or renamed"
    before = loader.project_state([key for key in loader.graph.nodes if ".".join(key) in released()])
    added = [each for name, each in ours.items() if name not in released() | STOPPING]
    assert [words for each in added for words in faults_of(each, before)] == []


@pytest.mark.parametrize(
    ("operation", "fault"),
    [
        (migrations.RemoveField("lamp", "colour"), "removes lamp.colour"),
        (migrations.RenameField("lamp", "colour", "hue"), "renames lamp.colour"),
        (migrations.DeleteModel("Lamp"), "table of Lamp"),
        (migrations.RenameModel("Lamp", "Light"), "table of Lamp"),
        (migrations.AlterModelTable("lamp", "light"), "table of lamp"),
        (migrations.AddField("lamp", "watts", models.IntegerField()), "adds lamp.watts"),
        (migrations.AddField("lamp", "watts", models.IntegerField(default=5)), "adds lamp.watts"),  # Django's own
        (migrations.AlterField("lamp", "made_at", models.DateTimeField()), "lamp.made_at be given"),
        (migrations.AlterField("lamp", "weight", models.IntegerField()), "lamp.weight be given"),
        (migrations.AlterField("lamp", "colour", models.TextField(db_column="hue")), "renames lamp.colour"),
        (migrations.AddField("lamp", "watts", models.IntegerField(null=True)), ""),
        (migrations.AddField("lamp", "watts", models.IntegerField(db_default=5)), ""),
        (migrations.AddField("lamp", "others", models.ManyToManyField("rooms.Lamp")), ""),
        (migrations.AddField("shade", "watts", models.IntegerField()), ""),  # its table is as new
        (migrations.RemoveField("lamp", "watts"), ""),  # no version had it
        (migrations.AlterField("lamp", "colour", models.TextField(null=True)), ""),
        (migrations.CreateModel("Shade", [("id", models.BigAutoField(primary_key=True))]), ""),
        (migrations.AddIndex("lamp", models.Index(fields=["colour"], name="by_colour")), ""),
    ],
)
@pytest.mark.parametrize("is_wrapped", [False, True])
def test_what_the_version_before_cannot_live_with_is_named(operation: Any, fault: str, is_wrapped: bool) -> None:
    """Also within an operation that parts the database from the state; what changes the state alone is allowed."""
    fields: list[tuple[str, models.Field[Any, Any]]] = [
        ("id", models.BigAutoField(primary_key=True)),
        ("colour", models.TextField()),
        ("made_at", models.DateTimeField(null=True)),
        ("weight", models.IntegerField(db_default=1)),
    ]
    before = ProjectState({("rooms", "lamp"): ModelState("rooms", "Lamp", fields)})
    parted = migrations.SeparateDatabaseAndState(database_operations=[operation])
    found = faults_of(migration_of(parted if is_wrapped else operation), before)
    assert [fault in each for each in found] == ([True] if fault else []), found
    assert faults_of(migration_of(migrations.SeparateDatabaseAndState(state_operations=[operation])), before) == []


def migration_of(operation: Any) -> migrations.Migration:
    """Return a migration of this operation."""
    kind = type("Migration", (migrations.Migration,), {"operations": [operation]})
    made: migrations.Migration = kind("0002_next", "rooms")
    return made
