from django.urls import path

from stegvis.core.views import health

app_name = "followup"
urlpatterns = [
    path("larande/", health, name="theme_list"),
    path("insatser/<int:pk>/leverantorens-uppfoljning/", health, name="result_list"),
    path("insatser/<int:pk>/rapport/", health, name="report_detail"),
    path("insatser/<int:pk>/gemensam-analys/", health, name="analysis_detail"),
    path("insatser/<int:pk>/planering/tidigare-beslut/", health, name="carried_list"),
]
