"""Months of the tables that are partitioned by month of `created_at`: made ahead, so that none is written to the rest.

What came before its month was made lies in the table's default partition, and moves when the month is made.
"""

from datetime import date, datetime

from django.db import connection, transaction

TABLES = ("events_pageview", "tenants_activitylog")
MONTHS_AHEAD = 3


@transaction.atomic(durable=True)
def make_months(*, now: datetime) -> list[str]:
    """Make the partitions of this month and the next ones; the names of those that were missing."""
    months = [_month_after(now.date().replace(day=1), count) for count in range(MONTHS_AHEAD + 1)]
    wanted = [(table, f"{table}_{month:%Y_%m}", month) for table in TABLES for month in months]
    missing = [each for each in wanted if not _exists(each[1])]
    for table, name, month in missing:
        _make(table, name, month)
    return [name for _table, name, _month in missing]


def _exists(name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [name])
        return bool(cursor.fetchone()[0])


def _make(table: str, name: str, month: date) -> None:
    """Attach the month and move its rows out of the default partition, which stays detached meanwhile.

    The locks are short but exclude readers, so waiting for them is cut off: the next run tries again.
    """
    span = {"first": f"{month} 00:00+00", "end": f"{_month_after(month, 1)} 00:00+00"}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '5s'")
        cursor.execute(f"ALTER TABLE {table} DETACH PARTITION {table}_other")
        cursor.execute(
            f"CREATE TABLE {name} PARTITION OF {table} FOR VALUES FROM ('{span['first']}') TO ('{span['end']}')"
        )
        cursor.execute(
            f"WITH moved AS (DELETE FROM {table}_other WHERE created_at >= %(first)s::timestamptz"  # noqa: S608 - our names
            f" AND created_at < %(end)s::timestamptz RETURNING *) INSERT INTO {table} SELECT * FROM moved",
            span,
        )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} ATTACH PARTITION {table}_other DEFAULT")


def _month_after(month: date, count: int) -> date:
    years, index = divmod(month.month - 1 + count, 12)
    return date(month.year + years, index + 1, 1)
