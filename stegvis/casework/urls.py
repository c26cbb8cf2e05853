from stegvis.casework import urls_exit, urls_file, urls_files, urls_placements, urls_work

app_name = "casework"
urlpatterns = [
    *urls_exit.urlpatterns,
    *urls_file.urlpatterns,
    *urls_files.urlpatterns,
    *urls_placements.urlpatterns,
    *urls_work.urlpatterns,
]
