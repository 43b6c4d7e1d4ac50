"""Every page of the register, once. Who adds a page adds its line here.

The rows that an address names are made in tests/look/rows.py.
"""

from dataclasses import dataclass

from django.urls import reverse


@dataclass(frozen=True, slots=True)
class Page:
    """A page by its url name; `of` names the rows in its address, `query` follows."""

    route: str
    of: str = ""
    query: str = ""
    who: str = "sari"
    status: int = 200

    def __str__(self) -> str:
        return f"{self.route}{self.query}{'' if self.who else ' signed out'}"

    def address(self, rows: dict[str, str]) -> str:
        args = [rows[name] for name in self.of.split()]
        return reverse(self.route, args=args) + self.query


PAGES = (
    Page("sign_in", who=""),
    Page("account"),
    Page("password"),
    Page("account_sessions"),
    Page("account_second_factor"),
    Page("docs"),
    Page("case_new"),
    Page("home"),
    Page("home", who="eko"),
    Page("case_list"),
    Page("case_list", query="?has_lp=false&reported_from=03/13/2026"),
    Page("case_list", query="?q=Siti"),
    Page("case_list", who="eko"),
    Page("victim_list"),
    Page("suspect_list"),
    Page("police_report_list"),
    Page("export_list"),
    Page("export_new", query="?list=victims&query=sex%3Dfemale"),
    Page("export", of="export"),
    Page("dashboard"),
    Page("dashboard", query="?period=12m", who="dewi"),
    Page("dashboard", query="?from=31/13/2025&to=12/11/2025"),
    Page("dashboard", who="seto"),
    Page("figures"),
    Page("figures", query="?figure=victims&region=64&by=region,sex&compare=last_year"),
    Page("figures", query="?figure=cases&by=modus&compare=previous"),
    Page("figures", query="?figure=cases&by=sex&from=31/13/2025&place=balik&modus=x"),
    Page("figures", who="seto"),
    Page("case", of="case"),
    Page("case", of="case", who="dewi"),
    Page("case", of="case", who="seto"),
    Page("case", of="closed"),
    Page("case_timeline", of="case"),
    Page("case_access", of="case"),
    Page("audit", who="ani"),
    Page("audit", who="ani", query="?who=nobody&first=31/13/2025&refusals=on"),
    Page("audit", who="ani", query="?verb=began_era"),
    Page("case_why", of="case"),
    Page("case_why", of="case", who="seto"),
    Page("why"),
    Page("case_worker_new", of="case", who="rini"),
    Page("case_worker_end", of="case worker", who="rini"),
    Page("case_reader_new", of="closed"),
    Page("case_restriction_new", of="case"),
    Page("case_referral_choose", of="case"),
    Page("case_referral_new", of="case purpose"),
    Page("referral_list", who="wati"),
    Page("referral", of="referral", who="wati"),
    Page("referral_decline", of="referral", who="wati"),
    Page("case_person", of="case involvement"),
    Page("case_person", of="case declined"),
    Page("case_person_new", of="case part"),
    Page("case_person_new", of="case accused", query="?kind=corporation"),
    Page("case_person_link", of="case part"),
    Page("case_person_edit", of="case involvement"),
    Page("case_person_withdraw", of="case involvement"),
    Page("case_person_decline", of="case involvement"),
    Page("case_reporter", of="case reporter"),
    Page("case_reporter_new", of="case"),
    Page("case_opening_approve", of="case opening", who="rini"),
    Page("case_opening_take_back", of="case opening", who="rini"),
    Page("case_reporter_unask", of="case reporter"),
    Page("case_shelter", of="housed shelter", who="wati"),
    Page("case_shelter_edit", of="housed shelter", who="wati"),
    Page("case_edit", of="case"),
    Page("case_withdraw", of="case"),
    Page("case_victim_restore", of="case victim"),
    Page("duplicate_list"),
    Page("duplicate_list", query="?state=decided"),
    Page("duplicate_list", query="?state=merged"),
    Page("duplicate", of="one other"),
    Page("duplicate", of="kept merged"),
    Page("duplicate_merge", of="one other"),
    Page("case_match_new", of="case"),
    Page("match_list"),
    Page("match_list", who="wati"),
    Page("match_answer", of="hit", who="wati", query="?answer=contact"),
    Page("match_answer", of="hit", who="wati", query="?answer=silent"),
    Page("break_glass"),
    Page("name_search"),
    Page("review_list", who="rini"),
    Page("review_week", who="rini"),
    Page("review_week", who="ani", query="?week=2025-W45"),
    Page("handover", who="rini"),
    Page("people", who="tono"),
    Page("person", of="person", who="tono"),
    Page("person_move", of="person", who="tono"),
    Page("person_suspend", of="person", who="tono"),
    Page("people_requests", who="yuli"),
    Page("edition_list"),
    Page("edition_list", who="dewi", query="?old=on&region=64.71"),
    Page("edition", of="edition"),
    Page("edition", of="edition", who="dewi"),
    Page("edition_job", of="job", who="dewi"),
    Page("case_stage_new", of="case"),
    Page("case_stage_withdraw", of="case stage"),
    Page("case_stage_restore", of="case stage"),
    *(
        Page(f"case_{noun}_{act}", of=f"case {noun}" if act == "edit" else "case")
        for noun in ("victim", "suspect", "police_report", "place")
        for act in ("new", "edit")
    ),
)

# Pages that are another listed page with one other word in it.
TWINS = {
    "case_restore",
    "case_reader_end",
    "case_person_restore",
    "case_person_agree",
    "case_reporter_withdraw",
    "case_reporter_restore",
    "case_shelter_new",
    "case_shelter_withdraw",
    "case_shelter_restore",
    "case_referral_end",
    "case_restriction_lift",
    "person_end_post",
    "merge_part",
    "person_second_factor_reset",
    "person_sessions_end",
    "sign_in_code",
    "sign_in_set_up",
    "person_unsuspend",
    "case_victim_withdraw",
    *(
        f"case_{noun}_{act}"
        for noun in ("suspect", "police_report", "place")
        for act in ("withdraw", "restore")
    ),
}

# Named addresses that answer no page of their own to a GET: acts, JSON, downloads.
NOT_PAGES = {
    "draft_take",
    "review",
    "review_alarm",
    "case_draft",
    "export_file",
    "export_password",
    "edition_compile",
    "edition_pdf",
    "edition_publish",
    "edition_reproduce",
    "figures_view_save",
    "figures_view_delete",
    "view_save",
    "view_delete",
    "case_draft_discard",
    "case_narrative",
    "case_person_reveal",
    "case_reporter_ask",
    "case_reporter_reveal",
    "case_shelter_read",
    "case_narrative_edit",
    "region_search",
    "healthz",
    "set_language",
    "sign_out",
    "switch_hat",
    "account_session_end",
    "account_sessions_end",
    "people_request_approve",
    "people_request_decline",
    "people_request_withdraw",
}
