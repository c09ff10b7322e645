"""The supervision checks: three-valued expressions over enforcement records (DuckDB and law; no Django)."""
