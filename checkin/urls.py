"""`/checkin/`: the door."""

from django.urls import path

from checkin.views import office, scanner

app_name = "checkin"
urlpatterns = [
    path("", scanner.home, name="home"),
    path("gates/<uuid:gate>/", scanner.gate, name="gate"),
    path("gates/<uuid:gate>/guests/", scanner.guests, name="guests"),
    path("gates/<uuid:gate>/redemptions/<uuid:redemption>/reversal/", scanner.undo, name="undo"),
    path("gates/<uuid:gate>/tickets/<uuid:ticket>/payment/", scanner.pay, name="pay"),
    path("gates/<uuid:gate>/settings/", office.gate_settings, name="gate_settings"),
    path("gates/<uuid:gate>/archive/", office.archive_gate, name="archive_gate"),
    path("gates/<uuid:gate>/devices/", office.new_device, name="new_device"),
    path("devices/<uuid:device>/revocation/", office.revoke_device, name="revoke_device"),
    path("events/<uuid:event>/gates/", office.gates, name="gates"),
    path("events/<uuid:event>/gates/new/", office.new_gate, name="new_gate"),
    path("events/<uuid:event>/incidents/", office.incidents, name="incidents"),
]
