"""Gates, the devices at them, and incidents."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

from django.db import transaction

from checkin.errors import DeviceRevoked, GateNameTaken
from checkin.models import Device, Gate, Incident
from events.models import Event, EventSession, TicketType
from orders.models import Ticket
from tenants.models import User
from tenants.steps import log_activity
from ticketing.core.tokens import hash_token, new_token
from ticketing.core.violations import refusing


@transaction.atomic(durable=True)
def add_gate(
    *,
    event: Event,
    by: User,
    name: str,
    ticket_types: Sequence[TicketType] = (),
    sessions: Sequence[EventSession] = (),
    **fields: Any,
) -> Gate:
    """A place where the event's tickets are checked. Raises GateNameTaken."""
    _check_name(event, name)
    with _claiming(name):
        gate = Gate.objects.create(tenant_id=event.tenant_id, event=event, name=name, **fields)
    gate.ticket_types.set(ticket_types)
    gate.sessions.set(sessions)
    log_activity(tenant=gate.tenant_id, actor=by, action="gate.added", target=gate)
    return gate


@transaction.atomic(durable=True)
def change_gate(
    *,
    gate: Gate,
    by: User,
    name: str,
    ticket_types: Sequence[TicketType] = (),
    sessions: Sequence[EventSession] = (),
    **fields: Any,
) -> Gate:
    """Change what a gate admits and when; admissions that were made stay. Raises GateNameTaken."""
    _check_name(gate.event, name, but=gate)
    gate.name = name
    for field, value in fields.items():
        setattr(gate, field, value)
    with _claiming(name):
        gate.save(update_fields=["name", *fields])
    gate.ticket_types.set(ticket_types)
    gate.sessions.set(sessions)
    log_activity(tenant=gate.tenant_id, actor=by, action="gate.changed", target=gate)
    return gate


@transaction.atomic(durable=True)
def archive_gate(*, gate: Gate, by: User, now: datetime) -> None:
    """Take a gate out of use; its devices lose access with it. Its scans stay."""
    Gate.objects.filter(pk=gate.pk).update(archived_at=now)
    Device.objects.filter(gate=gate, revoked_at=None).update(revoked_at=now)
    log_activity(tenant=gate.tenant_id, actor=by, action="gate.archived", target=gate, now=now)


@transaction.atomic(durable=True)
def issue_device(*, gate: Gate, name: str, by: User) -> tuple[Device, str]:
    """Give a scanner access to one gate. The token is returned here and never again: only its hash is kept."""
    token = new_token()
    device = Device.objects.create(
        tenant_id=gate.tenant_id, gate=gate, name=name, paired_by=by, token_hash=hash_token(token)
    )
    log_activity(
        tenant=gate.tenant_id, actor=by, action="device.issued", target=device, metadata={"gate": str(gate.pk)}
    )
    return device, token


@transaction.atomic(durable=True)
def revoke_device(*, device: Device, by: User, now: datetime) -> None:
    """Take a device's access back, from its next scan on. Raises DeviceRevoked if that was done before."""
    if not Device.objects.filter(pk=device.pk, revoked_at=None).update(revoked_at=now):
        raise DeviceRevoked()
    log_activity(tenant=device.tenant_id, actor=by, action="device.revoked", target=device, now=now)


@transaction.atomic(durable=True)
def report_incident(*, event: Event, by: User, severity: str, note: str, ticket: Ticket | None = None) -> Incident:
    """Write down what happened at the door."""
    incident = Incident.objects.create(
        tenant_id=event.tenant_id, event=event, author=by, severity=severity, note=note, ticket=ticket
    )
    log_activity(
        tenant=event.tenant_id, actor=by, action="incident.reported", target=incident, metadata={"severity": severity}
    )
    return incident


def _check_name(event: Event, name: str, but: Gate | None = None) -> None:
    others = Gate.objects.filter(event=event, name=name, archived_at=None)
    if but is not None:
        others = others.exclude(pk=but.pk)
    if others.exists():
        raise GateNameTaken(name=name)


def _claiming(name: str) -> AbstractContextManager[None]:
    """Around the write of a name that was free a moment ago: GateNameTaken where somebody else was first."""
    return refusing(gate_name_is_unique_within_its_event=lambda: GateNameTaken(name=name))
