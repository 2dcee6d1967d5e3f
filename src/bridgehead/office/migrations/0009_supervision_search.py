"""The index behind the search for items, and the lock on the event log: no event is changed or deleted."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

PUNCTUATION = import_module("bridgehead.office.migrations.0002_search").PUNCTUATION

SQLITE = (
    f"""CREATE VIRTUAL TABLE office_item_grams USING fts5(
        grams, content="office_ledgertext", content_rowid="id", detail=none, columnsize=0,
        tokenize="ascii tokenchars '{PUNCTUATION}'")""",
    # What is new is kept in memory up to 16 MiB before it becomes a segment on disk.
    "INSERT INTO office_item_grams(office_item_grams, rank) VALUES ('hashsize', 16777216)",
    "INSERT INTO office_item_grams(office_item_grams) VALUES ('rebuild')",
    """CREATE TRIGGER office_ledgerevent_kept BEFORE DELETE ON office_ledgerevent BEGIN
        SELECT RAISE(ABORT, 'the event log is append-only');
    END""",
    """CREATE TRIGGER office_ledgerevent_fixed BEFORE UPDATE ON office_ledgerevent BEGIN
        SELECT RAISE(ABORT, 'the event log is append-only');
    END""",
)
SQLITE_BACK = (
    "DROP TRIGGER IF EXISTS office_ledgerevent_fixed",
    "DROP TRIGGER IF EXISTS office_ledgerevent_kept",
    "DROP TABLE IF EXISTS office_item_grams",
)
POSTGRESQL = (
    """CREATE INDEX office_item_grams ON office_ledgertext USING gin (string_to_array(grams, ' '))
    WITH (fastupdate = off)""",
    """CREATE FUNCTION office_ledgerevent_kept() RETURNS trigger AS $$
    BEGIN RAISE EXCEPTION 'the event log is append-only'; END $$ LANGUAGE plpgsql""",
    """CREATE TRIGGER office_ledgerevent_kept BEFORE UPDATE OR DELETE ON office_ledgerevent
    FOR EACH ROW EXECUTE FUNCTION office_ledgerevent_kept()""",
)
POSTGRESQL_BACK = (
    "DROP TRIGGER IF EXISTS office_ledgerevent_kept ON office_ledgerevent",
    "DROP FUNCTION IF EXISTS office_ledgerevent_kept()",
    "DROP INDEX IF EXISTS office_item_grams",
)


def remove(apps, schema_editor):
    sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in SQLITE_BACK if sqlite else POSTGRESQL_BACK:
        schema_editor.execute(statement, params=None)


def install(apps, schema_editor):
    remove(apps, schema_editor)
    sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in SQLITE if sqlite else POSTGRESQL:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("office", "0008_supervision")]
    operations = [migrations.RunPython(install, remove)]
