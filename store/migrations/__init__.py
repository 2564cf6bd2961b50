"""The store's schema, step by step (Alembic); run by `Store.open`, found relative to this package."""
