"""What the demo's disputes are about. All of it is synthetic; instruments are real and named without an article where
the article was not checked against the text of the instrument.
"""

from dataclasses import dataclass

LAW, REGULATION, LOCAL, RULE = "law", "regulation", "local_regulation", "ministry_rule"
ENFORCEMENT = "浙江省综合行政执法条例"


@dataclass(frozen=True, slots=True)
class Case:
    """A dispute in words: bodies by slug; bases are (rank, instrument, article or "", what it says)."""

    code: str
    title: str
    field: str
    applicant: str
    respondent: str
    focus: str
    mine: str
    theirs: str
    my_bases: tuple[tuple[str, str, str, str], ...]
    their_bases: tuple[tuple[str, str, str, str], ...]
    duties: tuple[tuple[str, str, tuple[str, ...]], ...]
    reasons: str
    negotiated: str
    interim: str = ""
    reply: str = ""
    outcome: str = "not_agreed"


MUCK = Case(
    code="muck",
    title="城区建筑渣土运输车辆沿途撒落的执法职责",
    field="渣土运输",
    applicant="qujiang-zhujian",
    respondent="qujiang-jiaotong",
    focus="渣土车辆在城区道路行驶途中撒落渣土，由住建部门还是交通运输部门查处。",
    mine="本局负责工地出场管理。车辆驶上道路后的撒落属于道路运输经营中的违法行为，应由交通运输部门查处。",
    theirs="道路运输管理针对营运资质和装载，城区道路路面污染属于市容环境卫生管理，应由住建部门查处。",
    my_bases=((REGULATION, "中华人民共和国道路运输条例", "", "货物脱落、扬撒的处理"),),
    their_bases=((RULE, "城市建筑垃圾管理规定", "", "处置建筑垃圾的单位在运输途中不得丢弃、遗撒"),),
    duties=(
        ("工地出场密闭、冲洗和出场核验", "qujiang-zhujian", ()),
        ("运输途中撒落的查处", "qujiang-jiaotong", ("qujiang-zhujian",)),
    ),
    reasons="按行为发生的环节划分：出场前由工地主管部门负责，上路后由运输主管部门负责，线索互相移送。",
    negotiated="两局就三起群众投诉召开协商会，对路面撒落的查处主体未能达成一致。",
    interim="路面撒落由先发现的一方先行通知清扫并固定证据。",
    reply="同意就运输途中的查处重新划分，请明确工地出场核验的责任。",
)
STRAW = Case(
    code="straw",
    title="农田秸秆露天焚烧的巡查和查处职责",
    field="秸秆焚烧",
    applicant="qujiang-hunan",
    respondent="qujiang-nongye",
    focus="镇域农田秸秆露天焚烧，由镇人民政府还是区农业农村局立案查处。",
    mine="镇里负责网格巡查和先期制止。该事项不在本镇承接的行政执法事项清单内，应由区农业农村局立案查处。",
    theirs="秸秆禁烧实行属地管理，镇人民政府最先发现，具备当场取证条件，应由镇里立案查处。",
    my_bases=((LOCAL, ENFORCEMENT, "第十七条第二款", "乡镇与县级行政执法机关的职责争议由县级指导机构协调处理"),),
    their_bases=((LAW, "中华人民共和国大气污染防治法", "", "露天焚烧秸秆的监督管理"),),
    duties=(
        ("巡查发现、先期制止和固定证据", "qujiang-hunan", ()),
        ("立案查处", "qujiang-nongye", ("qujiang-hunan",)),
    ),
    reasons="该事项尚未列入本镇行政执法事项清单，处罚权仍在区级部门；镇里承担发现和先期处置。",
    negotiated="镇政府两次函商区农业农村局，对方书面答复认为应属地查处。",
    interim="禁烧期内由镇网格员继续巡查，发现火点先行扑灭并拍照留证。",
    reply="本局可以立案，但请明确镇里移送线索时应附的证据和时限。",
)
BUILDING = Case(
    code="building",
    title="城乡结合部在建违法建设的查处职责",
    field="违法建设",
    applicant="qujiang-zhifa",
    respondent="qujiang-zhujian",
    focus="未取得施工许可、同时涉嫌违反规划的在建房屋，由综合行政执法部门还是住建部门牵头查处。",
    mine="本局承接城乡规划方面的行政处罚；未取得施工许可擅自施工仍由住建部门查处，应由其先行责令停止施工。",
    theirs="房屋未取得规划许可即属违法建设，应由综合行政执法局统一查处，不宜分头立案。",
    my_bases=((LAW, "中华人民共和国建筑法", "", "未取得施工许可擅自施工的处理"),),
    their_bases=((LAW, "中华人民共和国城乡规划法", "", "未取得建设工程规划许可进行建设的处理"),),
    duties=(
        ("违反规划的立案查处", "qujiang-zhifa", ()),
        ("责令停止施工和施工许可方面的查处", "qujiang-zhujian", ("qujiang-zhifa",)),
    ),
    reasons="规划违法与施工许可违法是两个违法行为，由各自主管部门查处，现场处置互相配合。",
    negotiated="两局就两处在建房屋现场会商，对牵头单位意见不一。",
    interim="发现在建的，由先到场的一方先行制止并通知另一方。",
)
NOISE = Case(
    code="noise",
    title="夜间建筑施工噪声投诉的处置职责",
    field="噪声",
    applicant="changshan-zhujian",
    respondent="changshan-gongan",
    focus="夜间违规施工噪声的投诉，由住建部门还是公安机关到场处置和查处。",
    mine="夜间出警和现场制止需要公安机关的力量，且扰民行为可以适用治安管理规定，应由公安机关处置。",
    theirs="建筑施工噪声不是社会生活噪声，应由施工工地的主管部门查处，公安机关只在发生冲突时出警。",
    my_bases=((LAW, "中华人民共和国治安管理处罚法", "", "制造噪声干扰他人正常生活的处理"),),
    their_bases=((LAW, "中华人民共和国噪声污染防治法", "", "建筑施工噪声污染的监督管理"),),
    duties=(
        ("夜间施工噪声的查处", "changshan-zhujian", ()),
        ("现场秩序维护", "changshan-gongan", ("changshan-zhujian",)),
    ),
    reasons="施工噪声由工地主管部门监督管理，公安机关对现场冲突负责，投诉首接部门不得推诿。",
    negotiated="两局电话和书面协商各一次，均认为应由对方首先到场。",
    reply="不同意由公安机关查处施工噪声，愿意配合维护现场秩序。",
)
STALLS = Case(
    code="stalls",
    title="两区交界路段流动摊贩占道经营的管理职责",
    field="占道经营",
    applicant="kecheng-huayuan",
    respondent="qujiang-zhangtan",
    focus="柯城、衢江交界路段的流动摊贩在道路两侧来回经营，由哪一方街道办事处查处。",
    mine="路段红线在衢江一侧，摊贩夜间也停放在樟潭街道辖区，应由对方查处。",
    theirs="投诉和客流都来自柯城一侧，道路养护单位也在柯城，应由花园街道查处。",
    my_bases=((LOCAL, ENFORCEMENT, "第十三条", "涉及不同区域之间职责衔接的可以联合执法"),),
    their_bases=((LAW, "中华人民共和国行政处罚法", "第二十二条", "行政处罚由违法行为发生地的行政机关管辖"),),
    duties=(
        ("道路中心线以西的查处", "kecheng-huayuan", ("qujiang-zhangtan",)),
        ("道路中心线以东的查处", "qujiang-zhangtan", ("kecheng-huayuan",)),
    ),
    reasons="以道路中心线为界划分日常管理，跨线流动的由先发现的一方处理到底，每周一次联合整治。",
    negotiated="两街道现场踏勘后协商，对以红线还是以中心线为界意见不一。",
    reply="本街道只对中心线以东负责，不同意以红线为界。",
)
FUMES = Case(
    code="fumes",
    title="居民楼下餐饮店油烟扰民的查处职责",
    field="餐饮油烟",
    applicant="kecheng-shichang",
    respondent="kecheng-shengtai",
    focus="在不得开办产生油烟项目的居民楼开设餐饮店，由市场监管部门还是生态环境部门查处。",
    mine="本局按登记材料发照，不审查油烟排放条件，选址和排放问题应由生态环境部门查处。",
    theirs="问题源于准入环节，应由登记和食品经营许可部门从源头把关。",
    my_bases=((LAW, "中华人民共和国大气污染防治法", "", "餐饮服务业油烟排放的监督管理"),),
    their_bases=((LAW, "中华人民共和国食品安全法", "", "食品经营许可条件"),),
    duties=(
        ("油烟排放的监测和查处", "kecheng-shengtai", ()),
        ("许可环节告知不得选址的范围并抄告", "kecheng-shichang", ("kecheng-shengtai",)),
    ),
    reasons="排放行为由生态环境部门查处；准入环节做好提示和抄告，避免事后纠纷。",
    negotiated="就七件重复投诉书面协商两轮，双方均坚持原意见。",
    reply="不认同由本分局承担全部查处职责。",
)
SAND = Case(
    code="sand",
    title="河道管理范围内非法采砂的查处职责",
    field="河道采砂",
    applicant="longyou-shuili",
    respondent="longyou-ziran",
    focus="在河道管理范围与滩地重叠地段采挖砂石，由水利部门还是自然资源部门立案。",
    mine="采挖地点在滩地，已经登记为集体土地，属于破坏土地和盗采矿产资源，应由自然资源部门查处。",
    theirs="地点在划定公布的河道管理范围内，河道采砂实行许可管理，应由水利部门查处。",
    my_bases=((LAW, "中华人民共和国矿产资源法", "", "未取得许可开采的处理"),),
    their_bases=(
        (LAW, "中华人民共和国水法", "", "河道采砂许可"),
        (REGULATION, "中华人民共和国河道管理条例", "", "河道管理范围内的采砂"),
    ),
    duties=(
        ("河道管理范围内采砂的查处", "longyou-shuili", ("longyou-ziran",)),
        ("河道管理范围外滩地采砂的查处", "longyou-ziran", ()),
    ),
    reasons="以公布的河道管理范围线为界；线内由水利部门查处，资源价值认定由自然资源部门协助。",
    negotiated="联合踏勘一次、协商会一次，对重叠地段由谁立案未能一致。",
    interim="由先发现的一方先行制止并扣留现场证据材料，另一方派员到场。",
    reply="坚持重叠地段由水利部门立案。",
)
BIKES = Case(
    code="bikes",
    title="共享单车违规停放的清理和执法职责",
    field="共享单车停放",
    applicant="kecheng-jiaotong",
    respondent="kecheng-zhujian",
    focus="共享单车占用盲道和绿地停放，由交通运输部门还是住建部门督促清理。",
    mine="本局负责企业投放总量和运营服务，具体停放秩序属于城市道路和绿地管理。",
    theirs="停放点位随投放方案确定，应由行业主管部门督促企业清理。",
    my_bases=((REGULATION, "城市道路管理条例", "", "占用城市道路的管理"),),
    their_bases=((LAW, "中华人民共和国无障碍环境建设法", "", "无障碍设施的维护和使用"),),
    duties=(("违规停放的督促清理", "kecheng-zhujian", ("kecheng-jiaotong",)),),
    reasons="按占用的公共空间确定管理部门，行业主管部门负责约谈企业。",
    negotiated="协商会上双方同意试行网格派单，但未能书面确定责任。",
)
ADVERTS = Case(
    code="adverts",
    title="楼顶户外广告牌的安全检查职责",
    field="户外广告",
    applicant="quzhou-shichang",
    respondent="quzhou-zhujian",
    focus="一处已经立案的楼顶广告牌由哪个部门继续查处。",
    mine="本局只监管广告内容，该广告牌的设置和结构安全应由住建部门查处，请确定本案由其办理。",
    theirs="该案由市场监管部门先行立案，应由其继续办理。",
    my_bases=((LAW, "中华人民共和国广告法", "", "广告内容的监督管理"),),
    their_bases=((LAW, "中华人民共和国行政处罚法", "第二十五条", "都有管辖权的，由最先立案的行政机关管辖"),),
    duties=(("广告牌设置的查处", "quzhou-zhujian", ()),),
    reasons="",
    negotiated="函商一次，对方认为应由先立案的机关办理。",
)
DOGS = Case(
    code="dogs",
    title="流浪犬捕捉和伤人犬处置的职责",
    field="犬只管理",
    applicant="kaihua-gongan",
    respondent="kaihua-nongye",
    focus="无主流浪犬的捕捉收容，由公安机关还是农业农村部门负责。",
    mine="本局负责养犬登记和伤人案件的处理，流浪犬的防疫和收容应由农业农村部门负责。",
    theirs="",
    my_bases=((LAW, "中华人民共和国动物防疫法", "", "犬只防疫管理"),),
    their_bases=(),
    duties=(("流浪犬收容和防疫", "kaihua-nongye", ("kaihua-gongan",)),),
    reasons="",
    negotiated="两次发函协商，对方在约定时间内未答复，附送达回执。",
    outcome="no_answer",
)
KITCHEN = Case(
    code="kitchen",
    title="餐厨垃圾收运和流向监管的职责",
    field="餐厨垃圾",
    applicant="jiangshan-zhujian",
    respondent="jiangshan-shichang",
    focus="餐饮单位将餐厨垃圾交给无资质人员收运，由住建部门还是市场监管部门查处。",
    mine="餐饮单位的经营行为由市场监管部门监管，废弃物处置台账也在其检查范围内。",
    theirs="收运资质由住建部门核发，擅自收运和交由无资质人员收运都应由住建部门查处。",
    my_bases=((LAW, "中华人民共和国食品安全法", "", "食品生产经营者的监督管理"),),
    their_bases=((RULE, "城市生活垃圾管理办法", "", "从事生活垃圾经营性收集、运输的许可"),),
    duties=(("收运资质和流向的查处", "jiangshan-zhujian", ("jiangshan-shichang",)),),
    reasons="",
    negotiated="协商会一次，对方要求先明确部门权力清单。",
)
SHUTTLES = Case(
    code="shuttles",
    title="园区接驳车未经许可从事客运的查处职责",
    field="非法营运",
    applicant="zhizao-guanwei",
    respondent="quzhou-jiaotong",
    focus="企业以接驳车名义向园区外人员收费载客，由管委会还是交通运输部门查处。",
    mine="管委会没有道路运输方面的行政处罚权，应由交通运输部门查处。",
    theirs="车辆只在园区和高铁站之间行驶，属于园区内部管理事项，应由管委会先行规范。",
    my_bases=((REGULATION, "中华人民共和国道路运输条例", "", "未取得道路运输经营许可从事经营的处理"),),
    their_bases=((LOCAL, ENFORCEMENT, "第十五条", "行政执法机关之间建立协作配合工作机制"),),
    duties=(
        ("无证客运的立案查处", "quzhou-jiaotong", ("zhizao-guanwei",)),
        ("线索发现和企业提醒", "zhizao-guanwei", ()),
    ),
    reasons="客运经营许可由交通运输部门实施，相应违法行为由其查处；管委会负责发现和提醒。",
    negotiated="协商会一次，双方对园区内道路是否属于营运范围认识不一。",
    reply="愿意就园区外路段立案，园区内请管委会先行规范。",
)
INN = Case(
    code="inn",
    title="乡村民宿无证经营的牵头查处职责",
    field="民宿管理",
    applicant="qujiang-wenlv",
    respondent="qujiang-shichang",
    focus="未办理登记和许可即接待游客的民宿，由文旅部门还是市场监管部门牵头查处。",
    mine="民宿不是旅行社或者景区，未办照经营属于无证无照经营，应由市场监管部门牵头查处。",
    theirs="民宿等级和服务规范由文旅部门制定，应由其先行摸底规范，再按各自职责查处。",
    my_bases=((REGULATION, "无证无照经营查处办法", "", "无照经营的查处"),),
    their_bases=((LAW, "中华人民共和国旅游法", "", "城乡居民利用自有住宅从事旅游经营的管理"),),
    duties=(("无照经营的查处", "qujiang-shichang", ("qujiang-wenlv",)),),
    reasons="",
    negotiated="节前联合检查时当场协商，事后以会议纪要确认未达成一致。",
)
PACKAGING = Case(
    code="packaging",
    title="农药包装废弃物丢弃的查处职责",
    field="农药包装废弃物",
    applicant="longyou-nongye",
    respondent="longyou-zhujian",
    focus="田间地头丢弃的农药包装废弃物，由农业农村部门还是环卫主管部门查处和清运。",
    mine="",
    theirs="",
    my_bases=(),
    their_bases=(),
    duties=(),
    reasons="",
    negotiated="首次协商，对方提出先由农业农村部门统一回收，约定半个月后再议。",
)
