from django.urls import path

from stegvis.organisations.views import providers, units, users

app_name = "organisations"
urlpatterns = [
    path("leverantorer/", providers.provider_list, name="provider_list"),
    path("leverantorer/ny/", providers.provider_create, name="provider_create"),
    path("leverantorer/<int:pk>/", providers.provider_detail, name="provider_detail"),
    path("leverantorer/<int:pk>/andra/", providers.provider_edit, name="provider_edit"),
    path("leverantorer/<int:pk>/personal/ny/", providers.staff_create, name="staff_create"),
    path("leverantorer/personal/<int:pk>/andra/", providers.staff_edit, name="staff_edit"),
    path("leverantorer/personal/<int:pk>/slutar/", providers.staff_end, name="staff_end"),
    path("forvaltning/kommunen/", units.municipality_edit, name="municipality_edit"),
    path("forvaltning/enheter/", units.unit_list, name="unit_list"),
    path("forvaltning/enheter/ny/", units.unit_create, name="unit_create"),
    path("forvaltning/enheter/<int:pk>/andra/", units.unit_edit, name="unit_edit"),
    path("forvaltning/anvandare/", users.user_list, name="user_list"),
    path("forvaltning/anvandare/ny/", users.user_create, name="user_create"),
    path("forvaltning/anvandare/<int:pk>/", users.user_edit, name="user_edit"),
    path("forvaltning/anvandare/<int:pk>/losenord/", users.user_password, name="user_password"),
    path(
        "forvaltning/anvandare/<int:pk>/uppdrag/nytt/",
        users.assignment_create,
        name="assignment_create",
    ),
    path("forvaltning/uppdrag/<int:pk>/avsluta/", users.assignment_end, name="assignment_end"),
]
