"""The door's part in what happens to an event: called within the event's own transaction."""

from django.utils import translation
from django.utils.translation import gettext as _

from checkin.models import Gate
from events.models import Event


def ensure_main_entrance(event: Event) -> None:
    """Give an event that is published its first gate, named in the tenant's language; none if it has one already."""
    if Gate.objects.filter(event=event, archived_at=None).exists():
        return
    with translation.override(event.tenant.settings.locale):
        Gate.objects.create(tenant_id=event.tenant_id, event=event, name=_("Main entrance"))
