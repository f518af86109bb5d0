"""How long a hand-over took is kept when it ends; of those that ended before it is worked out by today's calendars."""

from typing import Any

from django.db import migrations, models

from kefu.workbench.cases.clocks import hours
from kefu.workbench.cases.flow import Urgency


def work_out(apps: Any, _editor: Any) -> None:
    for one in apps.get_model("cases", "HandOver").objects.exclude(ended_at=None).select_related("case"):
        one.took = hours(one.to_department, Urgency(one.case.urgency)).spent(one.asked_at, one.ended_at)
        one.save(update_fields=["took"])


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='handover',
            name='took',
            field=models.FloatField(null=True),
        ),
        migrations.RunPython(work_out, migrations.RunPython.noop),
    ]
