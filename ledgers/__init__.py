"""Excel ledgers in, immutable DuckDB snapshots out. See DESIGN.md 2–5."""
