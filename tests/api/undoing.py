"""Many questions in one test, each to the same world."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens within is taken back."""
    block = transaction.atomic()
    # As the test's own transaction: within it services may still demand to be the outermost.
    block._from_testcase = True
    with block:
        yield
        transaction.set_rollback(True)
