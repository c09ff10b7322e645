"""The paper of a lead: 线索移送函, to another body here or to an external organ (arts 14(5), 18)."""

from xiedu.law.citation import M
from xiedu.papers.content import PaperContent, Para
from xiedu.papers.kinds import Kind, register
from xiedu.procedure.situation import Ctx
from xiedu.supervision.writing import DAY_NOTE, basis, h1, name, paper, paragraphs_of

KINDS = {
    "lead_transfer": Kind(
        "线索移送函", "监移", "handler", False, (M(14, 1, 5), M(18)), "《暂行办法》未规定接收和反馈的期限，为工作安排"
    )
}
register(KINDS)


def transfer(ctx: Ctx, number: str) -> PaperContent:
    """To the body that should handle it: accept or return, then tell the result."""
    days = ctx.facts.days
    body = [
        Para(text=f"我局在行政执法监督工作中收到关于{name(ctx, 'subject')}的线索。依照{basis(ctx, M(14, 1, 5))}的规定，"
                  "经核查认为应由你单位办理，现予移送。"),
        *_about(ctx),
        h1(3, "办理要求"),
        Para(text=f"请接收后依法办理，自接收之日起{days}个工作日内反馈办理结果{DAY_NOTE}；认为不属于你单位职责的，说明理由后退回。"),
        Para(text="请对线索来源和内容保密，不得向被反映的单位和人员泄露。"),
    ]  # fmt: skip
    receiver = ctx.world.body(ctx.facts.receiver).name
    return paper(ctx, "lead_transfer", number, _title(ctx), receiver, body)


def sent_out(ctx: Ctx, number: str) -> PaperContent:
    """To an external organ (art. 18)."""
    body = [
        Para(text=f"我局在行政执法监督工作中发现关于{name(ctx, 'subject')}的线索。"
                  f"依照{basis(ctx, M(18))}规定的工作机制，现移送你单位依法处理，并请将处理结果函告我局。"),
        *_about(ctx),
        Para(text="随函材料请妥善保管，注意保密。"),
    ]  # fmt: skip
    return paper(ctx, "lead_transfer", number, _title(ctx), ctx.facts.name, body)


def _about(ctx: Ctx) -> tuple[Para, ...]:
    told = ctx.sit.past[0].facts.get("description", "")
    found = ctx.sit.last("verify")
    return (
        h1(1, "线索情况"),
        *paragraphs_of(str(told)),
        *(paragraphs_of(f"核查情况：{found.facts['findings']}") if found and found.facts else ()),
        h1(2, "移送理由"),
        *paragraphs_of(ctx.facts.reason),
    )


def _title(ctx: Ctx) -> str:
    return f"关于移送{name(ctx, 'subject')}有关线索的函"
