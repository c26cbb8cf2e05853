from django.urls import path

from stegvis.participants.views import backgrounds, codes, lists, merges, programmes, protection

urlpatterns = [
    path("deltagare/", lists.participant_list, name="participant_list"),
    path("deltagare/export.xlsx", lists.participant_export, name="participant_export"),
    path("deltagare/skyddade/", protection.protected_list, name="protected_list"),
    path("deltagare/<int:pk>/sla-ihop/", merges.participant_merge, name="participant_merge"),
    path("sammanslagningar/<int:pk>/angra/", merges.merge_undo, name="merge_undo"),
    path("deltagare/<int:pk>/skydd/", protection.protection_edit, name="protection_edit"),
    path("deltagare/<int:pk>/skydd/ny/", protection.access_create, name="access_create"),
    path(
        "deltagare/<int:pk>/skydd/<int:access_pk>/avsluta/",
        protection.access_end,
        name="access_end",
    ),
    path("deltagare/<int:pk>/visningar/", protection.read_list, name="read_list"),
    path("inskrivningar/<int:pk>/bakgrund/", backgrounds.background_edit, name="background_edit"),
    path("verksamheter/", programmes.programme_list, name="programme_list"),
    path("verksamheter/ny/", programmes.programme_create, name="programme_create"),
    path("verksamheter/<int:pk>/", programmes.programme_edit, name="programme_edit"),
    path("verksamheter/<int:pk>/arkivera/", programmes.programme_archive, name="programme_archive"),
    path("verksamheter/<int:pk>/fragor/", programmes.factor_create, name="factor_create"),
    path(
        "verksamheter/<int:pk>/fragor/<int:factor_pk>/arkivera/",
        programmes.factor_archive,
        name="factor_archive",
    ),
    path("kodlistor/", codes.scheme_list, name="scheme_list"),
    path("kodlistor/<slug:scheme>/", codes.code_list, name="code_list"),
    path("kodlistor/<slug:scheme>/ny/", codes.code_create, name="code_create"),
    path("koder/<int:pk>/", codes.code_edit, name="code_edit"),
    path("koder/<int:pk>/arkivera/", codes.code_archive, name="code_archive"),
]
