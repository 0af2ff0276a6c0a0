"""Where higher apps take part in what happens to an event. Filled in their `AppConfig.ready()`."""

from collections.abc import Callable
from datetime import datetime

from events.models import Event, Venue
from events.values import Copied, Moved

# Called within the transaction that publishes an event.
event_published: list[Callable[[Event], None]] = []

# Called within the transaction that copies an event: what was copied to what.
event_copied: list[Callable[[Copied], None]] = []

# Called within the transaction that moves an event whose holders are to be told: the event, what it was, and when.
event_moved: list[Callable[[Event, Moved, datetime], None]] = []

# Whether anybody ever bought something of the event, whatever became of it.
sale_began: list[Callable[[Event], bool]] = []

# Whether a venue is still needed, beside the events there.
venue_is_used: list[Callable[[Venue, datetime], bool]] = []
