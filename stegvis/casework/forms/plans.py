"""The plan in one form: as many goals and steps as are needed, with and without script.

What is written is kept flat, as a browser sends it: mal-0-text, mal-0-steg-2-due_on. Numbers are
names of rows and may have gaps: the order is theirs, and a row that is taken away is not there.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stegvis.casework.models import CasePlan, PlanGoal
from stegvis.core.forms import DateField, Form, VersionedForm
from stegvis.core.versions import VersionConflict

State = dict[str, str]
ROW = re.compile(r"mal-(\d+)(?:-steg-(\d+))?-text")
GOAL_KEY = re.compile(r"mal-(\d+)-pk")
STEP_KEY = re.compile(r"mal-\d+-steg-\d+-pk")
MOST = 999  # higher numbers are nobody's row
STEP = ("text", "who", "due_on")


PLAIN = {"required": False, "template_name": "casework/plan_field.html"}


class GoalForm(Form):
    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(label=_("Mål"), max_length=300, **PLAIN)


class StepForm(Form):
    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(label=_("Steg"), max_length=300, **PLAIN)
    who = forms.CharField(label=_("Vem gör det?"), max_length=80, **PLAIN)
    due_on = DateField(label=_("Senast"), **PLAIN)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        says_more = data.get("who") or data.get("due_on")
        if says_more and not data.get("text") and "text" not in self.errors:
            self.add_error("text", _("Skriv vad som ska göras, eller ta bort steget."))
        return data


@dataclass
class StepRow:
    place: int
    form: StepForm


@dataclass
class GoalRow:
    place: int
    form: GoalForm
    steps: list[StepRow]

    def is_valid(self) -> bool:
        """All rows are checked, so that all errors are seen at once."""
        valid = [self.form.is_valid(), *(step.form.is_valid() for step in self.steps)]
        if all(valid) and not self.form.cleaned_data["text"] and self._kept_steps():
            self.form.add_error("text", _("Skriv målet som stegen leder till."))
            return False
        return all(valid)

    def _kept_steps(self) -> list[dict[str, Any]]:
        rows = (step.form.cleaned_data for step in self.steps)
        return [{name: row[name] for name in ("pk", *STEP)} for row in rows if row["text"]]

    def values(self) -> dict[str, Any]:
        row = self.form.cleaned_data
        return {"pk": row["pk"], "text": row["text"], "steps": self._kept_steps()}


def places(state: Mapping[str, str]) -> dict[int, list[int]]:
    """The numbers of the goals in order, each with those of its steps."""
    found: dict[int, list[int]] = {}
    for name in state:
        if (match := ROW.fullmatch(name)) and int(match[1]) <= MOST:
            steps = found.setdefault(int(match[1]), [])
            if match[2] is not None and int(match[2]) <= MOST:
                steps.append(int(match[2]))
    return {goal: sorted(found[goal]) for goal in sorted(found)}


def state_of(plan: CasePlan | None) -> State:
    """The saved plan as a browser would send it; an empty first goal where there is none."""
    state: State = {"aim": plan.aim, "strengths": plan.strengths} if plan else {}
    version = str(plan.version if plan else 0)
    state |= {"version": version, "opened": version}
    state = with_theirs(state, plan.goals.all() if plan else ())
    return state if places(state) else with_goal(state)


def with_theirs(state: Mapping[str, str], goals: Iterable[PlanGoal]) -> State:
    """Saved goals and steps that are not there yet, each last among its own."""
    state = dict(state)
    keys = {text: int(m[1]) for name, text in state.items() if (m := GOAL_KEY.fullmatch(name))}
    steps = {text for name, text in state.items() if STEP_KEY.fullmatch(name)}
    for goal in goals:
        place = keys.get(str(goal.pk))
        if place is None:
            place = max(places(state), default=-1) + 1
            state |= {f"mal-{place}-pk": str(goal.pk), f"mal-{place}-text": goal.text}
        for step in goal.steps.all():
            if str(step.pk) not in steps:
                number = max(places(state)[place], default=-1) + 1
                due_on = step.due_on.isoformat() if step.due_on else ""
                row = {"pk": str(step.pk), "text": step.text, "who": step.who, "due_on": due_on}
                prefix = f"mal-{place}-steg-{number}"
                state |= {f"{prefix}-{name}": text for name, text in row.items()}
    return state


def with_goal(state: Mapping[str, str]) -> State:
    """One more goal, with an empty step to begin with."""
    place = max(places(state), default=-1) + 1
    return with_step({**state, f"mal-{place}-text": ""}, place)


def with_step(state: Mapping[str, str], goal: int) -> State:
    taken = places(state).get(goal)
    if taken is None:
        return dict(state)
    return {**state, f"mal-{goal}-steg-{max(taken, default=-1) + 1}-text": ""}


def without(state: Mapping[str, str], goal: int, step: int | None = None) -> State:
    prefix = f"mal-{goal}-" if step is None else f"mal-{goal}-steg-{step}-"
    return {name: text for name, text in state.items() if not name.startswith(prefix)}


def moved(state: Mapping[str, str], button: str) -> State:
    """What a button for rows does: mal, steg-1, bort-1, bort-1-2. Others do nothing."""
    what, *numbers = button.split("-")
    rows = [int(number) for number in numbers if number.isdigit()]
    if what == "mal":
        return with_goal(state)
    if what == "steg" and len(rows) == 1:
        return with_step(state, rows[0])
    if what == "bort" and len(rows) in (1, 2):
        return without(state, *rows)
    return dict(state)


class PlanForm(VersionedForm):
    # the version once more, under a name that drafts keep: a draft knows what it was written on
    opened = forms.IntegerField(required=False, widget=forms.HiddenInput)
    aim = forms.CharField(label=_("Dit jag vill"), widget=forms.Textarea, required=False)
    strengths = forms.CharField(
        label=_("Det jag kan och det som hjälper"), widget=forms.Textarea, required=False
    )
    theirs: tuple[str, ...] = ()  # goals and steps that somebody else saved, where they differ

    def __init__(self, state: Mapping[str, str], *, is_sent: bool) -> None:
        data = dict(state) if is_sent else None
        initial = {name: state.get(name, "") for name in self.base_fields}
        initial["version"] = state.get("opened") or state.get("version", "")
        super().__init__(data, initial=initial)
        self.goals = _rows(state, data)

    def focus_after(self, button: str) -> None:
        """The row that came takes the focus; after one that went, the field above it."""
        what, *numbers = button.split("-")
        goals = {str(goal.place): goal for goal in self.goals}
        goal = goals.get(numbers[0]) if numbers else None
        if goal is None and self.goals:
            goal = self.goals[-1]
        if goal is None:
            self.fields["strengths"].widget.attrs["autofocus"] = True
            return
        row = goal.steps[-1] if goal.steps and what in ("steg", "bort") else goal
        row.form.fields["text"].widget.attrs["autofocus"] = True

    @property
    def row_forms(self) -> list[Form]:
        return [
            form for goal in self.goals for form in (goal.form, *(one.form for one in goal.steps))
        ]

    def is_valid(self) -> bool:
        valid = [super().is_valid(), *(goal.is_valid() for goal in self.goals)]
        return all(valid)

    def values(self) -> dict[str, Any]:
        """For the action. Empty goals and steps are left out."""
        names = ("version", "aim", "strengths")
        told = {name: self.cleaned_data[name] for name in names}
        return told | {"goals": self._kept_goals()}

    def show_conflict(self, conflict: VersionConflict) -> None:
        """What the other has and the writer lacks comes last in the form, so that saving again
        throws nothing away; what both have and have written differently is told above."""
        super().show_conflict(conflict)
        mine = [_line(goal["text"], goal["steps"]) for goal in self._kept_goals()]
        plan = conflict.latest
        goals = list(plan.goals.prefetch_related("steps")) if plan.pk else []  # type: ignore[attr-defined]
        saved = [_line(goal.text, [vars(step) for step in goal.steps.all()]) for goal in goals]
        self.theirs = () if saved == mine else tuple(saved)
        state = with_theirs({**self.data, "opened": self.data["version"]}, goals)
        self.data, self.goals = state, _rows(state, state)

    def _kept_goals(self) -> list[dict[str, Any]]:
        return [values for goal in self.goals if (values := goal.values())["text"]]


def _rows(state: Mapping[str, str], data: Any) -> list[GoalRow]:
    return [
        GoalRow(
            goal,
            _row(GoalForm, state, f"mal-{goal}", data),
            [
                StepRow(step, _row(StepForm, state, f"mal-{goal}-steg-{step}", data))
                for step in steps
            ],
        )
        for goal, steps in places(state).items()
    ]


def _row(kind: type[Form], state: Mapping[str, str], prefix: str, data: Any) -> Any:
    initial = {name: state.get(f"{prefix}-{name}", "") for name in kind.base_fields}
    return kind(data, initial=initial, prefix=prefix)


def _line(text: str, steps: Any) -> str:
    """A goal with its steps in one line, with who and by when."""
    told = [
        " ".join(str(part) for part in (step["text"], step["who"], step["due_on"]) if part)
        for step in steps
    ]
    return f"{text}: {'; '.join(told)}" if told else text
