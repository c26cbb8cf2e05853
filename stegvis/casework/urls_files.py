"""Taking over a follow-up file."""

from django.urls import path

from stegvis.casework.views import files

urlpatterns = [
    path("uppfoljningsfiler/", files.file_list, name="file_list"),
    path("uppfoljningsfiler/ny/", files.file_create, name="file_create"),
    path("uppfoljningsfiler/<int:pk>/", files.file_detail, name="file_detail"),
    path("uppfoljningsfiler/<int:pk>/kolumner/", files.file_map, name="file_map"),
    path("uppfoljningsfiler/<int:pk>/rader/<int:position>/", files.file_row, name="file_row"),
    path("uppfoljningsfiler/<int:pk>/skriv-in/", files.file_write, name="file_write"),
    path("uppfoljningsfiler/<int:pk>/kasta/", files.file_discard, name="file_discard"),
]
