"""Who sees what of collected records: every page, by role, for records of one's own, of others, and of nobody."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db.models import QuerySet

from tests.cast import Cast
from tests.intake.city import PERSON
from tests.web.conftest import As
from tests.web.intake.conftest import Sent
from xiedu.base.models import AuditEntry, User, today
from xiedu.bodies.city import seed_city
from xiedu.bodies.dossier import as_party
from xiedu.bodies.dossier import read as dossiers
from xiedu.bodies.models import Area, Body
from xiedu.bodies.oversight import REPORTING, sources_read, sources_seen, supervising_area
from xiedu.bodies.principal import principal_of
from xiedu.intake.models import TrayRow
from xiedu.lake.store import reading
from xiedu.supervision.competence import competent
from xiedu.suspicions.models import Perusal, Run, Suspicion

pytestmark = pytest.mark.django_db
SOURCE, OWN, OTHER, CITY = "柯城区住建局", "柯城区司法局", "衢江区司法局", "衢州市司法局"
BAD = {"行政处罚决定书文号": "坏行", "处罚决定日期": "去年"}
SECRETS = ("合成公司一", "占道经营", "去年")
ABSENT = "987654321"
# Page → what its own bureau, the city's bureau and another bureau are answered; "head": without what is recorded.
PAGES = {
    "/records/penalty/{record}/": (200, "head", 404),
    "/records/penalty/{record}/number/party_id_no/": (200, 404, 404),
    "/subjects/?key={subject}": (200, 404, 404),
    "/suspicions/{suspicion}/": (200, "head", 404),
    "/intake/batches/{batch}/": (200, "head", 404),
    "/intake/batches/{batch}/report/": (200, 404, 404),
    "/intake/batches/{batch}/workbook/": (200, 404, 404),
    "/intake/batches/{batch}/tray/": (200, 404, 404),
    "/intake/tray/{row}/": (200, 404, 404),
    "/quality/{source}/2024-05/": (200, "head", 404),
    "/quality/{source}/2024-05/penalty/all/": (200, 404, 404),
}


@pytest.fixture
def held(cast: Cast, sent: Sent) -> dict[str, str]:
    """The numbers of one of each, of a county's body."""
    batch = sent(SOURCE, PERSON, BAD)
    with reading(Path(settings.LAKE_DIR)) as db:
        ((record, key, subject),) = db.execute("select id, record_key, party_key from lake.penalty").fetchall()
    found = Suspicion.objects.create(**_suspicion(cast, record, key, subject))
    row = TrayRow.objects.get(batch=batch)
    numbers = {"record": record, "subject": subject, "suspicion": found.pk, "batch": batch.pk, "row": row.pk}
    return {name: str(value) for name, value in {**numbers, "source": cast.id(SOURCE)}.items()}


def _suspicion(cast: Cast, record: int, key: str, subject: str) -> dict[str, object]:
    source = cast.bodies[SOURCE]
    run = Run.objects.create(kind="full", as_of=today(), state="done")
    return {
        "key": "k", "kind": "penalty", "source": source, "area_id": supervising_area(source), "record_key": key,
        "record_id": record, "record": "文号一", "party_key": subject, "party_name": "合成公司一", "rule": "off-lt-two",
        "version": 1, "severity": "red", "explain": "占道经营一处", "raised_on": today(), "first_run": run,
        "last_run": run,
    }  # fmt: skip


def test_each_page_answers_each_role_as_said_and_the_foreign_like_the_absent(held: dict[str, str], sign_in: As) -> None:
    nobodys = dict.fromkeys(held, ABSENT)
    for place, body in enumerate((OWN, CITY, OTHER)):
        client = sign_in(body)
        for page, answers in PAGES.items():
            got, absent, said = client.get(page.format(**held)), client.get(page.format(**nobodys)), answers[place]
            text = got.content.decode(errors="replace")
            assert (got.status_code, absent.status_code) == (200 if said == "head" else said, 404), (body, page)
            assert said == 200 or not [secret for secret in SECRETS if secret in text], (body, page)
            assert said != 404 or got.content == absent.content, (body, page)
    for body in ("柯城区指导", "柯城区政府", "市住建局"):
        client = sign_in(body)
        for page in PAGES:
            refused = 403 if page.startswith(("/rec", "/sub", "/sus")) else 404
            assert client.get(page.format(**held)).status_code == refused, (body, page)


def test_the_city_reads_a_record_it_has_called_in_with_a_reason_and_judges_nothing(
    held: dict[str, str], sign_in: As, cast: Cast
) -> None:
    record, suspicion = f"/records/penalty/{held['record']}/", f"/suspicions/{held['suspicion']}/"
    ask = f"{record}peruse/"
    for body, post in ((CITY, "handler"), (OWN, "head"), (OTHER, "head")):
        assert sign_in(body, post).post(ask, {"reason": "核查"}).status_code == 404
    leader = sign_in(CITY, "section")
    assert ask in leader.get(record).content.decode()
    assert leader.post(ask, {"reason": " "}).status_code == 422
    assert leader.post(f"/records/penalty/{ABSENT}/peruse/", {"reason": "核查"}).status_code == 404
    assert not Perusal.objects.exists()
    for reason in ("核查跨区域重复检查", "第二次"):
        assert leader.post(ask, {"reason": reason}).status_code == 302
    entry = AuditEntry.objects.get(action="调阅执法记录")
    assert (entry.user, entry.detail["reason"]) == (cast.people[CITY, "section"].user, "核查跨区域重复检查")
    city = sign_in(CITY)
    for page in (record, suspicion, f"/subjects/?key={held['subject']}"):
        assert "合成公司一" in city.get(page).content.decode()
    assert "核查跨区域重复检查" in sign_in(OWN).get(record).content.decode()
    assert sign_in(OTHER).get(record).status_code == 404
    number = f"{record}number/party_id_no/"
    assert number not in city.get(record).content.decode()
    assert city.post(number, {"reason": "核对"}).status_code == 404
    assert city.post(suspicion, {"what": "confirm", "lead": "no"}).status_code == 404


def test_a_body_is_read_by_the_one_bureau_to_which_its_leads_go() -> None:
    seed_city()
    areas = {area.pk: area.code for area in Area.objects.all()}
    bureaus = list(Body.objects.filter(kind="justice"))
    heads = [principal_of(User.objects.get(person__posts__body=b, person__posts__rank="head")) for b in bureaus]
    read = {b.area_id: pks(sources_read(who)) for b, who in zip(bureaus, heads, strict=True)}
    seen = {pk for who in heads for pk in pks(sources_seen(who))}
    bodies = Body.objects.filter(kind__in=REPORTING).select_related("area__parent__parent").in_bulk()
    routed = {one.id: competent(as_party(one)).area for one in dossiers(bodies, today())}
    assert seen == bodies.keys()
    for pk, body in bodies.items():
        (mine,) = (area for area, pks_ in read.items() if pk in pks_)
        assert mine == supervising_area(body), body.name
        assert routed[pk] in {"", areas[mine]}, body.name


def pks(bodies: QuerySet[Body]) -> set[int]:
    return set(bodies.values_list("pk", flat=True))
