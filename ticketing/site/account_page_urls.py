"""The pages of one's own account, beside the orders."""

from django.urls import path

from ticketing.site import account_data_views, account_views

app_name = "account"
urlpatterns = [
    path("profile/", account_views.profile, name="profile"),
    path("sessions/", account_views.my_sessions, name="sessions"),
    path("sessions/others/end/", account_views.end_other_sessions, name="end_other_sessions"),
    path("sessions/<int:session>/end/", account_views.end_session, name="end_session"),
    path("data/", account_data_views.data, name="data"),
    path("data/export/", account_data_views.request_export, name="request_export"),
    path("data/<uuid:export>/", account_data_views.export_file, name="export_file"),
    path("deletion/", account_data_views.deletion, name="deletion"),
]
