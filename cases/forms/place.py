from agencies.lookup import countries, region_search
from cases import nouns
from cases.forms.row import RowForm
from cases.forms.where import WhereFields
from cases.models import Case, Place


class PlacedForm(WhereFields, RowForm):
    """A row with a place: a region found by typing, or a country."""

    together = {"region": ("region", "country")}
    # Neither is required by itself, and one of them is.
    either = {"place", "country"}

    def __init__(self, *args, **options):
        row = options["instance"]
        case = row if isinstance(row, Case) else row.case
        if row.region is not None:
            first = {
                "place": region_search.in_full(row.region),
                "region": row.region.code,
            }
            options["initial"] = first | options.get("initial", {})
        super().__init__(*args, office=case.lead_agency, **options)
        self.fields["country"].choices = countries.places_abroad(row.country)

    def place_of(self, name: str) -> str | None:
        return "place" if name == "region" else super().place_of(name)


class PlaceForm(PlacedForm):
    field_order = ["place", "region", "country"]

    class Meta:
        model = Place
        fields = nouns.PLACE.fields
