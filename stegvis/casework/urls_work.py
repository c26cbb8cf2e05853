"""The daily work: plan, activities, notes, contacts, meetings, reviews, pauses, hand-over."""

from django.urls import path

from stegvis.casework.views import duty_talks, hand_over, plans, work

one = "inskrivningar/<int:pk>/"
urlpatterns = [
    path(one + "aktiviteter/ny/", work.activity_create, name="activity_create"),
    path("aktiviteter/<int:pk>/", work.activity_edit, name="activity_edit"),
    path("aktiviteter/<int:pk>/klar/", work.activity_finish, name="activity_finish"),
    path(one + "anteckningar/ny/", work.note_create, name="note_create"),
    path("anteckningar/<int:pk>/", work.note_edit, name="note_edit"),
    path(one + "stod-fran-andra/nytt/", work.support_create, name="support_create"),
    path("stod-fran-andra/<int:pk>/", work.support_edit, name="support_edit"),
    path(one + "samverkan/ny/", work.contact_create, name="contact_create"),
    path("samverkan/<int:pk>/", work.contact_edit, name="contact_edit"),
    path(one + "moten/nytt/", work.meeting_book, name="meeting_book"),
    path("moten/<int:pk>/", work.meeting_edit, name="meeting_edit"),
    path("moten/<int:pk>/<slug:name>/", work.meeting_settle, name="meeting_settle"),
    path(one + "avstamningar/ny/", work.review_create, name="review_create"),
    path("avstamningar/<int:pk>/", work.review_edit, name="review_edit"),
    path(one + "paus/", work.pause_create, name="pause_create"),
    path("pauser/<int:pk>/avsluta/", work.pause_end, name="pause_end"),
    path(one + "samtal-vid-starten/", duty_talks.start_talks, name="start_talks"),
    path(one + "samtal/nytt/", duty_talks.duty_talk_create, name="duty_talk_create"),
    path("samtal/<int:pk>/", duty_talks.duty_talk_edit, name="duty_talk_edit"),
    path(one + "plan/", plans.plan_detail, name="plan_detail"),
    path(one + "plan/andra/", plans.plan_edit, name="plan_edit"),
    path(one + "plan/ny/", plans.plan_renew, name="plan_renew"),
    path("planer/<int:pk>/", plans.plan_earlier, name="plan_earlier"),
    path("plansteg/<int:pk>/", plans.step_tick, name="step_tick"),
    path("planmal/<int:pk>/", plans.goal_reach, name="goal_reach"),
    path("overlamning/", hand_over.hand_over, name="hand_over"),
    *(
        path(f"{one}{part}/", work.part_list, {"part": part}, name=f"{name}_list")
        for part, name in {
            "moten": "meeting",
            "aktiviteter": "activity",
            "anteckningar": "note",
            "parallellt": "support",
            "samverkan": "contact",
            "avstamningar": "review",
            "pauser": "pause",
        }.items()
    ),
]
