"""Imports in the console: taking a file in, looking at what would come of it, writing it, and taking it back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from orders import services
from orders.forms.office_imports import ImportForm
from orders.models import Import
from orders.office_imports.resources import RESOURCES
from orders.office_imports.templates import EXAMPLES
from orders.queries import office_imports as queries
from orders.services.imports import MOST_AT_ONCE
from orders.words_office_selling import IMPORT_KINDS
from tenants import console
from tenants.access import Member, MemberRequest, member_required
from ticketing.core.cells import CsvWriter
from ticketing.core.errors import DomainError

PAGE_SIZE, ROWS_PAGE_SIZE = 20, 50
REFRESH_SECONDS = 2


@require_safe
@member_required("events.change")
def imports(request: MemberRequest) -> HttpResponse:
    """What was brought along in files."""
    page = Paginator(queries.imports_of(request.member), PAGE_SIZE).get_page(request.GET.get("page"))
    context = _frame(request.member) | {"page": page, "rows": [queries.ImportWords(made) for made in page.object_list]}
    return render(request, "orders/office_selling/imports.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required("events.change")
def new_import(request: MemberRequest) -> HttpResponse:
    """Take a file in. A small one is looked at while one waits."""
    member = request.member
    initial = {"event": request.GET.get("event"), "kind": request.GET.get("kind")}
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ImportForm(*posted, member=member, initial=initial)
    if form.is_valid():
        values = form.cleaned_data
        try:
            made = services.start_import(
                tenant=member.tenant,
                event=values["event"],
                kind=values["kind"],
                file_name=values["file"].name,
                table=values["table"],
                by=member.user,
                now=timezone.now(),
            )
        except DomainError as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            return _go_on(request, made)
    templates = [(text, key) for key, text in IMPORT_KINDS.items()]
    context = _frame(member) | {"form": form, "templates": templates, "columns": _columns()}
    return render(request, "orders/office_selling/import_new.html", context)


@require_safe
@member_required("events.change")
def import_template(request: MemberRequest, import_kind: str) -> HttpResponse:
    """A file with the columns that an import knows, and an example."""
    if import_kind not in RESOURCES:
        raise Http404("no such template")
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{import_kind.replace("_", "-")}.csv"'
    writer = CsvWriter(response)
    names = RESOURCES[import_kind].columns()
    writer.line(names)
    writer.line([EXAMPLES[import_kind].get(name, "") for name in names])
    return response


@require_safe
@member_required("events.change")
def one_import(request: MemberRequest, made: UUID) -> HttpResponse:
    """An import: its progress, what would come of each row, or what has."""
    found = _import_of(request.member, made)
    which = request.GET.get("rows", "")
    counts = queries.counts_of(found)
    page = Paginator(queries.rows_of(found, which), ROWS_PAGE_SIZE).get_page(request.GET.get("page"))
    context = _frame(request.member) | {
        "made": found,
        "words": queries.ImportWords(found),
        "counts": counts,
        "most": found.row_count if found.status == "checking" else counts["good"],
        "which": which,
        "page": page,
        "rows": [queries.RowWords(row) for row in page.object_list],
        "columns": [name for name in RESOURCES[found.kind].columns() if name not in found.ignored],
        "seconds": REFRESH_SECONDS if found.is_busy else 0,
    }
    return render(request, "orders/office_selling/import.html", context)


@require_POST
@member_required("events.change")
def import_confirmation(request: MemberRequest, made: UUID) -> HttpResponse:
    """Write what was found good."""
    return _move(request, made, services.confirm_import)


@require_POST
@member_required("events.change")
def import_undoing(request: MemberRequest, made: UUID) -> HttpResponse:
    """Take it back, as far as nobody has used it."""
    return _move(request, made, services.undo_import)


def _move(request: MemberRequest, pk: UUID, move: Any) -> HttpResponse:
    found = _import_of(request.member, pk)
    try:
        found = move(made=found, by=request.member.user, now=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return _go_on(request, found)


def _go_on(request: MemberRequest, made: Import) -> HttpResponse:
    """Work a small import off at once, and show it."""
    if made.row_count <= MOST_AT_ONCE:
        finished = services.work_off(made.pk)
        if finished.status == "done":
            messages.success(request, _("The rows are written."))
    return redirect("selling_office:import", tenant=request.member.tenant.slug, made=made.pk)


def _columns() -> list[tuple[str, list[str], tuple[str, ...]]]:
    return [(str(text), RESOURCES[key].columns(), RESOURCES[key].needed) for key, text in IMPORT_KINDS.items()]


def _import_of(member: Member, pk: UUID) -> Import:
    return get_object_or_404(queries.imports_of(member), pk=pk)


def _frame(member: Member) -> dict[str, Any]:
    return console.frame(member, "imports")
