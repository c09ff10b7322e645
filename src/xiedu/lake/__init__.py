"""The lake of enforcement records: versions of every record in Parquet under one catalog. Free of Django."""
