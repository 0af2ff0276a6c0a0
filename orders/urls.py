"""Addresses of the sale: the event page, the purchase, the order under its link, and providers' webhooks."""

from django.urls import path

from orders.views import details, hold, payment, shop, uploads, webhooks

app_name = "orders"

# Below `<tenant>/<event>/`: these come after all fixed first parts.
event_patterns = [
    path("<slug:tenant>/<slug:event>/", shop.event, name="event"),
    path("<slug:tenant>/<slug:event>/checkout/", hold.hold, name="hold"),
    path("<slug:tenant>/<slug:event>/checkout/details/", details.details, name="details"),
    path("<slug:tenant>/<slug:event>/checkout/extension/", hold.extension, name="extension"),
    path("<slug:tenant>/<slug:event>/checkout/removal/", hold.removal, name="removal"),
    path("<slug:tenant>/<slug:event>/checkout/payment/", payment.payment, name="payment"),
]
urlpatterns = [
    path("webhooks/<slug:provider>/", webhooks.webhook, name="webhook"),
    path("orders/<str:token>/payment/", payment.payment_return, name="payment_return"),
    path("orders/<str:token>/payment/state/", payment.payment_state, name="payment_state"),
    path("orders/<str:token>/files/<str:name>", uploads.answer_file, name="answer_file"),
    path(
        "manage/<slug:tenant>/orders/<str:number>/files/<str:name>",
        uploads.answer_file_for_members,
        name="answer_file_for_members",
    ),
    *event_patterns,
]
