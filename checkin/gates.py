"""The door's part in what happens to an event: called within the event's own transaction."""

from django.utils import translation
from django.utils.translation import gettext as _

from checkin.models import Gate
from events.models import Event
from events.values import Copied


def ensure_main_entrance(event: Event) -> None:
    """Give an event that is published its first gate, named in the tenant's language; none if it has one already."""
    if Gate.objects.filter(event=event, archived_at=None).exists():
        return
    with translation.override(event.tenant.settings.locale):
        Gate.objects.create(tenant_id=event.tenant_id, event=event, name=_("Main entrance"))


def copy_gates(copied: Copied) -> None:
    """Give a copied event the same gates, for its own ticket types and sessions; their devices stay where they are."""
    gates = Gate.objects.filter(event=copied.original, archived_at=None).prefetch_related("ticket_types", "sessions")
    for gate in gates:
        made = Gate.objects.create(
            tenant_id=copied.copy.tenant_id,
            event=copied.copy,
            name=gate.name,
            opens_at=copied.shift(gate.opens_at) if gate.opens_at else None,
            closes_at=copied.shift(gate.closes_at) if gate.closes_at else None,
            allows_reentry=gate.allows_reentry,
            entries_per_day=gate.entries_per_day,
        )
        types, sessions = copied.ticket_types, copied.sessions
        made.ticket_types.set([types[row.pk] for row in gate.ticket_types.all() if row.pk in types])
        made.sessions.set([sessions[row.pk] for row in gate.sessions.all() if row.pk in sessions])
