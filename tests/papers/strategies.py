"""Contents of papers at random, for the properties of this room."""

import datetime

from hypothesis import strategies as st

from tests.papers.samples import RARE
from xiedu.papers.content import PaperContent, Para, Signatory, Table

_CHARS = st.one_of(
    st.sampled_from("执法职责争议，。“”（）《》1aA-& <>\"'" + RARE),
    st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5),
)
texts = st.text(_CHARS, min_size=1, max_size=60).map(str.strip).filter(bool)
maybe = st.just("") | texts
paras = st.builds(Para, text=texts, level=st.sampled_from([0, 1, 2, 3, 4]), bold=st.booleans())


@st.composite
def tables(draw: st.DrawFn) -> Table:
    columns = draw(st.integers(1, 4))
    cells = st.tuples(*[maybe] * columns)
    widths = (100 - 20 * (columns - 1), *[20] * (columns - 1))
    return Table(rows=tuple(draw(st.lists(cells, min_size=1, max_size=4))), widths=widths, header=draw(st.booleans()))


contents = st.builds(
    PaperContent,
    kind=st.just("dispute_opinion"),
    issuer=texts,
    title=texts,
    number=maybe,
    addressee=maybe,
    paragraphs=st.tuples(paras) | st.lists(paras | tables(), min_size=1, max_size=8).map(tuple),
    attachments=st.lists(texts, max_size=4).map(tuple),
    signatories=st.lists(st.builds(Signatory, name=texts, seal=st.booleans()), min_size=1, max_size=5).map(tuple),
    date=st.dates(datetime.date(2022, 7, 14), datetime.date(2035, 12, 31)),
    note=maybe,
    copies=st.lists(texts, max_size=6).map(tuple),
    printer=maybe,
    print_date=st.none(),
    signer=maybe,
    banners=st.lists(texts, max_size=2).map(tuple),
)
