"""The door's addresses in the console, below `manage/`."""

from django.urls import path

from checkin.views import office_admission

app_name = "checkin_office"

ATTENDEE = "<slug:tenant>/attendees/<uuid:attendee>/"

urlpatterns = [
    path(f"{ATTENDEE}admission/", office_admission.admission, name="admission"),
    path(f"{ATTENDEE}admission/reversal/", office_admission.admission_reversal, name="admission_reversal"),
]
