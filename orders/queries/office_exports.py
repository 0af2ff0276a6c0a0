"""A member's own exports."""

from orders.models import Export
from tenants.access import Member

MOST_SHOWN = 10


def exports_of(member: Member) -> list[Export]:
    """What the member took home last, the latest first."""
    return list(Export.objects.filter(tenant=member.tenant, by=member.user).order_by("-created_at")[:MOST_SHOWN])


def last_choice(member: Member, kind: str) -> Export | None:
    """The member's last export of a kind: its columns and format are offered again."""
    mine = Export.objects.filter(tenant=member.tenant, by=member.user, kind=kind)
    return mine.order_by("-created_at").first()
