"""Pure decisions: may this be offered so? Each answers with all its refusals, so that a form can show them at once."""

from collections.abc import Iterator, Mapping
from typing import Any

from events import errors_office_selling as errors
from events.models import ActivationMode, DiscountType, Event, QuestionKind, SlotChoice, TicketKind
from ticketing.core.errors import DomainError
from ticketing.core.when import date_and_time

WHOLE = 10_000
# What an organizer says of a ticket type, besides what it admits to and requires.
TICKET_TYPE_FIELDS = (
    "kind",
    "name",
    "description",
    "price_cents",
    "tax_rate",
    "min_per_order",
    "max_per_order",
    "max_per_buyer",
    "sales_starts_at",
    "sales_ends_at",
    "status",
    "is_hidden",
    "requires_approval",
    "activation_mode",
    "valid_days",
    "reservation_venue",
    "slot_choice",
    "metadata",
)
LEAST_CHOICES = 2


def ticket_type_refusals(event: Event, values: Mapping[str, Any]) -> Iterator[DomainError]:
    """What is wrong with a ticket type of such values; what is not named is left out of it."""
    yield from _window(event, values)
    least = values.get("min_per_order") or 1
    if (values.get("max_per_order") or least) < least:
        yield errors.MostBelowLeast(least=least)
    if (values.get("max_per_buyer") or least) < least:
        yield errors.BuyersMostBelowLeast(least=least)
    yield from _visits(values)
    for other in values.get("requires") or ():
        if other.event_id != event.pk or other.pk == values.get("pk"):
            yield errors.RequiresItself()


def _window(event: Event, values: Mapping[str, Any]) -> Iterator[DomainError]:
    starts, ends = values.get("sales_starts_at"), values.get("sales_ends_at")
    words = {"ends": date_and_time(event.ends_at, event.time_zone)}
    if starts is not None and ends is not None and ends <= starts:
        yield errors.SaleEndsFirst()
    if starts is not None and starts >= event.ends_at:
        yield errors.SaleStartsAfterTheEvent(**words)
    if ends is not None and ends > event.ends_at:
        yield errors.SaleAfterTheEvent(**words)


def _visits(values: Mapping[str, Any]) -> Iterator[DomainError]:
    venue, is_at_checkout = values.get("reservation_venue"), values.get("slot_choice") == SlotChoice.CHECKOUT
    if values.get("kind") == TicketKind.MERCHANDISE:
        if venue is not None or values.get("admits"):
            yield errors.OnlyTicketsAdmit()
    elif is_at_checkout and values.get("activation_mode") == ActivationMode.DEFERRED:
        yield errors.SlotNeedsActivation()
    if is_at_checkout and venue is None:
        yield errors.SlotNeedsVenue()


def discount_refusals(event: Event | None, values: Mapping[str, Any]) -> Iterator[DomainError]:
    """What is wrong with a discount code of such values."""
    value = values.get("discount_value") or 0
    if values.get("discount_type") == DiscountType.PERCENTAGE and value > WHOLE:
        yield errors.TooMuchOff()
    if not value and not values.get("unlocks_hidden_types"):
        yield errors.NothingOff()
    starts, ends = values.get("starts_at"), values.get("expires_at")
    if starts is not None and ends is not None and ends <= starts:
        yield errors.CodeEndsFirst()
    if any(event is None or ticket_type.event_id != event.pk for ticket_type in values.get("ticket_types") or ()):
        yield errors.ForeignTicketTypes()


def question_refusals(event: Event, values: Mapping[str, Any]) -> Iterator[DomainError]:
    """What is wrong with a question of such values."""
    is_choice = values.get("kind") in (QuestionKind.CHOICE, QuestionKind.MULTIPLE)
    if is_choice and len(values.get("choices") or ()) < LEAST_CHOICES:
        yield errors.ChoicesNeeded()
    if any(ticket_type.event_id != event.pk for ticket_type in values.get("ticket_types") or ()):
        yield errors.ForeignTicketTypes()


def check(refusals: Iterator[DomainError]) -> None:
    """Raise the first refusal, if there is one."""
    for refusal in refusals:
        raise refusal
