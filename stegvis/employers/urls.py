from django.urls import path

from stegvis.employers.views import contacts, employers, openings

app_name = "employers"
one = "arbetsgivare/<int:pk>/"
log = "arbetsgivarkontakter/"
offer = "lediga-platser/"
urlpatterns = [
    path("arbetsgivare/", employers.employer_list, name="employer_list"),
    path("arbetsgivare/ny/", employers.employer_create, name="employer_create"),
    path("arbetsgivare/paminnelser/", contacts.reminder_list, name="reminder_list"),
    path("arbetsgivare/tratt/", contacts.funnel_detail, name="funnel_detail"),
    path(one, employers.employer_detail, name="employer_detail"),
    path(one + "andra/", employers.employer_edit, name="employer_edit"),
    path(one + "arkivera/", employers.employer_archive, name="employer_archive"),
    path(one + "arbetsplatser/ny/", employers.workplace_create, name="workplace_create"),
    path("arbetsplatser/<int:pk>/andra/", employers.workplace_edit, name="workplace_edit"),
    path(one + "kontaktpersoner/ny/", employers.person_create, name="person_create"),
    path("kontaktpersoner/<int:pk>/andra/", employers.person_edit, name="person_edit"),
    path(log + "ny/", contacts.contact_create, name="contact_create"),
    path(log + "<int:pk>/andra/", contacts.contact_edit, name="contact_edit"),
    path(log + "<int:pk>/klar/", contacts.contact_settle, name="contact_settle"),
    path(offer, openings.opening_list, name="opening_list"),
    path(one + "lediga-platser/ny/", openings.opening_create, name="opening_create"),
    path(offer + "<int:pk>/", openings.opening_detail, name="opening_detail"),
    path(offer + "<int:pk>/andra/", openings.opening_edit, name="opening_edit"),
    path(offer + "<int:pk>/<slug:name>/", openings.opening_move, name="opening_move"),
]
