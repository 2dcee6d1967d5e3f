"""The index behind search: FTS5 on SQLite, GIN on PostgreSQL; both over the column ``grams``.

A later migration that alters SearchEntry rebuilds the table on SQLite, and its triggers fall with it: end such a
migration with ``RunPython(install, remove)`` of this module.
"""

from __future__ import annotations

import string

from django.db import migrations

# Grams hold punctuation too; to FTS5's ascii tokenizer every one of these is part of a word.
PUNCTUATION = string.punctuation.replace("'", "''").replace('"', '""')

SQLITE = (
    f"""CREATE VIRTUAL TABLE office_grams USING fts5(
        grams, content="office_searchentry", content_rowid="id", detail=none, columnsize=0,
        tokenize="ascii tokenchars '{PUNCTUATION}'")""",
    """CREATE TRIGGER office_grams_insert AFTER INSERT ON office_searchentry BEGIN
        INSERT INTO office_grams(rowid, grams) VALUES (new.id, new.grams);
    END""",
    """CREATE TRIGGER office_grams_delete AFTER DELETE ON office_searchentry BEGIN
        INSERT INTO office_grams(office_grams, rowid, grams) VALUES ('delete', old.id, old.grams);
    END""",
    """CREATE TRIGGER office_grams_update AFTER UPDATE OF id, grams ON office_searchentry BEGIN
        INSERT INTO office_grams(office_grams, rowid, grams) VALUES ('delete', old.id, old.grams);
        INSERT INTO office_grams(rowid, grams) VALUES (new.id, new.grams);
    END""",
    "INSERT INTO office_grams(office_grams) VALUES ('rebuild')",
)
SQLITE_BACK = (
    "DROP TRIGGER IF EXISTS office_grams_update",
    "DROP TRIGGER IF EXISTS office_grams_delete",
    "DROP TRIGGER IF EXISTS office_grams_insert",
    "DROP TABLE IF EXISTS office_grams",
)
POSTGRESQL = (
    "CREATE INDEX office_grams ON office_searchentry USING gin (string_to_array(grams, ' ')) WITH (fastupdate = off)",
)
POSTGRESQL_BACK = ("DROP INDEX IF EXISTS office_grams",)


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
    dependencies = [("office", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
