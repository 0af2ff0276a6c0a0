"""Rows that several people may have open in a form: who saves a page that is too old changes nothing."""

from django.db.models import F, Model

from ticketing.core.errors import Stale


def claim_version(row: Model, version: int | None) -> None:
    """Count the row's version on, before anything else of it is changed.

    Raises Stale unless it still stands at `version`; None, where nobody looked at a page, overtakes whatever is there.
    """
    rows = type(row)._base_manager.filter(pk=row.pk)
    if version is not None:
        rows = rows.filter(version=version)
    if not rows.update(version=F("version") + 1):
        raise Stale()
