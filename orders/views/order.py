"""An order's own page, which its link opens to whoever has it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from events import looks, queries, seo
from orders import access, services
from orders.models import Order
from orders.queries.documents import bank_facts
from orders.queries.order_page import OrderPage, Pass, order_page
from orders.views import frame
from orders.views.headlines import headline, money_notes
from ticketing.core.errors import DomainError
from ticketing.core.pdf import can_render
from ticketing.core.personal import personal
from ticketing.core.qr import qr_svg
from ticketing.core.throttles import throttle

MOST_RESENT, RESENT_SECONDS = 3, 600


@personal
@require_safe
def order(request: HttpRequest, token: str) -> HttpResponse:
    """`/orders/<token>/`: where it stands, its tickets, what to know for the day, what was paid."""
    now = timezone.now()
    page = order_page(access.order_by_token(token), now=now)
    return render(request, "orders/order/order.html", _context(page, now))


@personal
@require_POST
def resend(request: HttpRequest, token: str) -> HttpResponse:
    """Send the confirmation once more; a few times at most."""
    found = access.order_by_token(token)
    now = timezone.now()
    try:
        throttle(f"resend:{found.pk}", limit=MOST_RESENT, window_seconds=RESENT_SECONDS, now=now)
        services.resend_order(order=found, by=frame.signed_in(request), now=now)
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("On its way again to %(email)s.") % {"email": found.buyer_email})
    return frame.see_other(frame.order_address(found))


def passes(page: OrderPage) -> list[dict[str, Any]]:
    """The tickets as the page's cards need them: each with its QR as a picture and the addresses of its own pages."""
    return [
        {
            "row": row,
            "svg": ticket_svg(row),
            "url": ticket_address("orders:ticket", page.order, row),
            "change_url": ticket_address("orders:attendee", page.order, row) if row.can_change else "",
            "badge": _badge(row),
        }
        for row in page.passes
    ]


def ticket_svg(row: Pass) -> str:
    """The QR as a picture; empty for what does not admit."""
    code = row.ticket.code
    return qr_svg(row.qr, title=_("QR code of ticket %(code)s") % {"code": code}) if row.qr else ""


def ticket_address(name: str, of: Order, row: Pass) -> str:
    """The path of one of a ticket's own pages."""
    return reverse(name, kwargs={"token": of.lookup_token, "code": row.ticket.code})


def _context(page: OrderPage, now: datetime) -> dict[str, Any]:
    of = page.order
    event = of.event
    return looks.page_context(of.tenant, event) | {
        "page": page,
        "order": of,
        "event": event,
        "headline": headline(page, now=now),
        "money_notes": money_notes(page),
        "passes": passes(page),
        "bank": bank_facts(of, page.payment),
        "amount_due": of.total_cents if page.standing == "pay_at_door" else 0,
        "pay_url": _address("orders:payment_return", of) if page.standing == "unpaid" else "",
        "again_url": _address("orders:payment_return", of) if page.standing == "expired" else "",
        "is_over": event.ends_at <= now,
        "is_alone": len(page.passes) == 1,
        "can_render": can_render(),
        "place": queries.place_of(event),
        "address_lines": seo.address_lines(event)[1:],
        "map_url": seo.map_url(event),
        "picture_url": queries.picture_url(event),
        "summary": frame.order_summary(of, page.lines),
        "links": _links(of),
        "sessions": _sessions(page.passes),
    }


def _links(of: Order) -> dict[str, str]:
    names = {"pdf": "orders:order_pdf", "calendar": "orders:order_calendar", "resend": "orders:resend"}
    return {key: _address(name, of) for key, name in names.items()}


def _address(name: str, of: Order) -> str:
    return reverse(name, kwargs={"token": of.lookup_token})


def _badge(row: Pass) -> tuple[str, str]:
    """The ticket's state in a word and its tone; nothing for one that is simply good."""
    words = {
        "pending": (_("Not paid yet"), "warn"),
        "used": (_("Used"), "info"),
        "cancelled": (_("Cancelled"), "bad"),
        "expired": (_("Expired"), ""),
    }
    return words.get(row.ticket.status, ("", ""))


def _sessions(rows: Sequence[Pass]) -> list[str]:
    """What the tickets that admit are good for, each once."""
    return list(dict.fromkeys(session for row in rows if row.qr for session in row.sessions))
