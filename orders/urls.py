"""Addresses of the sale: the event page, the purchase, the order under its link, and providers' webhooks."""

from django.urls import path

from orders.views import (
    account,
    attendees,
    details,
    documents,
    hold,
    office_waiting,
    order,
    payment,
    shop,
    tickets,
    uploads,
    waiting,
    webhooks,
)

app_name = "orders"
WAITING_LIST = "manage/<slug:tenant>/events/<uuid:event>/waiting-list/"

# Below `<tenant>/<event>/`: these come after all fixed first parts.
event_patterns = [
    path("<slug:tenant>/<slug:event>/", shop.event, name="event"),
    path("<slug:tenant>/<slug:event>/checkout/", hold.hold, name="hold"),
    path("<slug:tenant>/<slug:event>/checkout/details/", details.details, name="details"),
    path("<slug:tenant>/<slug:event>/checkout/extension/", hold.extension, name="extension"),
    path("<slug:tenant>/<slug:event>/checkout/removal/", hold.removal, name="removal"),
    path("<slug:tenant>/<slug:event>/checkout/payment/", payment.payment, name="payment"),
    path("<slug:tenant>/<slug:event>/waiting-list/", waiting.join, name="waiting_list"),
]
urlpatterns = [
    path("webhooks/<slug:provider>/", webhooks.webhook, name="webhook"),
    path("account/", account.account, name="account"),
    path("orders/", account.my_tickets, name="my_tickets"),
    path("orders/mine/<str:signed>/", account.my_orders, name="my_orders"),
    path("orders/<slug:token>/", order.order, name="order"),
    path("orders/<slug:token>/again/", order.resend, name="resend"),
    path("orders/<slug:token>/tickets.pdf", documents.order_pdf, name="order_pdf"),
    path("orders/<slug:token>/event.ics", documents.calendar, name="order_calendar"),
    path("orders/<slug:token>/tickets/<slug:code>/", tickets.ticket, name="ticket"),
    path("orders/<slug:token>/tickets/<slug:code>/name/", attendees.attendee, name="attendee"),
    path("orders/<slug:token>/payment/", payment.payment_return, name="payment_return"),
    path("orders/<slug:token>/payment/state/", payment.payment_state, name="payment_state"),
    path("orders/<slug:token>/files/<str:name>", uploads.answer_file, name="answer_file"),
    path(
        "manage/<slug:tenant>/orders/<slug:number>/files/<str:name>",
        uploads.answer_file_for_members,
        name="answer_file_for_members",
    ),
    path("waiting/<slug:token>/", waiting.place, name="waiting_place"),
    path("waiting/<slug:token>/offer/", waiting.offer, name="waiting_offer"),
    path("waiting/<slug:token>/departure/", waiting.departure, name="waiting_departure"),
    path(WAITING_LIST, office_waiting.waiting_list, name="office_waiting_list"),
    path(WAITING_LIST + "settings/", office_waiting.settings, name="office_waiting_settings"),
    path(WAITING_LIST + "<uuid:waiting>/revocation/", office_waiting.revocation, name="office_waiting_revocation"),
    path(WAITING_LIST + "<uuid:waiting>/removal/", office_waiting.removal, name="office_waiting_removal"),
    *event_patterns,
]
