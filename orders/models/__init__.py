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
from orders.models.reports import AnalyticsMark, EventAnalytics, Milestone, MilestoneKind, SalesAnalytics
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
    "AnalyticsMark",
    "Attendee",
    "Buyer",
    "Cart",
    "CartItem",
    "CartStatus",
    "DiscountRedemption",
    "EventAnalytics",
    "ItemKind",
    "LedgerEntry",
    "Milestone",
    "MilestoneKind",
    "Order",
    "OrderItem",
    "OrderStatus",
    "Payment",
    "PaymentState",
    "PaymentStatus",
    "Refund",
    "RefundState",
    "RefundStatus",
    "SalesAnalytics",
    "Ticket",
    "TicketBatch",
    "TicketStatus",
    "Transaction",
    "TransactionType",
    "WebhookEvent",
    "WebhookStatus",
]
