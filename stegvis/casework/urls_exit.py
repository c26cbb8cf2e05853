"""The end and what comes after it, checkpoints, and my day."""

from django.urls import path

from stegvis.casework.views import day, exits

urlpatterns = [
    path("min-dag/", day.my_day, name="my_day"),
    path("riktmarken/", day.stuck_list, name="stuck_list"),
    path("riktmarken/regler/", day.rule_list, name="rule_list"),
    path("riktmarken/regler/ny/", day.rule_create, name="rule_create"),
    path("riktmarken/regler/<int:pk>/", day.rule_edit, name="rule_edit"),
    path(
        "inskrivningar/<int:pk>/riktmarken/<int:rule>/vila/",
        day.checkpoint_rest,
        name="checkpoint_rest",
    ),
    path("inskrivningar/<int:pk>/avsluta/", exits.exit_create, name="exit_create"),
    path("inskrivningar/<int:pk>/oppna-igen/", exits.exit_reopen, name="exit_reopen"),
    path("inskrivningar/<int:pk>/arbete/nytt/", exits.outcome_create, name="outcome_create"),
    path("arbete/<int:pk>/", exits.outcome_edit, name="outcome_edit"),
    path("uppfoljningar/<int:pk>/", exits.follow_up_detail, name="follow_up_detail"),
    path("uppfoljningar/<int:pk>/forsok/", exits.follow_up_attempt, name="follow_up_attempt"),
    path("uppfoljningar/<int:pk>/svar/", exits.follow_up_settle, name="follow_up_settle"),
]
