from django.urls import path

from stegvis.participants.views import persons, referrals

referral = "intresseanmalningar/<int:pk>/"
urlpatterns = [
    path("intresseanmalningar/", referrals.referral_list, name="referral_list"),
    path("intresseanmalningar/ny/", referrals.referral_create, name="referral_create"),
    path(referral, referrals.referral_detail, name="referral_detail"),
    path(referral + "andra/", referrals.referral_edit, name="referral_edit"),
    path(referral + "start/", referrals.referral_start, name="referral_start"),
    path(referral + "<slug:name>/", referrals.referral_move, name="referral_move"),
    path("deltagare/sok/", persons.participant_search, name="participant_search"),
    path("deltagare/ny/", persons.participant_create, name="participant_create"),
    path("deltagare/<int:pk>/andra/", persons.person_edit, name="person_edit"),
]
