"""Work for later, queued in the transaction that causes it: a rolled-back sale queues nothing.

Jobs are named rather than imported, since a task calls the services that queue it.
"""

from uuid import UUID

from procrastinate.contrib.django import app


def defer_refund(refund_id: UUID) -> None:
    """Send a promised refund to its provider."""
    app.configure_task("orders.send_refund", queue="payments").defer(refund_id=str(refund_id))


def defer_end_payment(payment_id: UUID) -> None:
    """See that a cancelled order's payment page cannot be paid any more."""
    app.configure_task("orders.end_payment", queue="payments").defer(payment_id=str(payment_id))


def defer_webhook(webhook_id: UUID) -> None:
    """Work a stored message off."""
    app.configure_task("orders.process_webhook", queue="payments").defer(webhook_id=str(webhook_id))
