"""Contents for the tests of this room: a full page of text, a joint paper, a form. Bodies are real offices, people are roles."""

import datetime
from typing import Any

from xiedu.papers.content import PaperContent, Para, Signatory, Table

RARE = "㛃𠮷䶮"
SENTENCE = "渣土运输车辆密闭不严造成道路污染的行为由哪一个行政执法机关查处应当依据法律法规规章的规定确定"


def paper(**changes: Any) -> PaperContent:
    """A one-page opinion; ``changes`` replace fields."""
    fields: dict[str, Any] = {
        "kind": "dispute_opinion",
        "issuer": "衢州市综合行政执法指导办公室",
        "title": "关于渣土运输车辆道路抛洒执法职责争议的协调意见",
        "number": "衢协调〔2026〕3号",
        "addressee": "衢州市住房和城乡建设局、衢州市综合行政执法局",
        "paragraphs": (
            Para(text="一、争议事项", level=1),
            Para(text="你们双方对渣土运输车辆道路抛洒行为的行政处罚职责存在争议，经协商未能一致。"),
            Para(text="二、协调意见", level=1),
            Para(text="（一）处罚职责", level=2),
            Para(text="经协调，双方一致同意由衢州市综合行政执法局行使该事项的行政处罚权。"),
        ),
        "attachments": ("协调会议纪要", "双方确认书"),
        "signatories": (Signatory(name="衢州市综合行政执法指导办公室"),),
        "date": datetime.date(2026, 8, 5),
        "note": "联系人：承办科室",
        "copies": ("中共衢州市委机构编制委员会办公室", "衢州市司法局"),
        "printer": "衢州市综合行政执法指导办公室",
    }
    return PaperContent(**(fields | changes))


def long_text(characters: int) -> str:
    """Plain text of exactly ``characters`` Chinese characters without any punctuation."""
    return (SENTENCE * (characters // len(SENTENCE) + 1))[:characters]


def grid(rows: int = 4) -> Table:
    """A key/value table."""
    return Table(rows=tuple((f"栏目{i}", f"内容{i}" * 8) for i in range(rows)), widths=(25, 75))
