"""Alembic's entry: runs the steps on the connection it is given, inside the caller's transaction."""

from alembic import context

connection = context.config.attributes["connection"]
context.configure(connection=connection, version_table_schema="desk", include_schemas=True)
context.run_migrations()
