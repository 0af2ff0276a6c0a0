"""What an organizer's plan refuses about events."""

from django.utils.translation import gettext_lazy as _

from ticketing.core.errors import DomainError


class TooManyEvents(DomainError):
    """The plan allows no further event on sale."""

    code = "too_many_events"
    text = _(
        "The plan “%(plan)s” limits the events on sale at the same time to %(limit)d. Those that are on sale stay so."
    )


class TooManyTickets(DomainError):
    """The plan allows fewer tickets for an event."""

    code = "too_many_tickets"
    text = _(
        "The plan “%(plan)s” limits the tickets of an event to %(limit)d. Give the event, or all of its ticket types "
        "together, at most so many places."
    )
