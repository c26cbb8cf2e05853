"""Included by core's urls, so the names are core:import_list and so on."""

from django.urls import path

from stegvis.core.imports import views

one = "importer/<int:pk>/"
urlpatterns = [
    path("importer/", views.import_list, name="import_list"),
    path("importer/ny/", views.import_create, name="import_create"),
    path("importer/mall/", views.import_template, name="import_template"),
    path(one, views.import_detail, name="import_detail"),
    path(one + "ratta/", views.import_row_correct, name="import_row_correct"),
    path(one + "for-in/", views.import_accept, name="import_accept"),
    path(one + "kasta/", views.import_discard, name="import_discard"),
]
