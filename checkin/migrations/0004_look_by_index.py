"""Whoever looks at a ticket finds it, and all that belongs to it, by an index: also while the tables are still empty.

A plan is kept for as long as its connection. One that was made when no scan had been written reads the whole table, at
every scan and, for the foreign key of the redemption, at every commit: at the first event's door each scan would cost
more than the one before, until PostgreSQL has counted the rows.
"""

from importlib import import_module

from django.db import migrations

BEFORE = import_module("checkin.migrations.0003_look_at_a_ticket_under_its_lock").LOOK.replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
)
# Until the transaction ends, so that it holds for what is written next and for the checks at its commit.
AFTER = BEFORE.replace("BEGIN\n", "BEGIN\n    PERFORM set_config('enable_seqscan', 'off', true);\n", 1)


class Migration(migrations.Migration):
    dependencies = [("checkin", "0003_look_at_a_ticket_under_its_lock")]

    operations = [migrations.RunSQL(AFTER, BEFORE)]
