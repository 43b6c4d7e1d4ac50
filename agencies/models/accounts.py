"""People, the posts that they hold, and the hats that they wear one at a time."""

from dataclasses import replace

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Case, F, Q, When
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from agencies import clock
from agencies.access import Act, Hat, may, roles_that
from agencies.choices import AssignmentKind, Language, Role
from agencies.models.fields import PublicIdField

HOME_FIRST = Case(When(kind=AssignmentKind.HOME, then=0), default=1)


class UserManager(BaseUserManager):
    def get_by_natural_key(self, username):
        return self.get(username=username.strip().lower())

    def create_user(self, username, password=None, **fields):
        user = self.model(username=username.strip().lower(), **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save()
        return user


class User(AbstractBaseUser):
    """An account. What it may do comes from the post it acts for, never from itself."""

    public_id = PublicIdField()
    username = models.CharField(
        _("NRP/NIP"),
        max_length=30,
        unique=True,
        validators=[RegexValidator(r"^[a-z0-9.]+$", _("Huruf kecil dan angka saja."))],
    )
    full_name = models.CharField(_("nama lengkap"), max_length=120)
    language = models.CharField(
        _("bahasa"), max_length=2, choices=Language, default=Language.INDONESIAN
    )
    suspended_at = models.DateTimeField(_("dibekukan"), null=True, blank=True)
    password_changed_at = models.DateTimeField(null=True, editable=False)
    # Sessions that began by then are over for good, also when her sight is given back.
    signed_out_at = models.DateTimeField(null=True, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "username"

    class Meta:
        verbose_name = _("akun")
        verbose_name_plural = _("akun")

    def __str__(self):
        return f"User {self.pk}"

    def get_session_auth_hash(self) -> str:
        """What a session and a sign-in under way hold of her: it fits no more with
        another password, and when all her sign-ins were ended."""
        ended = self.signed_out_at.timestamp() if self.signed_out_at else ""
        value = f"{self.password} {ended}"
        return salted_hmac("agencies.User", value, algorithm="sha256").hexdigest()

    @property
    def is_active(self) -> bool:
        """Suspended people sign in nowhere and are signed out at their next click."""
        return self.suspended_at is None

    @cached_property
    def assignments_today(self) -> list["Assignment"]:
        """Her hats of today, the home post first."""
        return list(
            self.assignments.current(clock.today())
            .select_related("post__agency", "post__region")
            .order_by(HOME_FIRST, "starts_on", "pk")
        )

    @cached_property
    def assignment(self) -> "Assignment | None":
        """The hat that she wears now; the home post unless she chose another."""
        for assignment in self.assignments_today:
            if assignment.pk == getattr(self, "chosen_assignment_id", None):
                return assignment
        return self.assignments_today[0] if self.assignments_today else None

    def wear(self, assignment_id: int | None) -> None:
        """Act for this one of her assignments; the home post if it is none of them."""
        self.chosen_assignment_id = assignment_id
        self.__dict__.pop("assignment", None)

    def wear_of(self, agency_id: int, act: Act) -> bool:
        """Put on a hat of that office that carries the act; False if she has none
        there today."""
        for assignment in self.assignments_today:
            hat = assignment.post.hat
            if hat.agency_id == agency_id and may(hat, act):
                self.wear(assignment.pk)
                return True
        return False

    @property
    def hat(self) -> Hat:
        """Her post as the plain values that `access` decides on; no post, no rights."""
        if self.assignment is None:
            return Hat.none()
        return replace(
            self.assignment.post.hat, personal_keys=self.assignment.personal_keys
        )


class PostQuerySet(models.QuerySet):
    def in_charge_of(self, agency_id: int):
        """The posts of an office's own supervisors."""
        return self.filter(agency_id=agency_id, role=Role.SUPERVISOR)


class Post(models.Model):
    """A place in an agency with one role. People come and go; the post stays."""

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="posts")
    role = models.CharField(_("peran"), max_length=16, choices=Role)
    title = models.CharField(_("jabatan"), max_length=120)
    region = models.ForeignKey(
        "agencies.Region",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="posts",
        help_text=_("Wilayah gugus tugas; hanya untuk sekretariat dan analis."),
    )

    objects = PostQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "role", "title"], name="one_post_per_title"
            ),
            models.CheckConstraint(
                condition=Q(region=None) | Q(role__in=[Role.SECRETARIAT, Role.ANALYST]),
                name="region_only_for_task_force_posts",
            ),
        ]
        verbose_name = _("jabatan")
        verbose_name_plural = _("jabatan")

    def __str__(self):
        return self.title

    @property
    def hat(self) -> Hat:
        return Hat(
            role=Role(self.role),
            agency_id=self.agency_id,
            region_id=self.region_id,
            agency_type=self.agency.type,
        )


class AssignmentQuerySet(models.QuerySet):
    def current(self, day):
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)

    def that_may(self, act: Act):
        """Of posts whose role carries the act."""
        return self.filter(post__role__in=roles_that(act))


class Assignment(models.Model):
    """Who holds which post from when to when, by which letter."""

    user = models.ForeignKey(User, models.PROTECT, related_name="assignments")
    post = models.ForeignKey(Post, models.PROTECT, related_name="assignments")
    kind = models.CharField(_("jenis"), max_length=8, choices=AssignmentKind)
    letter_number = models.CharField(_("nomor surat"), max_length=80, blank=True)
    starts_on = models.DateField(_("sejak"))
    ends_on = models.DateField(_("sampai"), null=True, blank=True)

    # Scope keys of her own under this hat (`personal_key`), as they were read.
    personal_keys: tuple[int, ...] = ()

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="assignment_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(kind=AssignmentKind.HOME) | ~Q(letter_number=""),
                name="second_hat_needs_letter",
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(kind=AssignmentKind.HOME, ends_on=None),
                name="one_open_home_post",
            ),
        ]
        verbose_name = _("penugasan")
        verbose_name_plural = _("penugasan")

    def __str__(self):
        return f"Assignment {self.pk}"

    @property
    def worn(self) -> list:
        """What must stay as it was for what was begun under it to go on: the post and
        its rights, as JSON values."""
        hat = self.post.hat
        return [self.pk, str(hat.role), hat.agency_id, hat.region_id]


class ApiTokenQuerySet(models.QuerySet):
    def of_her_own(self):
        """Made by her whose account they use, not by another for a program of her
        office. Of those from before that was kept, nobody knows."""
        return self.filter(Q(made_by=F("user")) | Q(made_by=None))

    def revoke(self) -> int:
        """How many opened until now."""
        return self.filter(revoked_at=None).update(revoked_at=clock.now())


class ApiToken(models.Model):
    """A key for another program. Only its SHA-256 is kept; it is shown once.

    It stands on one posting, as a session does: `worn` is `Assignment.worn` of the day
    on which it was made.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="api_tokens")
    made_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False
    )
    worn = models.JSONField(default=list, editable=False)
    label = models.CharField(_("nama"), max_length=80)
    digest = models.BinaryField(max_length=32, unique=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    expires_at = models.DateTimeField(_("berlaku sampai"))
    revoked_at = models.DateTimeField(null=True, editable=False)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("token API")
        verbose_name_plural = _("token API")

    def __str__(self):
        return f"ApiToken {self.pk}"


class SignInAttempt(models.Model):
    """A try that is counted, by keyed digests: neither name nor address is readable. A
    refused sign-in, any break-glass, or any search for a name."""

    account = models.BinaryField(max_length=32)
    source = models.BinaryField(max_length=32)
    known_device = models.BooleanField(default=False)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [
            models.Index(fields=["account", "-at"], name="attempts_of_account"),
            models.Index(fields=["source", "-at"], name="attempts_of_source"),
        ]

    def __str__(self):
        return f"SignInAttempt {self.pk}"
