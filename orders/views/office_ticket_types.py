"""What an event sells: its ticket types, and how many places there are."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events import reach
from events import services as event_services
from events.models import Event, TicketType
from orders import services
from orders.errors import CapacityTooLow
from orders.errors_office import TypeInUse
from orders.forms.office_ticket_types import CapacityForm, TicketTypeForm
from orders.queries import office_ticket_types as queries
from orders.steps.ticket_types import is_in_use
from orders.views.office_ordering import answer_order, wanted_order
from tenants import console
from tenants.access import Member, MemberRequest, member_required
from ticketing.core.errors import DomainError
from ticketing.core.office_versions import edit

PAGE_SIZE = 50


@require_safe
@member_required("events.read")
def ticket_types(request: MemberRequest, event: UUID) -> HttpResponse:
    """What is on sale, in the order in which buyers see it."""
    found = reach.event_of(request.member, event)
    shows_archived = request.GET.get("show") == "archived"
    page = Paginator(queries.types_of(found, archived=shows_archived), PAGE_SIZE).get_page(request.GET.get("page"))
    context = _frame(request.member, found) | {
        "page": page,
        "rows": queries.rows(list(page.object_list), found, now=timezone.now()),
        "shows_archived": shows_archived,
        "archived": TicketType.objects.filter(event=found, archived_at__isnull=False).count(),
    }
    return render(request, "orders/office_selling/ticket_types.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required("events.change")
def new_ticket_type(request: MemberRequest, event: UUID) -> HttpResponse:
    """Add something to sell."""
    found = reach.event_of(request.member, event)
    form = TicketTypeForm.of(TicketType(event=found), _posted(request))
    if form.is_valid():
        try:
            made = event_services.create_ticket_type(
                event=found,
                values=form.values,
                places=form.cleaned_data["places"],
                by=request.member.user,
                now=timezone.now(),
            )
        except DomainError as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("“%(ticket_type)s” is there.") % {"ticket_type": made.name})
            return _to_list(request, found)
    context = _frame(request.member, found) | {"form": form}
    return render(request, "orders/office_selling/ticket_type_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required("events.change")
def ticket_type(request: MemberRequest, event: UUID, ticket_type: UUID) -> HttpResponse:
    """Change what is on sale."""
    found = reach.event_of(request.member, event)
    row, now = _type_of(found, ticket_type), timezone.now()

    def save(form: TicketTypeForm) -> None:
        services.change_ticket_type(
            ticket_type=row,
            changes=form.values,
            places=form.cleaned_data["places"],
            version=form.cleaned_data["version"],
            by=request.member.user,
            now=now,
        )

    edited = edit(lambda data: TicketTypeForm.of(_type_of(found, row.pk), data), _posted(request), save)
    if edited.is_saved:
        names = {"ticket_type": edited.form.cleaned_data["name"]}
        messages.success(request, _("Saved: “%(ticket_type)s”.") % names)
        return _to_list(request, found)
    context = _frame(request.member, found) | {"edited": edited, "form": edited.form}
    context |= {"ticket_type": row, "name": row.name, "open_carts": queries.open_carts(row, now=now)}
    return render(request, "orders/office_selling/ticket_type_form.html", context, status=edited.status)


@require_POST
@member_required("events.change")
def ticket_type_order(request: MemberRequest, event: UUID) -> HttpResponse:
    """Put the ticket types in another order."""
    found = reach.event_of(request.member, event)
    wanted = wanted_order(request, queries.ids_of(found))
    event_services.order_ticket_types(event=found, wanted=wanted, by=request.member.user, now=timezone.now())
    return answer_order(request, _to_list(request, found))


@require_http_methods(["GET", "HEAD", "POST"])
@member_required("events.change")
def ticket_type_removal(request: MemberRequest, event: UUID, ticket_type: UUID) -> HttpResponse:
    """Ask whether a ticket type is to be archived or, where nothing refers to it, deleted; then do so."""
    found = reach.event_of(request.member, event)
    row = _type_of(found, ticket_type)
    if request.method == "POST":
        _remove(request, row)
        return _to_list(request, found)
    context = _frame(request.member, found) | {"ticket_type": row, "is_in_use": is_in_use(row)}
    return render(request, "orders/office_selling/ticket_type_removal.html", context)


def _remove(request: MemberRequest, row: TicketType) -> None:
    names, by, now = {"ticket_type": row.name}, request.member.user, timezone.now()
    if "delete" not in request.POST:
        event_services.archive_ticket_type(ticket_type=row, by=by, now=now)
        messages.success(request, _("“%(ticket_type)s” is archived. What was sold stays good.") % names)
        return
    try:
        services.delete_ticket_type(ticket_type=row, by=by, now=now)
    except TypeInUse as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("“%(ticket_type)s” is deleted.") % names)


@require_POST
@member_required("events.change")
def ticket_type_restoration(request: MemberRequest, event: UUID, ticket_type: UUID) -> HttpResponse:
    """Bring an archived ticket type back."""
    found = reach.event_of(request.member, event)
    row = _type_of(found, ticket_type)
    event_services.restore_ticket_type(ticket_type=row, by=request.member.user, now=timezone.now())
    messages.success(request, _("“%(ticket_type)s” is back.") % {"ticket_type": row.name})
    return _to_list(request, found)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required("events.change")
def capacity(request: MemberRequest, event: UUID) -> HttpResponse:
    """How many places the event, its sessions and its ticket types have."""
    found = reach.event_of(request.member, event)
    form = CapacityForm(_posted(request), places=queries.places_of(found))
    if form.is_valid():
        try:
            if changes := form.changes():
                services.set_capacities(event=found, totals=changes, by=request.member.user, now=timezone.now())
        except CapacityTooLow as refusal:
            form.add_error(f"s-{refusal.facts['stock_id']}", str(refusal))
        else:
            messages.success(request, _("Saved: this is how many places there are."))
            return redirect("selling_office:capacity", tenant=request.member.tenant.slug, event=found.pk)
    context = _frame(request.member, found) | {"form": form}
    return render(request, "orders/office_selling/capacity.html", context)


def _frame(member: Member, event: Event) -> dict[str, Any]:
    return console.frame(member, "ticket types", event=event)


def _type_of(event: Event, pk: UUID) -> TicketType:
    found = get_object_or_404(TicketType.objects.select_related("stock", "reservation_venue"), event=event, pk=pk)
    found.event = event
    return found


def _posted(request: MemberRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _to_list(request: MemberRequest, event: Event) -> HttpResponse:
    return redirect("selling_office:ticket_types", tenant=request.member.tenant.slug, event=event.pk)
