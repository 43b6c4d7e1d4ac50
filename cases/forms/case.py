from typing import Any

from django.db.models import Field
from django.forms import Field as FormField
from django.utils.translation import gettext_lazy as _

from cases.forms.dates import DayField, PartialDate, PartialDateField
from cases.forms.place import PlacedForm
from cases.forms.row import OneCode, label_of, several_codes
from cases.models import Case
from cases.models.row import CodesField
from cases.nouns import CASE, of_several_codes

HAPPENED = ("happened_on", "happened_precision", "happened_time")


def _boxes_for_codes(field: Field, **options: Any) -> FormField | None:
    """A field of several codes as boxes to tick; any other as Django makes it."""
    if isinstance(field, CodesField):
        return several_codes(Case, field.name)
    return field.formfield(**options)


class CaseForm(PlacedForm):
    """What a case says about itself; stage and text have pages of their own."""

    folded = set(of_several_codes(CASE))
    together = {**PlacedForm.together, "happened": HAPPENED}
    field_order = ["happened", "place", "region", "country", "modus", "known_via"]

    happened = PartialDateField(
        label=_("Kapan kejadiannya?"),
        help_text=_("Bila tidak pasti, isi bulan dan tahun saja."),
        with_time=True,
    )
    reported_on = DayField(label=label_of(Case, "reported_on"))
    modus = OneCode("modus_operandi", label=label_of(Case, "modus"))
    known_via = OneCode("complaint_channel", label=label_of(Case, "known_via"))

    class Meta:
        model = Case
        fields = [name for name in CASE.fields if name not in HAPPENED]
        formfield_callback = _boxes_for_codes

    def __init__(self, *args, **options):
        case = options["instance"]
        known = PartialDate(
            case.happened_on, case.happened_precision, case.happened_time
        )
        options["initial"] = {"happened": known, **options.get("initial", {})}
        super().__init__(*args, **options)

    def place_of(self, name: str) -> str | None:
        return "happened" if name in HAPPENED else super().place_of(name)

    def model_fields(self) -> dict[str, Any]:
        known = self.cleaned_data["happened"]
        happened = (known.on, known.precision.value, known.time)
        return {**super().model_fields(), **dict(zip(HAPPENED, happened, strict=True))}
