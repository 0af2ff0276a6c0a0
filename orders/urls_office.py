"""Orders in the organizer's console, under `/manage/`."""

from django.urls import path

from orders.views import (
    office_approvals,
    office_cancellation,
    office_order_changes,
    office_order_money,
    office_order_new,
    office_orders,
)

app_name = "orders_office"
ORDERS = "<slug:tenant>/orders/"
ORDER = ORDERS + "<slug:number>/"
REFUND = ORDER + "refunds/<uuid:refund>/"
APPROVALS = "<slug:tenant>/approvals/"
EVENT = "<slug:tenant>/events/<uuid:event>/"

urlpatterns = [
    path(ORDERS, office_orders.orders, name="orders"),
    path(EVENT + "orders/", office_orders.event_orders, name="event_orders"),
    path(EVENT + "orders/new/", office_order_new.new_order, name="new_order"),
    path(ORDER, office_orders.order, name="order"),
    path(ORDER + "mails/", office_order_changes.resend, name="resend"),
    path(ORDER + "notes/", office_order_changes.note, name="note"),
    path(ORDER + "email/", office_order_changes.email, name="email"),
    path(ORDER + "deadline/", office_order_changes.deadline, name="deadline"),
    path(ORDER + "tickets/<uuid:ticket>/qr/", office_order_changes.new_qr, name="new_qr"),
    path(ORDER + "cancellation/", office_order_money.cancellation, name="cancellation"),
    path(ORDER + "payment/", office_order_money.payment, name="payment"),
    path(ORDER + "refunds/new/", office_order_money.new_refund, name="new_refund"),
    path(REFUND + "record/", office_order_money.record_refund, name="record_refund"),
    path(REFUND + "retry/", office_order_money.retry_refund, name="retry_refund"),
    path(APPROVALS, office_approvals.approvals, name="approvals"),
    path(APPROVALS + "approved/", office_approvals.approve_many, name="approve_many"),
    path(APPROVALS + "<slug:number>/approval/", office_approvals.approve, name="approve"),
    path(APPROVALS + "<slug:number>/decline/", office_approvals.decline, name="decline"),
    path(EVENT + "approvals/", office_approvals.event_approvals, name="event_approvals"),
    path(EVENT + "cancellation/", office_cancellation.cancellation, name="event_cancellation"),
    path(EVENT + "cancellation/refunds/", office_cancellation.refunds, name="event_refunds"),
    path(EVENT + "cancellation/refunds/retries/", office_cancellation.retries, name="event_refund_retries"),
]
