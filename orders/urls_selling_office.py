"""What an event sells, in the console, under `/manage/`."""

from django.urls import path

from orders.views import office_ticket_types

app_name = "selling_office"
EVENT = "<slug:tenant>/events/<uuid:event>/"
TYPES = EVENT + "ticket-types/"

urlpatterns = [
    path(TYPES, office_ticket_types.ticket_types, name="ticket_types"),
    path(TYPES + "new/", office_ticket_types.new_ticket_type, name="new_ticket_type"),
    path(TYPES + "order/", office_ticket_types.ticket_type_order, name="ticket_type_order"),
    path(TYPES + "<uuid:ticket_type>/", office_ticket_types.ticket_type, name="ticket_type"),
    path(TYPES + "<uuid:ticket_type>/removal/", office_ticket_types.ticket_type_removal, name="ticket_type_removal"),
    path(
        TYPES + "<uuid:ticket_type>/restoration/",
        office_ticket_types.ticket_type_restoration,
        name="ticket_type_restoration",
    ),
    path(EVENT + "capacity/", office_ticket_types.capacity, name="capacity"),
]
