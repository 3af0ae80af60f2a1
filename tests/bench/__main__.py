"""The budgets of speed, measured: python -m tests.bench, or make bench.

Every time is a ratio to a floor measured in the same run, turn by turn, so that a busy machine slows both. It reports
and judges nothing: the exit code is 0. DATABASE_URL names a PostgreSQL; the data go into a database made for the run.
"""

import os
import sys
import tempfile
from pathlib import Path


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="smp-bench-") as folder:
        os.environ["DATA_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "smplanner.settings"
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection
        from django.template import Template
        from django.test.utils import setup_test_environment

        plain_render = Template._render
        setup_test_environment()
        Template._render = plain_render  # tests note each template with a copy of its context; a server does not
        if connection.vendor == "sqlite":
            connection.settings_dict["TEST"]["NAME"] = str(Path(folder) / "bench.sqlite3")
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            call_command("collectstatic", interactive=False, verbosity=0)
            from tests.bench import budgets

            budgets.run()
        finally:
            connection.creation.destroy_test_db("", verbosity=0)


if __name__ == "__main__":
    sys.exit(main())
