"""The pages of one's own account, beside the orders."""

from django.urls import path

from ticketing.site import account_views

app_name = "account"
urlpatterns = [
    path("profile/", account_views.profile, name="profile"),
    path("sessions/", account_views.my_sessions, name="sessions"),
    path("sessions/others/end/", account_views.end_other_sessions, name="end_other_sessions"),
    path("sessions/<int:session>/end/", account_views.end_session, name="end_session"),
]
