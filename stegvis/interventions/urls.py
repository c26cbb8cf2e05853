from django.urls import path, register_converter

from stegvis.interventions.enums import STEP_MOVES, InterventionStep
from stegvis.interventions.views import catalogue, delivery, dialogue, interventions, orders, plans


class StepConverter:
    regex = "|".join(InterventionStep.values)

    def to_python(self, value: str) -> str:
        return value

    to_url = to_python


class MoveConverter(StepConverter):
    regex = "|".join(move.name for move in STEP_MOVES)


register_converter(StepConverter, "step")
register_converter(MoveConverter, "move")

app_name = "interventions"
one = "insatser/<int:pk>/"
urlpatterns = [
    path("insatser/", interventions.intervention_list, name="intervention_list"),
    path("insatser/ny/", interventions.intervention_create, name="intervention_create"),
    path(one, interventions.intervention_detail, name="intervention_detail"),
    path(one + "uppgifter/", interventions.intervention_edit, name="intervention_edit"),
    path(one + "fortsatt/", interventions.intervention_continue, name="intervention_continue"),
    path(one + "stall-in/", interventions.intervention_cancel, name="intervention_cancel"),
    path(one + "steg/<step:step>/<move:name>/", interventions.step_move, name="step_move"),
    path(one + "bestallning/", orders.order_detail, name="order_detail"),
    path(one + "bestallning/skriv/", orders.order_edit, name="order_edit"),
    path(one + "bestallning/<slug:name>/", orders.order_move, name="order_move"),
    path(one + "planering/", plans.plan_detail, name="plan_detail"),
    path(one + "planering/skriv/", plans.plan_edit, name="plan_edit"),
    path(
        one + "planering/resultat/nytt/",
        plans.expected_result_create,
        name="expected_result_create",
    ),
    path(one + "planering/<slug:name>/", plans.plan_move, name="plan_move"),
    path("forvantade-resultat/<int:pk>/", plans.expected_result_edit, name="expected_result_edit"),
    path(
        "forvantade-resultat/<int:pk>/ta-bort/",
        plans.expected_result_remove,
        name="expected_result_remove",
    ),
    path(one + "dialog/", dialogue.dialogue_detail, name="dialogue_detail"),
    path(one + "dialog/mote/nytt/", dialogue.meeting_create, name="meeting_create"),
    path("dialogmoten/<int:pk>/", dialogue.meeting_edit, name="meeting_edit"),
    path(one + "dialog/personal/", dialogue.delivery_staff_add, name="delivery_staff_add"),
    path(
        one + "dialog/personal/<int:staff_pk>/forstatt/",
        dialogue.delivery_staff_understood,
        name="delivery_staff_understood",
    ),
    path(one + "genomforande/", delivery.delivery_detail, name="delivery_detail"),
    path(one + "genomforande/delar/ny/", delivery.group_edit, name="group_create"),
    path(one + "genomforande/delar/<int:group_pk>/", delivery.group_edit, name="group_edit"),
    path(one + "genomforande/antal/nytt/", delivery.count_edit, name="count_create"),
    path(one + "genomforande/antal/<int:count_pk>/", delivery.count_edit, name="count_edit"),
    path(one + "genomforande/kostnad/ny/", delivery.cost_edit, name="cost_create"),
    path(one + "genomforande/kostnad/<int:year>/", delivery.cost_edit, name="cost_edit"),
    path(
        one + "genomforande/avvikelse/<int:year>/<slug:code>/",
        delivery.discrepancy_rule,
        name="discrepancy_rule",
    ),
    path("katalog/", catalogue.catalogue_list, name="catalogue_list"),
    path("katalog/ny/", catalogue.catalogue_create, name="catalogue_create"),
    path("katalog/<int:pk>/", catalogue.catalogue_detail, name="catalogue_detail"),
    path("katalog/<int:pk>/andra/", catalogue.catalogue_edit, name="catalogue_edit"),
]
