"""Work for later, queued in the transaction that causes it: a rolled-back sale queues nothing.

Jobs are named rather than imported, since a task calls the services that queue it.
"""

from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued


def defer_refund(refund_id: UUID) -> None:
    """Send a promised refund to its provider."""
    app.configure_task("orders.send_refund", queue="payments").defer(refund_id=str(refund_id))


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


def defer_webhook(webhook_id: UUID) -> None:
    """Work a stored message off."""
    app.configure_task("orders.process_webhook", queue="payments").defer(webhook_id=str(webhook_id))


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
