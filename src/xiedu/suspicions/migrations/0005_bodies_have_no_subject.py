from django.db import migrations

OF_BODIES = (
    "org-fine-growth",
    "org-fine-target",
    "org-outside-parties",
    "org-fourth-quarter",
    "org-lost-rate",
    "org-data-late",
    "ins-clean-all",
)


def forget_subjects(apps, schema_editor):
    """What a check says of a body as a whole was stored with the subject of the record it stands on."""
    rows = apps.get_model("suspicions", "Suspicion").objects.filter(rule__in=OF_BODIES)
    rows.update(party_key="", party_name="")


class Migration(migrations.Migration):

    dependencies = [
        ('suspicions', '0004_area_of_upper_bodies'),
    ]

    operations = [
        migrations.RunPython(forget_subjects, migrations.RunPython.noop),
    ]
