"""Discount codes in the console, under `/manage/`: each page once for an event, and once for all of a tenant's."""

from django.urls import path

from events.views import office_codes

app_name = "codes_office"
PAGES = [
    ("", office_codes.codes, "codes"),
    ("new/", office_codes.new_code, "new_code"),
    ("codes.csv", office_codes.codes_csv, "codes_csv"),
    ("batches/new/", office_codes.new_codes, "new_codes"),
    ("batches/<uuid:code_batch>/", office_codes.code_batch, "code_batch"),
    ("batches/<uuid:code_batch>/archive/", office_codes.code_batch_archive, "code_batch_archive"),
    ("<uuid:discount>/", office_codes.code, "code"),
    ("<uuid:discount>/archive/", office_codes.code_archive, "code_archive"),
]

urlpatterns = [
    *(path(f"<slug:tenant>/events/<uuid:event>/codes/{rest}", view, name=name) for rest, view, name in PAGES),
    *(path(f"<slug:tenant>/codes/{rest}", view, name=f"tenant_{name}") for rest, view, name in PAGES),
]
