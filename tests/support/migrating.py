"""Run as a program against an empty database: brings it to the release before, puts a row in, and
migrates to today. Says on one line what was kept. See tests/test_migrations.py."""

import json

import django

# The last migration of each room in the release before this one.
BEFORE = (
    ("accounts", "0001_initial"),
    ("organisations", "0001_initial"),
    ("agreements", "0001_initial"),
    ("interventions", "0001_initial"),
    ("followup", "0001_initial"),
    ("reports", "0002_remove_publishedfigure_published_figure_once_and_more"),
)


def main() -> None:
    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    executor.migrate(list(BEFORE))
    old = executor.loader.project_state(list(BEFORE)).apps
    made = _rows(old)
    call_command("migrate", verbosity=0)
    left = MigrationExecutor(connection)
    plan = left.migration_plan(left.loader.graph.leaf_nodes())
    print(json.dumps({"made": made, "kept": _kept(), "left": [str(step) for step, _ in plan]}))


def _rows(old):
    unit = old.get_model("organisations", "Unit").objects.create(
        name="Kompetenscenter", short_name="KC", path="1/", is_report_group=True
    )
    category = old.get_model("interventions", "Category").objects.create(name="Språk")
    intervention = old.get_model("interventions", "Intervention").objects.create(
        title="Språka 1", unit=unit, category=category
    )
    finding = old.get_model("followup", "Finding").objects.create(
        intervention=intervention, kind="development", statement="Kort tid", year=2024, position=1
    )
    old.get_model("followup", "Decision").objects.create(
        finding=finding, kind="leave", owner="", text=""
    )
    return {"unit": unit.short_name, "title": intervention.title, "decision": "leave"}


def _kept():
    from stegvis.followup.models import Decision

    decision = Decision.objects.select_related("finding__intervention__unit").get()
    intervention = decision.finding.intervention
    return {
        "unit": intervention.unit.short_name,
        "title": intervention.title,
        "decision": decision.kind,
    }


if __name__ == "__main__":
    main()
