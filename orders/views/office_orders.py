"""Orders in the console: the list of a tenant's or an event's, and the page of one."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from events import reach
from events.models import Event
from orders.forms.office_orders import NoteForm, OrderFilterForm
from orders.models import ExportKind
from orders.queries.office_filters import OrderFilter, params_of
from orders.queries.office_order import office_order
from orders.queries.office_people import events_to_choose
from orders.queries.office_rows import MOST_COUNTED, ShortPaginator, orders_listed
from orders.views.office_order_frame import frame, order_of
from tenants.access import MemberRequest, member_required
from ticketing.core.pdf import can_render

PAGE_SIZE = 50


@require_safe
@member_required("orders.lookup")
def orders(request: MemberRequest) -> HttpResponse:
    """All orders that a member reaches. Who may look orders up only sees number, event, address, status and time."""
    return _listed(request, None)


@require_safe
@member_required("orders.lookup")
def event_orders(request: MemberRequest, event: UUID) -> HttpResponse:
    """The orders of one event."""
    return _listed(request, reach.event_of(request.member, event))


@never_cache
@require_safe
@member_required("orders.read")
def order(request: MemberRequest, number: str) -> HttpResponse:
    """An order: its sums, tickets, money, answers, mails, and all that happened to it."""
    found = order_of(request.member, number)
    context = frame(request) | {
        "page": office_order(found),
        "order": found,
        "note_form": NoteForm(),
        "can_render": can_render(),
        "zone": found.event.time_zone,
        "is_lapsed": bool(found.is_open and found.expires_at and found.expires_at <= timezone.now()),
    }
    return render(request, "orders/office/order.html", context)


def _listed(request: MemberRequest, event: Event | None) -> HttpResponse:
    member = request.member
    data = request.GET.copy()
    if event is not None:
        data["event"] = str(event.pk)
    wanted, may_read = OrderFilter.of(params_of(data)), member.may("orders.read")
    if not may_read:
        wanted = wanted.without_money()
    choices = [(event.pk, event.name)] if event else events_to_choose(member, wanted.events)
    form = OrderFilterForm(data, events=choices, may_read=may_read)
    found = orders_listed(member, wanted, oldest_first=request.GET.get("sort") == "oldest")
    page = ShortPaginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context: dict[str, Any] = frame(request, event=event) | {
        "form": form,
        "page": page,
        "rows": list(page.object_list),
        "most": MOST_COUNTED,
        "export_query": _export_query(wanted) if member.may("orders.export") else "",
        "narrows": form.narrows - bool(event),
        "is_searched": bool(wanted.words or form.narrows - bool(event)),
    }
    return render(request, "orders/office/orders.html", context)


def _export_query(wanted: OrderFilter) -> str:
    """The query string of an export of the orders that a list shows."""
    return urlencode({"kind": ExportKind.ORDERS.value, **wanted.params()}, doseq=True)
