"""Papers a second on one core, warm (target: at least 20)."""

import statistics
import sys

from bench.ground import seconds, spread

ROUNDS = 60


def main() -> float:
    """Print the rate; returns papers a second."""
    import datetime

    from xiedu.papers.content import PaperContent, Para, Signatory, verified
    from xiedu.papers.pdf import render_pdf

    def paper(serial: int) -> PaperContent:
        body = [Para(text=f"第 {n} 段。" + "经审核，争议事项的职责分工明确如下。" * 12) for n in range(8)]
        content = PaperContent(
            kind="dispute_opinion", issuer="衢州市综合行政执法指导机构", title="关于渣土运输行政执法职责争议的协调意见",
            number=f"衢协调〔2026〕{serial}号", addressee="市住建局、市交通局", paragraphs=tuple(body),
            signatories=(Signatory(name="衢州市综合行政执法指导机构"),), date=datetime.date(2026, 11, 23),
            copies=("市委编办", "市司法局"), printer="衢州市综合行政执法指导机构",
        )  # fmt: skip
        return verified(content, "ABCD-EFGH-2345", "http" + ":" + "//127.0.0.1:8000/verify")

    papers = iter([paper(n) for n in range(2 * ROUNDS)])
    render_pdf(next(papers))
    times = seconds(lambda: render_pdf(next(papers)), ROUNDS)
    rate = 1 / statistics.median(times)
    print(f"PDF of two pages with QR: {spread(times)}, {rate:.1f} a second on one core (target >= 20)")
    return rate


if __name__ == "__main__":
    sys.exit(0 if main() >= 20 else 1)
