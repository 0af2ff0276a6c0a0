"""Visitors' addresses, under `/visit/`: activate a ticket, choose a time, change or cancel it.

Codes are upper case, so the lower-case words that stand beside them are none.
"""

from django.urls import path

from reservations.views import visitor, visitor_group, visitor_slots

app_name = "reservations"
urlpatterns = [
    path("", visitor.enter, name="enter"),
    path("order/<str:token>/", visitor_group.order, name="order"),
    path("order/<str:token>/times/", visitor_group.times, name="order_times"),
    path("order/<str:token>/times/<uuid:slot>/", visitor_group.reservation, name="order_time"),
    path("<str:code>/", visitor.visit, name="visit"),
    path("<str:code>/activation/", visitor.activation, name="activation"),
    path("<str:code>/times/", visitor_slots.times, name="times"),
    path("<str:code>/times/<uuid:slot>/", visitor_slots.reservation, name="time"),
    path("<str:code>/cancellation/", visitor.cancellation, name="cancellation"),
    path("<str:code>/calendar.ics", visitor.calendar_file, name="calendar"),
]
