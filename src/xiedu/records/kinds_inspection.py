"""Inspection 检查: one visit, its task, its people, what was looked at and what followed."""

from xiedu.law.citation import Cite
from xiedu.records import codelists as c
from xiedu.records import parts as p
from xiedu.records.schema import Field, Kind, code, count, day, items, moment, text, yes

ITEM: tuple[Field, ...] = (
    text("code", "事项编码", Cite("综合执法条例", 13)),
    text("name", "事项名称", Cite("综合执法条例", 13)),
    code("result", "结果", c.ITEM_RESULTS, Cite("浙江程序办法", 79)),
)
HELPER: tuple[Field, ...] = (
    text("name", "姓名", Cite("54号", 2)),
    text("body", "所属机构", Cite("54号", 2)),
    text("role", "身份", Cite("54号", 2), "专家、检测机构人员等"),
)

_TASK: tuple[Field, ...] = (
    text("document_no", "检查编号", Cite("浙江程序办法", 77)).must(),
    *p.PARTY,
    code("inspection_type", "检查类型", c.INSPECTION_TYPES, Cite("54号", 4)),
    code("task_source", "任务来源", c.TASK_SOURCES, Cite("浙江程序办法", 77)),
    text("plan_item", "计划项编号", Cite("浙江程序办法", 77)),
    text("joint_task", "联合任务编号", Cite("综合执法条例", 13)),
    code("mode", "检查方式", c.INSPECTION_MODES, Cite("54号", 3)),
    yes("object_drawn", "对象随机抽取", Cite("综合执法条例", 21)),
    yes("officers_drawn", "人员随机抽取", Cite("综合执法条例", 21)),
    yes("key_area", "特殊行业重点领域", Cite("综合执法条例", 21)),
    yes("urgent", "是否紧急", Cite("浙江程序办法", 78)),
    yes("accident_response", "事故处置", Cite("54号", 3)),
    text("approver", "批准人", Cite("浙江程序办法", 78)),
    day("approved_on", "批准日期", Cite("浙江程序办法", 78)),
    code("risk_level", "风险等级", c.RISK_LEVELS, Cite("54号", 4)),
    code("credit_level", "信用等级", c.CREDIT_LEVELS, Cite("54号", 4)),
    text("notice_no", "检查通知书文号", Cite("处罚法", 55)),
    yes("record_made", "有检查笔录", Cite("处罚法", 55)),
    text("leader_body", "带队机构", Cite("54号", 2)),
    text("leader_body_code", "带队机构统一社会信用代码", p.CREDIT_CODE),
    items("helpers", "专家及协助人员", HELPER, Cite("54号", 2)),
)
_VISIT: tuple[Field, ...] = (
    day("inspected_on", "检查日期", Cite("浙江程序办法", 79)).must(),
    moment("start_at", "开始时间", p.PROCESS),
    moment("end_at", "结束时间", p.PROCESS),
    *p.PLACE,
    *p.PEOPLE,
    moment("scanned_at", "扫码时间", Cite("54号", 3)),
    text("scan_code", "检查码", Cite("54号", 3)),
    yes("scan_failed", "网络故障未能扫码", Cite("54号", 3)),
    yes("covert_by_law", "依法暗访抽样", Cite("54号", 3)),
    yes("cert_shown", "是否出示证件", Cite("处罚法", 55)),
    text("recording_no", "音像记录编号", Cite("118号", 8)),
    items("items", "检查事项", ITEM, Cite("浙江程序办法", 79)),
    yes("problem_found", "是否发现问题", Cite("浙江程序办法", 79)),
    text("result", "检查结论", Cite("118号", 6)),
    code("handling", "处理", c.HANDLING, Cite("浙江程序办法", 79)),
    text("case_no", "关联案件号", Cite("处罚法", 54)),
    yes("on_minor_list", "属于轻微不罚首违不罚清单", Cite("处罚法", 33)),
    day("test_result_on", "检验检测结果日期", Cite("浙江程序办法", 79)),
    day("result_told_on", "结果告知日期", Cite("浙江程序办法", 79)),
    day("correct_by", "整改期限", Cite("综合执法条例", 3)),
    items("correction_extensions", "整改期限延长", p.EXTENSION, Cite("综合执法条例", 3)),
    day("rechecked_on", "复查日期", Cite("综合执法条例", 3)),
    yes("is_recheck", "本次为复查", Cite("综合执法条例", 13)),
    text("recheck_of", "所复查的检查编号", Cite("综合执法条例", 13)),
    day("result_on", "检查结论日期", Cite("118号", 6)),
    count("premises_no", "经营场所序号", Cite("综合执法条例", 13), "同一主体有多个场所的，区分各场所"),
    day("archived_on", "归档日期", p.PROCESS),
)

INSPECTION = Kind("inspection", "检查", (*_TASK, *p.agency("检查"), *_VISIT, *p.PUBLICATION, *p.REMARKS))
