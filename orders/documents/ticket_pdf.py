"""Tickets as a PDF: a page each, A4, readable in black and white, whose upper half folds to what the door needs."""

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from orders.documents import words
from orders.documents.facts import OrderFacts, TicketFacts
from orders.documents.palette import accent
from ticketing.core.pdf import render_pdf
from ticketing.core.qr import qr_svg

LONG_TITLE, LONGER_TITLE = 40, 90


def render_tickets(order: OrderFacts, tickets: tuple[TicketFacts, ...] | None = None) -> bytes:
    """The PDF of an order's valid tickets, or of the given ones (a guest's own), in the order's language.

    Raises ValueError if there is nothing to print: what does not admit has no paper.
    """
    shown = [ticket for ticket in (order.tickets if tickets is None else tickets) if ticket.qr]
    if not shown:
        raise ValueError("no valid ticket to print")
    with translation.override(order.locale):
        html = render_to_string("pdf/tickets.html", _context(order, shown))
    logo = order.organizer.logo
    return render_pdf(
        html,
        stylesheets=["pdf/tickets.css"],
        theme=_theme(order.organizer.primary_color),
        assets={"logo": logo} if logo else {},
    )


def _context(order: OrderFacts, tickets: list[TicketFacts]) -> dict[str, object]:
    title = order.event.name
    return {
        "order": order,
        "event": order.event,
        "organizer": order.organizer,
        "when": words.when(order.event),
        "title_size": "small" if len(title) > LONGER_TITLE else "medium" if len(title) > LONG_TITLE else "large",
        "count": len(tickets),
        "passes": [
            {
                "ticket": ticket,
                "qr": qr_svg(ticket.qr, title=_("QR code of ticket %(code)s") % {"code": ticket.code}),
                "valid_until": words.moment(ticket.expires_at, order.event.time_zone) if ticket.expires_at else "",
            }
            for ticket in tickets
        ],
    }


def _theme(primary: str) -> str:
    color, ink = accent(primary)
    return f":root {{ --accent: {color}; --on-accent: {ink} }}"
