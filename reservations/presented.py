"""Tickets by the code that somebody presents, with or without being who they are for. Guessing is made hopeless."""

from datetime import datetime

from orders.models import Ticket
from reservations import errors
from reservations.queries import visitor
from ticketing.core.throttles import throttle
from ticketing.core.tokens import normalize_ticket_code

WINDOW_SECONDS = 600
# Ten wrong codes from one address and it has to wait; a school class behind one address turns its pages undisturbed.
MOST_PER_ADDRESS, WRONG_COSTS = 1_000, 100
# Whoever it is and from wherever: one code is not asked for that often.
MOST_PER_CODE = 600
LONGEST_CODE = 64


def ticket_of(typed: str, *, address: str, now: datetime) -> Ticket:
    """The ticket with this code, however it is typed: lower case, with spaces, O for 0.

    Raises CodeUnknown, in the same words for a code that nobody has and for a ticket that is not for visits, or
    TooManyRequests. Tries are counted by the address that they come from and by the code.
    """
    code = normalize_ticket_code(typed[: 2 * LONGEST_CODE])
    by_address = f"visit-address:{address}"
    throttle(by_address, limit=MOST_PER_ADDRESS, window_seconds=WINDOW_SECONDS, now=now)
    throttle(f"visit-code:{code}", limit=MOST_PER_CODE, window_seconds=WINDOW_SECONDS, now=now)
    found = visitor.ticket_by_code(code) if code.isprintable() and 0 < len(code) <= LONGEST_CODE else None
    if found is None:
        throttle(
            by_address, limit=MOST_PER_ADDRESS + WRONG_COSTS, window_seconds=WINDOW_SECONDS, now=now, cost=WRONG_COSTS
        )
        raise errors.CodeUnknown()
    return found
