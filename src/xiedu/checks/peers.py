"""Penalties side by side: one act fined twice or filed twice, like cases fined unlike (一事二罚、同案不同罚)."""

from xiedu.checks.check import PENALTY, Check, Reach, Severity, Standing
from xiedu.checks.params import internal
from xiedu.law.citation import Cite

PEERS = internal("peers_least", "同案比较的最少案件数", 8)
PEER_MONTHS = internal("peer_months", "同案比较的期间（月）", 24)
ROBUST = internal("robust_tenths", "稳健偏离度界限（十分之一）", 35, note="稳健 z 值 3.5")
RATIO = internal("peer_ratio", "与同案中位数相差倍数", 3)
EDGE_LEAST = internal("edge_least", "顶格整额分析的最少案件数", 20)
EDGE_SHARE = internal("edge_share", "顶格整额占比提示线（%）", 80)

_SUBJECT = "coalesce(party_key, '#' || row_no)"
_STANDS = "coalesce(changed_how, '') NOT IN ('revoked', 'illegal', 'invalid') AND coalesce(status, '') <> 'revoked'"
_FINED = f"(decided_on IS NOT NULL AND fined > 0 AND {_STANDS})"
_NORMAL = 0.6745

# Within one subject, violation and place an act that begins before the ones before it have ended is the same act.
_SAME_ACT = (
    "max(CASE WHEN effective THEN act_end END) OVER (PARTITION BY party_key, violation_code, place "
    "ORDER BY act_start, decided_on, row_no ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)"
)
_SAME_KEY = (
    "count(*) FILTER (WHERE effective) OVER (PARTITION BY party_key, fact_key "
    "ORDER BY decided_on, row_no ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)"
)
_DOUBLE = (
    "SELECT row_no, record, decided_on AS event_day, party, party_key, fine, fined, effective, fact_key, "
    "violation_code, place, act_start, act_end, coalesce(daily_penalty, FALSE) AS daily, "
    f"count(*) FILTER (WHERE effective) OVER (PARTITION BY {_SUBJECT}) AS fines, "
    f"CASE WHEN fact_key IS NOT NULL THEN {_SAME_KEY} END AS before, "
    f"CASE WHEN place IS NOT NULL AND violation_code IS NOT NULL THEN {_SAME_ACT} END AS until_day "
    f"FROM (SELECT *, coalesce({_FINED}, FALSE) AS effective FROM rows)"
)
_FILED = (
    "coalesce(status, '') NOT IN ('transferred', 'not_filed', 'terminated', 'revoked') AND transferred_to IS NULL "
    "AND filed_on IS NOT NULL"
)
_CONFLICT = (
    "SELECT row_no, record, filed_on AS event_day, party, party_key, agency, fact_key, open_case, "
    "count(DISTINCT CASE WHEN open_case THEN agency_code END) OVER (PARTITION BY "
    f"{_SUBJECT}, coalesce(fact_key, '#' || row_no) ORDER BY filed_on) AS bodies, "
    f"count(DISTINCT CASE WHEN open_case THEN agency_code END) OVER (PARTITION BY {_SUBJECT}) AS handling "
    f"FROM (SELECT *, ({_FILED}) AS open_case FROM rows)"
)
_LAWS = "coalesce(array_to_string(list_sort(list_transform(bases, lambda o: o.law || o.article)), '；'), basis)"
_KEY = "PARTITION BY violation_code, laws, discretion_step, party_type"
_COMPARED = (
    f"SELECT *, {_LAWS} AS laws, coalesce({_FINED} AND coalesce(mitigation, 'none') NOT IN ('reduced', 'exempt') "
    f"AND decided_on > (:today - to_months({PEER_MONTHS}::INTEGER))::DATE AND decided_on <= :today, FALSE) AS compared "
    "FROM rows"
)
_MIDDLE = (
    "SELECT row_no, record, decided_on AS event_day, violation_code, discretion_step, party_type, laws, fined, agency, "
    f"mitigation, compared, count(*) OVER ({_KEY}) AS peers, median(fined) OVER ({_KEY}) AS middle "
    f"FROM ({_COMPARED}) WHERE compared AND violation_code IS NOT NULL"
)
_SPREAD = f"SELECT *, median(abs(fined - middle)) OVER ({_KEY}) AS mad FROM ({_MIDDLE})"
_ALIKE = (
    "SELECT a.row_no, a.record, a.decided_on AS event_day, a.violation_code, a.fined, a.decided_on, "
    "p.peers, p.middle, p.mad, p.discretion_step, p.laws "
    f"FROM rows a LEFT JOIN ({_SPREAD}) p ON p.row_no = a.row_no"
)
_SCORE = f"({_NORMAL} * (fined - middle) / nullif(mad, 0))"
_BOUNDED = "list_filter(bases, lambda o: o.fine_min IS NOT NULL AND o.fine_max IS NOT NULL)"
_ON_EDGE = "o.fine_min < o.fine_max AND (fined = o.fine_min OR fined = o.fine_max)"
_AT_EDGE = f"len(list_filter({_BOUNDED}, lambda o: {_ON_EDGE})) > 0"
_EDGES = (
    "SELECT first_row.n AS row_no, agency || ' ' || violation AS record, first_row.d AS event_day, agency, violation, "
    "total, at_edge FROM (SELECT agency_code, violation_code, any_value(agency) AS agency, "
    "min(violation) AS violation, min({'d': decided_on, 'n': row_no}) AS first_row, count(*) AS total, "
    f"count(*) FILTER (WHERE {_AT_EDGE}) AS at_edge FROM rows WHERE {_FINED} AND len({_BOUNDED}) > 0 "
    "AND violation_code IS NOT NULL AND agency_code IS NOT NULL "
    "GROUP BY agency_code, violation_code, year(decided_on))"
)

CHECKS: tuple[Check, ...] = (
    Check(
        id="pen-double-fine",
        name="一事二罚",
        cites=(Cite("处罚法", 29),),
        kind=PENALTY,
        severity=Severity.RED,
        reach=Reach.WINDOW,
        needs=("party_code", "fine", "violation_code", "place", "act_start", "act_end", "decided_on"),
        source=_DOUBLE,
        breach=(
            "CASE WHEN NOT effective OR daily THEN FALSE WHEN party_key IS NULL THEN NULL "
            "WHEN coalesce(before > 0, FALSE) OR coalesce(act_start <= until_day, FALSE) THEN TRUE "
            "WHEN fines < 2 OR fact_key IS NOT NULL THEN FALSE "
            "WHEN violation_code IS NULL OR place IS NULL OR act_start IS NULL OR act_end IS NULL THEN NULL "
            "ELSE FALSE END"
        ),
        others=(
            "o.party_key = r.party_key AND o.fined > 0 AND (o.fact_key = r.fact_key OR (o.violation_code = "
            "r.violation_code AND o.place = r.place AND o.act_start <= r.act_end AND r.act_start <= o.act_end))"
        ),
        facts={"party": "party", "fine": "fine", "start": "act_start", "end": "act_end", "key": "fact_key"},
        explain=(
            "对 {party} 的同一违法行为（{start} 至 {end}，事实标识 {key}）已经罚款，"
            "又罚款 {fine:yuan} 元；另见：{others}"
        ),
        exceptions="按日连续处罚；前一决定已撤销或确认违法；责令改正后的新行为（时间不重叠）",
        false_positive="地点填写过粗；连锁门店共用一个主体",
    ),
    Check(
        id="case-conflict-filing",
        name="同案多机关立案",
        cites=(Cite("处罚法", 25),),
        kind=PENALTY,
        severity=Severity.YELLOW,
        reach=Reach.WINDOW,
        needs=("party_code", "fact_key", "filed_on", "agency_code"),
        source=_CONFLICT,
        breach=(
            "CASE WHEN NOT open_case THEN FALSE WHEN party_key IS NULL THEN NULL "
            "WHEN fact_key IS NULL THEN CASE WHEN handling < 2 THEN FALSE END ELSE bodies >= 2 END"
        ),
        others="o.party_key = r.party_key AND o.fact_key = r.fact_key",
        facts={"party": "party", "key": "fact_key", "day": "event_day", "count": "bodies"},
        explain="{day} 立案时，{party} 的同一事实（{key}）已有共 {count} 家机关立案，可能有管辖争议；另见：{others}",
        exceptions="已移送、未立案或终止的案件",
        false_positive="事实标识填写过粗",
    ),
    Check(
        id="pen-same-case-diff",
        name="同案不同罚",
        cites=(Cite("处罚法", 5), Cite("27号", 2)),
        kind=PENALTY,
        severity=Severity.YELLOW,
        standing=Standing.ANALYTIC,
        reach=Reach.GROUP,
        needs=("violation_code", "fine", "party_type", "decided_on"),
        source=_ALIKE,
        breach=(
            "CASE WHEN decided_on IS NULL OR fined = 0 THEN FALSE "
            "WHEN violation_code IS NULL OR fined IS NULL THEN NULL "
            f"WHEN coalesce(peers, 0) < {PEERS} THEN FALSE ELSE coalesce(abs({_SCORE}) * 10 > {ROBUST}, FALSE) "
            f"OR fined > middle * {RATIO} OR fined * {RATIO} < middle END"
        ),
        others=(
            "o.violation_code = r.violation_code AND o.party_type = r.party_type "
            "AND o.discretion_step IS NOT DISTINCT FROM r.discretion_step AND o.fined > 0"
        ),
        facts={
            "fine": "fined",
            "peers": "peers",
            "middle": "middle",
            "mad": "mad",
            "score": f"round({_SCORE}, 2)",
            "step": "discretion_step",
        },
        explain=(
            "罚款 {fine:yuan} 元；同类案件 {peers} 件（阶次 {step}）中位数 {middle:yuan} 元，"
            "绝对偏差中位数 {mad:yuan} 元，稳健偏离度 {score}；同类案件：{others}"
        ),
        exceptions="减轻、不予处罚；同类不足最少件数",
        false_positive="情节没有编码；同类案件已列出，须人工比较",
    ),
    Check(
        id="pen-low-fine-rounding",
        name="顶格或整额异常",
        cites=(Cite("处罚法", 5), Cite("27号", 2)),
        kind=PENALTY,
        severity=Severity.BLUE,
        standing=Standing.ANALYTIC,
        reach=Reach.GROUP,
        needs=("violation_code", "fine", "bases", "agency_code", "decided_on"),
        source=_EDGES,
        breach=f"total >= {EDGE_LEAST} AND at_edge * 100 > total * {EDGE_SHARE}",
        facts={
            "agency": "agency",
            "violation": "violation",
            "total": "total",
            "edge": "at_edge",
            "limit": EDGE_SHARE,
            "year": "year(event_day)",
        },
        explain="{agency} {year} 年“{violation}”{total} 件罚款中 {edge} 件恰为法定上限或下限，超过 {limit}%",
        exceptions="上下限相同的固定数额",
        false_positive="裁量基准规定了固定阶次",
    ),
)
