from django.urls import path

from stegvis.casework.views import file, registrations

urlpatterns = [
    path("deltagare/<int:pk>/", file.participant_detail, name="participant_detail"),
    path(
        "deltagare/<int:pk>/kontaktuppgifter/",
        file.participant_contact,
        name="participant_contact",
    ),
    path(
        "inskrivningar/<int:pk>/insatser/ny/",
        registrations.registration_create,
        name="registration_create",
    ),
    path(
        "anmalningar/<int:pk>/<slug:name>/",
        registrations.registration_move,
        name="registration_move",
    ),
]
