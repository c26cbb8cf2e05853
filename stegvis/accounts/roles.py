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
    REFERRAL_WRITE = "referral_write", _("Lämna intresseanmälningar och se vad som händer med dem")
    REFERRAL_DECIDE = "referral_decide", _("Ta emot, avböja och skicka vidare intresseanmälningar")
    PARTICIPANT_VIEW = "participant_view", _("Se enhetens deltagare")
    PARTICIPANT_EDIT = "participant_edit", _("Skriva in, ändra och avsluta deltagare")
    SENSITIVE_VIEW = "sensitive_view", _("Se uppgifter om hälsa och missbruk")
    PROTECTED_GRANT = "protected_grant", _("Ge åtkomst till deltagare med skyddade uppgifter")
    READS_VIEW = "reads_view", _("Se vem som har öppnat en deltagares sida")
    PARTICIPANT_MERGE = "participant_merge", _("Slå ihop deltagare som är samma person")
    PARTICIPANT_IMPORT = "participant_import", _("Läsa in uppföljningsfiler om deltagare")
    CASE_EDIT = "case_edit", _("Föra plan, aktiviteter, platser och anteckningar")
    CASELOAD_MOVE = "caseload_move", _("Lämna över deltagare till en annan handläggare")
    EMPLOYER_VIEW = "employer_view", _("Se arbetsgivare")
    EMPLOYER_EDIT = "employer_edit", _("Ändra arbetsgivare och föra kontakter")
    STUCK_VIEW = "stuck_view", _("Se enhetens riktmärken och vilka som har fastnat")
    PROGRAMME_EDIT = "programme_edit", _("Ändra verksamheter, riktmärken och kodlistor")
    GOAL_EDIT = "goal_edit", _("Besluta om mål för en verksamhet")
    PROJECT_REPORT_VIEW = "project_report_view", _("Se projektrapporter, utan personer")


P = Permission


class Role(models.TextChoices):
    PLANNER = "planner", _("Planerare")
    MANAGER = "manager", _("Chef")
    CASEWORKER = "caseworker", _("Handläggare")
    PROVIDER_STAFF = "provider_staff", _("Leverantörens personal")
    ADMINISTRATOR = "administrator", _("Systemförvaltare")
    REFERRER = "referrer", _("Remittent")
    EVALUATOR = "evaluator", _("Utvärderare")


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
                P.PROJECT_REPORT_VIEW,
            }
        ),
    ),
    Role.MANAGER: Grant(
        _("Ser enhetens insatser, avtal och deltagare, beslutar om beställningar och rapporter."),
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
                P.REFERRAL_WRITE,
                P.REFERRAL_DECIDE,
                P.PARTICIPANT_VIEW,
                P.PROTECTED_GRANT,
                P.READS_VIEW,
                P.PARTICIPANT_MERGE,
                P.PARTICIPANT_IMPORT,
                P.CASELOAD_MOVE,
                P.EMPLOYER_VIEW,
                P.STUCK_VIEW,
                P.GOAL_EDIT,
                P.PROJECT_REPORT_VIEW,
            }
        ),
    ),
    Role.CASEWORKER: Grant(
        _("Arbetar med enhetens deltagare och med arbetsgivare. Lämnar behov som beställningar."),
        frozenset(
            {
                P.INTERVENTION_VIEW,
                P.ORDER_EDIT,
                P.CATALOGUE_VIEW,
                P.REFERRAL_WRITE,
                P.REFERRAL_DECIDE,
                P.PARTICIPANT_VIEW,
                P.PARTICIPANT_EDIT,
                P.SENSITIVE_VIEW,
                P.CASE_EDIT,
                P.CASELOAD_MOVE,
                P.EMPLOYER_VIEW,
                P.EMPLOYER_EDIT,
            }
        ),
    ),
    Role.PROVIDER_STAFF: Grant(
        _("Ser den egna leverantörens insatser och skriver deras rapporter. Inget annat."),
        frozenset({P.INTERVENTION_VIEW, P.REPORT_WRITE}),
    ),
    Role.ADMINISTRATOR: Grant(
        _("Sköter enheter, användare, roller, listor och loggar. Ser inget innehåll i ärenden."),
        frozenset({P.UNIT_EDIT, P.USER_EDIT, P.LOG_REVIEW, P.PROGRAMME_EDIT, P.IMPORT_RUN}),
    ),
    Role.REFERRER: Grant(
        _("Lämnar intresseanmälningar och ser vad som händer med de egna. Inget annat."),
        frozenset({P.REFERRAL_WRITE}),
    ),
    Role.EVALUATOR: Grant(
        _("Ser sammanställda resultat. Ser ingen enskild person."),
        frozenset({P.PROJECT_REPORT_VIEW}),
    ),
}


def permissions_of(role: str) -> frozenset[Permission]:
    return GRANTS[Role(role)].permissions
