"""`/api/…`: the addresses of the reservations document, to the letter."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from reservations.api.views import availability, operators, reservations, slots, tickets


class AnythingConverter(StringConverter):
    """Whatever stands there, line breaks too: what is no id or code is told so in JSON."""

    regex = "(?s:.+)"


register_converter(AnythingConverter, "anything")

app_name = "visits_api"
urlpatterns = [
    path("operator/slots", slots.Slots.as_view(), name="slots"),
    path("operator/slots/create", slots.SlotCreation.as_view(), name="slot_creation"),
    path("operator/slots/<anything:slot_id>", slots.Slot.as_view(), name="slot"),
    path("operator/validate-ticket", operators.OperatorValidation.as_view(), name="operator_validation"),
    path("operator/verify-ticket", operators.OperatorVerification.as_view(), name="operator_verification"),
    path("reservation-slots/available", availability.Availability.as_view(), name="availability"),
    path("reservations", reservations.Reservations.as_view(), name="reservations"),
    path("reservations/create", reservations.ReservationCreation.as_view(), name="reservation_creation"),
    path("reservations/<anything:reservation_id>", reservations.Reservation.as_view(), name="reservation"),
    path("tickets/validate", tickets.TicketValidation.as_view(), name="ticket_validation"),
    # A code that organizers brought along may have a slash in it.
    path("tickets/<anything:ticket_id>/activate", tickets.TicketActivation.as_view(), name="ticket_activation"),
    path("tickets/<anything:ticket_id>/status", tickets.TicketStatus.as_view(), name="ticket_status"),
    path("tickets/<anything:ticket_id>", tickets.Ticket.as_view(), name="ticket"),
]
