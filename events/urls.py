"""Addresses of discovery. The event's own page is `orders:event`."""

from django.urls import path

from events.views import discovery, event_files, private

app_name = "events"
urlpatterns = [
    path("theme/<slug:tenant>/<slug:hash>.css", event_files.theme, name="theme"),
    path("theme/<slug:tenant>/<slug:event>/<slug:hash>.css", event_files.theme, name="event_theme"),
    path("<slug:tenant>/", discovery.organizer, name="organizer"),
    path("<slug:tenant>/<slug:event>/calendar.ics", event_files.calendar, name="calendar"),
    path("<slug:tenant>/<slug:event>/poster.svg", event_files.poster, name="poster"),
    path("<slug:tenant>/<slug:event>/poster.png", event_files.poster_for_previews, name="poster_for_previews"),
    path("<slug:tenant>/<slug:event>/access/", private.enter_by_code, name="access"),
]
