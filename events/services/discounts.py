"""Discount codes: one by one and many at once, changing, archiving and restoring."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from procrastinate.contrib.django import app

from events import errors_office_selling as errors
from events import selling_rules
from events import steps_selling as steps
from events.models import CodeBatch, DiscountCode, Event, TicketType
from tenants.models import Tenant, User
from tenants.steps import log_activity
from ticketing.core import once, tokens
from ticketing.core.ids import uuid7

MOST_AT_ONCE = 10_000
PER_STEP = 1_000
# 32 to the eighth: with ten thousand codes about, nobody finds one in a hundred million attempts.
RANDOM_LENGTH = 8
_MOMENTS = ("starts_at", "expires_at")


@transaction.atomic(durable=True)
def create_code(
    *, tenant: Tenant, event: Event | None, values: Mapping[str, Any], by: User | None, now: datetime
) -> DiscountCode:
    """A code for one event, or (None) for all of the tenant's. `values` are its fields, `ticket_types` as a list.

    Raises CodeTaken, or a refusal of `selling_rules.discount_refusals`.
    """
    return steps.write_code(tenant=tenant, event=event, values=values, by=by, now=now)


@transaction.atomic(durable=True)
def change_code(
    *, code: DiscountCode, changes: Mapping[str, Any], version: int | None = None, by: User | None, now: datetime
) -> DiscountCode:
    """Change a code that stood at `version`; how often it was used goes on being counted.

    What was bought with it keeps its price. Raises Stale where somebody else saved meanwhile, CodeTaken,
    UsedMoreOften with the figure, or a refusal of `selling_rules.discount_refusals`.
    """
    return steps.rewrite_code(code=code, changes=changes, version=version, by=by, now=now)


@transaction.atomic(durable=True)
def archive_code(*, code: DiscountCode, by: User | None, now: datetime) -> None:
    """Accept it no more, and list it no more; orders that used it stay as they are. Twice changes nothing."""
    if DiscountCode.objects.filter(pk=code.pk, archived_at=None).update(archived_at=now):
        steps.log_code(code, "discount_code.archived", by, now)


@transaction.atomic(durable=True)
def restore_code(*, code: DiscountCode, by: User | None, now: datetime) -> None:
    """Accept an archived code again. Twice changes nothing."""
    if DiscountCode.objects.filter(pk=code.pk, archived_at__isnull=False).update(archived_at=None):
        steps.log_code(code, "discount_code.restored", by, now)


# --- Many at once ---------------------------------------------------------------------------------------------------


@once.makes(CodeBatch)
@transaction.atomic(durable=True)
def make_codes(
    *,
    tenant: Tenant,
    event: Event | None,
    prefix: str,
    quantity: int,
    values: Mapping[str, Any],
    by: User | None,
    pk: UUID | None = None,
    now: datetime,
) -> CodeBatch:
    """Make so many codes that are alike but for their letters: a thousand at once, the rest by a job.

    Each is the prefix and random characters that nobody confuses. Raises TooManyCodes, a refusal of
    `selling_rules.discount_refusals`, or SentBefore where the batch with the id `pk` was made already.
    """
    selling_rules.check(selling_rules.discount_refusals(event, values))
    if not 1 <= quantity <= MOST_AT_ONCE:
        raise errors.TooManyCodes(most=MOST_AT_ONCE)
    batch = CodeBatch.objects.create(
        pk=pk or uuid7(),
        tenant=tenant,
        event=event,
        prefix=tokens.normalize_code(prefix),
        quantity=quantity,
        values=_packed(values),
        created_by=by,
        created_at=now,
    )
    log_activity(
        tenant=tenant, actor=by, action="discount_codes.made", target=batch, metadata={"codes": quantity}, now=now
    )
    _make_some(batch, now)
    if not batch.is_complete:
        app.configure_task("events.make_codes", queue="default").defer(batch_id=str(batch.pk))
    return batch


@transaction.atomic(durable=True)
def continue_batch(*, batch_id: UUID, now: datetime) -> CodeBatch:
    """Make the next thousand codes of a batch. Twice at once, one of them does nothing."""
    batch = CodeBatch.objects.get(pk=batch_id)
    _make_some(batch, now)
    return batch


@transaction.atomic(durable=True)
def archive_batch(*, batch: CodeBatch, by: User | None, now: datetime) -> int:
    """Archive all codes of a batch that nobody has used; how many."""
    unused = DiscountCode.objects.filter(batch=batch, times_redeemed=0, archived_at=None)
    archived = unused.update(archived_at=now)
    log_activity(
        tenant=batch.tenant_id,
        actor=by,
        action="discount_codes.archived",
        target=batch,
        metadata={"codes": archived},
        now=now,
    )
    return archived


def _make_some(batch: CodeBatch, now: datetime) -> None:
    """Make up to a thousand more; the batch's own counter decides who of two does."""
    number = min(PER_STEP, batch.quantity - batch.made)
    claimed = CodeBatch.objects.filter(pk=batch.pk, made=batch.made).update(made=F("made") + number)
    if not number or not claimed:
        return
    values, type_ids = _unpacked(batch.values)
    codes = [
        DiscountCode(
            tenant_id=batch.tenant_id, event_id=batch.event_id, batch=batch, code=code, created_at=now, **values
        )
        for code in _fresh_words(batch, number)
    ]
    DiscountCode.objects.bulk_create(codes)
    through = DiscountCode.ticket_types.through
    through._default_manager.bulk_create(
        through(discountcode_id=code.pk, tickettype_id=pk) for code in codes for pk in type_ids
    )
    batch.made += number


def _fresh_words(batch: CodeBatch, number: int) -> list[str]:
    words: set[str] = set()
    while len(words) < number:
        words |= {batch.prefix + tokens.new_code(RANDOM_LENGTH) for _each in range(number - len(words))}
        taken = DiscountCode.objects.filter(tenant=batch.tenant_id, event=batch.event_id, code__in=words)
        words -= set(taken.values_list("code", flat=True))
    return sorted(words)


def _packed(values: Mapping[str, Any]) -> dict[str, Any]:
    packed = {name: value for name, value in values.items() if name not in ("ticket_types", *_MOMENTS)}
    packed |= {name: values[name].isoformat() for name in _MOMENTS if values.get(name)}
    return packed | {"ticket_types": [str(each.pk) for each in values.get("ticket_types") or ()]}


def _unpacked(packed: Mapping[str, Any]) -> tuple[dict[str, Any], list[UUID]]:
    values = {name: value for name, value in packed.items() if name != "ticket_types"}
    values |= {name: datetime.fromisoformat(packed[name]) for name in _MOMENTS if name in packed}
    there = TicketType.objects.filter(pk__in=packed["ticket_types"])
    return values, list(there.values_list("pk", flat=True))
