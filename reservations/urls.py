"""Visitors' addresses, under `/visit/`: activate a ticket, choose a time, change or cancel it."""

from django.urls import path

from reservations.views import visitor

app_name = "reservations"
urlpatterns = [
    path("<str:code>/", visitor.visit, name="visit"),
]
