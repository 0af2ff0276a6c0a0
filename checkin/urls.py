"""`/checkin/`: the door."""

from django.urls import path

app_name = "checkin"
urlpatterns: list[object] = []
