"""Events in the organizer's console, under `/manage/`."""

from django.urls import path

from events.views import (
    office_details,
    office_events,
    office_lifecycle,
    office_pictures,
    office_programme,
    office_venues,
)

app_name = "events_office"
EVENTS = "<slug:tenant>/events/"
EVENT = EVENTS + "<uuid:event>/"
SESSION = EVENT + "programme/<uuid:session>/"
PICTURE = EVENT + "pictures/<uuid:picture>/"
VENUES = "<slug:tenant>/venues/"

urlpatterns = [
    path(EVENTS, office_events.events, name="events"),
    path(EVENTS + "new/", office_events.new_event, name="new_event"),
    path(EVENT, office_events.event, name="event"),
    path(EVENT + "publication/", office_lifecycle.publish, name="publication"),
    path(EVENT + "withdrawal/", office_lifecycle.unpublish, name="withdrawal"),
    path(EVENT + "archiving/", office_lifecycle.archive, name="archiving"),
    path(EVENT + "restoration/", office_lifecycle.restore, name="restoration"),
    path(EVENT + "duplicate/", office_lifecycle.duplicate, name="duplicate"),
    path(EVENT + "details/", office_details.details, name="details"),
    path(EVENT + "details/preview/", office_details.preview, name="description_preview"),
    path(EVENT + "details/link/", office_details.new_link, name="new_link"),
    path(EVENT + "programme/", office_programme.programme, name="programme"),
    path(EVENT + "programme/new/", office_programme.new_session, name="new_session"),
    path(SESSION, office_programme.session, name="session"),
    path(SESSION + "archiving/", office_programme.archive, name="session_archiving"),
    path(SESSION + "restoration/", office_programme.restore, name="session_restoration"),
    path(EVENT + "pictures/", office_pictures.pictures, name="pictures"),
    path(PICTURE, office_pictures.picture, name="picture"),
    path(PICTURE + "choice/", office_pictures.choose, name="picture_choice"),
    path(PICTURE + "position/", office_pictures.move, name="picture_position"),
    path(PICTURE + "removal/", office_pictures.remove, name="picture_removal"),
    path(PICTURE + "restoration/", office_pictures.restore, name="picture_restoration"),
    path(VENUES, office_venues.venues, name="venues"),
    path(VENUES + "new/", office_venues.new_venue, name="new_venue"),
    path(VENUES + "<int:venue>/", office_venues.venue, name="venue"),
    path(VENUES + "<int:venue>/archiving/", office_venues.archive, name="venue_archiving"),
    path(VENUES + "<int:venue>/restoration/", office_venues.restore, name="venue_restoration"),
]
