from stegvis.participants import urls_intake, urls_register

app_name = "participants"
urlpatterns = [
    *urls_intake.urlpatterns,
    *urls_register.urlpatterns,
]
