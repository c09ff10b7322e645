"""Group G, one asset under two bodies' measures: sealed or frozen while another's holds (重复查封冻结).

The law forbids a second 查封 of what is 查封 and a second 冻结 of what is 冻结; of 扣押 it says nothing.
"""

from xiedu.checks.check import COERCION, Check, Reach, Severity
from xiedu.law.citation import Cite

_MEASURES = "coercion_kind IN ('seal', 'freeze')"
_LISTED = "coalesce(list_transform(goods, lambda g: g.asset_id), [])"
_IDS = f"list_distinct(list_filter([asset_id] || {_LISTED}, lambda x: x IS NOT NULL))"
_HELD = (
    f"SELECT row_no, record, agency, agency_code, coercion_kind, unnest({_IDS}) AS asset, held_from, "
    f"coalesce(held_to, DATE '9999-12-31') AS held_to FROM rows WHERE {_MEASURES} AND held_from IS NOT NULL"
)
_CLASHES = (
    "WITH held AS MATERIALIZED ({held}) SELECT b.row_no, arg_min(b.asset, (a.held_from, a.record)) AS asset, "
    "arg_min(a.record, (a.held_from, a.record)) AS other, arg_min(a.agency, (a.held_from, a.record)) AS other_agency, "
    "min(a.held_from) AS other_from FROM held a JOIN held b ON a.asset = b.asset AND a.agency_code <> b.agency_code "
    "AND a.coercion_kind = b.coercion_kind "
    "AND (a.held_from, a.row_no) < (b.held_from, b.row_no) AND b.held_from <= a.held_to GROUP BY b.row_no"
).replace("{held}", _HELD)

CHECKS: tuple[Check, ...] = (
    Check(
        id="coe-duplicate",
        name="重复查封冻结",
        cites=(Cite("强制法", 23), Cite("强制法", 29)),
        kind=COERCION,
        severity=Severity.RED,
        reach=Reach.GROUP,
        needs=("coercion_kind", "started_on", "asset_id", "agency_code"),
        source=(
            "SELECT v.row_no, v.record, v.held_from AS event_day, v.agency, "
            f"v.{_MEASURES} AS measure, len({_IDS}) AS assets, c.* EXCLUDE (row_no) "
            f"FROM rows v LEFT JOIN ({_CLASHES}) c ON c.row_no = v.row_no"
        ),
        breach=(
            "CASE WHEN NOT measure THEN FALSE WHEN other IS NOT NULL THEN TRUE "
            "WHEN measure IS NULL OR event_day IS NULL OR assets = 0 THEN NULL ELSE FALSE END"
        ),
        facts={
            "day": "event_day",
            "asset": "asset",
            "agency": "agency",
            "other": "other",
            "other_agency": "other_agency",
            "since": "other_from",
        },
        explain="{day} {agency}对 {asset} 采取措施，{other_agency}的 {other} 自 {since} 起的措施还没有解除",
        exceptions="前一措施已经解除；扣押和强制执行不计",
        false_positive="资产标识填写不一；前一措施的解除没有登记",
    ),
)
