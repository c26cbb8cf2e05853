import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from stegvis.agreements.enums import AgreementKind, PriceModel
from stegvis.agreements.forms.fields import MoneyField
from stegvis.agreements.models import Agreement, AgreementArea, ServiceKind
from stegvis.agreements.queries import providers_of
from stegvis.core.formats import kronor
from stegvis.core.forms import DateField, FilterForm, VersionedForm
from stegvis.core.versions import VersionConflict
from stegvis.organisations.models import Provider
from stegvis.organisations.periods import add_months
from stegvis.organisations.queries import reference_number_problem, reference_number_rule

WITHIN = (
    ("3", _("tre månader")),
    ("6", _("sex månader")),
    ("8", _("åtta månader")),
    ("12", _("ett år")),
)


class AgreementFilter(FilterForm):
    q = forms.CharField(label=_("Sök"), required=False)
    kind = forms.ChoiceField(
        label=_("Slag"), required=False, choices=[("", _("Alla")), *AgreementKind.choices]
    )
    provider = forms.ModelChoiceField(
        Provider.objects.all(), label=_("Leverantör"), required=False, empty_label=_("Alla")
    )
    within = forms.ChoiceField(
        label=_("Slutar inom"), required=False, choices=[("", _("När som helst")), *WITHIN]
    )
    archived = forms.ChoiceField(
        label=_("Läge"), required=False, choices=[("", _("Används")), ("ja", _("Arkiverade"))]
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)

    def filter(self, queryset: QuerySet) -> QuerySet:
        chosen = self.cleaned_data if self.is_valid() else {}
        if text := chosen.get("q"):
            queryset = queryset.filter(
                Q(reference_number__icontains=text)
                | Q(title__icontains=text)
                | Q(provider__name__icontains=text)
            )
        if kind := chosen.get("kind"):
            queryset = queryset.filter(kind=kind)
        if provider := chosen.get("provider"):
            of_panel = provider.frameworks.values("pk")
            queryset = queryset.filter(Q(provider=provider) | Q(pk__in=of_panel))
        if months := chosen.get("within"):
            last = add_months(self.today, int(months))
            queryset = queryset.filter(effective_end__range=(self.today, last))
        return queryset.exclude(archived_at=None) if chosen.get("archived") else queryset.current()


ALL = ("reference_number", "title")
DATES = ("starts_on", "ends_on")
PRICE = ("price_model", "unit_price")
FIELDS = {
    AgreementKind.FRAMEWORK: (
        *ALL,
        "providers",
        "service_kind",
        *DATES,
        "ceiling",
        *PRICE,
        "note",
    ),
    AgreementKind.CALL_OFF: (
        *ALL,
        "parent",
        "area",
        "provider",
        "service_kind",
        *DATES,
        "value",
        *PRICE,
        "note",
    ),
    AgreementKind.DIRECT_AWARD: (*ALL, "provider", "service_kind", *DATES, "value", *PRICE, "note"),
    AgreementKind.INTERNAL: (
        *ALL,
        "provider",
        "service_kind",
        *DATES,
        "ceiling",
        "value",
        *PRICE,
        "note",
    ),
    AgreementKind.OTHER: (*ALL, "provider", "service_kind", *DATES, "value", *PRICE, "note"),
}
OPTIONAL_PROVIDER = (AgreementKind.INTERNAL,)
NEEDS_SERVICE_KIND = (AgreementKind.DIRECT_AWARD, AgreementKind.OTHER)


class AgreementForm(VersionedForm):
    """The facts of an agreement. Only the fields that its kind has are there."""

    reference_number = forms.CharField(label=_("Diarienummer"), max_length=40)
    title = forms.CharField(label=_("Titel"), max_length=200)
    parent = forms.ModelChoiceField(
        Agreement.objects.none(), label=_("Avrop från"), empty_label=_("Välj avtal")
    )
    area = forms.ModelChoiceField(
        AgreementArea.objects.none(),
        label=_("Område"),
        required=False,
        empty_label=_("Inget område"),
        help_text=_("Områdena läggs in på ramavtalets sida."),
    )
    provider = forms.ModelChoiceField(
        Provider.objects.none(), label=_("Leverantör"), empty_label=_("Välj leverantör")
    )
    providers = forms.ModelMultipleChoiceField(
        Provider.objects.none(),
        label=_("Leverantörer i ramavtalet"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    service_kind = forms.ModelChoiceField(
        ServiceKind.objects.all(),
        label=_("Tjänsteslag"),
        required=False,
        empty_label=_("Välj tjänsteslag"),
        help_text=_("Köp av samma slag under ett år läggs ihop mot gränsen för direktupphandling."),
    )
    starts_on = DateField(label=_("Från"), required=False)
    ends_on = DateField(
        label=_("Till och med"),
        required=False,
        help_text=_("Utan optioner. De läggs till på avtalets sida."),
    )
    ceiling = MoneyField(
        label=_("Takbelopp, kronor"),
        required=False,
        help_text=_("Det mesta som får köpas, om avtalet säger det."),
    )
    value = MoneyField(
        label=_("Värde, kronor"),
        required=False,
        help_text=_("Beräknat värde för hela tiden, med alla optioner."),
    )
    price_model = forms.ChoiceField(label=_("Prismodell"), choices=PriceModel.choices)
    unit_price = MoneyField(label=_("Pris, kronor"), required=False)
    note = forms.CharField(label=_("Anmärkning"), required=False, widget=forms.Textarea)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        kind: AgreementKind,
        agreement: Agreement | None = None,
        **kwargs: Any,
    ) -> None:
        self.kind, self.agreement = kind, agreement
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - {"version", "seen", *FIELDS[kind]}:
            del self.fields[name]
        self.order_fields(FIELDS[kind])
        self._narrow_choices()
        self.fields["reference_number"].help_text = _("Skrivs som %(example)s.") % {
            "example": reference_number_rule().example
        }
        if "service_kind" in self.fields:
            self.fields["service_kind"].required = kind in NEEDS_SERVICE_KIND

    def _narrow_choices(self) -> None:
        """What is in use, and what this agreement already has."""
        own = self.agreement
        chosen = [provider.pk for provider in providers_of(own)] if own else []
        for name in {"provider", "providers"} & set(self.fields):
            usable = Provider.objects.filter(Q(archived_at=None) | Q(pk__in=chosen))
            self.fields[name].queryset = usable
        if "provider" in self.fields and self.kind in OPTIONAL_PROVIDER:
            self.fields["provider"].required = False
            self.fields["provider"].empty_label = _("Ingen leverantör")
        if "parent" in self.fields:
            parents = Agreement.objects.exclude(kind=AgreementKind.CALL_OFF)
            usable = Q(archived_at=None) | Q(pk=own.parent_id if own else None)
            parents = parents.filter(usable).exclude(pk=own.pk if own else None)
            self.fields["parent"].queryset = parents.order_by("reference_number")
            areas = AgreementArea.objects.filter(agreement__in=parents).select_related("agreement")
            areas = areas.order_by("agreement__reference_number", "name")
            self.fields["area"].queryset = areas
            self.fields["area"].label_from_instance = lambda area: (
                f"{area.agreement.reference_number}: {area.name}"
            )

    @staticmethod
    def initial_of(agreement: Agreement) -> dict[str, Any]:
        names = set(AgreementForm.base_fields) - {"providers", "seen"}
        initial = {name: getattr(agreement, name) for name in names}
        return initial | {"providers": list(agreement.panel.all())}

    def clean_reference_number(self) -> str:
        number = self.cleaned_data["reference_number"]
        if problem := reference_number_problem(number):
            raise ValidationError(problem)
        others = Agreement.objects.exclude(pk=self.agreement.pk if self.agreement else None)
        if taken := others.filter(reference_number__iexact=number).first():
            raise ValidationError(
                _("Diarienumret används redan av avtalet ”%(title)s”. Kontrollera numret."),
                params={"title": taken.title},
            )
        return number

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        self.add_order_error(
            "starts_on",
            "ends_on",
            _("Avtalet kan inte sluta före det börjar. Ändra ett av datumen."),
        )
        area, parent = data.get("area"), data.get("parent")
        if area and parent and area.agreement_id != parent.pk:
            self.add_error(
                "area",
                _("Området hör till %(other)s. Välj ett område i %(parent)s.")
                % {
                    "other": area.agreement.reference_number,
                    "parent": parent.reference_number,
                },
            )
        return data

    def values(self) -> dict[str, Any]:
        """What an action takes."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        if "providers" in values:
            values["panel"] = values.pop("providers")
        return values | {"kind": self.kind}

    def proposed(self) -> Agreement:
        """The agreement as it would be, not saved."""
        values = self.values()
        facts = {name: values[name] for name in values if name not in ("panel", "version")}
        return Agreement(pk=self.agreement.pk if self.agreement else None, **facts)

    def asks_about(self, warnings: Sequence[str]) -> bool:
        """Should the writer look at these warnings before it is saved? Once for the same ones."""
        if not warnings:
            return False
        mark = hashlib.sha256("\n".join(warnings).encode()).hexdigest()[:16]
        if self.cleaned_data["seen"] == mark:
            return False
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = mark
        return True

    def show_conflict(self, conflict: VersionConflict) -> None:
        super().show_conflict(conflict)
        latest = conflict.latest
        for name, field in self.fields.items():
            html_name = self.add_prefix(name)
            if isinstance(field, MoneyField) and html_name in self.conflict:
                self.conflict[html_name] = kronor(getattr(latest, name))
        if "providers" in self.fields:
            theirs, mine = set(latest.panel.all()), set(self.cleaned_data["providers"])
            if theirs != mine:
                names = ", ".join(sorted(provider.name for provider in theirs))
                self.conflict[self.add_prefix("providers")] = names or "–"
