"""`/api/v1/tokens`."""

from django.urls import path

from ticketing.site import token_views

app_name = "tokens"
urlpatterns = [
    path("", token_views.Tokens.as_view(), name="tokens"),
    path("/second-step", token_views.SecondStep.as_view(), name="second_step"),
    path("/refresh", token_views.Refresh.as_view(), name="refresh"),
    path("/current", token_views.Current.as_view(), name="current"),
]
