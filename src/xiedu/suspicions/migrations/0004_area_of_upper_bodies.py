from django.db import migrations, models


def to_the_bureau_that_supervises(apps, schema_editor):
    """Open suspicions of city bodies that sit in a county, and of vertical ones, go to the city's bureau."""
    suspicions = apps.get_model("suspicions", "Suspicion").objects
    upper = models.Q(source__legal_level="city") | models.Q(source__kind="vertical")
    for area in apps.get_model("bodies", "Area").objects.filter(rank="city"):
        suspicions.filter(upper, state="open", area__parent=area).update(area=area)


class Migration(migrations.Migration):

    dependencies = [
        ('bodies', '0001_initial'),
        ('suspicions', '0003_perusal'),
    ]

    operations = [
        migrations.RunPython(to_the_bureau_that_supervises, migrations.RunPython.noop),
    ]
