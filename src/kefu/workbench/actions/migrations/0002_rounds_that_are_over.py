"""Rounds that are over are kept for the report; of those that ended before nobody knows the days, so they are not told."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('actions', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Round',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('metric', models.CharField(blank=True, default='', max_length=80)),
                ('dimension', models.CharField(blank=True, default='', max_length=60)),
                ('members', models.CharField(blank=True, default='', max_length=200)),
                ('expected', models.CharField(blank=True, default='', max_length=40)),
                ('starts_on', models.DateField()),
                ('due_on', models.DateField()),
                ('ended_on', models.DateField()),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rounds', to='actions.action')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('team', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.team')),
            ],
            options={
                'ordering': ['action', 'number'],
                'constraints': [models.UniqueConstraint(fields=('action', 'number'), name='round_once'), models.CheckConstraint(condition=models.Q(('ended_on__gte', models.F('starts_on'))), name='round_ends_after')],
            },
        ),
    ]
