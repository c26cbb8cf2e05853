"""Every address. User-facing paths are Swedish; each room keeps its own."""

from django.urls import include, path

handler403 = "stegvis.core.views.forbidden"
handler404 = "stegvis.core.views.not_found"
handler500 = "stegvis.core.views.server_error"

urlpatterns = [
    path("", include("stegvis.core.urls")),
    path("", include("stegvis.accounts.urls")),
    path("", include("stegvis.organisations.urls")),
    path("", include("stegvis.agreements.urls")),
    path("", include("stegvis.participants.urls")),
    path("", include("stegvis.employers.urls")),
    path("", include("stegvis.interventions.urls")),
    path("", include("stegvis.casework.urls")),
    path("", include("stegvis.followup.urls")),
    path("", include("stegvis.reports.urls")),
]
