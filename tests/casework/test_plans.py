"""Goals and steps on one page. It is 3 March 2025."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from stegvis.accounts.models import User
from stegvis.casework.actions import plans
from stegvis.casework.forms.plans import moved, places, without
from stegvis.casework.models import CasePlan, PlanGoal, PlanStep
from stegvis.core import drafts
from stegvis.core.models import AuditEvent, Draft
from stegvis.core.steps import StepRefused
from stegvis.core.versions import VersionConflict
from stegvis.participants.models import Enrolment
from tests.factories.casework import CasePlanFactory, PlanGoalFactory, PlanStepFactory
from tests.factories.participants import EnrolmentFactory

SignIn = Callable[[User], Client]
Events = Callable[[], list[str]]
Page = dict[str, Any]
TODAY, EARLIER = date(2025, 3, 3), date(2025, 1, 10)
HTMX = {"HX-Request": "true"}
GOALS = [
    {
        "text": "Jobba i kök",
        "steps": [
            {"text": "Besöka en restaurang", "who": "Jag", "due_on": date(2025, 3, 20)},
            {"text": "Skriva cv", "done_on": EARLIER},
        ],
    },
    {"text": "Ta körkort", "reached_on": EARLIER},
]


def write(enrolment: Enrolment, by: User | None, **values: Any) -> CasePlan:
    return plans.save(enrolment=enrolment, by=by, **({"goals": GOALS, "made_on": EARLIER} | values))


def told(plan: CasePlan) -> list[tuple[str, list[str]]]:
    return [(goal.text, [step.text for step in goal.steps.all()]) for goal in plan.goals.all()]


def kept(plan: CasePlan) -> list[dict[str, Any]]:
    """The plan as an action takes it, with the keys of its rows."""
    return [
        {
            "pk": goal.pk,
            "text": goal.text,
            "steps": [{"pk": step.pk, "text": step.text} for step in goal.steps.all()],
        }
        for goal in plan.goals.all()
    ]


# --- actions ---


def test_the_first_plan(enrolment: Enrolment, caseworker: User, events: Events) -> None:
    plan = write(enrolment, caseworker, version=0, aim="Eget hemligt mål")
    assert (plan.number, plan.version, plan.by, plan.made_on) == (1, 1, caseworker, EARLIER)
    steps = ["Besöka en restaurang", "Skriva cv"]
    assert told(plan) == [("Jobba i kök", steps), ("Ta körkort", [])]
    assert events() == ["plan.made"]
    assert "emligt" not in str(list(AuditEvent.objects.values("object_label", "changes")))


def test_a_plan_without_a_day_is_made_today(enrolment: Enrolment, caseworker: User) -> None:
    assert plans.save(enrolment=enrolment, by=caseworker).made_on == TODAY


def test_the_same_plan_again_is_nothing(
    enrolment: Enrolment, caseworker: User, events: Events
) -> None:
    for _again in range(2):
        plan = write(enrolment, caseworker, aim="Kök")
    assert (plan.version, events()) == (1, ["plan.made"])


def test_rows_that_are_kept_keep_what_is_not_told(
    enrolment: Enrolment, caseworker: User, events: Events
) -> None:
    """Keys tell which they are: they may change words and places, and the days stay."""
    plan = write(enrolment, caseworker)
    kitchen, licence = kept(plan)
    visit, cv = kitchen["steps"]
    goals = [licence | {"steps": [cv | {"text": "Bättre cv"}]}, kitchen | {"steps": [visit]}]
    plans.save(enrolment=enrolment, by=caseworker, version=1, goals=goals)
    plan.refresh_from_db()
    assert told(plan) == [("Ta körkort", ["Bättre cv"]), ("Jobba i kök", ["Besöka en restaurang"])]
    moved_step = PlanStep.objects.get(pk=cv["pk"])
    assert (moved_step.done_on, moved_step.goal_id) == (EARLIER, licence["pk"])
    assert PlanGoal.objects.get(pk=licence["pk"]).reached_on == EARLIER
    assert PlanStep.objects.get(pk=visit["pk"]).who == "Jag"
    assert (plan.version, events()) == (2, ["plan.made", "plan.changed"])


def test_rows_that_are_left_out_are_taken_away(enrolment: Enrolment, caseworker: User) -> None:
    plan = write(enrolment, caseworker)
    first = kept(plan)[0]
    goals = [first | {"steps": first["steps"][1:]}]
    plans.save(enrolment=enrolment, by=caseworker, goals=goals)
    assert told(plan) == [("Jobba i kök", ["Skriva cv"])]
    assert (PlanGoal.objects.count(), PlanStep.objects.count()) == (1, 1)


def test_another_plans_rows_are_not_touched(enrolment: Enrolment, caseworker: User) -> None:
    other = PlanGoalFactory(text="En annans mål")
    goals = [{"pk": other.pk, "text": "Mitt"}]
    plan = plans.save(enrolment=enrolment, by=caseworker, goals=goals)
    other.refresh_from_db()
    assert other.text == "En annans mål" and told(plan) == [("Mitt", [])]


@pytest.mark.parametrize("version", [0, 1])
def test_an_older_form_does_not_write_over(
    version: int, enrolment: Enrolment, caseworker: User
) -> None:
    CasePlanFactory(enrolment=enrolment, version=2)
    with pytest.raises(VersionConflict):
        write(enrolment, caseworker, version=version)


def test_a_plan_of_what_has_ended_is_read_only(ended: Enrolment, caseworker: User) -> None:
    goal = PlanGoalFactory(plan__enrolment=ended)
    step = PlanStepFactory(goal=goal)
    for refused in (
        lambda: write(ended, caseworker),
        lambda: plans.renew(enrolment=ended, by=caseworker, today=TODAY),
        lambda: plans.tick(step=step, by=caseworker, done_on=TODAY),
        lambda: plans.reach(goal=goal, by=caseworker, reached_on=TODAY),
    ):
        with pytest.raises(StepRefused, match="avslutades"):
            refused()
    assert write(ended, caseworker, unchecked=True).version == 2
    assert plans.renew(enrolment=ended, by=None, today=TODAY, unchecked=True).number == 2


def test_a_new_plan_begins_with_what_is_left(
    enrolment: Enrolment, caseworker: User, events: Events
) -> None:
    old = write(enrolment, caseworker, aim="Kök", strengths="Noggrann")
    new = plans.renew(enrolment=enrolment, by=caseworker, today=TODAY)
    assert (new.number, new.made_on, new.aim, new.strengths) == (2, TODAY, "Kök", "Noggrann")
    assert told(new) == [("Jobba i kök", ["Besöka en restaurang"])]
    old.refresh_from_db()
    assert old.replaced_on == TODAY
    assert told(old) == [("Jobba i kök", ["Besöka en restaurang", "Skriva cv"]), ("Ta körkort", [])]
    assert events() == ["plan.made", "plan.renewed"]


def test_a_form_opened_on_the_old_plan_is_older_than_the_new(
    enrolment: Enrolment, caseworker: User
) -> None:
    old = write(enrolment, caseworker)
    plans.renew(enrolment=enrolment, by=caseworker, today=TODAY)
    with pytest.raises(VersionConflict):
        write(enrolment, caseworker, version=old.version)


def test_no_new_plan_without_an_old_one_nor_twice_a_day(
    enrolment: Enrolment, caseworker: User
) -> None:
    with pytest.raises(StepRefused, match="ingen plan"):
        plans.renew(enrolment=enrolment, by=caseworker, today=TODAY)
    write(enrolment, caseworker)
    plans.renew(enrolment=enrolment, by=caseworker, today=TODAY)
    with pytest.raises(StepRefused, match="i dag"):
        plans.renew(enrolment=enrolment, by=caseworker, today=TODAY)


def test_a_step_is_ticked_and_opened_again(
    enrolment: Enrolment, caseworker: User, events: Events
) -> None:
    step = PlanStepFactory(goal__plan__enrolment=enrolment)
    for day in (TODAY, date(2025, 3, 4), None, None):
        step = plans.tick(step=step, by=caseworker, done_on=day)
        assert step.done_on == (TODAY if day else None)
    assert events() == ["plan.step_done", "plan.step_opened"]
    assert CasePlan.objects.get().version == 3


def test_a_goal_is_reached_and_opened_again(
    enrolment: Enrolment, caseworker: User, events: Events
) -> None:
    goal = PlanGoalFactory(plan__enrolment=enrolment)
    for day in (TODAY, date(2025, 3, 4), None, None):
        goal = plans.reach(goal=goal, by=caseworker, reached_on=day)
        assert goal.reached_on == (TODAY if day else None)
    assert events() == ["plan.goal_reached", "plan.goal_opened"]


def test_an_earlier_plan_is_not_ticked(enrolment: Enrolment, caseworker: User) -> None:
    step = PlanStepFactory(goal__plan__enrolment=enrolment, goal__plan__replaced_on=TODAY)
    with pytest.raises(StepRefused, match="ersatt"):
        plans.tick(step=step, by=caseworker, done_on=TODAY)


# --- rows of the form ---


@pytest.mark.parametrize(
    ("button", "after"),
    [
        ("mal", {0: [0, 2], 3: [], 4: [0]}),
        ("steg-0", {0: [0, 2, 3], 3: []}),
        ("steg-3", {0: [0, 2], 3: [0]}),
        ("bort-0", {3: []}),
        ("bort-0-2", {0: [0], 3: []}),
        ("steg-9", {0: [0, 2], 3: []}),
        ("bort-9", {0: [0, 2], 3: []}),
        ("bort", {0: [0, 2], 3: []}),
        ("nonsense-x", {0: [0, 2], 3: []}),
    ],
)
def test_buttons_move_rows(button: str, after: dict[int, list[int]]) -> None:
    state = {
        "mal-0-text": "A",
        "mal-0-steg-0-text": "a",
        "mal-0-steg-2-text": "b",
        "mal-3-text": "B",
        "mal-1000-text": "nobody's",
    }
    assert places(moved(state, button)) == after
    assert without(state, 0)["mal-3-text"] == "B"


# --- pages ---


@pytest.fixture
def plan(enrolment: Enrolment, caseworker: User) -> CasePlan:
    return write(enrolment, caseworker, aim="Kök")


def at(name: str, pk: int) -> str:
    return reverse(f"casework:{name}", args=[pk])


def sent(page: Any) -> Page:
    """The form as a browser would send it."""
    form = page.context["form"]
    fields = [field for one in (form, *form.row_forms) for field in one]
    return {field.html_name: "" if field.value() is None else field.value() for field in fields}


def test_the_first_plan_is_written_in_the_form(
    enrolment: Enrolment, caseworker: User, sign_in: SignIn
) -> None:
    client, where = sign_in(caseworker), at("plan_edit", enrolment.pk)
    form = sent(client.get(where))
    assert (form["version"], form["mal-0-text"], form["mal-0-steg-0-text"]) == ("0", "", "")
    form |= {"aim": "Kök", "mal-0-text": "Jobba i kök", "mal-0-steg-0-text": "Ringa"}
    form |= {"mal-0-steg-0-due_on": "2025-03-20", "mal-1-text": "", "mal-1-steg-0-text": ""}
    assert client.post(where, form).url == at("plan_detail", enrolment.pk)
    made = CasePlan.objects.get()
    assert told(made) == [("Jobba i kök", ["Ringa"])]
    assert PlanStep.objects.get().due_on == date(2025, 3, 20)


def test_the_form_keeps_rows_and_their_days(
    plan: CasePlan, caseworker: User, sign_in: SignIn
) -> None:
    client, where = sign_in(caseworker), at("plan_edit", plan.enrolment_id)
    form = sent(client.get(where)) | {"mal-1-text": "Ta B-körkort"}
    client.post(where, form)
    assert told(plan)[1] == ("Ta B-körkort", [])
    assert PlanStep.objects.get(text="Skriva cv").done_on == EARLIER
    plan.refresh_from_db()
    assert plan.version == 2


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"mal-0-text": ""}, "Skriv målet"),
        ({"mal-0-steg-0-text": ""}, "Skriv vad som ska göras"),
        ({"mal-0-steg-0-due_on": "31 mars"}, "Skriv datumet som"),
        ({"mal-1-text": "x" * 301}, "den har 301"),
    ],
)
def test_the_form_says_what_is_wrong_and_keeps_the_text(
    values: Page, wrong: str, plan: CasePlan, caseworker: User, sign_in: SignIn
) -> None:
    client, where = sign_in(caseworker), at("plan_edit", plan.enrolment_id)
    form = sent(client.get(where)) | {"strengths": "Det jag just skrev"} | values
    page = client.post(where, form).content.decode()
    assert wrong in page and "Det jag just skrev" in page
    assert told(plan)[0][0] == "Jobba i kök"


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_rows_come_and_go_with_and_without_script(
    headers: dict[str, str], plan: CasePlan, caseworker: User, sign_in: SignIn
) -> None:
    client, where = sign_in(caseworker), at("plan_edit", plan.enrolment_id)
    form = sent(client.get(where)) | {"mal-0-text": "Halvskrivet mål", "mal-0-steg-0-due_on": "31"}
    for button, rows in (("steg-1", {0: [0, 1], 1: [0]}), ("bort-0-0", {0: [1], 1: [0]})):
        page = client.post(where, form | {"rad": button}, headers=headers)
        form, text = sent(page), page.content.decode()
        assert places(form) == rows and form["mal-0-text"] == "Halvskrivet mål"
        assert ("<html" in text) == (not headers) and 'id="planen"' in text
        assert "note--bad" not in text
    kept_draft = Draft.objects.get().fields
    assert places(kept_draft) == rows and "rad" not in kept_draft
    assert told(plan)[0][0] == "Jobba i kök"


@pytest.mark.parametrize(
    ("buttons", "focus"),
    [
        (["mal"], "mal-2-text"),
        (["steg-0"], "mal-0-steg-2-text"),
        (["bort-0-1"], "mal-0-steg-0-text"),
        (["bort-1"], "mal-0-steg-1-text"),
        (["bort-0"], "mal-1-text"),
        (["bort-0", "bort-1"], "strengths"),
    ],
)
def test_the_focus_follows_the_rows(
    buttons: list[str], focus: str, plan: CasePlan, caseworker: User, sign_in: SignIn
) -> None:
    """One field has it: a keyboard and a screen reader stay where the work is."""
    client, where = sign_in(caseworker), at("plan_edit", plan.enrolment_id)
    page = client.get(where)
    for button in buttons:
        page = client.post(where, sent(page) | {"rad": button}, headers=HTMX)
    fields = [
        field for one in (page.context["form"], *page.context["form"].row_forms) for field in one
    ]
    named = [one.html_name for one in fields if one.field.widget.attrs.get("autofocus")]
    assert named == [focus] and page.content.decode().count(" autofocus") == 1


def test_a_row_more_may_be_the_ninth(enrolment: Enrolment, caseworker: User, sign_in: SignIn):
    client, where = sign_in(caseworker), at("plan_edit", enrolment.pk)
    form = sent(client.get(where))
    for _more in range(8):
        form = sent(client.post(where, form | {"rad": "mal"}))
    form |= {f"mal-{n}-text": f"Mål {n}" for n in range(9)}
    client.post(where, form)
    assert [text for text, _steps in told(CasePlan.objects.get())] == [f"Mål {n}" for n in range(9)]


def test_a_draft_comes_back_with_its_rows_and_can_be_thrown(
    plan: CasePlan, caseworker: User, sign_in: SignIn
) -> None:
    client, where = sign_in(caseworker), at("plan_edit", plan.enrolment_id)
    page = client.get(where)
    form = sent(client.post(where, sent(page) | {"rad": "mal"}))
    key = page.context["key"]
    client.post(reverse("core:draft", args=[key]), form | {"mal-2-text": "Halvskrivet"})
    client.logout()
    page = sign_in(caseworker).get(where)
    assert sent(page)["mal-2-text"] == "Halvskrivet"
    assert "Det här är ditt utkast" in page.content.decode()
    assert client.post(where, {"kasta": "1"}).url == where
    page = client.get(where)
    assert places(sent(page)) == {0: [0, 1], 1: []} and "utkast från" not in page.content.decode()


def test_a_draft_knows_which_version_it_was_written_on(
    plan: CasePlan, caseworker: User, colleague: User, sign_in: SignIn
) -> None:
    client, where = sign_in(caseworker), at("plan_edit", plan.enrolment_id)
    form = sent(client.get(where)) | {"aim": "Mitt utkast"}
    client.post(reverse("core:draft", args=[f"individuell-plan-{plan.enrolment_id}"]), form)
    plans.save(enrolment=plan.enrolment, by=colleague, aim="Kollegans ord", goals=kept(plan))
    form = sent(client.get(where))
    assert (form["aim"], str(form["version"])) == ("Mitt utkast", "1")
    page = client.post(where, form).content.decode()
    assert "Någon annan hann före" in page and "Kollegans ord" in page and "Mitt utkast" in page


def test_two_write_and_nobodys_text_is_lost(
    plan: CasePlan, caseworker: User, colleague: User, sign_in: SignIn
) -> None:
    """What the other added comes last in the form; saving again keeps both."""
    client, where = sign_in(caseworker), at("plan_edit", plan.enrolment_id)
    mine = sent(client.get(where)) | {"aim": "Mina ord", "mal-2-text": "Mitt mål"}
    goals = kept(plan)
    goals[0]["steps"].append({"text": "Kollegans steg", "who": "Handläggaren"})
    goals.append({"text": "Kollegans mål", "steps": [{"text": "Dit", "due_on": TODAY}]})
    plans.save(enrolment=plan.enrolment, by=colleague, aim="Andra ord", goals=goals, version=1)
    page = client.post(where, mine)
    text = page.content.decode()
    assert "Någon annan hann före" in text and "Andra ord" in text and "Mina ord" in text
    assert "Kollegans mål: Dit 2025-03-03" in page.context["form"].theirs
    plan.refresh_from_db()
    assert (plan.aim, plan.version) == ("Andra ord", 2)
    client.post(where, sent(page))
    plan.refresh_from_db()
    assert (plan.aim, plan.version) == ("Mina ord", 3)
    assert told(plan) == [
        ("Jobba i kök", ["Besöka en restaurang", "Skriva cv", "Kollegans steg"]),
        ("Ta körkort", []),
        ("Mitt mål", []),
        ("Kollegans mål", ["Dit"]),
    ]


def test_two_write_the_first_plan(
    enrolment: Enrolment, caseworker: User, colleague: User, sign_in: SignIn
) -> None:
    client, where = sign_in(caseworker), at("plan_edit", enrolment.pk)
    mine = sent(client.get(where)) | {"mal-0-text": "Mitt mål"}
    plans.save(enrolment=enrolment, by=colleague, goals=[{"text": "Kollegans mål"}])
    client.post(where, sent(client.post(where, mine)))
    assert told(CasePlan.objects.get()) == [("Mitt mål", []), ("Kollegans mål", [])]


def test_alike_goals_are_not_told_as_different(
    plan: CasePlan, caseworker: User, colleague: User, sign_in: SignIn
) -> None:
    client, where = sign_in(caseworker), at("plan_edit", plan.enrolment_id)
    mine = sent(client.get(where)) | {"aim": "Mina ord"}
    plans.save(enrolment=plan.enrolment, by=colleague, aim="Andra ord", goals=kept(plan))
    form = client.post(where, mine).context["form"]
    assert (form.theirs, set(form.conflict)) == ((), {"aim"})


def test_the_plan_is_read_ticked_and_renewed(
    plan: CasePlan, caseworker: User, sign_in: SignIn
) -> None:
    client, where = sign_in(caseworker), at("plan_detail", plan.enrolment_id)
    page = client.get(where).content.decode()
    assert "Besöka en restaurang" in page and "Senast ändrad" in page
    step, goal = PlanStep.objects.get(who="Jag"), PlanGoal.objects.get(text="Jobba i kök")
    assert client.post(at("step_tick", step.pk)).url == where
    back = client.post(at("goal_reach", goal.pk), {"fil": "1"}).url
    assert back == f"{plan.enrolment.get_absolute_url()}#plan"
    step.refresh_from_db()
    goal.refresh_from_db()
    assert (step.done_on, goal.reached_on) == (TODAY, TODAY)
    for name, row in (("step_tick", step), ("goal_reach", goal)):
        assert client.get(at(name, row.pk)).status_code == 302
        client.post(at(name, row.pk), {"oppna": "1"})
    step.refresh_from_db()
    goal.refresh_from_db()
    assert (step.done_on, goal.reached_on) == (None, None)
    client.get(at("plan_renew", plan.enrolment_id))
    assert CasePlan.objects.count() == 1
    assert client.post(at("plan_renew", plan.enrolment_id)).url == where
    page = client.get(where).content.decode()
    assert at("plan_earlier", plan.pk) in page and "<h2>Plan 2</h2>" in page


def test_earlier_plans_are_read_and_not_changed(
    plan: CasePlan, caseworker: User, sign_in: SignIn
) -> None:
    new = plans.renew(enrolment=plan.enrolment, by=caseworker, today=TODAY)
    client = sign_in(caseworker)
    page = client.get(at("plan_earlier", plan.pk)).content.decode()
    assert "Skriva cv" in page and "ersattes 2025-03-03" in page
    assert at("step_tick", PlanStep.objects.get(text="Skriva cv").pk) not in page
    assert client.get(at("plan_earlier", new.pk)).url == at("plan_detail", plan.enrolment_id)


def test_an_empty_plan_says_what_to_do(
    enrolment: Enrolment, caseworker: User, manager: User, sign_in: SignIn
) -> None:
    where, edit = at("plan_detail", enrolment.pk), at("plan_edit", enrolment.pk)
    page = sign_in(caseworker).get(where).content.decode()
    assert "Ingen plan än" in page and edit in page
    assert edit not in sign_in(manager).get(where).content.decode()


def test_the_plan_of_what_has_ended_has_no_form(
    ended: Enrolment, caseworker: User, sign_in: SignIn
) -> None:
    PlanStepFactory(goal__plan__enrolment=ended)
    client, where = sign_in(caseworker), at("plan_detail", ended.pk)
    assert client.get(at("plan_edit", ended.pk)).url == where
    page = client.get(where).content.decode()
    assert "Inskrivningen avslutades" in page and "plansteg" not in page
    page = client.post(at("plan_edit", ended.pk), {"version": 1, "aim": "Skrivet"}).content.decode()
    assert "Inskrivningen avslutades" in page and "Skrivet" in page


def test_pages_ask_the_same_whatever_the_rows(
    plan: CasePlan, caseworker: User, sign_in: SignIn, count_queries: Callable[..., int]
) -> None:
    client, counts = sign_in(caseworker), []
    for _three_more in range(2):
        for goal in PlanGoalFactory.create_batch(3, plan=plan):
            PlanStepFactory.create_batch(2, goal=goal)
        for name in ("plan_detail", "plan_edit"):
            where = at(name, plan.enrolment_id)
            counts.append(count_queries(lambda where=where: client.get(where)))
    assert counts[:2] == counts[2:]


@pytest.mark.parametrize("name", ["step_tick", "goal_reach", "plan_earlier"])
def test_another_units_plan_is_not_there(
    name: str, plan: CasePlan, stranger: User, manager: User, sign_in: SignIn
) -> None:
    goal = plan.goals.first()
    pk = {"step_tick": goal.steps.first().pk, "goal_reach": goal.pk, "plan_earlier": plan.pk}[name]
    assert sign_in(stranger).post(at(name, pk)).status_code in (404, 405)
    assert sign_in(stranger).get(at(name, pk)).status_code == 404
    expected = 302 if name == "plan_earlier" else 403
    assert sign_in(manager).get(at(name, pk)).status_code == expected


def test_somebody_elses_draft_is_not_shown(
    enrolment: Enrolment, caseworker: User, colleague: User, sign_in: SignIn
) -> None:
    key = f"individuell-plan-{enrolment.pk}"
    drafts.keep(by=colleague, key=key, fields={"aim": "Kollegans utkast"})
    page = sign_in(caseworker).get(at("plan_edit", enrolment.pk)).content.decode()
    assert "Kollegans utkast" not in page
    assert sign_in(caseworker).get(at("plan_edit", EnrolmentFactory().pk)).status_code == 404
