from django.urls import include, path

from stegvis.core import views

app_name = "core"
urlpatterns = [
    path("utkast/<slug:key>/", views.draft, name="draft"),
    path("sprak/", views.language_set, name="language_set"),
    path("tillganglighet/", views.accessibility, name="accessibility"),
    path("halsa/", views.health, name="health"),
    path("forvaltning/andringslogg/", views.audit_list, name="audit_list"),
    path("", include("stegvis.core.imports.urls")),
]
