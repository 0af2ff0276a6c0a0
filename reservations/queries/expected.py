"""Who is expected in a slot, for those who stand at the door."""

from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Case, F, Func, IntegerField, OuterRef, Q, QuerySet, Subquery, When

from events.models import Venue
from reservations.models import ReservationSlot, TicketReservation

A_PAGE = 50
LONGEST_SEARCH = 100


def slot_of(venue: Venue, pk: UUID) -> ReservationSlot | None:
    """A slot of the venue; it comes with it."""
    slot = ReservationSlot.objects.filter(venue=venue, pk=pk).first()
    if slot is not None:
        slot.venue = venue
    return slot


def visitors(slot: ReservationSlot, words: str, number: str) -> Page[TicketReservation]:
    """One page of the reservations that stand in a slot, by name; each with its `group`: how many come together.

    `words` are parts of a name, or of a code. Two statements.
    """
    standing = TicketReservation.objects.standing().filter(slot=slot)
    found = standing.filter(_matches(words)).annotate(group=_group_size(standing))
    found = found.select_related("ticket__ticket_type", "ticket__order", "ticket__attendee")
    ordered = found.order_by("ticket__attendee__last_name", "ticket__attendee__first_name", "pk")
    return Paginator(ordered, A_PAGE).get_page(number)


def _matches(words: str) -> Q:
    matches = Q()
    for word in words.replace("\x00", "")[:LONGEST_SEARCH].split():
        matches &= (
            Q(ticket__attendee__first_name__icontains=word)
            | Q(ticket__attendee__last_name__icontains=word)
            | Q(ticket__order__buyer_name__icontains=word)
            | Q(ticket__code__icontains=word)
        )
    return matches


def _group_size(standing: QuerySet[TicketReservation]) -> Case:
    """Who bought together comes together; pre-made tickets, which nobody bought, by the address that reserved."""
    same_order = standing.filter(ticket__order=OuterRef("ticket__order"))
    same_address = standing.filter(ticket__order=None, customer_email=OuterRef("customer_email"))
    return Case(When(ticket__order__isnull=False, then=_count(same_order)), default=_count(same_address))


def _count(rows: QuerySet[TicketReservation]) -> Subquery:
    return Subquery(
        rows.order_by().annotate(number=Func(F("pk"), function="COUNT", output_field=IntegerField())).values("number")
    )
