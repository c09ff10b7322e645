"""Code lists of the record fields: stored code → Chinese word, in the order people see them."""

from collections.abc import Mapping
from types import MappingProxyType

Codes = Mapping[str, str]


def _codes(*pairs: str) -> Codes:
    return MappingProxyType(dict(zip(pairs[::2], pairs[1::2], strict=True)))


# Deadline profiles hang on the domain (处罚法 60 and the departments' own procedure rules).
DOMAINS = _codes(
    *("general", "通用", "market", "市场监管", "housing", "住建城管", "agriculture", "农业农村"),
    *("transport", "交通运输", "medical_insurance", "医疗保障", "environment", "生态环境"),
    *("natural_resources", "自然资源", "health", "卫生健康", "emergency", "应急管理", "culture", "文化旅游"),
    *("human_resources", "人力社保", "fire", "消防救援", "water", "水利", "forestry", "林业", "other", "其他"),
)
PARTY_TYPES = _codes(
    *("organisation", "法人及非法人组织", "natural_person", "自然人", "individual_business", "个体工商户")
)
ID_TYPES = _codes(
    *("resident_id", "身份证", "passport", "护照号", "hk_macao_permit", "港澳居民来往内地通行证"),
    *("taiwan_permit", "台湾居民来往大陆通行证", "foreign_resident", "外国人永久居留身份证", "other", "其他"),
)
# 行政处罚法第九条 names the kinds; 没收 is one item there, and stays one here.
PENALTIES = _codes(
    *("warning", "警告", "criticism", "通报批评", "fine", "罚款"),
    *("confiscation", "没收违法所得、没收非法财物", "licence_suspended", "暂扣许可证件"),
    *("grade_lowered", "降低资质等级", "licence_revoked", "吊销许可证件", "activity_limited", "限制开展生产经营活动"),
    *("production_stopped", "责令停产停业", "closed", "责令关闭", "trade_barred", "限制从业"),
    *("detention", "行政拘留", "other", "其他"),
)
PROCEDURES = _codes("ordinary", "普通程序", "simple", "简易程序", "quick", "快速办理")
CASE_STATUS = _codes(
    *("open", "在办", "decided", "已决定", "closed", "已结案", "not_filed", "不予立案", "no_penalty", "不予处罚"),
    *("transferred", "已移送", "terminated", "终止", "revoked", "已撤销或变更"),
)
CLUE_SOURCES = _codes(
    *("inspection", "检查发现", "complaint", "投诉举报", "transfer", "移送", "assigned", "交办转办"),
    *("monitoring", "监测", "other", "其他"),
)
NOTICE_PARTS = _codes("content", "拟罚内容", "facts", "事实", "reason", "理由", "basis", "依据", "rights", "权利")
DECISION_PARTS = _codes(
    *("party", "当事人", "facts", "事实和证据", "basis", "种类和依据", "performance", "履行方式和期限"),
    *("remedy", "救济途径和期限", "agency_date", "机关名称和日期", "seal", "印章"),
)
REVIEW_RESULTS = _codes("pass", "通过", "revise", "修改后通过", "return", "退回补充", "reject", "不通过")
MITIGATION = _codes("none", "一般", "heavier", "从重", "lighter", "从轻", "reduced", "减轻", "exempt", "不予处罚")
BASIS_RANKS = _codes(
    *("law", "法律", "regulation", "行政法规", "local_regulation", "地方性法规", "ministry_rule", "部门规章"),
    *("government_rule", "地方政府规章", "normative", "规范性文件"),
)
SERVICE_MODES = _codes(
    *("direct", "直接送达", "leave", "留置送达", "post", "邮寄送达", "electronic", "电子送达"),
    *("entrusted", "委托送达", "handed_on", "转交送达", "announcement", "公告送达"),
)
COLLECTIONS = _codes("on_site", "当场收缴", "bank", "银行缴纳", "electronic", "电子缴纳")
PAYMENTS = _codes("fine", "罚款", "surcharge", "加处罚款", "confiscation", "没收款")
DEFERRALS = _codes("deferral", "延期", "instalment", "分期")
REMEDIES = _codes("reconsideration", "行政复议", "suit", "行政诉讼")
REMEDY_RESULTS = _codes(
    *("pending", "未结", "upheld", "维持或驳回", "revoked", "撤销", "changed", "变更", "illegal", "确认违法"),
    *("invalid", "确认无效", "perform", "责令履行", "withdrawn", "撤回", "other", "其他"),
)
CHANGES = _codes("changed", "变更", "revoked", "撤销", "illegal", "确认违法", "invalid", "确认无效")
EXECUTION_STATES = _codes(
    "running", "执行中", "suspended", "中止", "ended", "终结", "done", "执行完毕", "court", "已申请法院"
)
PSB_DECISIONS = _codes("filed", "立案", "not_filed", "不予立案", "returned", "退回")
APPROVERS = _codes(
    *("head", "机关负责人", "deputy", "分管负责人", "collective", "负责人集体讨论", "superior", "上一级机关"),
    *("government", "本级政府负责人", "department", "内设机构负责人"),
)
# Time not counted: 浙江程序办法 64 and the departments' rules; which of them a profile allows is the check's matter.
EXCLUSIONS = _codes(
    *("inspection", "检验", "quarantine", "检疫", "test", "检测", "appraisal", "鉴定", "monitoring", "监测"),
    *("announcement", "公告", "hearing", "听证", "tender", "招标", "auction", "拍卖", "expert_review", "专家评审"),
    *("commissioned", "委托调查", "suspension", "中止", "identification", "权利人辨认鉴别", "refund", "责令退还"),
    *("service", "送达", "other", "其他"),
)
STEPS = _codes(
    *("investigation", "调查取证", "inspection", "检查", "questioning", "询问", "coercion", "强制", "notice", "告知"),
    *(
        "hearing",
        "听证",
        "decision",
        "决定",
        "service",
        "送达",
        "sampling",
        "抽样",
        "paper",
        "书面审核",
        "other",
        "其他",
    ),
)
HOLD_OUTCOMES = _codes(
    "released", "退还解除", "seized", "转查封扣押", "confiscated", "没收", "transferred", "移送", "other", "其他"
)
EVIDENCE = _codes("electronic_monitoring", "电子监控", "recorder", "执法记录仪", "document", "书证", "other", "其他")
RECUSALS = _codes("pending", "未决定", "granted", "准予回避", "refused", "驳回")
INSPECTION_TYPES = _codes("daily", "日常检查", "special", "专项检查", "case", "个案检查")
TASK_SOURCES = _codes(
    *("plan", "计划", "complaint", "投诉举报", "assigned", "转办交办", "monitoring", "监测", "joint", "联合检查"),
    *("recheck", "复查", "accident", "事故处置", "other", "其他"),
)
INSPECTION_MODES = _codes("on_site", "现场", "remote", "非现场", "paper", "书面", "covert", "暗访")
ITEM_RESULTS = _codes("pass", "合格", "problem", "发现问题", "breach", "涉嫌违法", "not_checked", "未检查")
HANDLING = _codes(
    "none", "无需处理", "order_correct", "责令改正", "filed", "立案", "transferred", "移送", "educated", "教育提醒"
)
RISK_LEVELS = _codes("low", "低", "general", "一般", "high", "高", "special", "特殊重点")
CREDIT_LEVELS = _codes("a", "优", "b", "良", "c", "中", "d", "差")
COERCION_KINDS = _codes(
    *(
        "seal",
        "查封",
        "seize",
        "扣押",
        "freeze",
        "冻结",
        "restrict_person",
        "限制公民人身自由",
        "other_measure",
        "其他强制措施",
    ),
    *(
        "surcharge",
        "加处罚款或滞纳金",
        "transfer_funds",
        "划拨存款汇款",
        "auction",
        "拍卖或依法处理",
        "clear",
        "排除妨碍恢复原状",
    ),
    *("substitute", "代履行", "demolish", "强制拆除", "other_execution", "其他强制执行"),
)
TARGETS = _codes(
    "goods",
    "财物",
    "premises",
    "场所设施",
    "account",
    "存款汇款",
    "illegal_building",
    "违法建筑",
    "person",
    "人身",
    "other",
    "其他",
)
PRESSURE_MEANS = _codes("water", "停水", "power", "停电", "heat", "停热", "gas", "停气", "none", "无")
DISPOSALS = _codes(
    "released",
    "解除",
    "confiscated",
    "没收",
    "destroyed",
    "销毁",
    "transferred",
    "移送",
    "executed",
    "已执行",
    "open",
    "未处理",
)
COERCION_STATUS = _codes("open", "实施中", "ended", "已结束", "suspended", "中止", "terminated", "终结")
LICENCE_CATEGORIES = _codes(
    *(
        "ordinary",
        "普通",
        "franchise",
        "特许",
        "recognition",
        "认可",
        "approval",
        "核准",
        "registration",
        "登记",
        "other",
        "其他",
    )
)
LICENCE_STATES = _codes("1", "有效", "2", "无效")
LICENCE_STATUS = _codes(
    *("received", "已收件", "accepted", "已受理", "refused_acceptance", "不予受理", "granted", "准予许可"),
    *("refused", "不予许可", "withdrawn", "申请人撤回", "terminated", "终止"),
)
APPLICATIONS = _codes("new", "新办", "renewal", "延续", "change", "变更", "cancel", "注销", "other", "其他")
