"""Exports: asked for, made by a task where that takes long, fetched by whoever asked, deleted when they lapse.

A file is written with no transaction open; what is said of it in between are short updates, each of which also finds
out whether somebody has stopped it.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory
from uuid import UUID

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.utils import timezone, translation

from orders import errors_office_people as errors
from orders import jobs
from orders.acting import acting_member
from orders.exports_office import making, writing
from orders.exports_office.reading import Row
from orders.models import Export, ExportFormat, WorkStatus
from orders.queries.office_filters import Filter
from tenants.access import Member
from tenants.steps import log_activity
from ticketing.core.logs import log_event
from ticketing.core.pdf import can_render

KEPT = timedelta(days=3)
MOST_UNDER_WAY = 3
FOLDER = "exports"
# Why an export came to nothing, as `Export.error` has it.
NOT_A_MEMBER, TOO_MANY, TROUBLE = "not_a_member", "too_many_rows", "trouble"


class _Stopped(Exception):
    """Somebody stopped the export while it was written."""


class _TooMany(Exception):
    """More rows than the format can hold."""


@transaction.atomic(durable=True)
def request_export(
    *,
    member: Member,
    kind: str,
    file_format: str,
    columns: Sequence[str],
    wanted: Filter,
    has_bom: bool = False,
    ip: str | None = None,
    now: datetime,
) -> Export:
    """Write down what a member wants to take home. CSV is ready at once; the rest is made by a job.

    Raises NoColumns, TooManyForPdf, TooWideForPdf, NoPdfHere, or TooManyUnderWay.
    """
    known = making.columns_known(member, kind, wanted.events)
    export = Export(
        tenant=member.tenant,
        by=member.user,
        kind=kind,
        format=file_format,
        columns=list(dict.fromkeys(key for key in columns if key in {column.key for column in known})),
        filters=wanted.params(),
        has_bom=has_bom and file_format == ExportFormat.CSV,
        locale=translation.get_language() or "en",
        created_at=now,
    )
    if not export.columns:
        raise errors.NoColumns()
    if file_format == ExportFormat.PDF:
        _check_pdf(export, member)
    if export.is_streamed:
        export.status, export.finished_at, export.expires_at = WorkStatus.DONE, now, now + KEPT
    elif _under_way(member) >= MOST_UNDER_WAY:
        raise errors.TooManyUnderWay(most=MOST_UNDER_WAY)
    export.save()
    if not export.is_streamed:
        jobs.defer_export(export.pk)
    _note(export, member, "export.requested", ip, now)
    return export


@transaction.atomic(durable=True)
def note_download(*, export: Export, member: Member, ip: str | None = None, now: datetime) -> None:
    """Write down that the list leaves the house."""
    _note(export, member, "export.downloaded", ip, now)


@transaction.atomic(durable=True)
def stop_export(*, export: Export, member: Member, now: datetime) -> None:
    """Stop an export that waits or is being written. Raises WorkIsOver where there is nothing to stop."""
    stopped = Export.objects.filter(pk=export.pk, status__in=(WorkStatus.QUEUED, WorkStatus.RUNNING))
    if not stopped.update(status=WorkStatus.CANCELLED, finished_at=now):
        raise errors.WorkIsOver()
    _note(export, member, "export.stopped", None, now)


@transaction.atomic(durable=True)
def retry_export(*, export: Export, member: Member, now: datetime) -> None:
    """Make an export that failed or was stopped once more. Raises WorkIsOver where it did not."""
    again = Export.objects.filter(pk=export.pk, status__in=(WorkStatus.FAILED, WorkStatus.CANCELLED))
    fresh = {"status": WorkStatus.QUEUED, "rows_done": 0, "rows_total": None, "error": "", "finished_at": None}
    if not again.update(**fresh):
        raise errors.WorkIsOver()
    jobs.defer_export(export.pk)
    _note(export, member, "export.requested", None, now)


def run_export(*, export_id: UUID, now: datetime) -> None:
    """Write the file of an export that waits; from the beginning, if a worker died over it.

    Any trouble makes it fail with a word for why, and is raised.
    """
    export = Export.objects.select_related("tenant__settings", "by").get(pk=export_id)
    waiting = Export.objects.filter(pk=export_id, status__in=(WorkStatus.QUEUED, WorkStatus.RUNNING))
    if not waiting.update(status=WorkStatus.RUNNING, rows_done=0):
        return
    member = acting_member(export.tenant, export.by)
    if member is None or not member.may("orders.export"):
        _end(export, WorkStatus.FAILED, error=NOT_A_MEMBER)
        return
    try:
        with translation.override(export.locale):
            name = _write(export, member, now)
    except _Stopped:
        return
    except _TooMany:
        _end(export, WorkStatus.FAILED, error=TOO_MANY)
        return
    except Exception:
        _end(export, WorkStatus.FAILED, error=TROUBLE)
        raise
    finished = timezone.now()
    if not _end(export, WorkStatus.DONE, file=name, expires_at=finished + KEPT):
        storages["private"].delete(name)
    log_event("export_made", export=export.pk, kind=export.kind, format=export.format)


def sweep_exports(*, now: datetime) -> int:
    """Delete the files of exports that have lapsed; how many those were. For a job that runs daily."""
    lapsed = list(Export.objects.filter(expires_at__lte=now).exclude(file=""))
    for export in lapsed:
        storages["private"].delete(export.file)
        Export.objects.filter(pk=export.pk).update(file="")
    return len(lapsed)


def _check_pdf(export: Export, member: Member) -> None:
    if not can_render():
        raise errors.NoPdfHere()
    if len(making.columns_of(export, member)) > writing.MOST_PDF_COLUMNS:
        raise errors.TooWideForPdf(most=writing.MOST_PDF_COLUMNS)
    if making.rows_of(export, member).order_by()[: writing.MOST_PDF_ROWS + 1].count() > writing.MOST_PDF_ROWS:
        raise errors.TooManyForPdf(most=writing.MOST_PDF_ROWS)


def _under_way(member: Member) -> int:
    waiting = (WorkStatus.QUEUED, WorkStatus.RUNNING)
    return Export.objects.filter(by=member.user, tenant=member.tenant, status__in=waiting).count()


def _write(export: Export, member: Member, now: datetime) -> str:
    """Write the file, and keep it where only its name leads to it. Returns that name."""
    total = making.rows_of(export, member).order_by().count()
    most = writing.MOST_PDF_ROWS if export.format == ExportFormat.PDF else writing.MOST_XLSX_ROWS
    if total > most:
        raise _TooMany
    Export.objects.filter(pk=export.pk).update(rows_total=total)
    columns = making.columns_of(export, member)
    chunks = _no_more_than(most, making.chunks_of(export, member, columns))
    title = export.get_kind_display()
    name = f"{FOLDER}/{export.pk}/{token_hex(24)}.{export.format}"
    if export.format == ExportFormat.PDF:
        subtitle = f"{export.tenant.name} · {now:%Y-%m-%d %H:%M} UTC"
        pdf = writing.render_list(
            title, subtitle, columns, chunks, locale=export.locale, told=lambda done: _tell(export, done)
        )
        return storages["private"].save(name, ContentFile(pdf))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "list.xlsx"
        writing.write_xlsx(path, title, columns, chunks, told=lambda done: _tell(export, done))
        with path.open("rb") as file:
            return storages["private"].save(name, File(file))


def _no_more_than(most: int, chunks: Iterator[list[Row]]) -> Iterator[list[Row]]:
    """The chunks, unless more rows came meanwhile than there is room for."""
    done = 0
    for chunk in chunks:
        done += len(chunk)
        if done > most:
            raise _TooMany
        yield chunk


def _tell(export: Export, done: int) -> None:
    """Note how far it is. Raises _Stopped if somebody has stopped it."""
    running = Export.objects.filter(pk=export.pk, status=WorkStatus.RUNNING)
    if not running.update(rows_done=done):
        raise _Stopped


def _end(export: Export, status: WorkStatus, **values: object) -> bool:
    """Close an export that is being written; whether it was not stopped just before."""
    running = Export.objects.filter(pk=export.pk, status=WorkStatus.RUNNING)
    return bool(running.update(status=status, finished_at=timezone.now(), **values))


def _note(export: Export, member: Member, action: str, ip: str | None, now: datetime) -> None:
    facts = {"kind": export.kind, "format": export.format, "filters": export.filters, "columns": export.columns}
    log_activity(
        tenant=export.tenant_id, actor=member.user, action=action, target=export, metadata=facts, ip=ip, now=now
    )
