"""Where higher apps take part in what happens to an event. Filled in their `AppConfig.ready()`."""

from collections.abc import Callable

from events.models import Event

# Called within the transaction that publishes an event.
event_published: list[Callable[[Event], None]] = []

# Called within the transaction that copies an event: the original, then the copy.
event_copied: list[Callable[[Event, Event], None]] = []
