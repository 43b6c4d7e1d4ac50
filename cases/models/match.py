"""Questions to other offices whether they know somebody, and what came of them.

Whoever asks is told nothing of a hit by the register: its row is the same with one and
without. A hit stands in the holder's case and is for who manages that case alone.
"""

import datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.utils.translation import gettext_lazy as _

from agencies import access, clock
from agencies.access import Act
from agencies.choices import Role
from agencies.models import Assignment
from agencies.models.fields import PublicIdField
from agencies.sections import TRADE_OF, Ground, Section, Trade
from cases.choices import Work
from cases.models.case import Case
from cases.models.identifier import Identifier
from cases.models.person import STANDS_IN, Involvement
from cases.models.scope import CaseScope
from cases.models.worker import CaseWorker, opening
from cases.person_choices import IdentifierKind, MatchAnswer, Part

# How long who asked reads on her first page that an office gets in touch.
TOLD_FOR = datetime.timedelta(days=14)
ENFORCING = (Work.INVESTIGATOR, Work.PROSECUTOR)
# Whoever cares for victims is named to nobody who knows a suspect.
ASK_OF_SUSPECTS = (Trade.ENFORCEMENT, Trade.PROSECUTION)


class MatchRequestQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those asked for cases whose people open to her."""
        return self.filter(opening(user, Section.VICTIM_IDENTITY, "case"))

    def unresolved(self):
        return self.filter(resolved_at=None)

    def asked_here_by(self, user):
        """Hers, asked for the office that she acts for, of cases that open to her."""
        return self.visible_to(user).filter(by=user, agency=user.hat.agency_id)

    def newly_answered(self):
        """Those of which another office chose to get in touch not long ago."""
        return self.filter(answered_at__gt=clock.now() - TOLD_FOR)


class MatchRequest(models.Model):
    """Somebody asks, for a case of hers, whether anybody else knows the bearer of an
    identifier. `digest` is that of the index, and is forgotten once it was looked for.

    `answered_by` is the office that chose to get in touch, `answered_at` when; of
    silence nothing stands.
    `of_suspect`, found by the worker: who asks investigates, and the bearer stands in
    her case as a suspect alone.
    """

    public_id = PublicIdField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="match_requests")
    kind = models.CharField(_("jenis pengenal"), max_length=12, choices=IdentifierKind)
    digest = models.BinaryField(max_length=32, null=True)
    by = models.ForeignKey(
        "agencies.User", models.PROTECT, related_name="+", db_index=False
    )
    agency = models.ForeignKey(
        "agencies.Agency", models.PROTECT, related_name="+", db_index=False
    )
    at = models.DateTimeField(default=clock.now)
    resolved_at = models.DateTimeField(null=True)
    of_suspect = models.BooleanField(default=False)
    answered_by = models.ForeignKey(
        "agencies.Agency", models.PROTECT, null=True, related_name="+", db_index=False
    )
    answered_at = models.DateTimeField(null=True)

    section = Section.VICTIM_IDENTITY

    objects = MatchRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=IdentifierKind.NAME), name="no_match_by_a_name"
            ),
            models.CheckConstraint(
                condition=Q(resolved_at=None) | Q(digest=None),
                name="match_forgets_what_was_asked",
            ),
        ]
        indexes = [
            models.Index(
                fields=["at"],
                condition=Q(resolved_at=None),
                name="matches_to_resolve",
            )
        ]
        verbose_name = _("permintaan pencocokan")
        verbose_name_plural = _("permintaan pencocokan")

    def __str__(self):
        return f"MatchRequest {self.pk}"


class MayBeToldOf(models.Func):
    """Of the person in a column: may another office be told of her? Asked of the owner,
    for it depends on cases that nobody here may see (migration 0021)."""

    function = "may_be_told_of"
    output_field = models.BooleanField()


class MayAskFrom(models.Func):
    """Of the case in a column: may others be asked from it, by what it says itself?"""

    function = "may_ask_from"
    output_field = models.BooleanField()


class MayTellWhoAsks(models.Func):
    """Of the case in a column, and of a question that was about a suspect of it or not:
    may who asked be told of? Asked of the owner, for who is asked does not see the case
    (migration 0029)."""

    function = "may_tell_who_asks"
    output_field = models.BooleanField()


def _at_work(who: str, agency: str) -> Exists:
    """As a condition: the user in one column may write in cases today, for the office
    in the other."""
    posts = Assignment.objects.current(clock.today()).that_may(Act.EDIT_CASE)
    return Exists(
        posts.filter(
            user_id=OuterRef(who),
            user__suspended_at=None,
            post__agency_id=OuterRef(agency),
        )
    )


def _opens(section: Section) -> Exists:
    """As a condition on who works on a case: does her office's part in it open this?"""
    part = Ground.LEAD | Ground.PARTICIPATION
    day = clock.today()
    rows = CaseScope.objects.filter(Q(until=None) | Q(until__gte=day))
    return Exists(
        rows.opening(section, part).filter(
            case_id=OuterRef("case_id"), scope_key=OuterRef("agency_id")
        )
    )


def _hers(user, section: Section, *turns: tuple[Work, ...]) -> Q:
    """As a condition on a row of a case: it is hers who does the first of these works
    that anybody does on it today who may, in an office to which the section opens;
    where nobody does any, hers who wrote it, and where she is at work no more, the
    supervisor's of the office that leads."""
    work = CaseWorker.objects.today().filter(
        _at_work("user_id", "agency_id"), _opens(section), case_id=OuterRef("case_id")
    )
    agency = user.hat.agency_id
    found, nobody_yet = Q(pk__in=[]), Q()
    for works in turns:
        doing = work.filter(work__in=works)
        mine = doing.filter(user_id=user.pk, agency_id=agency)
        found |= nobody_yet & Q(Exists(mine))
        nobody_yet &= Q(~Exists(doing))
    leads = Q(case__lead_agency_id=agency)
    writer_works = _at_work("case__created_by_id", "case__lead_agency_id")
    found |= nobody_yet & leads & Q(writer_works, case__created_by=user)
    if user.hat.role == Role.SUPERVISOR:
        found |= nobody_yet & leads & ~Q(writer_works)
    return found


class MatchHitQuerySet(models.QuerySet):
    def to_decide_by(self, user):
        """Those of cases that she manages, or works on where nobody manages one; of a
        suspect the investigators', for a manager of care may not see him. Never of who
        may not be told of now."""
        if not access.may(user.hat, Act.EDIT_CASE):
            return self.none()
        accused = Q(involvement__part=Part.SUSPECT)
        suspect, identity = STANDS_IN[Part.SUSPECT], STANDS_IN[Part.VICTIM]
        return self._open(user).filter(
            accused & _hers(user, suspect, ENFORCING)
            | ~accused & _hers(user, identity, (Work.CASE_MANAGER,), ENFORCING),
            answer="",
        )

    def contacted_by(self, user):
        """Those of which she chose to get in touch: she is told who asked."""
        return self._open(user).filter(answer=MatchAnswer.CONTACT, answered_by=user)

    def _open(self, user):
        return self.filter(
            MayBeToldOf("involvement__person_id"),
            MayTellWhoAsks("request__case_id", "request__of_suspect"),
            case__withdrawn_at=None,
            involvement__withdrawn_at=None,
            involvement__in=Involvement.objects.visible_to(user),
        )


class MatchHit(models.Model):
    """A part in a case of somebody who was asked for. Its holder sees the request, and
    not the case that it was asked for (`cases.wall`)."""

    public_id = PublicIdField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="match_hits")
    involvement = models.ForeignKey(
        Involvement, models.PROTECT, related_name="+", db_index=False
    )
    request = models.ForeignKey(MatchRequest, models.PROTECT, related_name="hits")
    at = models.DateTimeField(default=clock.now)
    answer = models.CharField(
        _("jawaban"), max_length=12, choices=MatchAnswer, blank=True, default=""
    )
    answered_by = models.ForeignKey(
        "agencies.User", models.PROTECT, null=True, related_name="+", db_index=False
    )
    answered_at = models.DateTimeField(null=True)

    section = Section.VICTIM_IDENTITY

    objects = MatchHitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request", "involvement"], name="match_hit_once"
            )
        ]
        verbose_name = _("kecocokan")
        verbose_name_plural = _("kecocokan")

    def __str__(self):
        return f"MatchHit {self.pk}"


def may_ask_from(case: Case) -> bool:
    """Is nobody in it hidden from somebody? Who holds the other record would learn that
    this office has to do with her."""
    return Case.objects.filter(MayAskFrom("pk"), pk=case.pk).exists()


def asks_of_suspects(agency_type: str) -> bool:
    """May an office of this type ask for a suspect where a victim is hidden?"""
    return TRADE_OF.get(agency_type) in ASK_OF_SUSPECTS


def is_of_a_suspect(request: MatchRequest) -> bool:
    """Does an office ask that investigates, for who stands in its case as a suspect and
    as nothing else? To be asked while the request knows what it is about."""
    bearers = Identifier.objects.filter(kind=request.kind, digest=request.digest)
    there = Involvement.objects.standing().filter(case_id=request.case_id)
    parts = there.filter(person__in=bearers.values("person_id")).values_list("part")
    return asks_of_suspects(request.agency.type) and set(parts) == {(Part.SUSPECT,)}


def parts_that_match(request: MatchRequest) -> models.QuerySet:
    """Standing parts of whoever bears what was asked for, in cases that the asking
    office does not see; none if who asks may not be told of by now."""
    bearers = Identifier.objects.filter(kind=request.kind, digest=request.digest)
    seen = CaseScope.objects.under([request.agency_id])
    parts = Involvement.objects.standing().filter(
        MayTellWhoAsks(Value(request.case_id), Value(request.of_suspect)),
        MayBeToldOf("person_id"),
        person__in=bearers.values("person_id"),
        case__withdrawn_at=None,
    )
    return parts.filter(~seen.exists_for("case_id"))
