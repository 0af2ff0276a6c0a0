"""Parts of writes of what an event sells, for the transaction of a service or of an import."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

from django.db.models import Q

from events import errors_office_selling as errors
from events import ordering, plan_limits, selling_rules
from events.models import DiscountCode, Event, Stock, TicketType
from tenants.models import Tenant, User
from tenants.steps import log_activity
from ticketing.core import tokens
from ticketing.core.versions import claim_version
from ticketing.core.violations import refusing

_TAKEN = "discount_code_is_unique_within_its_event"


def write_ticket_type(
    *, event: Event, values: Mapping[str, Any], places: int | None, by: User | None, now: datetime
) -> TicketType:
    """What `services.create_ticket_type` promises."""
    plan_limits.demand_room_for_type(event, places)
    selling_rules.check(selling_rules.ticket_type_refusals(event, values))
    fields = {name: value for name, value in values.items() if name not in ("admits", "requires")}
    stock = Stock.objects.create(tenant_id=event.tenant_id, label=fields["name"], quantity_total=places, created_at=now)
    position = ordering.next_position(TicketType.objects.filter(event=event))
    made = TicketType.objects.create(
        tenant_id=event.tenant_id, event=event, stock=stock, sort_order=position, created_at=now, **fields
    )
    made.admits.set(values.get("admits") or ())
    made.requires.set(values.get("requires") or ())
    log_activity(
        tenant=event.tenant_id,
        actor=by,
        action="ticket_type.created",
        target=made,
        metadata={"name": made.name, "price_cents": made.price_cents, "places": places},
        now=now,
    )
    return made


def write_code(
    *, tenant: Tenant, event: Event | None, values: Mapping[str, Any], by: User | None, now: datetime
) -> DiscountCode:
    """What `services.create_code` promises."""
    selling_rules.check(selling_rules.discount_refusals(event, values))
    fields = {name: value for name, value in values.items() if name != "ticket_types"}
    fields["code"] = tokens.normalize_code(fields["code"])
    made = DiscountCode(tenant=tenant, event=event, created_at=now, **fields)
    with _claiming(made.code):
        made.save(force_insert=True)
    made.ticket_types.set(values.get("ticket_types") or ())
    log_code(made, "discount_code.created", by, now)
    return made


def rewrite_code(
    *, code: DiscountCode, changes: Mapping[str, Any], version: int | None = None, by: User | None, now: datetime
) -> DiscountCode:
    """What `services.change_code` promises."""
    claim_version(code, version)
    selling_rules.check(selling_rules.discount_refusals(code.event, changes))
    fields = {name: value for name, value in changes.items() if name != "ticket_types"}
    if "code" in fields:
        fields["code"] = tokens.normalize_code(fields["code"])
    most = fields.get("max_redemptions")
    # A use may be counted at this very moment: the update itself looks whether the new limit holds.
    fitting = Q() if most is None else Q(times_redeemed__lte=most)
    with _claiming(str(fields.get("code"))):
        is_changed = DiscountCode.objects.filter(fitting, pk=code.pk).update(**fields)
    if not is_changed:
        code.refresh_from_db(fields=["times_redeemed"])
        raise errors.UsedMoreOften(used=code.times_redeemed)
    if "ticket_types" in changes:
        code.ticket_types.set(changes["ticket_types"])
    code.refresh_from_db()
    log_code(code, "discount_code.changed", by, now)
    return code


def log_code(code: DiscountCode, action: str, by: User | None, now: datetime) -> None:
    """An entry of the log about a code."""
    log_activity(tenant=code.tenant_id, actor=by, action=action, target=code, metadata={"code": code.code}, now=now)


def _claiming(code: str) -> AbstractContextManager[None]:
    """Around the write of a code's letters: CodeTaken where another one has them."""
    return refusing(**{_TAKEN: lambda: errors.CodeTaken(code=code)})
