"""The account behind an actor: whoever comes by a page or a command is known by his sign-in, not by what he says."""

from tests.cast import SINCE
from xiedu.base.models import User
from xiedu.bodies.models import Person, Post
from xiedu.procedure.situation import Actor


def account(actor: Actor) -> User:
    """The actor's account with the posts he claims; who had none gets one, so that nothing else stops him."""
    person = Person.objects.select_related("user").get(pk=actor.person_id)
    if person.user is None:
        person.user = User.objects.create(username=f"p{person.pk}", display_name=person.name)
        person.save()
    for rank in actor.posts:
        given = {"person": person, "body_id": actor.body_id, "rank": rank}
        if not Post.objects.filter(**given).exists():
            Post.objects.create(**given, valid_from=SINCE)
    return person.user
