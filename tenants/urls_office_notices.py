"""Addresses of the log and of notifications, below `/manage/`."""

from django.urls import path

from tenants.views import office_notices as views

app_name = "notices_office"

urlpatterns = [
    path("<slug:tenant>/activity/", views.activity, name="activity"),
    path("<slug:tenant>/notifications/", views.notifications, name="notices"),
    path("<slug:tenant>/notifications/seen/", views.seen, name="seen"),
    path("<slug:tenant>/notifications/preferences/", views.preferences, name="preferences"),
]
