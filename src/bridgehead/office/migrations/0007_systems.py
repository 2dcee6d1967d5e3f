"""Records name the work system that they hang on; what people mended is found at once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds a kind of mention and an index."""

    dependencies = (("office", "0006_answers"),)

    operations = (
        migrations.AlterField(
            model_name="mention",
            name="kind",
            field=models.TextField(
                choices=[
                    ("person", "人物"),
                    ("place", "地点"),
                    ("organization", "机构"),
                    ("system", "工作体系"),
                ]
            ),
        ),
        migrations.AddIndex(
            model_name="record",
            index=models.Index(fields=["method", "document"], name="record_method_document"),
        ),
    )
