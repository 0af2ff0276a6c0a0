"""Pre-made tickets in the office: making them, taking them home as CSV or PDF, and making them worthless."""

from collections.abc import Iterator
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from orders import services as order_services
from orders.errors import SoldOut
from orders.models import Ticket, TicketBatch
from reservations import sheets
from reservations.forms.office_tickets import BatchForm
from reservations.queries import office_batches
from reservations.tasks import defer_sheet
from reservations.views.office_frame import add_refusal, batch_of, frame
from reservations.words_office import ticket_state
from tenants.access import MemberRequest, member_required
from ticketing.core import once
from ticketing.core.cells import CsvWriter, Echo
from ticketing.core.errors import DomainError, SentBefore
from ticketing.core.pdf import can_render

PAGE_SIZE, CODES_PAGE_SIZE = 20, 50
REFRESH_SECONDS = 2
COLUMNS = ("code", "label", "type", "state", "link")


@require_safe
@member_required("events.read")
def batches(request: MemberRequest) -> HttpResponse:
    """The batches, and how far their codes have come."""
    found = office_batches.batches_of(request.member)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = frame(request, "batches") | {"page": page, "rows": office_batches.counts_of(list(page.object_list))}
    return render(request, "reservations/office/batches.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required("events.change")
def new_batch(request: MemberRequest) -> HttpResponse:
    """Make tickets beforehand."""
    member, now = request.member, timezone.now()
    types = office_batches.types_for_visits(member, now=now)
    made_for = (member.tenant.pk, member.user.pk, "tickets")
    form = BatchForm(request.POST if request.method == "POST" else None, ticket_types=types, made_for=made_for)
    if form.is_valid():
        values = form.cleaned_data
        try:
            made = order_services.mint_tickets(
                ticket_type=form.chosen,
                label=values["label"],
                quantity=values["quantity"],
                activation_mode=values["activation_mode"],
                by=member.user,
                pk=values[once.NAME],
                now=now,
            )
        except SentBefore as refusal:
            messages.info(request, str(refusal))
            return _to(request, refusal.pk)
        except SoldOut as refusal:
            form.add_error("quantity", str(refusal))
        except DomainError as refusal:
            add_refusal(form, refusal, "quantity")
        else:
            text = ngettext("%(count)d ticket was made.", "%(count)d tickets were made.", made.quantity)
            messages.success(request, text % {"count": made.quantity})
            return _to(request, made.pk)
    return render(request, "reservations/office/batch_new.html", frame(request, "batches") | {"form": form})


@require_safe
@member_required("events.read")
def batch(request: MemberRequest, batch: UUID) -> HttpResponse:
    """A batch: its numbers, its files, and its codes for those who may have them."""
    found = batch_of(request.member, batch)
    ((_row, counts),) = office_batches.counts_of([found])
    context = frame(request, "batches") | {"batch": found, "counts": counts}
    if request.member.may("orders.export"):
        codes = office_batches.codes_of(found)
        context |= {
            "page": Paginator(codes, CODES_PAGE_SIZE).get_page(request.GET.get("page")),
            "parts": sheets.parts(counts["unused"]) if can_render() else (),
            "codes_per_file": sheets.CODES_PER_FILE,
        }
    return render(request, "reservations/office/batch.html", context)


# --- Files ----------------------------------------------------------------------------------------------------------


@require_safe
@member_required("orders.export")
def codes_csv(request: MemberRequest, batch: UUID) -> StreamingHttpResponse:
    """All codes of a batch as CSV, sent while it is read."""
    found = batch_of(request.member, batch)
    response = StreamingHttpResponse(_lines(found), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="tickets-{found.created_at:%Y-%m-%d}.csv"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _lines(batch: TicketBatch) -> Iterator[str]:
    writer = CsvWriter(Echo())
    yield writer.line(COLUMNS)
    for ticket in office_batches.all_codes(batch):
        yield writer.line(_cells(batch, ticket))


def _cells(batch: TicketBatch, ticket: Ticket) -> tuple[str, ...]:
    link = sheets.visit_link(ticket) if sheets.leads_to_visit(batch) else ""
    return ticket.code, batch.label, batch.ticket_type.name, ticket_state(ticket)[1], link


@require_safe
@member_required("orders.export")
def sheet(request: MemberRequest, batch: UUID, part: int) -> HttpResponseBase:
    """One part of a batch as PDF. Where a task has yet to make it, a page that asks again by itself."""
    found = batch_of(request.member, batch)
    ((_row, counts),) = office_batches.counts_of([found])
    if not can_render() or part not in sheets.parts(counts["unused"]):
        raise Http404
    stored = sheets.find(found, part)
    if stored is not None:
        return FileResponse(stored, as_attachment=True, filename=f"tickets-{found.created_at:%Y-%m-%d}-{part}.pdf")
    defer_sheet(found, part)
    context = frame(request, "batches") | {"batch": found, "seconds": REFRESH_SECONDS}
    response = render(request, "reservations/office/sheet_preparing.html", context, status=202)
    response.headers["Retry-After"] = str(REFRESH_SECONDS)
    return response


# --- Cancelling -----------------------------------------------------------------------------------------------------


@require_POST
@member_required("events.change")
def cancel_codes(request: MemberRequest, batch: UUID) -> HttpResponse:
    """Ask whether some codes, or all that are unused, are to be worthless; then make them so."""
    found = batch_of(request.member, batch)
    is_all = bool(request.POST.get("all"))
    chosen = [] if is_all else _chosen(request, found)
    if not is_all and not chosen:
        messages.error(request, _("Please tick the codes first."))
        return _to(request, found.pk)
    if "cancel" in request.POST:
        cancelled = order_services.cancel_batch_tickets(
            batch=found,
            ticket_ids=None if is_all else [ticket.pk for ticket in chosen],
            by=request.member.user,
            now=timezone.now(),
        )
        text = ngettext("%(count)d code is worthless now.", "%(count)d codes are worthless now.", len(cancelled))
        messages.success(request, text % {"count": len(cancelled)})
        return _to(request, found.pk)
    ((_row, counts),) = office_batches.counts_of([found])
    context = frame(request, "batches") | {"batch": found, "chosen": chosen, "is_all": is_all, "counts": counts}
    return render(request, "reservations/office/batch_cancel.html", context)


def _chosen(request: MemberRequest, batch: TicketBatch) -> list[Ticket]:
    """The unused codes that were ticked, as many as a page shows."""
    codes = request.POST.getlist("code")[:CODES_PAGE_SIZE]
    return list(office_batches.codes_of(batch).filter(code__in=codes, status="valid"))


def _to(request: MemberRequest, batch: UUID) -> HttpResponse:
    return redirect("office:batch", tenant=request.member.tenant.slug, batch=batch)
