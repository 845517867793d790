//! Databases for tests: a temporary SQLite file or a database on a temporary PostgreSQL server.
