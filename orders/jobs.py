"""Work for later, queued in the transaction that causes it: a rolled-back sale queues nothing.

Jobs are named rather than imported, since a task calls the services that queue it.
"""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.types import JSONValue


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


def defer_redaction(references: Sequence[str]) -> None:
    """Take a person out of the provider's messages about these payments."""
    if references:
        app.configure_task("orders.redact_webhooks", queue="default").defer(references=list[JSONValue](references))
