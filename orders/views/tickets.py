"""One ticket of an order: its code, as large as the screen."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from orders import access
from orders.queries.order_page import OrderPage, Pass, order_page
from orders.views import frame
from orders.views.order import ticket_address, ticket_svg
from ticketing.core.personal import personal


@personal
@require_safe
def ticket(request: HttpRequest, token: str, code: str) -> HttpResponse:
    """`/orders/<token>/tickets/<code>/`: black on white whatever the theme, with nothing that could be in the way."""
    page = order_page(access.order_by_token(token), now=timezone.now())
    row = pass_of(page, code)
    before, after = _neighbours(page, row)
    context = {
        "order": page.order,
        "event": page.order.event,
        "row": row,
        "svg": ticket_svg(row),
        "back_url": frame.order_address(page.order),
        "before_url": ticket_address("orders:ticket", page.order, before) if before else "",
        "after_url": ticket_address("orders:ticket", page.order, after) if after else "",
    }
    return render(request, "orders/order/ticket.html", context)


def pass_of(page: OrderPage, code: str) -> Pass:
    """The order's ticket with this code. Raises Http404 for any other's."""
    for row in page.passes:
        if row.ticket.code == code:
            return row
    raise Http404


def _neighbours(page: OrderPage, row: Pass) -> tuple[Pass | None, Pass | None]:
    """The valid tickets before and after this one."""
    shown = [other for other in page.passes if other.qr]
    if row not in shown:
        return None, None
    at = shown.index(row)
    return (shown[at - 1] if at else None, shown[at + 1] if at + 1 < len(shown) else None)
