from django.urls import path

from stegvis.reports.views import goals, projects

one = "projektrapporter/<slug:slug>/"
goal = one + "mal/"
urlpatterns = [
    path("projektrapporter/", projects.project_list, name="project_list"),
    path(one, projects.project_detail, name="project_detail"),
    path(one + "rakna-om/", projects.project_recount, name="project_recount"),
    path(one + "fil/<slug:extension>/", projects.project_file, name="project_file"),
    path(one + "siffra/<slug:name>/", projects.project_figure, name="project_figure"),
    path(
        one + "bild/<int:snapshot>/<slug:key>.svg", projects.project_picture, name="project_picture"
    ),
    path(goal, goals.goal_list, name="goal_list"),
    path(goal + "nytt/", goals.goal_create, name="goal_create"),
    path(goal + "<int:pk>/", goals.goal_edit, name="goal_edit"),
    path(goal + "<int:pk>/varde/", goals.goal_value, name="goal_value"),
]
