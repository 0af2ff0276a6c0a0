"""How whoever stands at a door reaches it: members by their session or access token, devices by
their token, programs by their tenant's key."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest
from django.utils import timezone

from checkin import looks, sql
from checkin.models import Device, Gate
from checkin.values import Door
from events import reach
from events.models import Event
from tenants.access import Member, api_key_of, member, refuse_suspended
from tenants.errors import TwoFactorMissing
from tenants.models import ApiKey, User
from tenants.permissions import OWNER, permissions_of
from ticketing.core.tokens import hash_token


def door_of_device(token: str) -> Door | None:
    """The gate of the device with this token; None for an unknown or revoked one. One statement, mostly."""
    found = looks.row(sql.DOOR_OF_DEVICE, {"token_hash": hash_token(token)})
    if found is None:
        return None
    pk, name, last_seen_at = found[looks.DOOR_COLUMNS :]
    _note_seen(pk, last_seen_at, timezone.now())
    return looks.door_from(found, device_id=pk, staffed_by=name, permissions=looks.DEVICE_PERMISSIONS)


def door_of_member(request: HttpRequest, gate_id: UUID, permission: str = "checkin.scan") -> Door:
    """The gate as the signed-in member reaches it. Http404 for strangers, PermissionDenied without the permission.

    TwoFactorMissing where the team signs in with two steps, and this member does not yet; TenantSuspended where nobody
    works at the moment. A program comes by its tenant's key.
    """
    if (key := api_key_of(request)) is not None:
        return _door_of_key(key, gate_id, permission)
    user = request.user
    if not isinstance(user, User) or not user.is_active:
        raise Http404
    found = looks.row(sql.DOOR_OF_MEMBER, {"gate": gate_id, "user": user.pk})
    if found is not None:
        role, extra, closed_by = found[looks.DOOR_COLUMNS :]
        if closed_by is not None:
            raise TwoFactorMissing(name=closed_by)
        permissions = permissions_of(role) | frozenset(extra)
    elif user.is_platform_admin and (found := looks.row(sql.DOOR, {"gate": gate_id})) is not None:
        permissions = OWNER
        member(request, Q(pk=found[2]))
    else:
        refuse_suspended(user, Q(pk__in=Gate.objects.filter(pk=gate_id).values("tenant")))
        raise Http404
    if permission not in permissions:
        raise PermissionDenied
    return looks.door_from(found, operator_id=user.pk, staffed_by=str(user), permissions=permissions)


def _door_of_key(key: ApiKey, gate_id: UUID, permission: str) -> Door:
    found = looks.row(sql.DOOR, {"gate": gate_id})
    if found is None or found[2] != key.tenant_id:
        raise Http404
    if permission not in key.scopes:
        raise PermissionDenied
    return looks.door_from(found, operator_id=key.created_by_id, staffed_by=key.name, permissions=frozenset(key.scopes))


def door(gate: Gate, *, operator: User | None = None) -> Door:
    """A gate with whoever works there, for code that has settled the permission itself. Raises Http404 if archived."""
    found = looks.row(sql.DOOR, {"gate": gate.pk})
    if found is None:
        raise Http404
    who: dict[str, Any] = {"operator_id": operator.pk, "staffed_by": str(operator)} if operator else {}
    return looks.door_from(found, **who)


def gate(request: HttpRequest, pk: UUID, permission: str) -> tuple[Gate, Member]:
    """A gate that is in use, with its event, and the acting member. 404 for strangers, 403 without the permission."""
    found = Gate.objects.select_related("event__tenant").filter(pk=pk, archived_at=None).first()
    if found is None:
        raise Http404
    return found, _demand(request, found.event, permission)


def event(request: HttpRequest, pk: UUID, permission: str) -> tuple[Event, Member]:
    """An event and the acting member. 404 for strangers, 403 without the permission."""
    found = Event.objects.select_related("tenant").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found, _demand(request, found, permission)


def device(request: HttpRequest, pk: UUID, permission: str) -> tuple[Device, Member]:
    """A paired device with its gate, and the acting member. 404 for strangers, 403 without the permission."""
    found = Device.objects.select_related("gate__event__tenant").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found, _demand(request, found.gate.event, permission)


def _demand(request: HttpRequest, event: Event, permission: str) -> Member:
    acting = member(request, Q(pk=event.tenant_id))
    reach.demand(acting, event.pk)
    acting.demand(permission)
    return acting


def _note_seen(pk: UUID, last_seen_at: datetime | None, now: datetime) -> None:
    # A write for each request would cost more than the scan.
    if last_seen_at is None or last_seen_at < now - looks.SEEN_EVERY:
        Device.objects.filter(pk=pk).update(last_seen_at=now)
