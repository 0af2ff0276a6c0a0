"""Files of an order: its tickets on paper, and the event for a calendar."""

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events import looks
from orders import access, jobs, papers
from orders.documents.event_calendar import order_calendar
from orders.models import Order
from orders.queries.documents import order_facts
from orders.views import frame
from ticketing.core.pdf import can_render
from ticketing.core.personal import personal

REFRESH_SECONDS = 2


@personal
@require_safe
def order_pdf(request: HttpRequest, token: str) -> HttpResponseBase:
    """The tickets as one PDF. Where a task has yet to make it, a page that asks again by itself."""
    order = access.order_by_token(token)
    facts = order_facts(order, now=timezone.now())
    if not facts.valid_tickets or not can_render():
        messages.info(request, _("There is no PDF of these tickets."))
        return frame.see_other(frame.order_address(order))
    stored = papers.find(facts)
    if stored is None:
        jobs.defer_papers(order.pk)
        return _preparing(request, order)
    return FileResponse(stored, as_attachment=True, filename=f"tickets-{order.order_number}.pdf")


@personal
@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The event as an `.ics` file, in the order's language."""
    order = access.order_by_token(token)
    content = order_calendar(order_facts(order, now=timezone.now()))
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="event.ics"'
    return response


def _preparing(request: HttpRequest, order: Order) -> HttpResponse:
    context = looks.page_context(order.tenant, order.event) | {
        "order": order,
        "event": order.event,
        "seconds": REFRESH_SECONDS,
        "back_url": frame.order_address(order),
    }
    response = render(request, "orders/order/preparing.html", context, status=202)
    response.headers["Retry-After"] = str(REFRESH_SECONDS)
    return response
