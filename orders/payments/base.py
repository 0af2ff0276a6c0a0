"""The interface of a payment provider.

All amounts are whole minor units (`*_cents`) of an ISO-4217 currency as `ticketing.core.money` counts them; all
instants are UTC. A provider translates both to its own ways.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Literal, NamedTuple, Protocol
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ticketing.core.errors import DomainError

PaymentStatus = Literal["open", "processing", "succeeded", "failed", "cancelled"]
RefundStatus = Literal["pending", "succeeded", "failed"]
PayoutStatus = Literal["pending", "in_transit", "paid", "failed", "canceled"]


class ProviderUnavailable(DomainError):
    """The provider cannot be reached, or failed itself. Nothing is known; the same call may be repeated and acts once.

    Facts: `reason` and `detail`, for the log.
    """

    code, status = "provider_unavailable", 503
    text = _("We cannot reach the payment service right now. Nothing was charged. Please try again in a minute.")


class ProviderRefused(DomainError):
    """The provider understood and said no; repeating the same call changes nothing.

    Facts: `reason`, the provider's code for it, and `detail`, its words, for the log and the organizer.
    """

    code, status = "payment_refused", 409
    text = _("The payment service did not accept this. Nothing was charged. Please choose another way to pay.")


class WebhookRefused(DomainError):
    """A webhook that is not proved to come from the provider. Facts: `detail`, for the log."""

    code, status, text = "webhook_refused", 400, _("This message could not be verified.")


class Line(NamedTuple):
    """One line on the provider's page: `amount_cents` is what the whole line costs, discount, fees and tax included."""

    name: str
    quantity: int
    amount_cents: int


@dataclass(frozen=True)
class PaymentRequest:
    """What a buyer is to pay.

    A second call with the same `payment_id` must carry the same values: it then answers the same page and can
    charge only once. Whatever changes needs a new payment. `lines` sum to `amount_cents`.
    """

    payment_id: UUID
    order_number: str
    amount_cents: int
    currency: str
    description: str
    lines: tuple[Line, ...]
    email: str
    success_url: str
    cancel_url: str
    expires_at: datetime
    locale: str = "en"
    destination_account: str | None = None
    application_fee_cents: int = 0


@dataclass(frozen=True)
class Started:
    """A payment that the buyer can now make at `redirect_url`."""

    reference: str
    redirect_url: str


@dataclass(frozen=True)
class State:
    """What the provider knows of a payment.

    `open`: the buyer may still pay. `processing`: the buyer is done, the bank is not. `failed` and `cancelled` are
    final without money. `fee_cents` is the provider's own fee in the payment's currency, None while it is not known
    (or is kept in another currency). `payload` holds ids and codes for support, no personal data.
    """

    reference: str
    status: PaymentStatus
    amount_cents: int
    currency: str
    method: str = ""
    fee_cents: int | None = None
    payment_intent: str | None = None
    refunded_cents: int = 0
    disputed: bool = False
    error: str = ""
    payload: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class RefundRequest:
    """Money to give back.

    A repeated call with the same `refund_id` and `attempt` refunds once. Raise `attempt` only after the provider has
    said that the last one failed or was refused. With a `destination_account` its share comes back from it.
    """

    refund_id: UUID
    reference: str
    payment_intent: str | None
    amount_cents: int
    currency: str
    reason: str = ""
    attempt: int = 1
    destination_account: str | None = None


@dataclass(frozen=True)
class RefundState:
    """What the provider knows of a refund. `error` is its code for a failure.

    `attempt` is the request's, where the provider keeps it: its word on an attempt that is over says nothing new.
    """

    reference: str
    status: RefundStatus
    amount_cents: int
    error: str = ""
    attempt: int | None = None


@dataclass(frozen=True)
class PayoutState:
    """What the provider knows of money on its way to an organizer's bank. `paid` may turn into `failed` days later."""

    reference: str
    status: PayoutStatus
    amount_cents: int
    currency: str
    made_at: datetime
    arrives_on: date | None = None
    failure_code: str = ""
    failure_message: str = ""


@dataclass(frozen=True)
class Message:
    """What a verified webhook says.

    `reference` is the payment's, where the message names it; else `Provider.reference_of` finds it. `payment_id` and
    `refund_id` are ours, where we had sent them along. `account` is the organizer's, where it is about theirs.
    """

    event_id: str
    event_type: str
    reference: str | None
    payload: dict[str, Any]
    payment_id: UUID | None = None
    payment_intent: str | None = None
    refund_id: UUID | None = None
    refund_reference: str | None = None
    payout_reference: str | None = None
    account: str | None = None


class Provider(Protocol):
    """A way to pay.

    Every call that crosses the network may raise ProviderUnavailable (repeat it) or ProviderRefused (do not).
    """

    @property
    def key(self) -> str:
        """The name in the database and in settings."""

    @property
    def label(self) -> str | Promise:
        """What buyers choose."""

    @property
    def hint(self) -> str | Promise:
        """One sentence beneath the label."""

    @property
    def payment_window(self) -> timedelta:
        """How long an order keeps its places for a payment that has been started."""

    @property
    def confirms_at_once(self) -> bool:
        """The order is confirmed before money has moved."""

    @property
    def is_online(self) -> bool:
        """There is a remote truth: `fetch` means something, webhooks come."""

    def accepts(self, amount_cents: int, currency: str) -> bool:
        """Whether this amount can be paid this way."""

    def start(self, request: PaymentRequest) -> Started:
        """Ask for a page on which the buyer pays."""

    def fetch(self, reference: str) -> State:
        """Ask how a payment stands."""

    def cancel(self, reference: str) -> State:
        """See that nobody can pay any more. Where somebody just has, that is the answer."""

    def refund(self, request: RefundRequest) -> RefundState:
        """Give money back."""

    def fetch_refund(self, reference: str) -> RefundState:
        """Ask how a refund stands."""

    def fetch_payout(self, reference: str, account: str) -> PayoutState:
        """Ask how a payout of an organizer's account stands."""

    def parse_webhook(self, body: bytes, headers: Mapping[str, str]) -> Message:
        """Read a webhook. Raises WebhookRefused unless the provider signed it, and lately. No network."""

    def read_message(self, payload: dict[str, Any]) -> Message:
        """Read a webhook's payload again, as it was stored. No network."""

    def reference_of(self, message: Message) -> str | None:
        """The reference of the payment that a message is about; None where it is about no payment of ours."""
