"""Groups of fields that several kinds share: the agency, the party, people and steps, service, remedies."""

from xiedu.law.citation import Cite, M
from xiedu.records import codelists as c
from xiedu.records.schema import Field, code, count, day, items, moment, money, number, text, texts, yes

CREDIT_STANDARD = "发改办财金〔2018〕424号《行政许可和行政处罚等信用信息公示数据标准》"
CREDIT_CODE = "GB 32100-2015"
DIVISIONS = "GB/T 2260"
PROCESS = Cite("118号", 7)

DECIDED = "status is null or status not in ('open', 'not_filed', 'transferred', 'terminated')"

PERSON: tuple[Field, ...] = (
    text("name", "姓名", Cite("处罚法", 42)),
    text("cert_no", "执法证号", Cite("处罚法", 42)),
    text("body", "所属机构", Cite("处罚法", 42)),
)
STEP: tuple[Field, ...] = (
    code("kind", "环节", c.STEPS, PROCESS),
    moment("start_at", "开始时间", PROCESS),
    moment("end_at", "结束时间", PROCESS),
    text("place", "地点", PROCESS),
    number("longitude", "经度", PROCESS),
    number("latitude", "纬度", PROCESS),
    texts("officers", "执法证号", Cite("处罚法", 42)),
    texts("aux_staff", "辅助人员姓名", Cite("综合执法条例", 30)),
    yes("remote", "是否远程", PROCESS),
    yes("cert_shown", "是否出示证件", Cite("处罚法", 55)),
    yes("recorded", "是否音像记录", Cite("118号", 8)),
)
EXTENSION: tuple[Field, ...] = (
    count("days", "延长日数", Cite("处罚法", 60)),
    day("approved_on", "批准日期", Cite("处罚法", 60)),
    code("approver_role", "批准层级", c.APPROVERS, Cite("处罚法", 60)),
    text("approver", "批准人", Cite("处罚法", 60)),
    day("told_on", "告知当事人日期", Cite("强制法", 25, 2)),
    text("document", "批准文书号", PROCESS),
    text("reason", "理由", Cite("处罚法", 60)),
)
EXCLUSION: tuple[Field, ...] = (
    code("kind", "种类", c.EXCLUSIONS, Cite("浙江程序办法", 64)),
    day("start_on", "开始日期", Cite("浙江程序办法", 64)),
    day("end_on", "结束日期", Cite("浙江程序办法", 64)),
    text("document", "委托或决定文书号", Cite("浙江程序办法", 64)),
    day("report_on", "报告出具日期", Cite("浙江程序办法", 64)),
    yes("told_in_writing", "是否书面告知", Cite("强制法", 25, 3)),
)
REMEDY: tuple[Field, ...] = (
    code("kind", "途径", c.REMEDIES, Cite("处罚法", 7)),
    day("start_on", "受理日期", Cite("处罚法", 7)),
    day("end_on", "结束日期", Cite("处罚法", 7)),
    code("result", "结果", c.REMEDY_RESULTS, M(20)),
)
RECUSAL: tuple[Field, ...] = (
    text("officer", "被申请人执法证号", Cite("处罚法", 43)),
    day("requested_on", "申请日期", Cite("处罚法", 43)),
    day("decided_on", "决定日期", Cite("浙江程序办法", 42)),
    code("result", "决定", c.RECUSALS, Cite("处罚法", 43)),
    yes("related_party", "是否有利害关系", Cite("处罚法", 43)),
    yes("continued", "是否继续参与", Cite("处罚法", 43)),
)
GOODS: tuple[Field, ...] = (
    text("name", "名称", Cite("强制法", 24)),
    number("quantity", "数量", Cite("强制法", 24)),
    text("unit", "单位", Cite("强制法", 24)),
    money("value", "价值", Cite("强制法", 24)),
    text("asset_id", "资产标识", Cite("强制法", 23)),
    day("released_on", "退还日期", Cite("强制法", 28)),
)
MEASURE: tuple[Field, ...] = (
    text("document_no", "措施文书号", Cite("强制法", 24)),
    code("kind", "种类", c.COERCION_KINDS, Cite("强制法", 9)),
    moment("started_at", "开始时间", Cite("强制法", 18)),
    moment("ended_at", "结束时间", Cite("强制法", 28)),
    text("asset_id", "资产标识", Cite("强制法", 23)),
)


def agency(word: str) -> tuple[Field, ...]:
    """Who acted: ``word`` is what the standard calls it (处罚, 检查…). The acting entity differs when entrusted."""
    return (
        text("agency", f"{word}机关", CREDIT_STANDARD).must(),
        text("agency_code", f"{word}机关统一社会信用代码", CREDIT_CODE).must(),
        text("agency_area", "机关所在区划", DIVISIONS, "6 位或 9 位区划代码"),
        text("acting_entity", "实际实施单位", Cite("处罚法", 20), "与机关相同可不填；委托、派驻时填实际实施的单位"),
        text("acting_entity_code", "实际实施单位统一社会信用代码", CREDIT_CODE),
        text("entrustment_no", "委托书编号", Cite("处罚法", 20)),
        text("source", "数据来源单位", CREDIT_STANDARD),
        text("source_code", "数据来源单位统一社会信用代码", CREDIT_CODE),
        code("domain", "执法领域", c.DOMAINS, Cite("综合执法条例", 7), "决定办案期限等适用哪个部门的规定"),
        text("item_code", "事项编码", Cite("综合执法条例", 7)),
        text("item_name", "事项名称", Cite("综合执法条例", 7)),
        text("act_code", "行政行为码", M(22)),
    )


PARTY: tuple[Field, ...] = (
    text("party", "行政相对人名称", CREDIT_STANDARD).must(),
    code("party_type", "行政相对人类别", c.PARTY_TYPES, CREDIT_STANDARD).must(),
    text("party_code", "行政相对人统一社会信用代码", CREDIT_CODE, "法人、非法人组织和个体工商户填写"),
    text("party_registration_no", "工商注册号", CREDIT_STANDARD),
    text("party_organisation_code", "组织机构代码", CREDIT_STANDARD),
    text("party_tax_no", "税务登记号", CREDIT_STANDARD),
    text("party_institution_no", "事业单位证书号", CREDIT_STANDARD),
    text("party_society_no", "社会组织登记证号", CREDIT_STANDARD),
    text("legal_rep", "法定代表人", CREDIT_STANDARD),
    code("legal_rep_id_type", "法定代表人证件类型", c.ID_TYPES, CREDIT_STANDARD),
    text("legal_rep_id_no", "法定代表人证件号码", CREDIT_STANDARD, sensitive=True),
    code("party_id_type", "自然人证件类型", c.ID_TYPES, CREDIT_STANDARD),
    text("party_id_no", "自然人证件号码", CREDIT_STANDARD, sensitive=True),
    text("party_area", "相对人所在区划", DIVISIONS, "6 位或 9 位区划代码"),
)
PEOPLE: tuple[Field, ...] = (
    items("officers", "执法人员", PERSON, Cite("处罚法", 42)),
    items("aux_staff", "辅助人员", PERSON, Cite("综合执法条例", 30), "不计入执法人员人数"),
    items("steps", "办案环节", STEP, PROCESS, "每个环节的时间、地点和人员"),
    items("recusals", "回避", RECUSAL, Cite("处罚法", 43)),
    text("coordination_no", "协助函、指定管辖或协同任务文号", Cite("综合执法条例", 29)),
)
PLACE: tuple[Field, ...] = (
    text("place", "地点", PROCESS),
    text("place_area", "地点所在区划", DIVISIONS, "6 位或 9 位区划代码"),
)
LEGAL_REVIEW: tuple[Field, ...] = (
    yes("major", "是否重大", Cite("处罚法", 58)),
    yes("multi_law", "是否涉及多个法律关系", Cite("处罚法", 58)),
    day("legal_review_on", "法制审核日期", Cite("处罚法", 58)),
    text("legal_reviewer", "法制审核人员", Cite("处罚法", 58)),
    text("legal_reviewer_cert", "法制审核人员执法证号", Cite("处罚法", 58)),
    yes("reviewer_qualified", "审核人员有法律职业资格", Cite("处罚法", 58, 2)),
    day("reviewer_first_on", "审核人员初次审核日期", Cite("处罚法", 58, 2)),
    code("review_result", "法制审核结论", c.REVIEW_RESULTS, Cite("处罚法", 58)),
)
SERVICE: tuple[Field, ...] = (
    day("service_start_on", "送达开始日期", Cite("处罚法", 61), "有效送达方式开始的日期"),
    day("served_on", "送达日期", Cite("处罚法", 61)),
    code("service_mode", "送达方式", c.SERVICE_MODES, Cite("民诉法", 95)),
    day("announced_on", "公告送达日期", Cite("民诉法", 95)),
    count("failed_attempts", "公告前送达未成次数", Cite("民诉法", 95)),
)
TOLD_REMEDY: tuple[Field, ...] = (
    count("told_reconsideration_days", "告知的复议期限（日）", Cite("复议法", 20)),
    count("told_suit_months", "告知的诉讼期限（月）", Cite("行诉法", 46)),
    text("told_reconsideration_body", "告知的复议机关", Cite("处罚法", 59)),
    text("told_court", "告知的受诉法院", Cite("处罚法", 59)),
)
PUBLICATION: tuple[Field, ...] = (
    yes("publish_required", "是否应当公示", Cite("处罚法", 48)),
    day("published_on", "公示日期", Cite("118号", 6)),
    text("published_text", "公示内容", Cite("处罚法", 50)),
    day("publish_until", "公示截止期", CREDIT_STANDARD),
    day("unpublished_on", "撤下公示日期", Cite("市监公示规定", 13)),
    day("uploaded_on", "双公示归集日期", CREDIT_STANDARD),
)
REMARKS: tuple[Field, ...] = (text("remarks", "备注", CREDIT_STANDARD),)
