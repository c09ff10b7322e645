"""Licence 许可: the published result (26 fields of the standard) and the procedure that led to it."""

from xiedu.law.citation import Cite
from xiedu.records import codelists as c
from xiedu.records import parts as p
from xiedu.records.schema import Field, Kind, code, count, day, items, money, text, yes

DECIDED = "(status is null or status in ('granted', 'refused'))"
GRANTED = "(status is null or status = 'granted')"

SUPPLEMENT: tuple[Field, ...] = (
    day("noticed_on", "补正告知日期", Cite("许可法", 32)),
    day("supplied_on", "补正日期", Cite("许可法", 32)),
    text("content", "补正内容", Cite("许可法", 32)),
)
STAGE: tuple[Field, ...] = (
    text("body", "办理机构", Cite("许可法", 42, 2)),
    day("received_on", "收到日期", Cite("许可法", 42, 2)),
    day("finished_on", "办结日期", Cite("许可法", 42, 2)),
)

_RESULT: tuple[Field, ...] = (
    text("document_no", "行政许可决定文书号", p.CREDIT_STANDARD).if_(DECIDED, "已作出决定的"),
    text("document_title", "行政许可决定文书名称", p.CREDIT_STANDARD).if_(DECIDED, "已作出决定的"),
    text("case_no", "受理号", Cite("许可法", 32), "未作出决定的申请以此识别"),
    code("status", "办理状态", c.LICENCE_STATUS, Cite("许可法", 32)),
    *p.PARTY,
    code("licence_category", "许可类别", c.LICENCE_CATEGORIES, p.CREDIT_STANDARD).must(),
    text("certificate_name", "许可证书名称", p.CREDIT_STANDARD),
    text("certificate_no", "许可编号", p.CREDIT_STANDARD),
    text("licence_content", "许可内容", p.CREDIT_STANDARD).if_(GRANTED, "准予许可的"),
    day("decided_on", "许可决定日期", Cite("许可法", 42)).if_(DECIDED, "已作出决定的"),
    day("valid_from", "有效期自", p.CREDIT_STANDARD).if_(GRANTED, "准予许可的"),
    day("valid_until", "有效期至", p.CREDIT_STANDARD, "长期填 2099-12-31").if_(GRANTED, "准予许可的"),
    code("state", "当前状态", c.LICENCE_STATES, p.CREDIT_STANDARD, "1 有效，2 无效").if_(GRANTED, "准予许可的"),
)
_PROCEDURE: tuple[Field, ...] = (
    code("application", "申请类型", c.APPLICATIONS, Cite("许可法", 29)),
    day("received_on", "收到申请日期", Cite("许可法", 32)),
    items("supplements", "补正", SUPPLEMENT, Cite("许可法", 32)),
    yes("new_material_issue", "新材料引出新的补正事项", Cite("许可法", 32)),
    day("accepted_on", "受理日期", Cite("许可法", 32)),
    yes("joint", "统一、联合或集中办理", Cite("许可法", 42, 2)),
    items("stages", "联合办理各环节", STAGE, Cite("许可法", 42, 2)),
    count("promised_days", "承诺办理期限（工作日）", Cite("浙江程序办法", 64)),
    count("term_days", "法律另定的期限（工作日）", Cite("许可法", 42)),
    items("extensions", "期限延长", p.EXTENSION, Cite("许可法", 42)),
    items("exclusions", "不计入期限的期间", p.EXCLUSION, Cite("许可法", 45)),
    day("site_check_on", "实质核查日期", Cite("许可法", 34)),
    count("site_checkers", "实质核查人数", Cite("许可法", 34)),
    day("test_assigned_on", "指派检验检测检疫日期", Cite("许可法", 55)),
    count("test_staff", "检验检测检疫人数", Cite("许可法", 55)),
    day("hearing_told_on", "告知听证权利日期", Cite("许可法", 47)),
    day("hearing_req_on", "申请听证日期", Cite("许可法", 47)),
    day("hearing_notice_on", "听证通知日期", Cite("许可法", 48)),
    day("hearing_on", "听证日期", Cite("许可法", 48)),
    text("hearing_chair", "听证主持人", Cite("许可法", 48)),
    *p.LEGAL_REVIEW,
    text("refusal_reason", "不予许可理由", Cite("许可法", 38)),
    yes("remedy_told", "已告知救济途径", Cite("许可法", 38)),
    day("issued_on", "证件颁发送达日期", Cite("许可法", 44)),
    yes("electronic", "电子证照", Cite("许可法", 44)),
    day("previous_valid_until", "原许可有效期至", Cite("许可法", 50)),
    day("renewal_applied_on", "申请延续日期", Cite("许可法", 50)),
    money("fee", "收费金额", Cite("许可法", 58)),
    text("fee_basis", "收费依据", Cite("许可法", 58)),
    *p.PEOPLE,
    *p.SERVICE,
    *p.TOLD_REMEDY,
    *p.PUBLICATION,
    items("remedy", "复议诉讼", p.REMEDY, Cite("许可法", 7)),
    day("archived_on", "归档日期", p.PROCESS),
)

LICENCE = Kind("licence", "许可", (*_RESULT, *p.agency("许可"), *_PROCEDURE, *p.REMARKS))
