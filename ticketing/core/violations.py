"""What the database refuses, told as a refusal of ours: two people may pass the same check at the same moment."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from ticketing.core.errors import DomainError


def violated(error: IntegrityError) -> str:
    """The name of the constraint that was violated."""
    return getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""


@contextmanager
def refusing(**refusals: Callable[[], DomainError]) -> Iterator[None]:
    """Around a write, in a savepoint: a violated constraint that is named here becomes the refusal made for it.

    Any other violation is a bug, and is raised as it is.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        make = refusals.get(violated(error))
        if make is None:
            raise
        raise make() from error
