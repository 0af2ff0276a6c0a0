"""`/api/v1/tokens`, without a slash at the end, as all of the API."""

from django.urls import path

from ticketing.site import token_views

app_name = "tokens"
urlpatterns = [
    path("tokens", token_views.Tokens.as_view(), name="tokens"),
    path("tokens/second-step", token_views.SecondStep.as_view(), name="second_step"),
    path("tokens/refresh", token_views.Refresh.as_view(), name="refresh"),
    path("tokens/current", token_views.Current.as_view(), name="current"),
]
