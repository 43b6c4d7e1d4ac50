"""Everything that can be done to the register, by its verb.

Each act is one transaction: the right is checked, the case locked first and its rows
after it, the row validated and saved, facts brought up to date, one event written.
"""

from cases.actions.alarm import review_alarm, review_week
from cases.actions.case import edit_case, log_case, restore_case, withdraw_case
from cases.actions.danger import break_glass, review_key
from cases.actions.declining import declare_agreed, declare_declined
from cases.actions.draft import log_case_from_draft
from cases.actions.duplicate import decide_duplicate
from cases.actions.involvement import link_person, relink_person, unlink_person
from cases.actions.keys import end_key, name_reader
from cases.actions.match import answer_match, ask_match, resolve_matches
from cases.actions.merge import merge_persons, part_persons
from cases.actions.narrative import read_narrative, rewrite_narrative
from cases.actions.opening import (
    approve_reveal_reporter,
    ask_reveal_reporter,
    refuse_reveal_reporter,
    reveal_reporter,
    take_back_approval,
    take_back_asking,
)
from cases.actions.person import add_person, edit_particulars
from cases.actions.place import add_place, edit_place, restore_place, withdraw_place
from cases.actions.police_report import (
    add_police_report,
    edit_police_report,
    restore_police_report,
    withdraw_police_report,
)
from cases.actions.posting import approve_move, ask_move, end_post, hand_over
from cases.actions.referral import (
    accept_referral,
    ask_referral,
    decline_referral,
    end_referral,
)
from cases.actions.reporter import add_reporter, restore_reporter, withdraw_reporter
from cases.actions.restriction import lift_restriction, restrict_case
from cases.actions.reveal import reveal
from cases.actions.shelter import (
    add_shelter,
    read_shelter,
    restore_shelter,
    rewrite_shelter,
    withdraw_shelter,
)
from cases.actions.stage import record_stage, restore_stage, withdraw_stage
from cases.actions.suspect import (
    add_suspect,
    edit_suspect,
    restore_suspect,
    withdraw_suspect,
)
from cases.actions.victim import (
    add_victim,
    edit_victim,
    restore_victim,
    withdraw_victim,
)
from cases.actions.work import assign_worker, end_work

__all__ = [
    "accept_referral",
    "add_person",
    "add_place",
    "add_police_report",
    "add_reporter",
    "add_shelter",
    "add_suspect",
    "add_victim",
    "answer_match",
    "approve_move",
    "approve_reveal_reporter",
    "ask_match",
    "ask_move",
    "ask_referral",
    "ask_reveal_reporter",
    "assign_worker",
    "break_glass",
    "decide_duplicate",
    "declare_agreed",
    "declare_declined",
    "decline_referral",
    "edit_case",
    "edit_particulars",
    "edit_place",
    "edit_police_report",
    "edit_suspect",
    "edit_victim",
    "end_key",
    "end_post",
    "end_referral",
    "end_work",
    "hand_over",
    "lift_restriction",
    "link_person",
    "log_case",
    "log_case_from_draft",
    "merge_persons",
    "name_reader",
    "part_persons",
    "read_narrative",
    "read_shelter",
    "record_stage",
    "refuse_reveal_reporter",
    "relink_person",
    "resolve_matches",
    "restore_case",
    "restore_place",
    "restore_police_report",
    "restore_reporter",
    "restore_shelter",
    "restore_stage",
    "restore_suspect",
    "restore_victim",
    "restrict_case",
    "reveal",
    "reveal_reporter",
    "review_alarm",
    "review_key",
    "review_week",
    "rewrite_narrative",
    "rewrite_shelter",
    "take_back_approval",
    "take_back_asking",
    "unlink_person",
    "withdraw_case",
    "withdraw_place",
    "withdraw_police_report",
    "withdraw_reporter",
    "withdraw_shelter",
    "withdraw_stage",
    "withdraw_suspect",
    "withdraw_victim",
]
