"""What the register tells the name index, and when: of whom, under which keys."""

import os
from contextlib import closing
from dataclasses import replace

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from agencies.models import Agency
from agencies.sealing import keystore
from agencies.sections import Section
from cases import actions, facts, register_feed
from cases.choices import RestrictReason, WithdrawReason
from cases.models import Case, Involvement, Person
from cases.names.feed import Entry, Removal
from cases.person_choices import Part, PersonKind
from cases.register_feed import RegisterFeed
from tests import ground
from tests.cases.alike import merged, two, victim_of
from tests.cases.examples import MAN, PIMP, WOMAN, a_case
from tests.cases.names.served import entries
from tests.cases.somebody import FIELDS, recorded
from tests.people import person

WHO = {"name": "Melati Kenari", "aliases": ["Kenaricha"]}


@pytest.fixture
def case(db) -> Case:
    return a_case(person("sari"), victims=(WOMAN,), suspects=(PIMP,))


@pytest.fixture
def melati(case) -> Involvement:
    return recorded(case, victim=case.victims.get())


def office(code: str) -> int:
    return Agency.objects.get(code=code).pk


def told(involvement: Involvement):
    people = register_feed._these([involvement.person_id])
    (found,) = register_feed.told(people)
    return found


def test_an_entry_says_what_finds_her_and_under_which_keys(melati):
    found = entries()[melati.person_id]
    assert found.name == "Melati Kenarimutia binti Suhardiman alias Kenaricha Melkenari"
    assert (found.born, found.sex, found.region) == ((2009, 2009), "female", "64.71")
    offices = {office(c) for c in ("POLRESTA-BPP-PPA", "POLRESTA-BPP", "POLDA-KALTIM")}
    assert offices <= set(found.keys)
    assert min(found.keys) > 0


@pytest.mark.parametrize(
    ("aliases", "kind"), [((), Removal), (("Ahmad",), Entry)], ids=["alone", "alias"]
)
def test_a_name_without_a_latin_letter_is_not_like_every_other(case, aliases, kind):
    written = {"name": "محمد", "aliases": aliases}
    assert isinstance(told(recorded(case, part=Part.WITNESS, fields=written)), kind)


def test_a_place_that_is_no_code_is_no_place(case):
    elsewhere = replace(FIELDS["residence"], region="Balikpapan")
    known = FIELDS | {"residence": elsewhere, "origin": "Bugis"}
    made = recorded(case, part=Part.WITNESS, fields=known)
    assert entries()[made.person_id].region == ""


def test_an_office_that_was_asked_in_has_its_key_until_that_ends(melati, case):
    referral = actions.ask_referral(
        case,
        to_agency=Agency.objects.get(code="UPTD-PPA-BPP"),
        purpose="shelter",
        sections=Section.VICTIM_IDENTITY,
        by=person("sari"),
    )
    key = office("UPTD-PPA-BPP")
    assert key not in told(melati).keys
    actions.accept_referral(referral, by=person("wati"))
    assert key in told(melati).keys
    referral.refresh_from_db()
    actions.end_referral(referral, by=person("wati"))
    assert key not in told(melati).keys


def test_of_a_restricted_case_only_its_readers_keys_are_told(melati, case):
    actions.restrict_case(case, by=person("sari"), reason=RestrictReason.LEAK)
    found = told(melati).keys
    assert found
    assert min(found) > 1_000_000_000


@pytest.mark.parametrize(
    "fields", [{}, {"nik": "6471035704090001"}], ids=["nobody", "no name"]
)
def test_who_has_no_name_is_not_told(case, fields):
    made = recorded(case, part=Part.WITNESS, fields=fields)
    assert told(made) == Removal(made.person_id)
    assert made.person_id not in entries()


def test_a_firm_is_not_told(case):
    made = recorded(
        case,
        part=Part.SUSPECT,
        fields={"registered_name": "PT Kenari", "aliases": ["Kenari"]},
        kind=PersonKind.CORPORATION,
    )
    assert told(made) == Removal(made.person_id)


def test_who_declines_is_told_as_gone(melati):
    actions.declare_declined(melati, by=person("sari"), seen=1)
    assert told(melati) == Removal(melati.person_id)
    assert melati.person_id not in entries()


def test_who_stands_in_no_case_any_more_is_told_as_gone(melati, case):
    double = WithdrawReason.DOUBLE
    taken = actions.unlink_person(melati, by=person("sari"), reason=double, seen=1)
    assert told(taken) == Removal(melati.person_id)
    actions.relink_person(taken, by=person("sari"))
    assert isinstance(told(taken), Entry)
    seen = Case.objects.get(pk=case.pk).version
    actions.withdraw_case(case, by=person("sari"), reason=double, seen=seen)
    assert told(taken) == Removal(melati.person_id)


def test_what_does_not_open_stops_nobody_else(melati, case):
    other = recorded(case, part=Part.WITNESS, fields=WHO)
    Person.objects.filter(pk=other.person_id).update(sealed=b"\x01damaged")
    assert set(entries()) == {melati.person_id}


def test_a_damaged_key_stops_nobody_else(melati, case, caplog):
    other = recorded(case, part=Part.WITNESS, fields={}).person
    keystore._run(
        "INSERT INTO data_key (ref, kek, wrapped, kind) VALUES (%s, 1, %s, 'person')",
        (str(other.public_id), os.urandom(60)),
    )
    Person.objects.filter(pk=other.pk).update(sealed=b"\x01" + os.urandom(60))
    assert set(entries()) == {melati.person_id}
    assert "1 data keys do not open" in caplog.text


def test_many_merges_are_read_at_once(case):
    def kept() -> int:
        one, other = victim_of("sari", WHO), victim_of("sari", {"name": "Sekar"})
        merged(one, other)
        return one.person_id

    def asked(people: list[int]) -> int:
        with CaptureQueriesContext(connection) as asked:
            register_feed.told(Person.objects.filter(pk__in=people).order_by("pk"))
        return len(asked)

    one = kept()
    assert asked([one]) == asked([one, kept(), kept()])


# -- What is to be read again ----------------------------------------------------------


def settled(feed: RegisterFeed, since: int = 0):
    """What it tells once every act of before has ended, of other tests too: they share
    the server's transactions."""
    facts.settled_cutoff()
    return feed.since(since)


ACTS = {
    "edited": lambda it: actions.edit_particulars(
        it, {"name": "Melati"}, by=person("sari"), seen=1
    ),
    "declined": lambda it: actions.declare_declined(it, by=person("sari"), seen=1),
    "unlinked": lambda it: actions.unlink_person(
        it, by=person("sari"), reason=WithdrawReason.DOUBLE, seen=1
    ),
    "restricted": lambda it: actions.restrict_case(
        it.case, by=person("sari"), reason=RestrictReason.LEAK
    ),
    "withdrawn": lambda it: actions.withdraw_case(
        it.case,
        by=person("sari"),
        reason=WithdrawReason.DOUBLE,
        seen=Case.objects.get(pk=it.case_id).version,
    ),
    "referred": lambda it: actions.accept_referral(
        actions.ask_referral(
            it.case,
            to_agency=Agency.objects.get(code="UPTD-PPA-BPP"),
            purpose="shelter",
            sections=Section.VICTIM_IDENTITY,
            by=person("sari"),
        ),
        by=person("wati"),
    ),
    "sex": lambda it: actions.edit_victim(
        it.victim,
        {"sex": "male"},
        by=person("sari"),
        seen=type(it.victim).objects.get(pk=it.victim_id).version,
    ),
}


BACK = {
    "declined": lambda it: actions.declare_agreed(it, by=person("sari"), seen=2),
    "unlinked": lambda it: actions.relink_person(it, by=person("sari")),
    "restricted": lambda it: actions.lift_restriction(it.case, by=person("sari")),
    "withdrawn": lambda it: actions.restore_case(it.case, by=person("sari")),
}


@pytest.mark.parametrize("act", ACTS)
def test_each_act_that_changes_an_entry_has_its_tick(committed, act):
    sari = person("sari")
    case = a_case(sari, victims=(WOMAN,))
    made = recorded(case, victim=case.victims.get(), key="once")
    feed = RegisterFeed()
    before, _changes = settled(feed)
    ACTS[act](made)
    after, changes = settled(feed, before)
    assert after > before
    assert [each.person for each in changes] == [made.person_id]
    assert feed.since(after)[1] == []


@pytest.mark.parametrize("act", BACK)
def test_so_has_each_that_takes_it_back(committed, act):
    case = a_case(person("sari"), victims=(WOMAN,))
    made = recorded(case, victim=case.victims.get(), key="once")
    ACTS[act](made)
    feed = RegisterFeed()
    before, _changes = settled(feed)
    BACK[act](Involvement.objects.get(pk=made.pk))
    assert told_of(settled(feed, before)[1]) == [made.person_id]


def test_a_merge_and_its_parting_are_told_of_both(committed):
    feed, (kept, other) = RegisterFeed(), two()
    before, _changes = settled(feed)
    merge = merged(kept, other)
    joined, changes = settled(feed, before)
    both = [kept.person_id, other.person_id]
    assert told_of(changes) == both
    assert changes[1] == Removal(other.person_id)
    actions.part_persons(merge, by=person("sari"))
    assert told_of(settled(feed, joined)[1]) == both


def test_what_no_entry_says_is_no_change(committed):
    sari = person("sari")
    case = a_case(sari, victims=(WOMAN, MAN))
    recorded(case, fields=WHO, key="once")
    feed = RegisterFeed()
    before, _changes = settled(feed)
    case.refresh_from_db()
    modus = {"modus": "fake_job_domestic"}
    actions.edit_case(case, modus, by=sari, seen=case.version)
    actions.add_suspect(case, PIMP, by=sari)
    assert settled(feed, before)[1] == []


def test_an_act_under_way_is_not_lost_and_holds_up_no_other(committed):
    """What is done above it is told at once; the tick stays below it."""
    feed = RegisterFeed()
    case = a_case(person("sari"), victims=(WOMAN,))
    slow = recorded(case, fields=WHO, key="once")
    before, _changes = settled(feed)
    with closing(ground.superuser(f"test_{ground.worker()}")) as other:
        other.autocommit = False
        other.cursor().execute(
            "INSERT INTO names_change (tick, person) SELECT facts_tick(), %s",
            [slow.person_id],
        )
        quick = recorded(case, part=Part.WITNESS, fields=WHO, key="twice")
        newest, changes = feed.since(before)
        assert told_of(changes) == [quick.person_id]
        assert feed.since(newest)[1] == []
        actions.declare_declined(quick, by=person("sari"), seen=1)
        assert feed.since(newest)[1] == [Removal(quick.person_id)]
        other.commit()
    assert told_of(settled(feed, newest)[1]) == [slow.person_id, quick.person_id]


def told_of(changes) -> list[int]:
    return [each.person for each in changes]


def test_reading_within_an_act_ends_no_act(committed):
    """A connection that is in an act is not closed, however old it is."""
    feed = RegisterFeed()
    with transaction.atomic():
        made = recorded(a_case(person("sari"), victims=(WOMAN,)), fields=WHO)
        assert told_of(feed.since(0)[1]) == [made.person_id]
    assert Person.objects.filter(pk=made.person_id).exists()


def test_the_span_begins_where_the_sweep_has_ended(committed):
    feed, case = RegisterFeed(), a_case(person("sari"), victims=(WOMAN,))
    old = recorded(case, fields=WHO, key="once")
    before, _changes = settled(feed)
    register_feed.sweep()
    assert feed.span()[0] == 0  # nothing is a month old
    with ground.superuser(f"test_{ground.worker()}") as owner:
        owner.cursor().execute("UPDATE names_change SET at = at - interval '31 days'")
    new = recorded(case, part=Part.WITNESS, fields=WHO, key="twice")
    register_feed.sweep()
    assert 0 < feed.span()[0] <= before
    assert [each.person for each in settled(feed, before)[1]] == [new.person_id]
    assert old.person_id not in [each.person for each in feed.since(0)[1]]


def test_the_origin_is_this_databases(committed):
    assert RegisterFeed().origin == RegisterFeed().origin
    assert RegisterFeed().origin.count("/") == 2
