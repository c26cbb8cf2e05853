"""What this room asks about placements, which are kept in a room to the right (`casework`).

They are reached through the relation from the workplace, here and nowhere else: this room counts
them and reads their days, and never whom they are for."""

from datetime import date

from django.db.models import Q, QuerySet

from stegvis.employers.models import Workplace

NEVER_BEGUN = Q(is_planned=True)


def placements() -> QuerySet:
    """All that have begun, whoever they are for: an employer is shared, a participant is not."""
    model = Workplace._meta.get_field("placements").related_model
    return model._default_manager.exclude(NEVER_BEGUN)


def there(today: date) -> Q:
    """Placements going on; the last day counts."""
    return Q(starts_on__lte=today) & (Q(ends_on=None) | Q(ends_on__gte=today))
