"""What is bought, by whom, and what was paid."""

from orders.models.cart import Cart, CartItem, CartStatus
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
from orders.models.office_work import BulkAction, BulkKind, Export, ExportFormat, ExportKind, WorkStatus
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
    "BulkAction",
    "BulkKind",
    "Buyer",
    "Cart",
    "CartItem",
    "CartStatus",
    "DiscountRedemption",
    "Export",
    "ExportFormat",
    "ExportKind",
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
    "Ticket",
    "TicketBatch",
    "TicketStatus",
    "Transaction",
    "TransactionType",
    "WebhookEvent",
    "WebhookStatus",
    "WorkStatus",
]
