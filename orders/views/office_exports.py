"""Exports: choosing what to take home, watching it being made, and fetching it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from orders import services
from orders.exports_office import making
from orders.exports_office.columns import Column
from orders.exports_office.kinds import KINDS
from orders.forms.office_exports import ExportForm
from orders.models import Export, ExportFormat, ExportKind
from orders.queries import office_exports, office_people
from orders.queries.office_filters import Filter, params_of
from tenants import console
from tenants.access import MemberRequest, member_required
from ticketing.core.errors import DomainError
from ticketing.core.throttles import remote_address

SECTION = "exports"
REFRESH_SECONDS = 3
TYPES = {
    ExportFormat.CSV: "text/csv; charset=utf-8",
    ExportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ExportFormat.PDF: "application/pdf",
}


@require_http_methods(["GET", "HEAD", "POST"])
@member_required("orders.export")
def exports(request: MemberRequest) -> HttpResponse:
    """Choose what to take home, and as what; below, what was taken before."""
    kind = _kind(request)
    wanted = KINDS[kind].filter_of.of(params_of(request.POST or request.GET))
    known = making.columns_known(request.member, kind, wanted.events)
    last = office_exports.last_choice(request.member, kind)
    choice = _choice(request, known, last)
    form = _form(request, kind, wanted, last)
    if request.method == "POST" and _is_final(request) and form.is_valid():
        try:
            made = services.request_export(
                member=request.member,
                kind=kind,
                file_format=form.cleaned_data["format"],
                columns=[column.key for column, is_chosen in choice if is_chosen],
                wanted=wanted,
                has_bom=form.cleaned_data["has_bom"],
                ip=remote_address(request) or None,
                now=timezone.now(),
            )
        except DomainError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            view = "people_office:export_file" if made.is_streamed else "people_office:export"
            return redirect(view, tenant=request.member.tenant.slug, export=made.pk)
    context = console.frame(request.member, SECTION) | {
        "kind": kind,
        "kinds": _tabs(request, kind),
        "form": form,
        "choice": choice,
        "kept": _kept(wanted, form),
        "asks": bool(KINDS[kind].asks),
        "exports": office_exports.exports_of(request.member),
        "zone": request.member.tenant.settings.time_zone,
    }
    return render(request, "orders/office_people/exports.html", context)


@never_cache
@require_safe
@member_required("orders.export")
def export(request: MemberRequest, export: UUID) -> HttpResponse:
    """How far an export is, and the way to its file."""
    found = _own(request, export)
    context = console.frame(request.member, SECTION) | {
        "export": found,
        "is_ready": found.is_ready(),
        "seconds": REFRESH_SECONDS if found.is_under_way else 0,
        "zone": request.member.tenant.settings.time_zone,
    }
    return render(request, "orders/office_people/export.html", context)


@never_cache
@require_safe
@member_required("orders.export")
def export_file(request: MemberRequest, export: UUID) -> HttpResponseBase:
    """The file itself. A CSV is read while it is sent; one that has lapsed is to be asked for anew."""
    found, now = _own(request, export), timezone.now()
    if not found.is_ready(now) or (found.file and not storages["private"].exists(found.file)):
        messages.error(request, _("This export is not there any more. Please make a new one."))
        return redirect("people_office:export", tenant=request.member.tenant.slug, export=found.pk)
    response: HttpResponseBase
    if request.method == "GET":
        services.note_download(export=found, member=request.member, ip=remote_address(request) or None, now=now)
    if found.is_streamed:
        response = StreamingHttpResponse(making.csv_of(found, request.member))
    else:
        response = FileResponse(storages["private"].open(found.file))
    response.headers["Content-Type"] = TYPES[ExportFormat(found.format)]
    response.headers["Content-Disposition"] = f'attachment; filename="{making.file_name(found, found.created_at)}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
@member_required("orders.export")
def export_stop(request: MemberRequest, export: UUID) -> HttpResponse:
    """Stop it."""
    found = _own(request, export)
    try:
        services.stop_export(export=found, member=request.member, now=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect("people_office:export", tenant=request.member.tenant.slug, export=found.pk)


@require_POST
@member_required("orders.export")
def export_retry(request: MemberRequest, export: UUID) -> HttpResponse:
    """Try once more what failed or was stopped."""
    found = _own(request, export)
    try:
        services.retry_export(export=found, member=request.member, now=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect("people_office:export", tenant=request.member.tenant.slug, export=found.pk)


def _kind(request: MemberRequest) -> str:
    kind = request.POST.get("kind") or request.GET.get("kind") or ""
    return kind if kind in ExportKind.values else ExportKind.ATTENDEES.value


def _is_final(request: MemberRequest) -> bool:
    """Whether the export was asked for, rather than a column moved, or the columns of other events."""
    return not {"up", "down", "refresh"} & set(request.POST)


def _form(request: MemberRequest, kind: str, wanted: Filter, last: Export | None) -> ExportForm:
    events = office_people.events_to_choose(request.member, wanted.events)
    if request.method == "POST" and _is_final(request):
        return ExportForm(request.POST, kind=kind, events=events)
    initial: dict[str, Any] = {"format": last.format if last else ExportFormat.CSV.value}
    initial["has_bom"] = last.has_bom if last and last.is_streamed else True
    params: dict[str, Any] = {
        name: values if name == "event" else values[-1] for name, values in wanted.params().items()
    }
    if request.method == "POST":
        params |= {"format": request.POST.get("format", ""), "has_bom": "has_bom" in request.POST}
        params |= {name: request.POST.get(name, "") for name in ("q", "since", "until")}
    return ExportForm(initial=initial | params, kind=kind, events=events)


def _choice(request: MemberRequest, known: Sequence[Column], last: Export | None) -> list[tuple[Column, bool]]:
    """All columns in the order in which they stand on the page, and whether each is chosen."""
    if request.method == "POST":
        order, chosen = request.POST.getlist("known"), set(request.POST.getlist("column"))
        order = _moved(order, request.POST.get("up"), -1)
        order = _moved(order, request.POST.get("down"), 1)
    else:
        order = list(last.columns) if last else [column.key for column in known if column.is_usual]
        chosen = set(order)
    places = {key: place for place, key in enumerate(order)}
    # What is new on the page stands at its end.
    rows = sorted(known, key=lambda column: places.get(column.key, len(places)))
    return [(column, column.key in chosen) for column in rows]


def _moved(order: list[str], key: str | None, by: int) -> list[str]:
    if key not in order:
        return order
    place = order.index(key)
    target = min(max(place + by, 0), len(order) - 1)
    order.insert(target, order.pop(place))
    return order


def _kept(wanted: Filter, form: ExportForm) -> list[tuple[str, str]]:
    """What narrows the list beside the fields of the form: it came with the link from a list."""
    return [(name, value) for name, values in wanted.params().items() if name not in form.fields for value in values]


def _tabs(request: MemberRequest, kind: str) -> list[dict[str, object]]:
    return [{"text": label, "url": f"?kind={value}", "current": value == kind} for value, label in ExportKind.choices]


def _own(request: MemberRequest, pk: UUID) -> Export:
    """An export of the member's own; anybody else's is not there."""
    found = Export.objects.filter(tenant=request.member.tenant, by=request.member.user, pk=pk).first()
    if found is None:
        raise Http404("no such export")
    return found
