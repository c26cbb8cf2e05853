"""Placements at workplaces, and visits there."""

from django.urls import path

from stegvis.casework.views import placements

one = "platser/<int:pk>/"
urlpatterns = [
    path(
        "inskrivningar/<int:pk>/platser/ny/", placements.placement_create, name="placement_create"
    ),
    path(
        "arbetsgivare/<int:pk>/platser/ny/",
        placements.placement_from_employer,
        name="placement_from_employer",
    ),
    path(one, placements.placement_detail, name="placement_detail"),
    path(one + "andra/", placements.placement_edit, name="placement_edit"),
    path(one + "borja/", placements.placement_begin, name="placement_begin"),
    path(one + "avsluta/", placements.placement_end, name="placement_end"),
    path(one + "oppna/", placements.placement_reopen, name="placement_reopen"),
    path(one + "overga/", placements.placement_next, name="placement_next"),
    path(one + "arbete/", placements.placement_outcome, name="placement_outcome"),
    path(one + "besok/ny/", placements.visit_create, name="visit_create"),
    path("platsbesok/<int:pk>/andra/", placements.visit_edit, name="visit_edit"),
]
