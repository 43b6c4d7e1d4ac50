"""Which stage may follow which, and the progress group that a stage means.

A status is a row: stages are recorded with their date, never overwritten. What the
public reads (lidik, sidik, P-21, dihentikan, dilimpahkan) follows from the last one.
`lp_issued` is nobody's to record: it stands at intake as long as a police report does.
"""

from collections.abc import Collection

from cases.choices import Progress, Stage

_SUSPECTS = {Stage.SUSPECT_NAMED, Stage.SUSPECT_DETAINED, Stage.SUSPECT_WANTED}
_INVESTIGATED = {
    *_SUSPECTS,
    Stage.SPDP_SENT,
    Stage.FILE_STAGE_1,
    Stage.SP3,
    Stage.DIVERTED,
    Stage.TRANSFERRED,
}

NEXT: dict[Stage, frozenset[Stage]] = {
    stage: frozenset(following)
    for stage, following in {
        Stage.INTAKE: {
            Stage.LP_ISSUED,
            Stage.PRE_INVESTIGATION,
            Stage.LIDIK_STOPPED,
            Stage.TRANSFERRED,
        },
        Stage.LP_ISSUED: {
            Stage.PRE_INVESTIGATION,
            Stage.INVESTIGATION,
            Stage.LIDIK_STOPPED,
            Stage.TRANSFERRED,
        },
        Stage.PRE_INVESTIGATION: {
            Stage.INVESTIGATION,
            Stage.LIDIK_STOPPED,
            Stage.TRANSFERRED,
        },
        Stage.INVESTIGATION: _INVESTIGATED - {Stage.FILE_STAGE_1},
        Stage.SPDP_SENT: _INVESTIGATED - {Stage.SPDP_SENT},
        Stage.SUSPECT_NAMED: _INVESTIGATED - {Stage.SUSPECT_NAMED},
        Stage.SUSPECT_DETAINED: _INVESTIGATED - {Stage.SUSPECT_DETAINED},
        Stage.SUSPECT_WANTED: _INVESTIGATED - {Stage.SUSPECT_WANTED},
        Stage.FILE_STAGE_1: {
            Stage.FILE_P18,
            Stage.FILE_P19,
            Stage.FILE_P21,
            Stage.SP3,
        },
        Stage.FILE_P18: {Stage.FILE_P19, Stage.FILE_STAGE_1, Stage.FILE_P21},
        Stage.FILE_P19: {Stage.FILE_STAGE_1, Stage.FILE_P21, Stage.SP3},
        Stage.FILE_P21: {Stage.FILE_STAGE_2, Stage.PROSECUTION_STOPPED},
        Stage.FILE_STAGE_2: {
            Stage.INDICTED,
            Stage.PROSECUTION_STOPPED,
            Stage.DIVERTED,
        },
        Stage.INDICTED: {Stage.TRIAL, Stage.DIVERTED},
        Stage.TRIAL: {Stage.DEMAND, Stage.VERDICT, Stage.DIVERTED},
        Stage.DEMAND: {Stage.VERDICT},
        Stage.VERDICT: {Stage.APPEAL, Stage.CASSATION, Stage.FINAL},
        Stage.APPEAL: {Stage.CASSATION, Stage.FINAL},
        Stage.CASSATION: {Stage.FINAL},
        Stage.FINAL: {Stage.EXECUTED, Stage.JUDICIAL_REVIEW},
        Stage.JUDICIAL_REVIEW: {Stage.FINAL, Stage.EXECUTED},
        Stage.EXECUTED: {Stage.JUDICIAL_REVIEW},
        Stage.SP3: {Stage.INVESTIGATION},
        Stage.LIDIK_STOPPED: {Stage.PRE_INVESTIGATION},
        Stage.PROSECUTION_STOPPED: {Stage.INDICTED},
        Stage.DIVERTED: {Stage.INVESTIGATION, Stage.FILE_STAGE_2, Stage.TRIAL},
        Stage.TRANSFERRED: {Stage.PRE_INVESTIGATION, Stage.INVESTIGATION},
    }.items()
}

# What is done next if the case goes on; None where it has come to rest.
ONWARD: dict[Stage, Stage | None] = {
    Stage.INTAKE: Stage.LP_ISSUED,
    Stage.LP_ISSUED: Stage.PRE_INVESTIGATION,
    Stage.PRE_INVESTIGATION: Stage.INVESTIGATION,
    Stage.INVESTIGATION: Stage.SPDP_SENT,
    Stage.SPDP_SENT: Stage.SUSPECT_NAMED,
    Stage.SUSPECT_NAMED: Stage.FILE_STAGE_1,
    Stage.SUSPECT_DETAINED: Stage.FILE_STAGE_1,
    Stage.SUSPECT_WANTED: Stage.SUSPECT_DETAINED,
    Stage.FILE_STAGE_1: Stage.FILE_P21,
    Stage.FILE_P18: Stage.FILE_P19,
    Stage.FILE_P19: Stage.FILE_STAGE_1,
    Stage.FILE_P21: Stage.FILE_STAGE_2,
    Stage.FILE_STAGE_2: Stage.INDICTED,
    Stage.INDICTED: Stage.TRIAL,
    Stage.TRIAL: Stage.DEMAND,
    Stage.DEMAND: Stage.VERDICT,
    Stage.VERDICT: Stage.FINAL,
    Stage.APPEAL: Stage.FINAL,
    Stage.CASSATION: Stage.FINAL,
    Stage.JUDICIAL_REVIEW: Stage.FINAL,
    Stage.FINAL: Stage.EXECUTED,
    Stage.EXECUTED: None,
    Stage.SP3: None,
    Stage.LIDIK_STOPPED: None,
    Stage.PROSECUTION_STOPPED: None,
    Stage.DIVERTED: None,
    Stage.TRANSFERRED: None,
}
# After a P-19 the file goes to the prosecutor again; other stages come once.
_AGAIN = {Stage.FILE_STAGE_1}

PROGRESS_OF: dict[Stage, Progress] = {
    Stage.INTAKE: Progress.NO_LP,
    Stage.LP_ISSUED: Progress.LIDIK,
    Stage.PRE_INVESTIGATION: Progress.LIDIK,
    Stage.INVESTIGATION: Progress.SIDIK,
    Stage.SPDP_SENT: Progress.SIDIK,
    Stage.SUSPECT_NAMED: Progress.SIDIK,
    Stage.SUSPECT_DETAINED: Progress.SIDIK,
    Stage.SUSPECT_WANTED: Progress.SIDIK,
    Stage.FILE_STAGE_1: Progress.SIDIK,
    Stage.FILE_P18: Progress.SIDIK,
    Stage.FILE_P19: Progress.SIDIK,
    Stage.FILE_P21: Progress.P21,
    Stage.FILE_STAGE_2: Progress.P21,
    Stage.INDICTED: Progress.P21,
    Stage.TRIAL: Progress.P21,
    Stage.DEMAND: Progress.P21,
    Stage.VERDICT: Progress.P21,
    Stage.APPEAL: Progress.P21,
    Stage.CASSATION: Progress.P21,
    Stage.JUDICIAL_REVIEW: Progress.P21,
    Stage.FINAL: Progress.P21,
    Stage.EXECUTED: Progress.P21,
    Stage.SP3: Progress.STOPPED,
    Stage.LIDIK_STOPPED: Progress.STOPPED,
    Stage.PROSECUTION_STOPPED: Progress.STOPPED,
    Stage.DIVERTED: Progress.STOPPED,
    Stage.TRANSFERRED: Progress.TRANSFERRED,
}


def may_follow(stage: Stage) -> list[Stage]:
    """The stages that may be recorded next, in the order of the process."""
    recorded = NEXT[stage] - {Stage.LP_ISSUED}
    return [following for following in Stage if following in recorded]


def onward(stage: Stage, reached: Collection[Stage]) -> Stage | None:
    """What is to be done next, past what the case has `reached` before.

    While a suspect is named and no SPDP was sent, it comes first: the prosecutor is to
    be told within 7 days (KUHAP art. 60).
    """
    if stage in _SUSPECTS and Stage.SPDP_SENT not in reached:
        return Stage.SPDP_SENT
    following = ONWARD[stage]
    while following and following in reached and following not in _AGAIN:
        following = ONWARD[following]
    if following is None or following in NEXT[stage]:
        return following
    return ONWARD[stage]


def stages_of(progress: Progress) -> list[Stage]:
    """The stages that a progress group gathers."""
    return [stage for stage in Stage if PROGRESS_OF[stage] == progress]
