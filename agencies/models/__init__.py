"""One file per noun; import them from here."""

from agencies.models.account_request import AccountRequest
from agencies.models.accounts import ApiToken, Assignment, Post, SignInAttempt, User
from agencies.models.agency import Agency, TaskForce
from agencies.models.audit_event import AuditEvent
from agencies.models.audit_seal import AuditEra, AuditSeal
from agencies.models.codes import Code, Hotline, Statute
from agencies.models.envelopes import Draft, IdempotencyKey, NumberSeries, SavedView
from agencies.models.export import Export
from agencies.models.job import Job
from agencies.models.personal_key import PersonalKey
from agencies.models.region import Region
from agencies.models.session import Session

__all__ = [
    "AccountRequest",
    "Agency",
    "ApiToken",
    "Assignment",
    "AuditEra",
    "AuditEvent",
    "AuditSeal",
    "Code",
    "Draft",
    "Export",
    "Hotline",
    "IdempotencyKey",
    "Job",
    "NumberSeries",
    "PersonalKey",
    "Post",
    "Region",
    "SavedView",
    "Session",
    "SignInAttempt",
    "Statute",
    "TaskForce",
    "User",
]
