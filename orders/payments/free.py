"""Orders that cost nothing: there is no payment to make."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from orders.payments.base import State
from orders.payments.offline import Offline


class Free(Offline):
    """Nothing to pay, so the order is confirmed at once."""

    key = "free"
    label = _("Free")
    hint = _("There is nothing to pay.")
    payment_window = timedelta(0)
    confirms_at_once = True

    def accepts(self, amount_cents: int, currency: str) -> bool:
        """Only nothing."""
        return amount_cents == 0

    def fetch(self, reference: str) -> State:
        """Nothing was owed, so it is paid."""
        return State(reference=reference, status="succeeded", amount_cents=0, currency="", method=self.key)
