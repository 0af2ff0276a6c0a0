"""The console's addresses of attendees, buyers and exports, below `manage/`."""

from django.urls import path

from orders.views import office_buyers, office_exports, office_people, office_people_bulk

app_name = "people_office"

ATTENDEES = "<slug:tenant>/attendees/"
BUYERS = "<slug:tenant>/buyers/"
EXPORTS = "<slug:tenant>/exports/"

urlpatterns = [
    path(ATTENDEES, office_people.attendees, name="attendees"),
    path("<slug:tenant>/events/<uuid:event>/attendees/", office_people.event_attendees, name="event_attendees"),
    path(f"{ATTENDEES}resends/", office_people_bulk.resends, name="resends"),
    path(f"{ATTENDEES}cancellations/", office_people_bulk.cancellations, name="cancellations"),
    path(f"{ATTENDEES}export/", office_people_bulk.chosen_export, name="chosen_export"),
    path(f"{ATTENDEES}work/<uuid:work>/", office_people_bulk.bulk_action, name="bulk_action"),
    path(f"{ATTENDEES}work/<uuid:work>/stop/", office_people_bulk.bulk_stop, name="bulk_stop"),
    path(f"{ATTENDEES}<uuid:attendee>/", office_people.attendee, name="attendee"),
    path(f"{ATTENDEES}<uuid:attendee>/details/", office_people.attendee_details, name="attendee_details"),
    path(f"{ATTENDEES}<uuid:attendee>/again/", office_people.attendee_resend, name="attendee_resend"),
    path(BUYERS, office_buyers.buyers, name="buyers"),
    path(f"{BUYERS}<uuid:buyer>/", office_buyers.buyer, name="buyer"),
    path(f"{BUYERS}<uuid:buyer>/consent/", office_buyers.consent_withdrawal, name="consent_withdrawal"),
    path(f"{BUYERS}<uuid:buyer>/anonymization/", office_buyers.anonymization, name="anonymization"),
    path(EXPORTS, office_exports.exports, name="exports"),
    path(f"{EXPORTS}<uuid:export>/", office_exports.export, name="export"),
    path(f"{EXPORTS}<uuid:export>/file/", office_exports.export_file, name="export_file"),
    path(f"{EXPORTS}<uuid:export>/stop/", office_exports.export_stop, name="export_stop"),
    path(f"{EXPORTS}<uuid:export>/retry/", office_exports.export_retry, name="export_retry"),
]
