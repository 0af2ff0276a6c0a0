"""What is bought, by whom, and what was paid."""

from orders.models.cart import Cart, CartItem, CartStatus
from orders.models.imports import Import, ImportKind, ImportRow, ImportStatus, RowState, Verdict
from orders.models.money import (
    Account,
    LedgerEntry,
    Payment,
    PaymentStatus,
    Refund,
    RefundStatus,
    Transaction,
    TransactionType,
    WebhookEvent,
    WebhookStatus,
)
from orders.models.sale import (
    Buyer,
    DiscountRedemption,
    ItemKind,
    Order,
    OrderItem,
    OrderStatus,
    PaymentState,
    RefundState,
)
from orders.models.tickets import ActivationStatus, Attendee, Ticket, TicketBatch, TicketStatus

__all__ = [
    "Account",
    "ActivationStatus",
    "Attendee",
    "Buyer",
    "Cart",
    "CartItem",
    "CartStatus",
    "DiscountRedemption",
    "Import",
    "ImportKind",
    "ImportRow",
    "ImportStatus",
    "ItemKind",
    "LedgerEntry",
    "Order",
    "OrderItem",
    "OrderStatus",
    "Payment",
    "PaymentState",
    "PaymentStatus",
    "Refund",
    "RefundState",
    "RefundStatus",
    "RowState",
    "Ticket",
    "TicketBatch",
    "TicketStatus",
    "Transaction",
    "TransactionType",
    "Verdict",
    "WebhookEvent",
    "WebhookStatus",
]
