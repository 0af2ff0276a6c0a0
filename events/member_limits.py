"""What the team's pages, which are of a lower app, ask and tell about the events of limited members."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from events.models import Event, EventAccess
from tenants.models import Membership, Tenant, User

MOST_OFFERED = 200


def let_maker_reach(event: Event, by: User) -> None:
    """A member who is limited to certain events, and makes another, reaches that one too."""
    limited = Membership.objects.filter(tenant=event.tenant_id, user=by, is_limited=True)
    EventAccess.objects.bulk_create(
        EventAccess(tenant_id=event.tenant_id, membership=membership, event=event) for membership in limited
    )


class MemberLimits:
    """Fills `tenants.hooks.event_limits`."""

    def choices(self, tenant: Tenant) -> Sequence[tuple[UUID, str]]:
        """The tenant's events that are in use, the latest first; so many that a page can show them."""
        events = Event.objects.filter(tenant=tenant, archived_at=None).order_by("-starts_at", "pk")
        return list(events.values_list("pk", "name")[:MOST_OFFERED])

    def set(self, membership: Membership, event_ids: Iterable[UUID]) -> None:
        """Let the member reach these events, and no other that was named before."""
        chosen = Event.objects.filter(tenant=membership.tenant_id, pk__in=list(event_ids)).order_by("pk")
        EventAccess.objects.filter(membership=membership).exclude(event__in=chosen.values("pk")).delete()
        EventAccess.objects.bulk_create(
            [EventAccess(tenant_id=membership.tenant_id, membership=membership, event=event) for event in chosen],
            ignore_conflicts=True,
        )

    def names(self, memberships: Iterable[Membership]) -> Mapping[UUID, Sequence[tuple[UUID, str]]]:
        """The events of each membership, in their order of time."""
        found: dict[UUID, list[tuple[UUID, str]]] = defaultdict(list)
        rows = EventAccess.objects.filter(membership__in=[each.pk for each in memberships]).order_by("event__starts_at")
        for membership, event, name in rows.values_list("membership", "event", "event__name"):
            found[membership].append((event, name))
        return found
