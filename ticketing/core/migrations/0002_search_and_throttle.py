"""The text-search configuration, and the throttle table without a write-ahead log."""

from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension, UnaccentExtension
from django.db import migrations

SEARCH = """
CREATE TEXT SEARCH CONFIGURATION foyer (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION foyer ALTER MAPPING FOR hword, hword_part, word WITH unaccent, simple;
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [
        UnaccentExtension(),
        BtreeGistExtension(),
        TrigramExtension(),
        migrations.RunSQL(SEARCH, "DROP TEXT SEARCH CONFIGURATION foyer"),
        migrations.RunSQL("ALTER TABLE core_throttle_count SET UNLOGGED", "ALTER TABLE core_throttle_count SET LOGGED"),
    ]
