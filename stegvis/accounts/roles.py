"""Who may do what. The one readable list; the administrator's page shows it as it stands here."""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Permission(models.TextChoices):
    INTERVENTION_VIEW = "intervention_view", _("Se insatser")
    ORDER_EDIT = "order_edit", _("Skriva och skicka beställningar")
    ORDER_DECIDE = "order_decide", _("Anta eller avböja beställningar")
    PLAN_EDIT = "plan_edit", _("Skriva planeringsunderlag")
    PLAN_APPROVE = "plan_approve", _("Godkänna planeringsunderlag")
    DIALOGUE_EDIT = "dialogue_edit", _("Dokumentera dialogmöten")
    DELIVERY_EDIT = "delivery_edit", _("Föra grupper, antal och kostnader")
    STEP_DECIDE = "step_decide", _("Hoppa över steg, ställa in och öppna igen")
    REPORT_WRITE = "report_write", _("Skriva leverantörens rapport")
    REPORT_REVIEW = "report_review", _("Ta emot eller lämna tillbaka rapporter")
    ANALYSIS_EDIT = "analysis_edit", _("Föra den gemensamma analysen")
    THEME_EDIT = "theme_edit", _("Ändra listan över teman")
    CATALOGUE_VIEW = "catalogue_view", _("Se insatskatalogen")
    CATALOGUE_EDIT = "catalogue_edit", _("Ändra insatskatalogen")
    AGREEMENT_VIEW = "agreement_view", _("Se avtal")
    AGREEMENT_EDIT = "agreement_edit", _("Ändra avtal och optioner")
    PROVIDER_VIEW = "provider_view", _("Se leverantörer")
    PROVIDER_EDIT = "provider_edit", _("Ändra leverantörer och deras personal")
    UNIT_EDIT = "unit_edit", _("Ändra enheter")
    USER_EDIT = "user_edit", _("Ändra användare och roller")
    LOG_REVIEW = "log_review", _("Granska loggar")
    IMPORT_RUN = "import_run", _("Läsa in filer")
    IMPORT_SEE_ALL = "import_see_all", _("Se andras importer")
    ANNUAL_REPORT_VIEW = "annual_report_view", _("Se årsrapporter")
    ANNUAL_REPORT_EDIT = "annual_report_edit", _("Skriva årsrapporter")
    ANNUAL_REPORT_FREEZE = "annual_report_freeze", _("Fastställa årsrapporter")
    TEMPLATE_EDIT = "template_edit", _("Byta Wordmall")


P = Permission


class Role(models.TextChoices):
    PLANNER = "planner", _("Planerare")
    MANAGER = "manager", _("Chef")
    CASEWORKER = "caseworker", _("Handläggare")
    PROVIDER_STAFF = "provider_staff", _("Leverantörens personal")
    ADMINISTRATOR = "administrator", _("Systemförvaltare")


@dataclass(frozen=True)
class Grant:
    description: str | Promise
    permissions: frozenset[Permission]


GRANTS: dict[Role, Grant] = {
    Role.PLANNER: Grant(
        _("Beställer, planerar och följer upp insatser för sina enheter. Skriver årsrapporten."),
        frozenset(
            {
                P.INTERVENTION_VIEW,
                P.ORDER_EDIT,
                P.ORDER_DECIDE,
                P.PLAN_EDIT,
                P.PLAN_APPROVE,
                P.DIALOGUE_EDIT,
                P.DELIVERY_EDIT,
                P.STEP_DECIDE,
                P.REPORT_REVIEW,
                P.REPORT_WRITE,
                P.ANALYSIS_EDIT,
                P.THEME_EDIT,
                P.CATALOGUE_VIEW,
                P.CATALOGUE_EDIT,
                P.AGREEMENT_VIEW,
                P.AGREEMENT_EDIT,
                P.PROVIDER_VIEW,
                P.PROVIDER_EDIT,
                P.IMPORT_RUN,
                P.IMPORT_SEE_ALL,
                P.ANNUAL_REPORT_VIEW,
                P.ANNUAL_REPORT_EDIT,
                P.TEMPLATE_EDIT,
            }
        ),
    ),
    Role.MANAGER: Grant(
        _("Ser enhetens insatser och avtal, beslutar om beställningar, fastställer rapporter."),
        frozenset(
            {
                P.INTERVENTION_VIEW,
                P.ORDER_EDIT,
                P.ORDER_DECIDE,
                P.PLAN_APPROVE,
                P.STEP_DECIDE,
                P.CATALOGUE_VIEW,
                P.AGREEMENT_VIEW,
                P.PROVIDER_VIEW,
                P.ANNUAL_REPORT_VIEW,
                P.ANNUAL_REPORT_FREEZE,
            }
        ),
    ),
    Role.CASEWORKER: Grant(
        _("Ser enhetens insatser och katalogen, lämnar behov som beställningar."),
        frozenset({P.INTERVENTION_VIEW, P.ORDER_EDIT, P.CATALOGUE_VIEW}),
    ),
    Role.PROVIDER_STAFF: Grant(
        _("Ser den egna leverantörens insatser och skriver deras rapporter. Inget annat."),
        frozenset({P.INTERVENTION_VIEW, P.REPORT_WRITE}),
    ),
    Role.ADMINISTRATOR: Grant(
        _("Sköter enheter, användare, roller och loggar. Ser inget innehåll i insatser."),
        frozenset({P.UNIT_EDIT, P.USER_EDIT, P.LOG_REVIEW}),
    ),
}


def permissions_of(role: str) -> frozenset[Permission]:
    return GRANTS[Role(role)].permissions
