"""Group I, single visits: was the inspection planned, shown, recorded, told and followed up (检查)."""

from xiedu.checks.check import INSPECTION, Check, Severity, Standing
from xiedu.checks.params import internal, statutory
from xiedu.checks.sql import WD, due
from xiedu.law.citation import Cite
from xiedu.records.lists import exists

URGENT = statutory("urgent_inspection_days", "紧急检查补办手续期限（工作日）", 2, Cite("浙江程序办法", 78))
TOLD = statutory("result_told_days", "检验检测结果告知期限（工作日）", 3, Cite("浙江程序办法", 79))
SHORTEST = internal("shortest_minutes", "过短的检查（分钟）", 5)

_ON_SITE = "coalesce(mode, 'on_site') = 'on_site'"
_PROMPTED = "task_source IN ('complaint', 'assigned', 'monitoring')"
_CORRECT_BY = (
    "greatest(correct_by, coalesce(correct_by + "
    "list_sum(list_transform(correction_extensions, lambda o: o.days))::INTEGER, correct_by))"
)

CHECKS: tuple[Check, ...] = (
    Check(
        id="ins-no-plan",
        name="无计划无审批检查",
        cites=(Cite("浙江程序办法", 77), Cite("浙江程序办法", 78), Cite("54号", 4)),
        kind=INSPECTION,
        severity=Severity.ORANGE,
        needs=("task_source", "plan_item", "approved_on"),
        breach=(
            "plan_item IS NULL AND joint_task IS NULL AND NOT coalesce(urgent, FALSE) "
            f"AND NOT coalesce(is_recheck, FALSE) AND NOT ({_PROMPTED} OR task_source IN ('recheck', 'accident')) "
            "AND (approved_on IS NULL OR approved_on > inspected_on)"
        ),
        facts={"day": "inspected_on"},
        explain="{day} 检查，来源{task_source}，计划项 {plan_item}，批准日期 {approved_on}",
        exceptions="投诉举报、转办交办、监测线索；复查；紧急情况两个工作日内补办",
        false_positive="计划项编号未登记",
    ),
    Check(
        id="ins-complaint-unapproved",
        name="投诉举报检查未经批准",
        cites=(Cite("浙江程序办法", 78),),
        kind=INSPECTION,
        severity=Severity.ORANGE,
        needs=("task_source", "inspected_on", "approved_on"),
        breach=(
            "task_source = 'complaint' AND NOT coalesce(urgent, FALSE) "
            "AND (approved_on IS NULL OR approved_on > inspected_on)"
        ),
        explain="{inspected_on} 因投诉举报检查，批准日期 {approved_on}；应先经机关负责人批准",
        exceptions="情况紧急的可在检查后两个工作日内补办",
        false_positive="批准随投诉件一并作出，没有单独登记",
    ),
    Check(
        id="ins-urgent-2",
        name="紧急检查未补办手续",
        cites=(Cite("浙江程序办法", 78), Cite("浙江程序办法", 98)),
        kind=INSPECTION,
        severity=Severity.YELLOW,
        needs=("urgent", "inspected_on", "approved_on"),
        breach=f"urgent AND coalesce(approved_on, :today) > {due('inspected_on', URGENT, WD)}",
        facts={"limit": URGENT, "due": due("inspected_on", URGENT, WD)},
        explain="{inspected_on} 紧急检查，补办批准 {approved_on}，限 {limit} 个工作日（至 {due}）",
    ),
    Check(
        id="ins-no-code",
        name="未扫码亮码检查",
        cites=(Cite("54号", 3),),
        kind=INSPECTION,
        severity=Severity.ORANGE,
        standing=Standing.PARTLY,
        needs=("mode", "party_type", "scanned_at"),
        breach=(
            "mode = 'on_site' AND party_type <> 'natural_person' AND NOT coalesce(covert_by_law, FALSE) "
            "AND NOT coalesce(scan_failed, FALSE) AND scanned_at IS NULL AND scan_code IS NULL"
        ),
        facts={"day": "inspected_on"},
        explain="{day} 到企业现场检查，没有扫码时间和检查码",
        exceptions="依法暗访抽样；网络故障",
        false_positive="检查码事后生成",
    ),
    Check(
        id="ins-no-doc",
        name="无检查通知书或笔录",
        cites=(Cite("处罚法", 55), Cite("54号", 3)),
        kind=INSPECTION,
        severity=Severity.ORANGE,
        needs=("notice_no", "record_made"),
        breach=f"{_ON_SITE} AND (NOT record_made OR (notice_no IS NULL AND NOT coalesce(covert_by_law, FALSE)))",
        explain="检查通知书 {notice_no}，有检查笔录：{record_made}",
        exceptions="依法暗访抽样不事先通知",
    ),
    Check(
        id="ins-unqualified-body",
        name="非法定主体检查",
        cites=(Cite("处罚法", 20), Cite("54号", 2)),
        kind=INSPECTION,
        severity=Severity.RED,
        standing=Standing.PARTLY,
        needs=("agency_code", "leader_body_code"),
        breach="leader_body_code <> agency_code AND joint_task IS NULL AND entrustment_no IS NULL",
        facts={"leader": "leader_body", "agency": "agency"},
        explain="以{agency}名义检查，带队的是{leader}（{leader_body_code}），没有委托书和联合任务",
        exceptions="联合检查；书面委托",
        false_positive="专家协助；派出机构另有代码",
    ),
    Check(
        id="ins-result-untold",
        name="检查结果未告知",
        cites=(Cite("浙江程序办法", 79),),
        kind=INSPECTION,
        severity=Severity.YELLOW,
        needs=("inspected_on", "result_told_on"),
        breach=(
            "coalesce(handling, '') NOT IN ('filed', 'transferred') AND result_told_on > "
            f"coalesce({due('test_result_on', TOLD, WD)}, inspected_on)"
        ),
        facts={
            "tested": "test_result_on",
            "due": f"coalesce({due('test_result_on', TOLD, WD)}, inspected_on)",
        },
        explain="{inspected_on} 检查（检验结果 {tested}），{result_told_on} 告知结果，应在 {due} 前",
        exceptions="转入立案或移送",
    ),
    Check(
        id="ins-not-random",
        name="应随机未随机",
        cites=(Cite("综合执法条例", 21),),
        kind=INSPECTION,
        severity=Severity.YELLOW,
        needs=("inspection_type", "object_drawn", "officers_drawn"),
        breach=(
            "inspection_type = 'daily' AND NOT coalesce(key_area, FALSE) AND NOT coalesce(is_recheck, FALSE) "
            f"AND NOT coalesce({_PROMPTED}, FALSE) AND (NOT object_drawn OR NOT officers_drawn)"
        ),
        explain="日常检查，对象随机抽取：{object_drawn}，人员随机抽取：{officers_drawn}",
        exceptions="特殊行业、重点领域；复查；投诉举报等线索",
    ),
    Check(
        id="ins-open-loop",
        name="检查问题未闭环",
        cites=(Cite("综合执法条例", 3),),
        kind=INSPECTION,
        severity=Severity.YELLOW,
        standing=Standing.PARTLY,
        needs=("problem_found", "correct_by", "rechecked_on"),
        breach=(
            f"problem_found AND {_CORRECT_BY} < :today AND rechecked_on IS NULL "
            "AND coalesce(handling, '') NOT IN ('filed', 'transferred')"
        ),
        facts={"due": _CORRECT_BY},
        explain="发现问题，整改期限 {correct_by}（延长后 {due}），没有复查",
        exceptions="整改期限延长；已立案或移送",
    ),
    Check(
        id="ins-too-short",
        name="检查时间过短",
        cites=(Cite("118号", 7),),
        kind=INSPECTION,
        severity=Severity.BLUE,
        standing=Standing.ANALYTIC,
        needs=("start_at", "end_at"),
        breach=f"{_ON_SITE} AND date_diff('second', start_at, end_at) < {SHORTEST} * 60",
        facts={"minutes": "date_diff('minute', start_at, end_at)", "limit": SHORTEST},
        explain="{start_at} 至 {end_at} 现场检查 {minutes} 分钟，不足 {limit} 分钟（内部目标）",
        false_positive="时间事后补录",
    ),
    Check(
        id="ins-not-recorded",
        name="检查未作音像记录",
        cites=(Cite("118号", 8),),
        kind=INSPECTION,
        severity=Severity.YELLOW,
        needs=("steps",),
        breach=exists("steps", "NOT o.recorded"),
        facts={"day": "inspected_on", "times": "len(list_filter(steps, lambda o: NOT o.recorded))"},
        explain="{day} 检查，{times} 个环节登记为没有音像记录",
        false_positive="未要求音像记录的一般环节",
    ),
)
