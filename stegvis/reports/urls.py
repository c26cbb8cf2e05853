from django.urls import path

from stegvis.reports import urls_projects
from stegvis.reports.views import annual, figures, files, prose, start

app_name = "reports"
one = "arsrapporter/<int:pk>/"
urlpatterns = [
    *urls_projects.urlpatterns,
    path("", start.start, name="start"),
    path("arsrapporter/", annual.annual_report_list, name="annual_report_list"),
    path("arsrapporter/ny/", annual.annual_report_create, name="annual_report_create"),
    path(one, annual.annual_report_detail, name="annual_report_detail"),
    path(one + "uppgifter/", annual.annual_report_edit, name="annual_report_edit"),
    path(one + "rakna-om/", annual.annual_report_recount, name="annual_report_recount"),
    path(one + "faststall/", annual.annual_report_freeze, name="annual_report_freeze"),
    path(one + "text/<slug:key>/", prose.prose_edit, name="prose_edit"),
    path(
        one + "bild/<int:snapshot>/<slug:key>.svg",
        figures.annual_report_picture,
        name="annual_report_picture",
    ),
    path(one + "siffra/<slug:name>/", figures.figure_detail, name="figure_detail"),
    path(one + "jamfor/", figures.annual_report_compare, name="annual_report_compare"),
    path(one + "fil/<slug:extension>/", files.annual_report_file, name="annual_report_file"),
    path(one + "version/<int:number>/fil/<slug:extension>/", files.frozen_file, name="frozen_file"),
    path(one + "version/<int:number>/prova/", files.frozen_check, name="frozen_check"),
    path("wordmallar/", files.template_list, name="template_list"),
    path("wordmallar/ny/", files.template_create, name="template_create"),
    path("wordmallar/stegvis/", files.template_file, name="template_shipped"),
    path("wordmallar/<int:pk>/", files.template_file, name="template_file"),
]
