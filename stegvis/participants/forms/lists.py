from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from stegvis.accounts.models import User
from stegvis.accounts.roles import Permission
from stegvis.core.forms import FilterForm
from stegvis.organisations.models import Unit
from stegvis.participants import lists, queries, search
from stegvis.participants.models import Enrolment, Participant, Programme

MINE, NOBODY, EVERYBODY = "mina", "ingen", "alla"


class ParticipantFilter(FilterForm):
    """What the law lets case work search and sort by (2001:637 15 §): name, number, case number,
    programme, caseworker and whether the enrolment is open. Never health or obstacles."""

    q = forms.CharField(label=_("Namn eller nummer"), required=False, max_length=80)
    programme = forms.ModelChoiceField(
        Programme.objects.none(), label=_("Verksamhet"), required=False, empty_label=_("Alla")
    )
    caseworker = forms.ChoiceField(label=_("Handläggare"), required=False)
    show = forms.ChoiceField(
        label=_("Visa"),
        required=False,
        choices=[("", _("Pågående")), ("ended", _("Avslutade")), ("all", _("Alla"))],
    )
    sort = forms.ChoiceField(label=_("Ordning"), required=False)

    def __init__(self, data: Any, *, user: User, today: date) -> None:
        self.user, self.today = user, today
        self.works_here = user.may(Permission.CASE_EDIT)
        data = data.copy()
        data.setdefault("caseworker", MINE if self.works_here else EVERYBODY)
        super().__init__(data)
        units = Unit.objects.allowing(user, Permission.PARTICIPANT_VIEW)
        programmes = Programme.objects.filter(unit__in=units).order_by("name")
        self.fields["programme"].queryset = programmes
        self.fields["caseworker"].choices = self._caseworkers(units)
        self.fields["sort"].choices = lists.sorts()

    def _caseworkers(self, units: QuerySet[Unit]) -> list[tuple[str, Any]]:
        named = queries.caseworkers(units, today=self.today).values_list("pk", "name")
        others = [(str(pk), name) for pk, name in named if pk != self.user.pk]
        mine = [(MINE, _("Mina"))] if self.works_here else []
        return [*mine, (EVERYBODY, _("Alla")), (NOBODY, _("Ingen")), *others]

    def filter(self, queryset: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
        self.is_valid()
        chosen = self.cleaned_data
        if text := chosen.get("q"):
            found = search.narrow(Participant.objects.all(), text)
            queryset = queryset.filter(participant__in=found.order_by().values("pk"))
        if programme := chosen.get("programme"):
            queryset = queryset.filter(programme=programme)
        queryset = self._of_caseworker(queryset, chosen.get("caseworker", ""))
        queryset = self._shown(queryset, chosen.get("show", ""))
        return lists.in_order(queryset, chosen.get("sort", ""), today=self.today)

    def _of_caseworker(self, queryset: QuerySet[Enrolment], chosen: str) -> QuerySet[Enrolment]:
        if chosen in ("", EVERYBODY):
            return queryset
        if chosen == NOBODY:
            return queryset.filter(caseworker=None)
        return queryset.filter(caseworker=self.user.pk if chosen == MINE else int(chosen))

    def _shown(self, queryset: QuerySet[Enrolment], chosen: str) -> QuerySet[Enrolment]:
        if chosen == "all":
            return queryset
        if chosen == "ended":
            return queryset.filter(ends_on__lt=self.today)
        # said so that the database walks the names instead of sorting all that are open
        return queryset.alias(until=Coalesce("ends_on", Value(date.max))).filter(
            until__gte=self.today
        )

    def in_words(self) -> dict[str, str]:
        """What was asked for, for the change log. Not the words searched for: they name people."""
        chosen = self.cleaned_data
        return {
            "programme": str(chosen.get("programme") or ""),
            "caseworker": str(dict(self.fields["caseworker"].choices)[chosen["caseworker"]]),
            "show": str(dict(self.fields["show"].choices)[chosen["show"]]),
            "search": _("ja") if chosen.get("q") else _("nej"),
        }
