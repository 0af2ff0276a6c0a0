"""What visitors do, and what they read."""

import re
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from orders.models import Order, Ticket
from reservations import services
from reservations.models import ReservationSlot, TicketReservation
from tests import make

TYPED = {"customer_email": "Ada@Example.org ", "customer_phone": "030 1234567"}


def path(name: str, ticket: Ticket, **more: Any) -> str:
    """One of a ticket's pages."""
    return reverse(f"reservations:{name}", kwargs={"code": ticket.code, **more})


def group_path(name: str, order: Order, **more: Any) -> str:
    """One of an order's pages of visits."""
    return reverse(f"reservations:{name}", kwargs={"token": order.lookup_token, **more})


def text_of(response: HttpResponse) -> str:
    """The words of a page, as they follow each other."""
    page = re.sub(r"<(script|style)\b.*?</\1>", "", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def reserve(ticket: Ticket, slot: ReservationSlot, **fields: Any) -> TicketReservation:
    """A place for a ticket."""
    (made,) = services.reserve(tickets=[ticket], slot=slot, contact=make.contact(**fields), now=timezone.now())
    return made


def month_of(day: date) -> str:
    """As addresses name it."""
    return f"{day:%Y-%m}"
