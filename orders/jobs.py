"""Work for later, queued in the transaction that causes it: a rolled-back sale queues nothing.

Jobs are named rather than imported, since a task calls the services that queue it.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.types import JSONValue

from tenants.steps import BULK_PRIORITY


def defer_refund(refund_id: UUID, *, is_bulk: bool = False) -> None:
    """Send a promised refund to its provider; one of a mass refund lets all other work pass."""
    queue, priority = ("bulk", BULK_PRIORITY) if is_bulk else ("payments", 0)
    app.configure_task("orders.send_refund", queue=queue, priority=priority).defer(refund_id=str(refund_id))


def defer_calling_off(cancellation_id: UUID, *, in_seconds: int = 0) -> None:
    """Go on with ending and telling the orders of a cancelled event. Queued twice, the second finds nothing to do."""
    wait = {"seconds": in_seconds} if in_seconds else None
    task = app.configure_task("orders.call_off", queue="bulk", priority=BULK_PRIORITY, schedule_in=wait)
    task.defer(cancellation_id=str(cancellation_id))


def defer_end_payment(payment_id: UUID) -> None:
    """See that a cancelled order's payment page cannot be paid any more."""
    app.configure_task("orders.end_payment", queue="payments").defer(payment_id=str(payment_id))


def defer_papers(order_id: UUID) -> None:
    """Make an order's PDF, unless that is queued already."""
    try:
        with transaction.atomic():
            app.configure_task(
                "orders.make_papers", queue="default", queueing_lock=f"orders.make_papers:{order_id}"
            ).defer(order_id=str(order_id))
    except AlreadyEnqueued:
        return


def defer_waiting_list(event_id: UUID) -> None:
    """Hand places that came back to those who wait for them.

    Queued each time, rather than once: a job that is queued already may have looked before this transaction is over.
    """
    app.configure_task("orders.hand_out_places", queue="default").defer(event_id=str(event_id))


def defer_webhook(webhook_id: UUID) -> None:
    """Work a stored message off."""
    app.configure_task("orders.process_webhook", queue="payments").defer(webhook_id=str(webhook_id))


def defer_moved_event(event_id: UUID, version: int, before: dict[str, Any]) -> None:
    """Tell everybody who holds tickets that an event is at another time or place."""
    app.configure_task("orders.tell_of_move", queue="mail").defer(
        event_id=str(event_id), version=version, before=before
    )


def defer_export(export_id: UUID) -> None:
    """Write the file of an export."""
    app.configure_task("orders.run_export", queue="default", lock=f"export:{export_id}").defer(export_id=str(export_id))


def defer_bulk_action(action_id: UUID, *, after_seconds: int = 0) -> None:
    """Go on with an act on many tickets."""
    task = app.configure_task(
        "orders.run_bulk_action",
        queue="default",
        lock=f"bulk-action:{action_id}",
        schedule_in={"seconds": after_seconds},
    )
    task.defer(action_id=str(action_id))


def defer_redaction(references: Sequence[str]) -> None:
    """Take a person out of the provider's messages about these payments."""
    if references:
        app.configure_task("orders.redact_webhooks", queue="default").defer(references=list[JSONValue](references))
