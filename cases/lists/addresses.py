"""What the address of a list asks for, read once for the page, its saved views and what
leaves the register."""

from django.http import QueryDict

from cases.lists.filters import RegisterFilters

SORTS = ("date", "number")


def sort_of(list_name: str, params: QueryDict) -> str:
    """The order that an address asks for; by date unless cases go by number."""
    is_by_number = params.get("sort") == "number" and list_name == "cases"
    return "number" if is_by_number else SORTS[0]


def understood(filters: RegisterFilters) -> QueryDict:
    """What an address asks for and the list understands, as it was written."""
    said = QueryDict(mutable=True)
    for name in filters.filters:
        if name in filters.asked:
            said[name] = filters.data[name].strip()
    return said


def kept_query(list_name: str, filters: RegisterFilters) -> str:
    """The filters and the order of an address that its list understands."""
    kept = understood(filters)
    if sort_of(list_name, filters.data) != SORTS[0]:
        kept["sort"] = sort_of(list_name, filters.data)
    return kept.urlencode()


def filters_in_words(filters: RegisterFilters) -> dict[str, str]:
    """ "Wilayah: Kota Balikpapan" by the name of each filter that was understood."""
    fields = filters.form.fields
    return {
        name: f"{fields[name].label}: {_in_words(fields[name], value)}"
        for name, value in filters.asked.items()
    }


def _in_words(field, value) -> str:
    if hasattr(field, "in_words"):
        return str(field.in_words(value))
    return str(dict(field.choices).get(value, value))
