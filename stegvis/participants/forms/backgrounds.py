from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stegvis.core.forms import DateField, VersionedForm
from stegvis.core.versions import VersionConflict
from stegvis.participants.actions.backgrounds import MOST_WISHES
from stegvis.participants.enums import CodeScheme, DrivingLicence, YesNo
from stegvis.participants.forms.fields import CodeText, list_id, suggestions
from stegvis.participants.models import Background, Code, Enrolment

FACTS = (
    *("recorded_on", "education", "sfi", "months_without_work", "livelihood"),
    *("livelihood_months", "dependants", "youngest_child_born", "driving_licence"),
)
SENSITIVE = ("addiction", "mental_ill_health", "obstacles_own", "obstacles_staff")
LANGUAGES, WISHES = 4, 3  # at least so many rows
EARLIEST = 1920


@dataclass(frozen=True)
class Section:
    title: str | Promise
    fields: list[forms.BoundField]
    intro: str | Promise = ""
    is_row: bool = False  # fields beside one another


class BackgroundForm(VersionedForm):
    """Nothing is mandatory but the day. Without `sensitive` the fields on health are not there."""

    is_all_optional = True  # the page says so once, not at each field

    recorded_on = DateField(
        label=_("Uppgifterna gäller"), help_text=_("Oftast dagen för inskrivningen.")
    )
    education = forms.ModelChoiceField(Code.objects.none(), label=_("Högsta utbildning"))
    sfi = forms.ModelChoiceField(Code.objects.none(), label=_("Studieväg och kurs i sfi"))
    months_without_work = forms.IntegerField(
        label=_("Månader utan arbete"),
        max_value=800,
        help_text=_("Jobb på högst en månad räknas inte som avbrott."),
    )
    livelihood = forms.ModelChoiceField(Code.objects.none(), label=_("Försörjning"))
    livelihood_months = forms.IntegerField(label=_("Månader med den försörjningen"), max_value=800)
    dependants = forms.IntegerField(label=_("Barn att försörja"), max_value=30)
    youngest_child_born = forms.IntegerField(label=_("Yngsta barnets födelseår"))
    driving_licence = forms.ChoiceField(label=_("Körkort"), choices=DrivingLicence.choices)
    addiction = forms.ChoiceField(
        label=_("Bakgrund med beroende"), choices=YesNo.choices, widget=forms.RadioSelect
    )
    mental_ill_health = forms.ChoiceField(
        label=_("Psykisk ohälsa"), choices=YesNo.choices, widget=forms.RadioSelect
    )
    obstacles_own = forms.CharField(label=_("Hinder som personen ser dem"), widget=forms.Textarea)
    obstacles_staff = forms.CharField(
        label=_("Hinder som handläggaren ser dem"), widget=forms.Textarea
    )

    def __init__(
        self,
        *args: Any,
        enrolment: Enrolment,
        background: Background | None,
        sensitive: bool,
        today: date,
        **kwargs: Any,
    ) -> None:
        self.enrolment, self.today = enrolment, today
        kwargs["initial"] = _initial(enrolment, background)
        super().__init__(*args, **kwargs)
        for name, scheme in SCHEMES.items():
            present = kwargs["initial"].get(name)
            self.fields[name].queryset = _to_choose(scheme, present)  # type: ignore[attr-defined]
            self.fields[name].empty_label = _("Inte frågat")  # type: ignore[attr-defined]
        for name, field in self.fields.items():
            field.required = name == "recorded_on"
            if isinstance(field, forms.IntegerField) and name != "version":
                field.min_value = 0
                field.widget.attrs["min"] = 0
        self.known = _known(CodeScheme.LANGUAGE, CodeScheme.OCCUPATION)
        self._add_languages(kwargs["initial"])
        self._add_wishes(kwargs["initial"])
        self._add_factors(sensitive)
        if not sensitive:
            for name in SENSITIVE:
                del self.fields[name]

    # --- the fields whose number is not known beforehand ---

    def _add_languages(self, initial: dict[str, Any]) -> None:
        saved = sum(name.startswith("language_") for name in initial)
        self.languages = [f"language_{n}" for n in range(max(LANGUAGES, saved + 2))]
        for number, name in enumerate(self.languages, 1):
            self.fields[name] = CodeText(
                scheme=CodeScheme.LANGUAGE,
                known=self.known[CodeScheme.LANGUAGE],
                label=_("Språk %(number)s") % {"number": number},
            )

    def _add_wishes(self, initial: dict[str, Any]) -> None:
        saved = sum(name.startswith("wish_") and name.endswith("_place") for name in initial)
        self.wishes = range(min(max(WISHES, saved + 1), MOST_WISHES))
        for number in self.wishes:
            self.fields[f"wish_{number}_occupation"] = CodeText(
                scheme=CodeScheme.OCCUPATION,
                known=self.known[CodeScheme.OCCUPATION],
                label=_("Yrke %(number)s") % {"number": number + 1},
            )
            self.fields[f"wish_{number}_text"] = forms.CharField(
                label=_("Med egna ord"), max_length=200, required=False
            )
            self.fields[f"wish_{number}_place"] = forms.CharField(
                label=_("Ort eller stadsdel"), max_length=80, required=False
            )

    def _add_factors(self, sensitive: bool) -> None:
        asked = self.enrolment.programme.factors.filter(archived_at=None)
        self.factors = [factor for factor in asked if sensitive or not factor.is_sensitive]
        for factor in self.factors:
            self.fields[f"factor_{factor.pk}"] = forms.ChoiceField(
                label=factor.name,
                choices=YesNo.choices,
                widget=forms.RadioSelect,
                required=False,
                initial=YesNo.UNKNOWN,
            )

    # --- checks ---

    def clean_recorded_on(self) -> date:
        day: date = self.cleaned_data["recorded_on"]
        if day > self.today:
            raise forms.ValidationError(_("Dagen kan inte vara framåt i tiden."))
        return day

    def clean_youngest_child_born(self) -> int | None:
        year: int | None = self.cleaned_data["youngest_child_born"]
        if year is not None and not EARLIEST <= year <= self.today.year:
            raise forms.ValidationError(_("Skriv födelseåret med fyra siffror."))
        return year

    def clean(self) -> dict[str, Any]:
        for number in self.wishes:
            occupation, text, place = self._wish(number)
            name = f"wish_{number}_occupation"
            if place and not occupation and not text and name not in self.errors:
                self.add_error(name, _("Välj ett yrke eller skriv med egna ord."))
        return self.cleaned_data

    def _wish(self, number: int) -> tuple[Code | None, str, str]:
        parts = (f"wish_{number}_{part}" for part in ("occupation", "text", "place"))
        occupation, text, place = (self.cleaned_data.get(name) for name in parts)
        return occupation, text or "", place or ""

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        cleaned = self.cleaned_data
        given = {name: cleaned[name] for name in (*FACTS, *SENSITIVE) if name in self.fields}
        for name in ("driving_licence", "addiction", "mental_ill_health"):
            if name in given:
                given[name] = given[name] or YesNo.UNKNOWN
        names = ("occupation", "text", "place")
        wishes = (dict(zip(names, self._wish(number), strict=True)) for number in self.wishes)
        languages = (cleaned[name] for name in self.languages)
        return given | {
            "version": cleaned["version"],
            "languages": list(dict.fromkeys(code for code in languages if code)),
            "wishes": list(wishes),
            "answers": {
                factor: cleaned[f"factor_{factor.pk}"] or YesNo.UNKNOWN for factor in self.factors
            },
        }

    def show_conflict(self, conflict: VersionConflict) -> None:
        """Languages, wishes and answers too: they are no fields of the background itself."""
        super().show_conflict(conflict)
        assert isinstance(conflict.latest, Background) and self.conflict is not None
        latest = _initial(self.enrolment, conflict.latest)
        for name in set(self.fields) - set(FACTS) - set(SENSITIVE) - {"version"}:
            mine, theirs = self.cleaned_data.get(name) or "", latest.get(name) or ""
            if mine != theirs:
                shown = self.fields[name].prepare_value(theirs)
                choices = dict(getattr(self.fields[name], "choices", ()))
                self.conflict[name] = str(choices.get(shown, shown)) or "–"

    # --- the page ---

    def sections(self) -> Iterator[Section]:
        yield Section("", [self["recorded_on"]])
        yield Section(_("Utbildning"), self._bound("education", "sfi"))
        yield Section(_("Språk personen talar"), self._bound(*self.languages), is_row=True)
        yield Section(
            _("Arbete och försörjning"),
            self._bound("months_without_work", "livelihood", "livelihood_months"),
        )
        yield Section(
            _("Familj och körkort"),
            self._bound("dependants", "youngest_child_born", "driving_licence"),
        )
        yield Section(
            _("Önskemål om arbete"),
            [],
            _("Börja skriva yrket och välj ett förslag, eller skriv med egna ord."),
        )
        for number in self.wishes:
            names = (f"wish_{number}_{part}" for part in ("occupation", "text", "place"))
            yield Section("", self._bound(*names), is_row=True)
        if open_factors := [one for one in self.factors if not one.is_sensitive]:
            yield Section(_("Verksamhetens egna frågor"), self._asked(open_factors))
        hidden = [one for one in self.factors if one.is_sensitive]
        if found := [*self._bound(*SENSITIVE), *self._asked(hidden)]:
            yield Section(
                _("Hälsa och hinder"),
                found,
                _("Syns bara för den som får se uppgifter om hälsa och missbruk."),
            )

    def _asked(self, factors: list[Any]) -> list[forms.BoundField]:
        return self._bound(*(f"factor_{factor.pk}" for factor in factors))

    def _bound(self, *names: str) -> list[forms.BoundField]:
        return [self[name] for name in names if name in self.fields]

    def lists(self) -> list[tuple[str, list[str]]]:
        """The page's datalists: id and suggestions."""
        return [
            (list_id(scheme), suggestions(scheme, known)) for scheme, known in self.known.items()
        ]


SCHEMES = {
    "education": CodeScheme.EDUCATION,
    "sfi": CodeScheme.SFI,
    "livelihood": CodeScheme.LIVELIHOOD,
}


def _to_choose(scheme: CodeScheme, present: Code | None) -> Any:
    """The scheme's codes of today, and the one that was chosen before if it is archived since."""
    chosen = Q(pk=present.pk) if present else Q()
    return Code.objects.filter(Q(scheme=scheme, archived_at=None) | chosen)


def _known(*schemes: CodeScheme) -> dict[CodeScheme, list[Code]]:
    found: dict[CodeScheme, list[Code]] = {scheme: [] for scheme in schemes}
    for code in Code.objects.filter(scheme__in=schemes, archived_at=None):
        found[CodeScheme(code.scheme)].append(code)
    return found


def _initial(enrolment: Enrolment, background: Background | None) -> dict[str, Any]:
    """What is written, by the form's names. A new background is of the first day."""
    initial: dict[str, Any] = {"version": 0, "recorded_on": enrolment.starts_on}
    for number, wish in enumerate(enrolment.wishes.select_related("occupation")):
        for part in ("occupation", "text", "place"):
            initial[f"wish_{number}_{part}"] = getattr(wish, part)
    if background is None or background.pk is None:
        return initial
    initial |= {name: getattr(background, name) for name in ("version", *FACTS, *SENSITIVE)}
    for number, code in enumerate(background.languages.all()):
        initial[f"language_{number}"] = code
    for answer in background.answers.all():
        initial[f"factor_{answer.factor_id}"] = answer.answer
    return initial
