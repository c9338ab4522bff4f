"""Gives the one person of earlier versions a role, and lets the database refuse changes of the audit log."""

from django.db import migrations

TABLE = "accounts_auditentry"
SAID = "the audit log is only added to"
SQLITE = [
    f"CREATE TRIGGER {TABLE}_no_{verb.lower()} BEFORE {verb} ON {TABLE} BEGIN SELECT RAISE(ABORT, '{SAID}'); END"
    for verb in ("UPDATE", "DELETE")
]
POSTGRESQL = [
    f"CREATE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{SAID}' USING ERRCODE = '23000'; END $$",
    f"CREATE TRIGGER {TABLE}_only_added BEFORE UPDATE OR DELETE ON {TABLE} "
    f"FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuse()",
]
UNDO = {
    "sqlite": [f"DROP TRIGGER {TABLE}_no_update", f"DROP TRIGGER {TABLE}_no_delete"],
    "postgresql": [f"DROP TRIGGER {TABLE}_only_added ON {TABLE}", f"DROP FUNCTION {TABLE}_refuse"],
}


def give_the_local_learner_a_role(apps, schema_editor):
    """Everybody whom this database knows so far works alone."""
    membership = apps.get_model("accounts", "Membership")
    for person in apps.get_model("accounts", "User").objects.filter(memberships=None):
        membership.objects.create(person=person, in_class=None, role="student")


def add_triggers(apps, schema_editor):
    """Refuse to change or delete an entry."""
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}.get(schema_editor.connection.vendor, []):
        schema_editor.execute(statement)


def remove_triggers(apps, schema_editor):
    """Undo it."""
    for statement in UNDO.get(schema_editor.connection.vendor, []):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_membership_in_class_membership_person_and_more"),
    ]

    operations = [
        migrations.RunPython(give_the_local_learner_a_role, migrations.RunPython.noop),
        migrations.RunPython(add_triggers, remove_triggers),
    ]
