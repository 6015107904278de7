"""Make many tables in one step of a migration."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class CreateTables(Operation):
    """Create all tables of an area, whole: the models may name each other in any order.

    Told one model, index and constraint at a time, Django draws all related models anew after each, which is most of
    the time a new database takes. Told all at once, it draws them once. What comes later are steps of Django's own.
    """

    reversible = False  # what is before the first tables is an empty database
    serialization_expand_args = ["models"]

    def __init__(self, models: list[CreateModel]) -> None:
        self.models = models

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Put all models into the state, which is drawn again when somebody next looks at it."""
        state.__dict__.pop("apps", None)
        for model in self.models:
            model.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Create the tables, then their indexes and foreign keys, which Django leaves to the end of the migration.

        With nothing left to do, it notes the migration in the same transaction: one that was killed was not begun.
        """
        for model in self.models:
            model.database_forwards(app_label, schema_editor, from_state, to_state)
        for statement in schema_editor.deferred_sql:
            schema_editor.execute(statement)
        schema_editor.deferred_sql.clear()

    def describe(self) -> str:
        """Say what the step does."""
        return f"Create {len(self.models)} tables"

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Say how the step is written down."""
        return type(self).__qualname__, [], {"models": self.models}
