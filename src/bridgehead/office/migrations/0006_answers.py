from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('office', '0005_moves'),
    ]

    operations = [
        migrations.AddField(
            model_name='record',
            name='answers',
            field=models.TextField(null=True),
        ),
        migrations.AlterField(
            model_name='review',
            name='verdict',
            field=models.TextField(choices=[('confirmed', '确认'), ('rejected', '否定'), ('noted', '备注'), ('reopened', '撤回')]),
        ),
        migrations.AddIndex(
            model_name='record',
            index=models.Index(fields=['answers', 'type'], name='record_answers_type'),
        ),
    ]
