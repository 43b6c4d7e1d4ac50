"""Pages of the register. Addresses carry public ids, never numbers or names."""

from django.urls import path

from cases.nouns import NOUNS
from cases.views import (
    audit,
    case,
    danger,
    drafts,
    duplicates,
    exports,
    home,
    link,
    lists,
    log,
    matches,
    opening,
    part,
    people,
    people_requests,
    person,
    referral,
    reporter,
    reveal,
    reviews,
    rows,
    saved_views,
    search,
    staff,
    stage,
    why,
)

CASE = "cases/<uuid:public_id>/"
PERSON = "people/<uuid:public_id>/"

urlpatterns: list = [
    path("cases/new/", log.new_case, name="case_new"),
    path("cases/in-danger/", danger.break_glass, name="break_glass"),
    path("cases/drafts/<uuid:draft>/", drafts.save, name="case_draft"),
    path(
        "cases/drafts/<uuid:draft>/discard/",
        drafts.discard,
        name="case_draft_discard",
    ),
]

urlpatterns += [
    path(CASE, case.show, name="case"),
    path(f"{CASE}timeline/", case.whole_timeline, name="case_timeline"),
    path(f"{CASE}access/", audit.of_case, name="case_access"),
    path(f"{CASE}edit/", case.edit, name="case_edit"),
    path(f"{CASE}withdraw/", case.withdraw, name="case_withdraw"),
    path(f"{CASE}restore/", case.restore, name="case_restore"),
    path(f"{CASE}narrative/", case.read_narrative, name="case_narrative"),
    path(f"{CASE}narrative/edit/", case.rewrite_narrative, name="case_narrative_edit"),
    path(f"{CASE}stages/new/", stage.record, name="case_stage_new"),
    path(
        f"{CASE}stages/<uuid:row_id>/withdraw/",
        stage.withdraw,
        name="case_stage_withdraw",
    ),
    path(
        f"{CASE}stages/<uuid:row_id>/restore/", stage.restore, name="case_stage_restore"
    ),
]
urlpatterns += [
    path(f"{CASE}why/", why.of_case, name="case_why"),
    path(f"{CASE}workers/new/", people.assign, name="case_worker_new"),
    path(f"{CASE}workers/<uuid:row_id>/end/", people.end_work, name="case_worker_end"),
    path(f"{CASE}readers/new/", people.name_reader, name="case_reader_new"),
    path(
        f"{CASE}readers/<uuid:row_id>/end/", people.end_reader, name="case_reader_end"
    ),
    path(f"{CASE}restriction/new/", people.restrict, name="case_restriction_new"),
    path(f"{CASE}restriction/lift/", people.lift, name="case_restriction_lift"),
    path(f"{CASE}referrals/new/", referral.choose, name="case_referral_choose"),
    path(
        f"{CASE}referrals/new/<slug:purpose>/", referral.ask, name="case_referral_new"
    ),
    path(f"{CASE}referrals/<uuid:row_id>/end/", referral.end, name="case_referral_end"),
    path("referrals/", referral.show_list, name="referral_list"),
    path("referrals/<uuid:row_id>/", referral.accept, name="referral"),
    path("referrals/<uuid:row_id>/decline/", referral.decline, name="referral_decline"),
    path("why/", why.of_hat, name="why"),
]
urlpatterns += [
    path(f"{CASE}persons/new/<slug:part>/", person.add, name="case_person_new"),
    path(f"{CASE}persons/link/<slug:part>/", link.link, name="case_person_link"),
    path(f"{CASE}persons/<uuid:row_id>/", person.show, name="case_person"),
    path(
        f"{CASE}persons/<uuid:row_id>/reveal/",
        reveal.person,
        name="case_person_reveal",
    ),
    *(
        path(
            f"{CASE}persons/<uuid:row_id>/{act.__name__}/",
            act,
            name=f"case_person_{act.__name__}",
        )
        for act in (person.edit, part.withdraw, part.restore, part.decline, part.agree)
    ),
    path(f"{CASE}shelters/new/", reporter.add_shelter, name="case_shelter_new"),
    path(f"{CASE}shelters/<uuid:row_id>/", reveal.shelter, name="case_shelter"),
    path(
        f"{CASE}shelters/<uuid:row_id>/read/",
        reveal.read_shelter,
        name="case_shelter_read",
    ),
    path(
        f"{CASE}shelters/<uuid:row_id>/edit/",
        reporter.edit_shelter,
        name="case_shelter_edit",
    ),
    path(
        f"{CASE}shelters/<uuid:row_id>/withdraw/",
        reporter.withdraw_shelter,
        name="case_shelter_withdraw",
    ),
    path(
        f"{CASE}shelters/<uuid:row_id>/restore/",
        reporter.restore_shelter,
        name="case_shelter_restore",
    ),
    path(f"{CASE}reporters/new/", reporter.add, name="case_reporter_new"),
    path(f"{CASE}reporters/<uuid:row_id>/", opening.reporter, name="case_reporter"),
    path(
        f"{CASE}reporters/<uuid:row_id>/withdraw/",
        reporter.withdraw,
        name="case_reporter_withdraw",
    ),
    path(
        f"{CASE}reporters/<uuid:row_id>/restore/",
        reporter.restore,
        name="case_reporter_restore",
    ),
    path(
        f"{CASE}reporters/<uuid:row_id>/ask/",
        opening.ask,
        name="case_reporter_ask",
    ),
    path(
        f"{CASE}reporters/<uuid:row_id>/unask/",
        opening.unask,
        name="case_reporter_unask",
    ),
    path(
        f"{CASE}reporters/<uuid:row_id>/reveal/",
        reveal.reveal_reporter,
        name="case_reporter_reveal",
    ),
    path(
        f"{CASE}openings/<uuid:row_id>/approve/",
        opening.approve,
        name="case_opening_approve",
    ),
    path(
        f"{CASE}openings/<uuid:row_id>/take-back/",
        opening.take_back,
        name="case_opening_take_back",
    ),
]
for noun in NOUNS:
    rows_of = f"{CASE}{noun.path}/"
    given = {"noun": noun}
    urlpatterns.append(
        path(f"{rows_of}new/", rows.add, given, name=f"case_{noun.name}_new")
    )
    urlpatterns += [
        path(
            f"{rows_of}<uuid:row_id>/{act.__name__}/",
            act,
            given,
            name=f"case_{noun.name}_{act.__name__}",
        )
        for act in (rows.edit, rows.withdraw, rows.restore)
    ]

urlpatterns += [
    path("duplicates/", duplicates.show_queue, name="duplicate_list"),
    path("duplicates/<uuid:one>/<uuid:other>/", duplicates.show_pair, name="duplicate"),
    path(
        "duplicates/<uuid:one>/<uuid:other>/merge/",
        duplicates.merge,
        name="duplicate_merge",
    ),
    path("merges/<uuid:merge_id>/part/", duplicates.part, name="merge_part"),
    path(f"{CASE}matches/new/", matches.ask, name="case_match_new"),
    path("matches/", matches.show_list, name="match_list"),
    path("matches/<uuid:hit_id>/", matches.answer, name="match_answer"),
]
urlpatterns += [
    path(f"{kind.noun.path}/", lists.show, {"kind": kind}, name=kind.url_name)
    for kind in lists.KINDS.values()
]
urlpatterns += [
    path("audit/", audit.show, name="audit"),
    path("exports/", exports.show_all, name="export_list"),
    path("exports/new/", exports.ask, name="export_new"),
    path("exports/<uuid:public_id>/", exports.show, name="export"),
    path("exports/<uuid:public_id>/file/", exports.fetch, name="export_file"),
    path(
        "exports/<uuid:public_id>/password/",
        exports.tell_password,
        name="export_password",
    ),
    path("", home.home, name="home"),
    path("search/", search.search, name="name_search"),
    path("reviews/", reviews.reviews, name="review_list"),
    path("reviews/week/", reviews.review_week, name="review_week"),
    path("reviews/<uuid:public_id>/", reviews.review, name="review"),
    path(
        "reviews/alarms/<uuid:public_id>/",
        reviews.review_alarm,
        name="review_alarm",
    ),
    path("handover/", staff.left_behind, name="handover"),
    path("handover/drafts/<uuid:draft>/", staff.take_draft, name="draft_take"),
    path("people/", staff.people, name="people"),
    path("people/requests/", people_requests.show, name="people_requests"),
    path(
        "people/requests/<uuid:public_id>/approve/",
        people_requests.approve,
        name="people_request_approve",
    ),
    path(
        "people/requests/<uuid:public_id>/decline/",
        people_requests.decline,
        name="people_request_decline",
    ),
    path(
        "people/requests/<uuid:public_id>/withdraw/",
        people_requests.withdraw,
        name="people_request_withdraw",
    ),
    path(PERSON, staff.person, name="person"),
    path(f"{PERSON}suspend/", staff.suspend, name="person_suspend"),
    path(f"{PERSON}unsuspend/", staff.unsuspend, name="person_unsuspend"),
    path(f"{PERSON}move/", staff.move, name="person_move"),
    path(
        f"{PERSON}second-factor/reset/",
        staff.reset_second_factor,
        name="person_second_factor_reset",
    ),
    path(f"{PERSON}sessions/end/", staff.end_sessions, name="person_sessions_end"),
    path(f"{PERSON}posts/<int:post>/end/", staff.end_post, name="person_end_post"),
    path("saved-views/", saved_views.save, name="view_save"),
    path("saved-views/<int:view_id>/delete/", saved_views.delete, name="view_delete"),
]
