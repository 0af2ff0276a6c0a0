"""Addresses of the API keys, below `/manage/`."""

from django.urls import path

from tenants.views import office_api_keys

app_name = "api_keys"
urlpatterns = [
    path("<slug:tenant>/api-keys/", office_api_keys.keys, name="keys"),
    path("<slug:tenant>/api-keys/new/", office_api_keys.new_key, name="new"),
    path("<slug:tenant>/api-keys/<uuid:api_key>/revocation/", office_api_keys.revocation, name="revocation"),
]
