"""What payments without a remote party have in common: nobody to ask, so nothing is learnt by asking."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from orders.payments.base import (
    Message,
    PaymentRequest,
    PayoutState,
    ProviderRefused,
    RefundRequest,
    RefundState,
    Started,
    State,
    WebhookRefused,
)


class Offline:
    """A provider that crosses no network. Members record what happened."""

    key: str
    is_online = False

    def accepts(self, amount_cents: int, currency: str) -> bool:
        """Any amount that is to be paid."""
        return amount_cents > 0

    def start(self, request: PaymentRequest) -> Started:
        """The order page says how to pay. The reference is made from the payment's id, so a repeated call agrees."""
        return Started(reference=f"{self.key}-{request.payment_id}", redirect_url=request.success_url)

    def fetch(self, reference: str) -> State:
        """Always open: only a member knows, and records it here."""
        return State(reference=reference, status="open", amount_cents=0, currency="", method=self.key)

    def cancel(self, reference: str) -> State:
        """There is nothing to call off elsewhere."""
        return State(reference=reference, status="cancelled", amount_cents=0, currency="", method=self.key)

    def refund(self, request: RefundRequest) -> RefundState:
        """Pending until a member has given the money back and says so."""
        return RefundState(f"{self.key}-{request.refund_id}", "pending", request.amount_cents)

    def fetch_refund(self, reference: str) -> RefundState:
        """Pending: only a member knows."""
        return RefundState(reference, "pending", 0)

    def fetch_payout(self, reference: str, account: str) -> PayoutState:
        """There are none: the money is the organizer's from the start."""
        raise ProviderRefused(reason="no_payouts", detail=f"{self.key} pays nothing out.")

    def parse_webhook(self, body: bytes, headers: Mapping[str, str]) -> Message:
        """Nobody sends any."""
        raise WebhookRefused(detail="this provider sends no webhooks")

    def read_message(self, payload: dict[str, Any]) -> Message:
        """Nobody sends any."""
        raise WebhookRefused(detail="this provider sends no webhooks")

    def reference_of(self, message: Message) -> str | None:
        """There are no messages."""
        return None
