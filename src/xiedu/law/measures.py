"""The 31 articles of the Measures (衢政办发〔2022〕16号): what each asks, in our own words.

``software`` is False where the article asks for an act that no program can do; ``reason`` then says why. Elsewhere
``reason`` may say which part stays with people. The words are ours, for orientation; the published text alone binds.
"""

from dataclasses import dataclass
from types import MappingProxyType

from xiedu.law.citation import Cite, M

CHAPTERS = MappingProxyType({1: "总则", 2: "执法协调", 3: "执法监督", 4: "协同规范", 5: "组织保障", 6: "附则"})
_FIRST = (1, 4, 12, 21, 25, 31)


@dataclass(frozen=True, slots=True)
class Article:
    """One article: number, own-words duty, whether a program has a part in it, and the reason as far as it has not."""

    number: int
    duty: str
    software: bool = True
    reason: str = ""

    @property
    def chapter(self) -> int:
        """The number of its chapter, 1–6."""
        return sum(self.number >= first for first in _FIRST)

    @property
    def cite(self) -> Cite:
        """The article as a citation."""
        return M(self.number)


_ARTICLES = (
    Article(1, "说明制定目的和上位依据：健全市县乡三级的协调监督体系，依据省有关条例和办法，结合本市实际。"),
    Article(2, "三方分工：政府统一领导；综合行政执法指导机构统筹协调指挥、规范指导；司法行政机关监督检查、规范指导。"),
    Article(3, "司法所监督所在乡镇（街道）的执法行为，发现问题把线索交县级司法行政机关处理，自己不作处理决定。"),
    Article(4, "协调要合法、公正、公开，按整体政府的思路办：每一步写明理由，双方看到同一份卷。"),
    Article(5, "列明八类协调事项；其中职责争议走专门程序，其余各按自己的流程办理。"),
    Article(
        6, "职责争议先自行协商；协商不成，任何一方可以书面提请协调，并按层级、区域确定由市级还是县级指导机构处理。"
    ),
    Article(7, "申请书写明争议焦点、双方观点及各自的法律法规规章依据、其他需要说明的情况。"),
    Article(8, "指导机构审核申请并组织协调；协调一致的，出具书面协调意见，抄送同级编办和司法行政机关。"),
    Article(
        9, "协调不成的，会同编办、司法行政等单位会商；双方认同即出具意见，不认同的报本级政府决定，再照决定出具意见。"
    ),
    Article(10, "发现有关机关不履行执法职责或者协作义务的，提书面建议或者请政府纠正；拒不履行的，可以请政府通报批评。"),
    Article(11, "建立联席会议、专家论证等机制，帮助解决专业性强或者疑难复杂的争议；专家意见供参考。"),
    Article(12, "监督要合法、公正、公开，违法必究、问责必严：每条线索都有下文，不得无故消失。"),
    Article(13, "现场监督须有两名以上监督人员，并出示有效的行政执法监督证件。"),
    Article(14, "列明十三类监督事项；行政复议、规范性文件备案审查、合同管理等专门监督另按其规定办理。"),
    Article(15, "列明六种监督方式：日常检查、案卷评查、执法评议、专项监督、个案监督和其他方式。"),
    Article(16, "发现违法或者不当执法的，司法行政机关可以制发监督通知书，写明期限，要求纠正并整改。"),
    Article(17, "逾期不纠正且有法定情形之一的，司法行政机关提请本级政府制发监督决定书，变更或者撤销该行为。"),
    Article(18, "司法行政机关与纪检监察、政法、法院、检察、公安、审计等单位建立协作和沟通。"),
    Article(19, "创新监督方式，设立基层联系点，拓宽社会参与监督的渠道。"),
    Article(20, "指导执法机关建立内部监督：案卷评查、年报分析、考核评价、督办和责任追究。"),
    Article(21, "指导机构与司法行政机关建立协作机制，共同规范执法。"),
    Article(22, "双方共同建设数字化平台，全面、及时、准确地归集执法数据，创新协调监督方式。"),
    Article(23, "指导机构在协调中发现不履职、违法或者不当执法等情形的，必须抄送同级司法行政机关，由其依法处理。"),
    Article(24, "司法行政机关制发通知书的，可以视情抄送同级指导机构；指导机构收到后要加强规范指导。"),
    Article(
        25,
        "各级政府加大投入，按任务配备人员，做到有专门机构、有专人负责。",
        reason="配备多少人员由政府决定，程序只登记并提示缺位。",
    ),
    Article(26, "加强协调监督队伍建设，建立干部培训、培养机制。", reason="授课和培养由人来做，程序只记录计划与结果。"),
    Article(27, "建立法治监督员制度，邀请六类人士参与协调监督。"),
    Article(28, "可以建立专家咨询机制，选聘专业人员解答协调监督中的专业问题。"),
    Article(29, "加强执法和执法监督的信息化建设，使两方面的数字应用协同推进。"),
    Article(
        30,
        "建立经费保障机制，把协调监督工作经费列入本级财政预算。",
        software=False,
        reason="列入预算是政府的财政决定，只能由政府作出；程序不参与，也不得把经费与罚没收入挂钩。",
    ),
    Article(31, "自印发之日（2022年7月14日）起施行，此前的事项不适用本办法的程序。"),
)

ARTICLES = MappingProxyType({article.number: article for article in _ARTICLES})
