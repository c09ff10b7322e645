"""Group E: service, publication and credit records (送达、公示、信用)."""

from xiedu.checks.check import COERCION, INSPECTION, LICENCE, PENALTY, Check, Severity, Standing
from xiedu.checks.params import internal, normative, statutory
from xiedu.checks.sql import WD, M, after, due
from xiedu.law.citation import Cite
from xiedu.records.brief import NUMBERS

SERVE = statutory("service_days", "送达期限（工作日）", 7, Cite("处罚法", 61), Cite("处罚法", 85))
ANNOUNCED = statutory("announcement_days", "公告送达期限（日）", 30, Cite("民诉法", 95))
PUBLISH = normative("publish_days", "处罚许可结果公示期限（工作日）", 7, Cite("118号", 6))
PUBLISH_MARKET = internal("publish_market_days", "市场监管公示系统公示期限（工作日）", 20, note="市监公示规定第九条")
PUBLISH_OTHER = normative("publish_other_days", "其他执法结果公示期限（工作日）", 20, Cite("118号", 6))
WITHDRAW = statutory("withdraw_days", "撤回公示期限（工作日）", 3, Cite("处罚法", 48, 2), Cite("处罚法", 85))
UPLOAD = normative("upload_days", "双公示归集期限（工作日）", 7, Cite("118号", 6))
SHOWN_MARKET = internal("shown_market_months", "市场监管公示期（月）", 36, note="市监公示规定第十三条，轻微的三个月")
SHOWN = internal("shown_months", "不良信息公示期（月）", 60, note="浙江信用条例第十六条；国家信用修复规定可能更短")
SUIT = statutory("suit_months", "起诉期限（月）", 6, Cite("行诉法", 46))

_STARTED = "coalesce(service_start_on, served_on)"
_SERVE_DUE = due("decided_on", SERVE, WD)
_PUBLISH_DAYS = f"(CASE WHEN domain = 'market' THEN {PUBLISH_MARKET} ELSE {PUBLISH} END)"
_PUBLISH_DUE = due("decided_on", _PUBLISH_DAYS, WD)
_WITHDRAW_DUE = due("changed_on", WITHDRAW, WD)
_MONTHS = f"(CASE WHEN domain = 'market' THEN {SHOWN_MARKET} ELSE {SHOWN} END)"
_LONG_SHOWN = due("published_on", _MONTHS, M)
_REMEDY_END = (
    f"greatest({due('served_on', SUIT, M)}, "
    "coalesce(list_max(list_transform(remedy, lambda o: coalesce(o.end_on, :today))), served_on))"
)
_FOUND = ", ".join(f"CASE WHEN regexp_matches(published_text, '{p}') THEN '{name}' END" for name, p in NUMBERS.items())


def _published_late(kind: str, id_: str) -> Check:
    """Penalties and licences alike; a penalty of a mere warning need not be published."""
    fine = "NOT undecided AND NOT only_warned" if kind == PENALTY else "coalesce(status, '') <> 'refused'"
    return Check(
        id=id_,
        name="处罚结果超期公示" if kind == PENALTY else "许可结果超期公示",
        cites=(Cite("118号", 6), Cite("处罚法", 48)),
        kind=kind,
        severity=Severity.ORANGE,
        needs=("decided_on", "published_on"),
        clear=f"published_wait < least({PUBLISH}, {PUBLISH_MARKET})",
        breach=f"{fine} AND NOT coalesce(publish_required = FALSE, FALSE) AND published_wait >= {_PUBLISH_DAYS}",
        facts={"limit": _PUBLISH_DAYS, "due": _PUBLISH_DUE},
        explain="{decided_on} 作出决定，{published_on} 公示，限 {limit} 个工作日（至 {due}）",
        exceptions="依法不公示；市场监管公示系统二十个工作日",
        false_positive="是否应当公示登记错误",
    )


def _uploaded_late(kind: str, id_: str) -> Check:
    return Check(
        id=id_,
        name="处罚双公示未按期归集" if kind == PENALTY else "许可双公示未按期归集",
        cites=(Cite("118号", 6),),
        kind=kind,
        severity=Severity.YELLOW,
        standing=Standing.PARTLY,
        needs=("decided_on", "uploaded_on"),
        clear=f"uploaded_wait < {UPLOAD}",
        breach=f"NOT coalesce(publish_required = FALSE, FALSE) AND uploaded_wait >= {UPLOAD}",
        facts={"limit": UPLOAD, "due": due("decided_on", UPLOAD, WD)},
        explain="{decided_on} 作出决定，{uploaded_on} 归集，限 {limit} 个工作日（至 {due}）",
        exceptions="依法不公示",
        false_positive="垂直系统直接报送国家平台",
    )


def _result_late(kind: str, id_: str) -> Check:
    return Check(
        id=id_,
        name="检查结果超期公示" if kind == INSPECTION else "强制结果超期公示",
        cites=(Cite("118号", 6),),
        kind=kind,
        severity=Severity.YELLOW,
        needs=("result_on", "published_on"),
        breach=(
            f"NOT coalesce(publish_required = FALSE, FALSE) AND {after('published_on', 'result_on', PUBLISH_OTHER, WD)}"
        ),
        facts={"limit": PUBLISH_OTHER, "due": due("result_on", PUBLISH_OTHER, WD)},
        explain="{result_on} 形成结果，{published_on} 公示，限 {limit} 个工作日（至 {due}）",
        exceptions="依法不公示",
    )


def _announced_short(kind: str, id_: str) -> Check:
    return Check(
        id=id_,
        name="公告送达期限不足",
        cites=(Cite("民诉法", 95), Cite("处罚法", 61)),
        kind=kind,
        severity=Severity.ORANGE,
        needs=("service_mode", "announced_on", "served_on"),
        clear=f"announced_days >= {ANNOUNCED}",
        breach=f"service_mode = 'announcement' AND served_on < announced_on + {ANNOUNCED}",
        facts={"limit": ANNOUNCED, "days": "served_on - announced_on"},
        explain="{announced_on} 公告，{served_on} 视为送达，相隔 {days} 日，应满 {limit} 日",
    )


def _announced_first(kind: str, id_: str) -> Check:
    return Check(
        id=id_,
        name="未穷尽其他方式即公告送达",
        cites=(Cite("民诉法", 95), Cite("浙江程序办法", 66)),
        kind=kind,
        severity=Severity.YELLOW,
        needs=("service_mode", "failed_attempts"),
        marks=("unannounced",),
        breach="service_mode = 'announcement' AND failed_attempts < 1",
        explain="公告送达前，以其他方式送达未成 {failed_attempts} 次",
        false_positive="纸质送达记录未登记",
    )


def _private(kind: str, id_: str) -> Check:
    return Check(
        id=id_,
        name="公示泄露个人信息",
        cites=(Cite("处罚法", 50), Cite("个保法", 28), Cite("118号", 6)),
        kind=kind,
        severity=Severity.RED,
        needs=("published_text",),
        marks=("numbers_published",),
        breach="numbers_published",
        facts={"found": f"list_filter([{_FOUND}], lambda x: x IS NOT NULL)"},
        explain="公示内容中有疑似{found}",
        false_positive="长数字编号与证件号码形似",
    )


CHECKS: tuple[Check, ...] = (
    Check(
        id="srv-7wd",
        name="决定书超期送达",
        cites=(Cite("处罚法", 61), Cite("处罚法", 85)),
        kind=PENALTY,
        severity=Severity.ORANGE,
        needs=("decided_on", "served_on"),
        clear=f"served_wait < {SERVE}",
        breach=f"NOT undecided AND served_wait >= {SERVE}",
        facts={"started": _STARTED, "limit": SERVE, "due": _SERVE_DUE},
        explain="{decided_on} 作出决定，{started} 开始送达，限 {limit} 个工作日（至 {due}）",
        exceptions="期内已以有效方式开始送达",
        false_positive="登记的是生效日期而不是送达开始日期",
    ),
    _announced_short(PENALTY, "srv-announce"),
    _announced_short(COERCION, "srv-announce-coe"),
    _announced_first(PENALTY, "srv-announce-first"),
    _announced_first(COERCION, "srv-announce-first-coe"),
    _published_late(PENALTY, "pub-7wd"),
    _published_late(LICENCE, "pub-7wd-lic"),
    _result_late(INSPECTION, "pub-20wd"),
    _result_late(COERCION, "pub-20wd-coe"),
    Check(
        id="pub-withdraw",
        name="撤变后未撤回公示",
        cites=(Cite("处罚法", 48, 2), Cite("处罚法", 85)),
        kind=PENALTY,
        severity=Severity.ORANGE,
        needs=("changed_on", "published_on", "publish_withdrawn_on"),
        marks=("changed",),
        breach=(
            "changed_on IS NOT NULL AND published_on IS NOT NULL AND "
            f"(coalesce(publish_withdrawn_on, :today) > {_WITHDRAW_DUE} "
            "OR (publish_withdrawn_on IS NOT NULL AND NOT withdraw_reason_published))"
        ),
        facts={"limit": WITHDRAW, "due": _WITHDRAW_DUE, "reason": "withdraw_reason_published"},
        explain=(
            "{changed_on} 决定被变更或撤销，撤回公示 {publish_withdrawn_on}，限 {limit} 个工作日（至 {due}）；"
            "说明理由：{reason}"
        ),
        false_positive="其他网站转载",
    ),
    _private(PENALTY, "pub-privacy"),
    _private(LICENCE, "pub-privacy-lic"),
    Check(
        id="pub-over-term",
        name="公示期满未下架",
        cites=(Cite("市监公示规定", 13), Cite("浙江信用条例", 16)),
        kind=PENALTY,
        severity=Severity.YELLOW,
        needs=("published_on",),
        clear="shown_until >= :today",
        breach=(
            f"coalesce(unpublished_on, :today) > coalesce(publish_until, {_LONG_SHOWN}) "
            "AND (published_on IS NOT NULL OR NULL)"
        ),
        facts={"due": f"coalesce(publish_until, {_LONG_SHOWN})", "down": "unpublished_on"},
        explain="{published_on} 公示，公示期至 {due}，下架 {down}",
        false_positive="限制期较长的处罚；适用哪一种公示期",
    ),
    _uploaded_late(PENALTY, "crd-not-sent"),
    _uploaded_late(LICENCE, "crd-not-sent-lic"),
    Check(
        id="crd-premature-bad",
        name="救济期内即记不良信息",
        cites=(Cite("浙江信用条例", 11, 2),),
        kind=PENALTY,
        severity=Severity.ORANGE,
        needs=("procedure", "served_on", "bad_record_on"),
        marks=("bad_record",),
        breach=(f"bad_record_on IS NOT NULL AND (coalesce(simple, FALSE) OR bad_record_on <= {_REMEDY_END})"),
        facts={"due": _REMEDY_END},
        explain="{served_on} 送达（{procedure}），救济期至 {due}，{bad_record_on} 已记入不良信息",
        false_positive="公示不等于记入不良信息",
    ),
)
