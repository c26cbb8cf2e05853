from django.urls import path

from stegvis.reports.views import start

app_name = "reports"
urlpatterns = [
    path("", start.start, name="start"),
    path("arsrapporter/", start.start, name="annual_report_list"),
]
