from dataclasses import replace
from datetime import UTC, datetime

import pytest

from orders.documents.facts import EventFacts, LineFacts, OrderFacts, OrganizerFacts, TaxFacts, TicketFacts
from ticketing.core import signing

KEY = signing.new_key()

CONCERT = EventFacts(
    uid="018f@foyer.example",
    version=3,
    changed_at=datetime(2026, 11, 1, tzinfo=UTC),
    name="Nachtkonzert im Botanischen Garten",
    url="https://foyer.example/haus/nachtkonzert/",
    starts_at=datetime(2027, 4, 3, 18, 0, tzinfo=UTC),
    ends_at=datetime(2027, 4, 3, 23, 30, tzinfo=UTC),
    time_zone="Europe/Berlin",
    venue_lines=("Großes Tropenhaus", "Königin-Luise-Straße 6–8", "14195 Berlin"),
    latitude=52.45,
    longitude=13.3,
    notes="Doors open at 19:15.\n\nBring something warm.",
)


def ticket(name, *, number="A", **facts):
    code = f"TKT-2026-7Q4M9X2KD{number}"
    text = signing.sign_ticket(KEY.private_key, KEY.key_id, code, 1)
    return TicketFacts(code=code, qr=text, type_name="Stalls", attendee_name=name, price_cents=4250, **facts)


@pytest.fixture
def order():
    """Two tickets and a poster for a night in Berlin, bought in English."""
    return OrderFacts(
        number="K7QF2M",
        locale="en",
        currency="EUR",
        url="https://foyer.example/orders/lookup-token/",
        event=CONCERT,
        organizer=OrganizerFacts(name="Haus der Kleinen Künste", email="hallo@haus.example", primary_color="#1f5f4a"),
        buyer_name="Jürgen Weiß",
        buyer_email="juergen@example.org",
        placed_at=datetime(2026, 11, 20, tzinfo=UTC),
        lines=(
            LineFacts(name="Stalls", quantity=2, total_cents=8500),
            LineFacts(name="Poster", quantity=1, total_cents=1200),
        ),
        subtotal_cents=9700,
        discount_cents=500,
        fees_cents=240,
        total_cents=9440,
        taxes=(TaxFacts(rate="19", amount_cents=1507, is_included=True),),
        tickets=(ticket("Jürgen Weiß"), ticket("Zoë Ångström", number="B", seat="Row 4, seat 12")),
    )


@pytest.fixture
def one_ticket(order):
    """The same order with a single ticket in the given name."""

    def make(name, **facts):
        return replace(order, tickets=(ticket(name, **facts),))

    return make
