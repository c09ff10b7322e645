"""Group H: licences (许可)."""

from xiedu.checks.check import LICENCE, Check, Severity
from xiedu.checks.params import statutory
from xiedu.checks.sql import WD, due
from xiedu.law.citation import Cite

ACCEPT = statutory("supplement_days", "补正告知期限（工作日）", 5, Cite("许可法", 32), Cite("许可法", 82))
ISSUE = statutory("issue_days", "证件颁发送达期限（工作日）", 10, Cite("许可法", 44))
EXTEND = statutory("licence_extension_days", "许可延长上限（工作日）", 10, Cite("许可法", 42))
EXTEND_JOINT = statutory("licence_joint_extension_days", "联合办理延长上限（工作日）", 15, Cite("许可法", 42, 2))
ASSIGN = statutory("assign_days", "指派检验检测检疫期限（工作日）", 5, Cite("许可法", 55))
HEARING = statutory("licence_hearing_days", "组织许可听证期限（工作日）", 20, Cite("许可法", 47))
AHEAD = statutory("licence_hearing_ahead_days", "许可听证通知提前的工作日数", 7, Cite("许可法", 48))

_SETTLED = "coalesce(status, '') NOT IN ('refused_acceptance', 'withdrawn', 'terminated')"
_SUPPLEMENT_DUE = due("received_on", ACCEPT, WD)
_CAP = f"(CASE WHEN joint THEN {EXTEND_JOINT} ELSE {EXTEND} END)"
_AHEAD_DUE = due("hearing_notice_on", AHEAD, WD)
_HEARING_DUE = due("hearing_req_on", HEARING, WD)


def _decided_late(id_: str, name: str, only: str, article: Cite) -> Check:
    return Check(
        id=id_,
        name=name,
        cites=(article, Cite("许可法", 45), Cite("许可法", 82)),
        kind=LICENCE,
        severity=Severity.ORANGE,
        needs=("accepted_on", "decided_on"),
        breach=f"{_SETTLED} AND {only} AND (settled_on > licence_due OR licence_extended > {_CAP})",
        facts={
            "end": "settled_on",
            "limit": "licence_days",
            "extended": "licence_extended",
            "cap": _CAP,
            "due": "licence_due",
        },
        explain=(
            "{accepted_on} 受理，至 {end} 决定或仍未决定；限 {limit} 个工作日，延长 {extended} 个工作日（上限 {cap}），"
            "届满日 {due}"
        ),
        exceptions="听证、招标、拍卖、检验、检测、检疫、鉴定、专家评审期间不计",
        false_positive="法律法规另定期限",
    )


CHECKS: tuple[Check, ...] = (
    Check(
        id="lic-accept-5",
        name="补正告知超期",
        cites=(Cite("许可法", 32), Cite("许可法", 82)),
        kind=LICENCE,
        severity=Severity.ORANGE,
        needs=("received_on", "supplements"),
        breach=f"len(supplements) > 0 AND supplements[1].noticed_on > {_SUPPLEMENT_DUE}",
        facts={"noticed": "supplements[1].noticed_on", "limit": ACCEPT, "due": _SUPPLEMENT_DUE},
        explain="{received_on} 收到申请，{noticed} 才告知补正，限 {limit} 个工作日（至 {due}）；逾期视为已受理",
    ),
    Check(
        id="lic-once",
        name="多次要求补正",
        cites=(Cite("许可法", 32), Cite("许可法", 72)),
        kind=LICENCE,
        severity=Severity.YELLOW,
        needs=("supplements",),
        breach="NOT coalesce(new_material_issue, FALSE) AND len(supplements) > 1",
        facts={"times": "len(supplements)", "days": "list_transform(supplements, lambda o: o.noticed_on)"},
        explain="要求补正 {times} 次（{days}），应当一次性告知",
        exceptions="新材料引出新的补正事项",
    ),
    _decided_late("lic-20", "许可超期", "NOT coalesce(joint, FALSE)", Cite("许可法", 42)),
    _decided_late("lic-45", "联合办理超期", "coalesce(joint, FALSE)", Cite("许可法", 42, 2)),
    Check(
        id="lic-promised",
        name="超过承诺办理期限",
        cites=(Cite("浙江程序办法", 64, 2),),
        kind=LICENCE,
        severity=Severity.YELLOW,
        needs=("accepted_on", "decided_on", "promised_days"),
        breach=(
            "promised_days IS NOT NULL AND "
            f"{_SETTLED} AND settled_on > {due('accepted_on', 'promised_days', WD, 'test_spans')}"
        ),
        facts={"end": "settled_on", "due": due("accepted_on", "promised_days", WD, "test_spans")},
        explain="{accepted_on} 受理，承诺 {promised_days} 个工作日（至 {due}），{end} 决定或仍未决定",
        exceptions="检验检测等期间不计",
    ),
    Check(
        id="lic-issue-10",
        name="证件超期送达",
        cites=(Cite("许可法", 44),),
        kind=LICENCE,
        severity=Severity.YELLOW,
        needs=("decided_on", "issued_on"),
        breach=(
            "NOT coalesce(electronic, FALSE) AND coalesce(status, 'granted') = 'granted' "
            f"AND issued_on > {due('decided_on', ISSUE, WD)}"
        ),
        facts={"limit": ISSUE, "due": due("decided_on", ISSUE, WD)},
        explain="{decided_on} 准予许可，{issued_on} 颁发送达证件，限 {limit} 个工作日（至 {due}）",
        exceptions="电子证照即时送达",
    ),
    Check(
        id="lic-refuse",
        name="不予许可未说明理由或救济途径",
        cites=(Cite("许可法", 38), Cite("许可法", 72)),
        kind=LICENCE,
        severity=Severity.RED,
        needs=("status", "refusal_reason", "remedy_told"),
        breach="status = 'refused' AND (refusal_reason IS NULL OR NOT remedy_told)",
        explain="不予许可，理由：{refusal_reason}；告知救济途径：{remedy_told}",
    ),
    Check(
        id="lic-check-two",
        name="实质核查少于两人或指派检验超期",
        cites=(Cite("许可法", 34), Cite("许可法", 55)),
        kind=LICENCE,
        severity=Severity.ORANGE,
        needs=("site_check_on", "site_checkers"),
        breach=(
            "(site_check_on IS NOT NULL AND site_checkers < 2) OR "
            f"coalesce(test_assigned_on > {due('accepted_on', ASSIGN, WD)}, FALSE) OR coalesce(test_staff < 2, FALSE)"
        ),
        facts={
            "assigned": "test_assigned_on",
            "staff": "test_staff",
            "due": due("accepted_on", ASSIGN, WD),
        },
        explain=(
            "{site_check_on} 实质核查 {site_checkers} 人；指派检验检测 {assigned}（应在 {due} 前）{staff} 人，"
            "均应两人以上"
        ),
    ),
    Check(
        id="lic-hearing",
        name="许可听证超期或通知不足七日",
        cites=(Cite("许可法", 47), Cite("许可法", 48)),
        kind=LICENCE,
        severity=Severity.ORANGE,
        needs=("hearing_req_on", "hearing_notice_on", "hearing_on"),
        breach=(
            "hearing_req_on IS NOT NULL AND (coalesce(hearing_on, CASE WHEN decided_on IS NULL THEN :today END) "
            f"> {_HEARING_DUE} OR hearing_on < {_AHEAD_DUE})"
        ),
        facts={"limit": HEARING, "due": _HEARING_DUE, "ahead": AHEAD, "earliest": _AHEAD_DUE},
        explain=(
            "{hearing_req_on} 申请听证，限 {limit} 个工作日组织（至 {due}）；{hearing_notice_on} 通知，"
            "{ahead} 个工作日后（{earliest}）方可举行，实际 {hearing_on}"
        ),
    ),
    Check(
        id="lic-renew",
        name="延续申请未按期决定",
        cites=(Cite("许可法", 50),),
        kind=LICENCE,
        severity=Severity.RED,
        needs=("application", "previous_valid_until", "renewal_applied_on", "decided_on"),
        breach=(
            "application = 'renewal' AND coalesce(renewal_applied_on <= previous_valid_until - 30, TRUE) "
            "AND settled_on > previous_valid_until AND (renewal_applied_on IS NOT NULL OR NULL)"
        ),
        facts={"end": "settled_on", "due": "previous_valid_until"},
        explain="{renewal_applied_on} 申请延续，原许可至{previous_valid_until}，{end} 才决定或仍未决定；视为准予延续",
        exceptions="未在届满三十日前申请",
        false_positive="三十日按自然日还是工作日有争议",
    ),
    Check(
        id="lic-fee",
        name="许可违规收费",
        cites=(Cite("许可法", 58),),
        kind=LICENCE,
        severity=Severity.RED,
        needs=("fee", "fee_basis"),
        breach="fee > 0 AND fee_basis IS NULL",
        explain="收费 {fee:yuan} 元，没有法律、行政法规依据：{fee_basis}",
        exceptions="法律、行政法规规定收费",
    ),
)
