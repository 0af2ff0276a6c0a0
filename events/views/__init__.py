"""Pages of discovery: search, organizers, and what belongs to an event's address."""
