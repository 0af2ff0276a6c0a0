"""Addresses of reports, below `/manage/`."""

from django.urls import path

from orders.views import office_reports as views

app_name = "reports"

urlpatterns = [
    path("<slug:tenant>/reports/", views.of_tenant, name="tenant"),
    path("<slug:tenant>/reports/<slug:table>.csv", views.tenant_table, name="tenant_table"),
    path("<slug:tenant>/events/<uuid:event>/reports/", views.of_event, name="event"),
    path("<slug:tenant>/events/<uuid:event>/reports/<slug:table>.csv", views.event_table, name="event_table"),
]
