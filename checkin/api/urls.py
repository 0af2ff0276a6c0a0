"""`/api/v1/gates/`."""

from django.urls import path

from checkin.api import views

app_name = "checkin_api"
urlpatterns = [
    path("gates/<uuid:gate>/", views.GateDetail.as_view(), name="gate"),
    path("gates/<uuid:gate>/scans", views.GateScans.as_view(), name="scans"),
]
