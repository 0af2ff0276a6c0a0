"""What is bought, by whom, and what was paid."""

from orders.models.cancellation import EventCancellation
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
from orders.models.office_work import BulkAction, BulkKind, Export, ExportFormat, ExportKind, WorkStatus
from orders.models.payouts import Payout, PayoutStatus
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
from orders.models.waiting import PassedOver, WaitingListEntry, WaitingListWish, WaitingStatus

__all__ = [
    "Account",
    "ActivationStatus",
    "AnalyticsMark",
    "Attendee",
    "BulkAction",
    "BulkKind",
    "Buyer",
    "Cart",
    "CartItem",
    "CartStatus",
    "DiscountRedemption",
    "EventAnalytics",
    "EventCancellation",
    "Export",
    "ExportFormat",
    "ExportKind",
    "Import",
    "ImportKind",
    "ImportRow",
    "ImportStatus",
    "ItemKind",
    "LedgerEntry",
    "Milestone",
    "MilestoneKind",
    "Order",
    "OrderItem",
    "OrderStatus",
    "PassedOver",
    "Payment",
    "PaymentState",
    "PaymentStatus",
    "Payout",
    "PayoutStatus",
    "Refund",
    "RefundState",
    "RefundStatus",
    "RowState",
    "SalesAnalytics",
    "Ticket",
    "TicketBatch",
    "TicketStatus",
    "Transaction",
    "TransactionType",
    "Verdict",
    "WaitingListEntry",
    "WaitingListWish",
    "WaitingStatus",
    "WebhookEvent",
    "WebhookStatus",
    "WorkStatus",
]
