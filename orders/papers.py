"""Tickets on paper, kept: made by tasks, stored privately, named by what they say.

A PDF takes tens of milliseconds a page, so no page waits for one. Its name contains a digest of all facts in it: a
changed name, a cancelled ticket or a new QR makes another PDF, and the outdated one is deleted.
"""

import hashlib
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import storages

from orders.documents.facts import OrderFacts
from orders.documents.ticket_pdf import render_tickets
from ticketing.core.pdf import can_render

# Raise it when the design of the paper changes, so that stored ones are made anew.
DESIGN = 1


def find(facts: OrderFacts) -> IO[bytes] | None:
    """The stored PDF of an order's valid tickets, if it was made since they last changed."""
    name = _name(facts)
    return storages["private"].open(name) if storages["private"].exists(name) else None


def make(facts: OrderFacts) -> bytes | None:
    """The PDF of an order's valid tickets, stored for the next time. None where there is none to make."""
    if not facts.valid_tickets or not can_render():
        return None
    stored = find(facts)
    if stored is not None:
        with stored:
            return stored.read()
    pdf = render_tickets(facts)
    name = storages["private"].save(_name(facts), ContentFile(pdf))
    _delete_others(name)
    return pdf


def folder_of(order_number: str) -> str:
    """Where the papers of an order lie."""
    return f"tickets/{order_number}/"


def _name(facts: OrderFacts) -> str:
    digest = hashlib.sha256(f"{DESIGN} {facts!r}".encode()).hexdigest()
    return f"{folder_of(facts.number)}{digest}.pdf"


def _delete_others(name: str) -> None:
    folder, _slash, kept = name.rpartition("/")
    for other in storages["private"].listdir(folder)[1]:
        if other != kept:
            storages["private"].delete(f"{folder}/{other}")
