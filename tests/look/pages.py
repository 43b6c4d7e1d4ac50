"""Every page of the register, once. Who adds a page adds its line here.

The rows that an address names are made by the fixture `rows` (tests/look/conftest.py).
"""

from dataclasses import dataclass

from django.urls import reverse


@dataclass(frozen=True, slots=True)
class Page:
    """A page by its url name; `of` is the row in its address, `query` what follows."""

    route: str
    of: str = ""
    query: str = ""
    who: str = "sari"
    status: int = 200

    def __str__(self) -> str:
        return f"{self.route}{self.query}{'' if self.who else ' signed out'}"

    def address(self, rows: dict[str, str]) -> str:
        return reverse(self.route, args=[rows[self.of]] if self.of else []) + self.query


PAGES = (
    Page("sign_in", who=""),
    Page("account"),
    Page("password"),
    Page("case_new"),
    Page("home"),
    Page("home", who="eko"),
    Page("case_list"),
    Page("case_list", query="?has_lp=no&reported_from=03/13/2026"),
    Page("case_list", query="?q=Siti"),
    Page("case_list", who="eko"),
    Page("victim_list"),
    Page("suspect_list"),
    Page("police_report_list"),
)

# Named addresses that answer no page of their own to a GET: acts, JSON, downloads.
NOT_PAGES = {
    "case_draft",
    "view_save",
    "view_delete",
    "case_draft_discard",
    "region_search",
    "healthz",
    "set_language",
    "sign_out",
    "switch_hat",
}
