"""`/checkin/venues/`: the door of a venue that takes visits."""

from django.urls import path

from reservations.views import door

app_name = "reservations_door"
urlpatterns = [
    path("<uuid:venue>/", door.scanner, name="scanner"),
    path("<uuid:venue>/counts/", door.counts, name="counts"),
    path("<uuid:venue>/redemptions/<uuid:redemption>/reversal/", door.undo, name="undo"),
    path("<uuid:venue>/tickets/<uuid:ticket>/payment/", door.pay, name="pay"),
    path("<uuid:venue>/board/", door.board, name="board"),
    path("<uuid:venue>/slots/<uuid:slot>/", door.expected, name="expected"),
]
