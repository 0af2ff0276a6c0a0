"""Payments that people record: a bank transfer that arrives, cash or a card at the door."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from orders.payments.offline import Offline

DEFAULT_DAYS_TO_PAY = 7


class BankTransfer(Offline):
    """The order waits for the money. `payment_window` is for tenants that set no days of their own."""

    key = "bank_transfer"
    label = _("Bank transfer")
    hint = _("We keep your places until the money arrives. Your order page shows the account.")
    payment_window = timedelta(days=DEFAULT_DAYS_TO_PAY)
    confirms_at_once = False


class AtTheDoor(Offline):
    """The order is confirmed at once, and paid when its holder arrives."""

    key = "at_door"
    label = _("Pay at the door")
    hint = _("Your tickets are sent now. Please pay when you arrive.")
    payment_window = timedelta(0)
    confirms_at_once = True
