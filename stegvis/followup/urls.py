from django.urls import path

from stegvis.followup.views import analysis, carried, reports, results, themes

app_name = "followup"
one = "insatser/<int:pk>/"
step5 = one + "leverantorens-uppfoljning/"
step7 = one + "gemensam-analys/"
urlpatterns = [
    path(step5, results.result_list, name="result_list"),
    path(step5 + "resultat/<int:line>/", results.result_edit, name="result_edit"),
    path(step5 + "ovrigt/nytt/", results.other_result_create, name="other_result_create"),
    path(step5 + "ovrigt/<int:line>/", results.other_result_edit, name="other_result_edit"),
    path(
        step5 + "ovrigt/<int:line>/ta-bort/",
        results.other_result_remove,
        name="other_result_remove",
    ),
    path(one + "rapport/", reports.report_detail, name="report_detail"),
    path(one + "rapport/skriv/", reports.report_edit, name="report_edit"),
    path(one + "rapport/<slug:name>/", reports.report_move, name="report_move"),
    path(step7, analysis.analysis_detail, name="analysis_detail"),
    path(step7 + "skriv/", analysis.analysis_edit, name="analysis_edit"),
    path(step7 + "lardom/ny/", analysis.finding_create, name="finding_create"),
    path(step7 + "lardom/<int:position>/", analysis.finding_edit, name="finding_edit"),
    path(step7 + "lardom/<int:position>/ta-bort/", analysis.finding_remove, name="finding_remove"),
    path(step7 + "lardom/<int:position>/beslut/", analysis.decision_edit, name="decision_edit"),
    # not under planering/: there the next word is a move of the plan
    path(one + "tidigare-beslut/", carried.carried_list, name="carried_list"),
    path(one + "tidigare-beslut/<int:decision>/", carried.carried_answer, name="carried_answer"),
    path("larande/", themes.theme_list, name="theme_list"),
    path("larande/nytt/", themes.theme_create, name="theme_create"),
    path("larande/beslut/", themes.decision_list, name="decision_list"),
    path("larande/beslut/<int:pk>/gjort/", themes.decision_done, name="decision_done"),
    path("larande/<int:pk>/", themes.theme_detail, name="theme_detail"),
    path("larande/<int:pk>/andra/", themes.theme_edit, name="theme_edit"),
    path("larande/<int:pk>/arkivera/", themes.theme_archive, name="theme_archive"),
]
