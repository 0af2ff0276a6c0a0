"""Pre-made tickets on paper: sheets to cut, made by a task, stored privately, named by what they say.

A file holds at most a thousand codes: more would keep a worker, and a reader of PDFs, busy for minutes.
"""

import hashlib
from typing import IO, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from events.models import ActivationMode
from orders.models import Ticket, TicketBatch
from orders.queries.order_page import qr_text
from reservations.queries.office_batches import codes_to_print
from ticketing.core.pdf import render_pdf
from ticketing.core.qr import qr_svg

# Raise it when the design of the paper changes, so that stored ones are made anew.
DESIGN = 1
CODES_PER_FILE = 1_000
CODES_PER_PAGE = 8


class Sheet(NamedTuple):
    """What stands on the paper of one part of a batch; `codes` are each code with what its QR says."""

    batch: str
    organizer: str
    event: str
    ticket_type: str
    place: str
    is_for_visits: bool
    is_deferred: bool
    locale: str
    codes: tuple[tuple[str, str], ...]


def parts(usable: int) -> range:
    """The numbers of a batch's files, from 1."""
    return range(1, (usable + CODES_PER_FILE - 1) // CODES_PER_FILE + 1)


def sheet(batch: TicketBatch, part: int) -> Sheet:
    """The facts of one file. The batch comes with its type, event and tenant."""
    ticket_type, event = batch.ticket_type, batch.ticket_type.event
    for_visits = ticket_type.reservation_venue_id is not None
    venue = ticket_type.reservation_venue or event.venue
    tickets = codes_to_print(batch, (part - 1) * CODES_PER_FILE, CODES_PER_FILE)
    now = timezone.now()
    return Sheet(
        batch=str(batch.pk),
        organizer=batch.tenant.name,
        event=event.name,
        ticket_type=ticket_type.name,
        place=", ".join(filter(None, (venue.name, venue.city))) if venue else "",
        is_for_visits=for_visits,
        is_deferred=batch.activation_mode == ActivationMode.DEFERRED,
        locale=batch.tenant.settings.locale,
        codes=tuple(
            (ticket.code, visit_link(ticket) if leads_to_visit(batch) else qr_text(ticket, now=now) or ticket.code)
            for ticket in tickets
        ),
    )


def leads_to_visit(batch: TicketBatch) -> bool:
    """Whether a code's holder has something to do before the door: activate it, or choose a time."""
    return batch.activation_mode == ActivationMode.DEFERRED or batch.ticket_type.reservation_venue_id is not None


def visit_link(ticket: Ticket) -> str:
    """Where a code is activated, and its time chosen."""
    return str(settings.BASE_URL) + reverse("reservations:visit", kwargs={"code": ticket.code})


def find(batch: TicketBatch, part: int) -> IO[bytes] | None:
    """The stored PDF of one part, if it was made since its codes last changed."""
    name = _name(sheet(batch, part), part)
    return storages["private"].open(name) if storages["private"].exists(name) else None


def make(batch: TicketBatch, part: int) -> None:
    """Make and store the PDF of one part, unless it is there; the outdated one is deleted."""
    facts = sheet(batch, part)
    name = _name(facts, part)
    if not facts.codes or storages["private"].exists(name):
        return
    stored = storages["private"].save(name, ContentFile(render(facts)))
    _delete_others(stored)


def render(facts: Sheet) -> bytes:
    """The PDF: eight codes a page, to be cut along the marks; black on white."""
    with translation.override(facts.locale):
        cards = [
            {"code": code, "qr": qr_svg(text, title=_("QR code of ticket %(code)s") % {"code": code})}
            for code, text in facts.codes
        ]
        pages = [cards[at : at + CODES_PER_PAGE] for at in range(0, len(cards), CODES_PER_PAGE)]
        context = {"facts": facts, "pages": pages, "site": urlsplit(settings.BASE_URL).netloc + "/visit/"}
        html = render_to_string("reservations/office/sheet_pdf.html", context)
    return render_pdf(html, stylesheets=["reservations/office/sheet_pdf.css"], assets={})


def _name(facts: Sheet, part: int) -> str:
    digest = hashlib.sha256(f"{DESIGN} {facts!r}".encode()).hexdigest()
    return f"batches/{facts.batch}/{part}/{digest}.pdf"


def _delete_others(name: str) -> None:
    folder, _slash, kept = name.rpartition("/")
    for other in storages["private"].listdir(folder)[1]:
        if other != kept:
            storages["private"].delete(f"{folder}/{other}")
