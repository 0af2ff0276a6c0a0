"""Imports: taking a file in, checking its rows, writing them one by one, and taking them back.

Each row is written in a transaction of its own, together with the note that it is: whoever works an import off may be
killed at any row and goes on at the next.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone, translation
from procrastinate.contrib.django import app

from events.models import Event
from orders import errors_office_imports as errors
from orders.models import Import, ImportKind, ImportRow, ImportStatus, RowState, Verdict
from orders.office_imports import writers
from orders.office_imports.files import Table
from orders.office_imports.resources import RESOURCES
from tenants.models import Tenant, User
from tenants.steps import log_activity
from ticketing.core.errors import DomainError

# So many rows are worked off while somebody waits; more by a job.
MOST_AT_ONCE = 200
PER_STEP = 250


@transaction.atomic(durable=True)
def start_import(
    *, tenant: Tenant, event: Event | None, kind: str, file_name: str, table: Table, by: User | None, now: datetime
) -> Import:
    """Keep a file's rows, to be checked. Raises EventNeeded, ColumnsMissing or ColumnTwice."""
    if event is None and kind != ImportKind.CODES:
        raise errors.EventNeeded()
    names = [name.strip().lower() for name in table.columns]
    resource = RESOURCES[kind]
    missing = [name for name in resource.needed if name not in names]
    if missing:
        raise errors.ColumnsMissing(missing=", ".join(missing), found=", ".join(table.columns)[:300])
    twice = next((name for name in names if name and names.count(name) > 1), None)
    if twice:
        raise errors.ColumnTwice(column=twice)
    known = set(resource.columns())
    made = Import.objects.create(
        tenant=tenant,
        event=event,
        kind=kind,
        file_name=file_name[:200],
        row_count=len(table.lines),
        ignored=[name for name in names if name and name not in known],
        encoding=table.encoding,
        created_by=by,
        created_at=now,
    )
    rows = [
        ImportRow(source=made, line=line, cells=_cells(names, values, known), created_at=now)
        for line, values in table.lines
    ]
    ImportRow.objects.bulk_create(rows, batch_size=1_000)
    metadata = {"kind": kind, "rows": len(rows), "file": made.file_name}
    log_activity(tenant=tenant, actor=by, action="import.started", target=made, metadata=metadata, now=now)
    defer(made)
    return made


@transaction.atomic(durable=True)
def confirm_import(*, made: Import, by: User | None, now: datetime) -> Import:
    """Write what was found good. Raises ImportMoved where that was confirmed, or undone, before."""
    return _move(made, ImportStatus.READY, ImportStatus.RUNNING, "import.confirmed", by, now)


@transaction.atomic(durable=True)
def undo_import(*, made: Import, by: User | None, now: datetime) -> Import:
    """Take back what its rows have made, as far as nobody has used it since. Raises ImportMoved."""
    return _move(made, ImportStatus.DONE, ImportStatus.UNDOING, "import.undone", by, now)


def work_off(import_id: UUID, *, most: int | None = None) -> Import:
    """Go on with an import: check, write or undo rows until none is left, or `most` rows are done."""
    left = most
    while left is None or left > 0:
        made = Import.objects.select_related("tenant__settings", "event__tenant__settings", "created_by").get(
            pk=import_id
        )
        with translation.override(_language(made)):
            done = _step(made)
        if not done:
            break
        left = None if left is None else left - done
    return Import.objects.get(pk=import_id)


def defer(made: Import) -> None:
    """Have a large import worked off by a job, in the caller's transaction."""
    if made.row_count > MOST_AT_ONCE:
        app.configure_task("orders.work_import", queue="default").defer(import_id=str(made.pk))


def _step(made: Import) -> int:
    """The next few rows, or the end of this part; how many rows."""
    if made.status == ImportStatus.CHECKING:
        rows = list(made.lines.filter(verdict=Verdict.UNKNOWN).order_by("line")[:PER_STEP])
        if rows:
            _check(made, rows)
        else:
            _finish(made, ImportStatus.READY)
        return len(rows)
    if made.status == ImportStatus.RUNNING:
        good = made.lines.filter(verdict__in=(Verdict.NEW, Verdict.CHANGED), state=RowState.WAITING)
        return _each(made, list(good.order_by("line")[:PER_STEP]), ImportStatus.DONE)
    if made.status == ImportStatus.UNDOING:
        # What was made last is taken back first.
        return _each(
            made, list(made.lines.filter(state=RowState.WRITTEN).order_by("-line")[:PER_STEP]), ImportStatus.UNDONE
        )
    return 0


@transaction.atomic(durable=True)
def _check(made: Import, rows: Sequence[ImportRow]) -> None:
    """Say of rows what would come of them. Twice at once both say the same."""
    resource = RESOURCES[made.kind]
    earlier = made.lines.filter(line__lt=rows[0].line).values_list("cells", flat=True)
    seen = {resource.key_of(cells) for cells in earlier}
    checker = resource(tenant=made.tenant, event=made.event, seen=seen)
    for row, (verdict, reasons) in zip(rows, checker.verdicts([row.cells for row in rows]), strict=True):
        row.verdict, row.reasons = verdict, reasons
    ImportRow.objects.bulk_update(rows, ["verdict", "reasons"])


def _each(made: Import, rows: Sequence[ImportRow], end: ImportStatus) -> int:
    """Write, or undo, rows one by one; behind the last the import is at its end."""
    for row in rows:
        if end == ImportStatus.DONE:
            write_row(made=made, row=row, now=timezone.now())
        else:
            undo_row(made=made, row=row, now=timezone.now())
    if not rows:
        _finish(made, end)
    return len(rows)


def write_row(*, made: Import, row: ImportRow, now: datetime) -> None:
    """Write one row; what a rule of the business says against it is noted at the row. Twice writes it once."""
    try:
        _write(made=made, row=row, now=now)
    except DomainError as refusal:
        _note(row, RowState.WAITING, RowState.FAILED, str(refusal))


@transaction.atomic(durable=True)
def _write(*, made: Import, row: ImportRow, now: datetime) -> None:
    if not ImportRow.objects.filter(pk=row.pk, state=RowState.WAITING).update(state=RowState.WRITTEN):
        return
    writers.write(made, row, now=now)


def undo_row(*, made: Import, row: ImportRow, now: datetime) -> None:
    """Take one row back; where that is not possible, the row says why."""
    try:
        _undo(made=made, row=row, now=now)
    except DomainError as refusal:
        _note(row, RowState.WRITTEN, RowState.STAYED, str(refusal))


@transaction.atomic(durable=True)
def _undo(*, made: Import, row: ImportRow, now: datetime) -> None:
    if not ImportRow.objects.filter(pk=row.pk, state=RowState.WRITTEN).update(state=RowState.UNDONE):
        return
    writers.undo(made, row, now=now)


def _note(row: ImportRow, before: RowState, after: RowState, note: str) -> None:
    ImportRow.objects.filter(pk=row.pk, state=before).update(state=after, note=note[:500])


def _finish(made: Import, status: ImportStatus) -> None:
    Import.objects.filter(pk=made.pk, status=made.status).update(status=status, finished_at=timezone.now())


def _move(
    made: Import, before: ImportStatus, after: ImportStatus, action: str, by: User | None, now: datetime
) -> Import:
    if not Import.objects.filter(pk=made.pk, status=before).update(status=after):
        raise errors.ImportMoved()
    made.refresh_from_db()
    log_activity(tenant=made.tenant_id, actor=by, action=action, target=made, now=now)
    defer(made)
    return made


def _cells(names: Sequence[str], values: Sequence[str], known: set[str]) -> dict[str, str]:
    return {name: value for name, value in zip(names, values, strict=False) if name in known and value}


def _language(made: Import) -> str:
    """What stands against a row is said in the language of who brought it, as far as they have chosen one."""
    return (made.created_by and made.created_by.locale) or made.tenant.settings.locale
