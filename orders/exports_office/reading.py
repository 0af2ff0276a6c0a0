"""Reading the rows of a list by key, chunk by chunk: each is a statement of its own, so that no snapshot stays open.

An open snapshot would keep old versions of the hot counters alive as long as a slow reader takes to fetch a file.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.db.models import QuerySet

from orders.exports_office.columns import Column
from ticketing.core.cells import Cell

CHUNK = 2_000

Row = list[Cell]


def chunks(rows: QuerySet[Any], columns: Sequence[Column], *, size: int = CHUNK) -> Iterator[list[Row]]:
    """The cells of all rows, the oldest first, so many rows at a time."""
    paths = list(dict.fromkeys(path for column in columns for path in column.reads))
    make = _maker(columns, paths)
    wanted = rows.order_by("pk").values_list("pk", *paths)
    last: Any = None
    while True:
        found = list((wanted if last is None else wanted.filter(pk__gt=last))[:size])
        if found:
            yield [make(row) for row in found]
        if len(found) < size:
            return
        last = found[-1][0]


def _maker(columns: Sequence[Column], paths: Sequence[str]) -> Callable[[Sequence[Any]], Row]:
    # The key of the row comes first.
    places = {path: number for number, path in enumerate(paths, start=1)}
    ones = [(column.make, tuple(places[path] for path in column.reads)) for column in columns]

    def make(row: Sequence[Any]) -> Row:
        return [make_cell(*[row[place] for place in read]) for make_cell, read in ones]

    return make
