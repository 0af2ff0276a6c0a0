"""The console's pages about looks and plan, under `/manage/`."""

from django.urls import path

from events.views import office_looks

app_name = "looks_office"
urlpatterns = [
    path("<slug:tenant>/branding/", office_looks.branding, name="branding"),
    path("<slug:tenant>/branding/preview/", office_looks.preview, name="branding_preview"),
    path("<slug:tenant>/branding/preview.css", office_looks.preview_theme, name="branding_theme"),
    path("<slug:tenant>/plan/", office_looks.plan, name="plan"),
]
