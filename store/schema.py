"""The tables of the store, the same on SQLite and PostgreSQL.

Texts that repeat (URLs, link texts) stand once in a dictionary, found by a 64-bit hash instead of a second copy of the
text in an index. What is only read whole (facts, headers, links, findings) is packed. There are no foreign keys: every
row is written by this package alone, and checking them costs more than the write itself.
"""

from __future__ import annotations

import sqlalchemy as sa

HEAD = "0008"
"""The newest migration. Kept here so that opening an up-to-date store needs no Alembic."""

metadata = sa.MetaData()

# Ids fit 32 bits, which is what the link columns hold; SQLite hands out row ids, PostgreSQL a sequence.

run = sa.Table(
    "run",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("site", sa.Text, nullable=False),
    sa.Column("start_url", sa.Text, nullable=False),
    sa.Column("started_at", sa.Double, nullable=False),
    sa.Column("ended_at", sa.Double),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("stages", sa.Text, nullable=False, server_default=""),
    sa.Column("options", sa.LargeBinary, nullable=False),
    sa.Column("versions", sa.LargeBinary, nullable=False),
    sa.Column("coverage", sa.LargeBinary),
    sa.Column("message", sa.Text, nullable=False, server_default=""),
    sqlite_autoincrement=True,  # the id of a deleted run is never used again
)

url = sa.Table(
    "url",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("hash", sa.BigInteger, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Index("url_hash", "hash", unique=True),
)

anchor = sa.Table(
    "anchor",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("hash", sa.BigInteger, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Index("anchor_hash", "hash", unique=True),
)

frontier = sa.Table(
    "frontier",
    metadata,
    sa.Column("run_id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("url_id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("state", sa.SmallInteger, nullable=False),
    sa.Column("priority", sa.Integer, nullable=False),
    sa.Column("depth", sa.Integer, nullable=False),
    sa.Column("sources", sa.Integer, nullable=False),
    sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
    sa.Column("owner", sa.Text),
    sa.Column("leased_until", sa.Double),
    sa.Column("reason", sa.Text),
    sa.Column("detail", sa.Text),
    sa.Column("template_id", sa.Integer),
    # Only what still waits is indexed: a finished URL costs nothing here.
    sa.Index(
        "frontier_waiting",
        "run_id",
        "priority",
        "depth",
        "url_id",
        sqlite_where=sa.text("state < 2"),
        postgresql_where=sa.text("state < 2"),
    ),
    sqlite_with_rowid=False,
)

page = sa.Table(
    "page",
    metadata,
    sa.Column("run_id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("url_id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("asked_url", sa.Text),
    sa.Column("status", sa.SmallInteger, nullable=False),
    sa.Column("failure", sa.Text),
    sa.Column("failure_detail", sa.Text),
    sa.Column("redirect_id", sa.Integer),
    sa.Column("content_type", sa.Text),
    sa.Column("charset", sa.Text),
    sa.Column("headers", sa.LargeBinary),
    sa.Column("fetched_at", sa.Double, nullable=False),
    sa.Column("ttfb_ms", sa.Float),
    sa.Column("download_ms", sa.Float),
    sa.Column("wire_bytes", sa.BigInteger, nullable=False),
    sa.Column("body_bytes", sa.BigInteger, nullable=False),
    sa.Column("body_digest", sa.LargeBinary),
    sa.Column("depth", sa.Integer, nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("fingerprint", sa.LargeBinary),
    sa.Column("facts", sa.LargeBinary),
    sa.Column("fragments", sa.LargeBinary),  # places on other pages that its links name
    sa.Column("is_reused", sa.SmallInteger),  # 1: answered unchanged, the rest is an earlier run's
)

body = sa.Table(
    "body",
    metadata,
    sa.Column("run_id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("url_id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
)

link = sa.Table(
    "link",
    metadata,
    sa.Column("run_id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("url_id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
)

target = sa.Table(
    "target",
    metadata,
    sa.Column("run_id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("url_id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("status", sa.SmallInteger, nullable=False),
    sa.Column("failure", sa.Text),
    sa.Column("final_url", sa.Text),
    sa.Column("content_type", sa.Text),
    sa.Column("size_bytes", sa.BigInteger),
    sa.Column("headers", sa.LargeBinary),
    sa.Column("method", sa.Text, nullable=False),
    sa.Column("checked_at", sa.Double, nullable=False),
    sa.Column("redirects", sa.Text),  # statuses of the hops, "301 302"
)

link_history = sa.Table(
    "link_history",
    metadata,
    sa.Column("site", sa.Text, primary_key=True),
    sa.Column("url_id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("run_id", sa.Integer, nullable=False),  # the newest run that met it
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("status", sa.SmallInteger, nullable=False),
    sa.Column("failure", sa.Text),
    sa.Column("final_url", sa.Text),
    sa.Column("method", sa.Text, nullable=False),
    sa.Column("first_seen", sa.Double, nullable=False),
    sa.Column("checked_at", sa.Double, nullable=False),
    sa.Column("last_ok", sa.Double),
    sa.Column("failed_since", sa.Double),
    sa.Column("failures", sa.Integer, nullable=False),
    # As they stood before the newest run, so that recording that run again counts nothing twice.
    sa.Column("last_ok_before", sa.Double),
    sa.Column("failed_since_before", sa.Double),
    sa.Column("failures_before", sa.Integer, nullable=False),
    sqlite_with_rowid=False,
)

probe = sa.Table(
    "probe",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("run_id", sa.Integer, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("url_id", sa.Integer, nullable=False),
    sa.Column("status", sa.SmallInteger, nullable=False),
    sa.Column("failure", sa.Text),
    sa.Column("data", sa.LargeBinary),
    sa.Column("asked_at", sa.Double, nullable=False),
    sa.Index("probe_key", "run_id", "kind", "url_id", unique=True),
)

sitemap = sa.Table(
    "sitemap",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("run_id", sa.Integer, nullable=False),
    sa.Column("sitemap_id", sa.Integer, nullable=False),
    # Digest of the raw loc and of which of its like it is, so that reading a sitemap again adds nothing.
    sa.Column("key", sa.BigInteger, nullable=False),
    sa.Column("url_id", sa.Integer),
    sa.Column("raw", sa.Text),
    sa.Column("lastmod", sa.Text),
    sa.Column("extra", sa.LargeBinary),
    sa.Index("sitemap_key", "run_id", "sitemap_id", "key", unique=True),
)

artifact = sa.Table(
    "artifact",
    metadata,
    sa.Column("run_id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("page_id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("device", sa.Text, primary_key=True),
    sa.Column("data", sa.LargeBinary),
    sa.Column("blob", sa.LargeBinary),
    sa.Column("error", sa.Text, nullable=False, server_default=""),
    sa.Column("taken_at", sa.Double, nullable=False),
)

template = sa.Table(
    "template",
    metadata,
    sa.Column("run_id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("sample_url", sa.Text, nullable=False),
)

verdict = sa.Table(
    "verdict",
    metadata,
    sa.Column("run_id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
)

cause = sa.Table(
    "cause",
    metadata,
    sa.Column("run_id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("id", sa.Text, nullable=False),
    sa.Column("rule", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("pages", sa.Integer, nullable=False),
    sa.Column("occurrences", sa.Integer, nullable=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sa.Column("page_ids", sa.LargeBinary, nullable=False),
    sa.Index("cause_id", "id"),
)

finding = sa.Table(
    "finding",
    metadata,
    sa.Column("run_id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("block", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("cause", sa.Text, nullable=False),
    sa.Column("count", sa.Integer, nullable=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sa.Index("finding_cause", "run_id", "cause"),
)

custom = sa.Table(
    "custom",
    metadata,
    sa.Column("run_id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("page_id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
)

# What page rules said of a page of the site when it was judged last. It belongs to no run: every run that reads the
# same may take it over, and it goes with the last run of its site.
judged = sa.Table(
    "judged",
    metadata,
    sa.Column("site", sa.Text, primary_key=True),
    sa.Column("url_id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("key", sa.LargeBinary, nullable=False),  # digest of the page, the rules and their settings
    sa.Column("reads", sa.LargeBinary, nullable=False),  # what the rules read of the site, as hashes
    sa.Column("data", sa.LargeBinary, nullable=False),  # what they said
)

# Measures belong to the site: deleting the run that pulled them leaves the history, which cannot be had again.
measure = sa.Table(
    "measure",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("site", sa.Text, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("account", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("scope", sa.Text, nullable=False),
    sa.Column("first_day", sa.Text, nullable=False),
    sa.Column("last_day", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("run_id", sa.Integer),  # the run that pulled it last
    sa.Column("taken_at", sa.Double, nullable=False),
    sa.Column("row_count", sa.Integer, nullable=False),
    sa.Column("data", sa.LargeBinary, nullable=False),  # names of keys and columns, trust flags
    sa.Index("measure_key", "site", "source", "name", "account", "scope", "first_day", "last_day", unique=True),
)

measure_rows = sa.Table(
    "measure_rows",
    metadata,
    sa.Column("measure_id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("block", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
)

search_term = sa.Table(
    "search_term",  # queries, countries, devices: what rows of search engines are of, pages apart
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("hash", sa.BigInteger, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Index("search_term_hash", "hash", unique=True),
)

search_day = sa.Table(
    "search_day",  # one pull of one day: ledger and rows in one, so that both are replaced together
    metadata,
    sa.Column("property", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("pull", sa.Text, primary_key=True),
    sa.Column("day", sa.Text, primary_key=True),
    sa.Column("clicks", sa.BigInteger, nullable=False),
    sa.Column("impressions", sa.BigInteger, nullable=False),
    sa.Column("position_sum", sa.Double),
    sa.Column("row_count", sa.Integer, nullable=False),
    sa.Column("is_settled", sa.Boolean, nullable=False),
    sa.Column("is_capped", sa.Boolean, nullable=False),
    sa.Column("fetched_at", sa.Double, nullable=False),
    sa.Column("data", sa.LargeBinary),
)

search_snapshot = sa.Table(
    "search_snapshot",
    metadata,
    sa.Column("property", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("taken_at", sa.Double, nullable=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
)

search_inspection = sa.Table(
    "search_inspection",
    metadata,
    sa.Column("property", sa.Text, primary_key=True),
    sa.Column("url_id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("asked_at", sa.Double, nullable=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
)

search_use = sa.Table(
    "search_use",  # requests counted against a budget of the engine, by hour
    metadata,
    sa.Column("property", sa.Text, primary_key=True),
    sa.Column("service", sa.Text, primary_key=True),
    sa.Column("hour", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("asked", sa.Integer, nullable=False),
    sa.Column("refused_at", sa.Double),
)

cause_alias = sa.Table(
    "cause_alias",  # a cause that grouping gave another id than it has had
    metadata,
    sa.Column("run_id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, nullable=False),
)

verification = sa.Table(
    "verification",  # pages of a cause that were tested again outside a run
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("site", sa.Text, nullable=False),
    sa.Column("cause", sa.Text, nullable=False),
    sa.Column("at", sa.Double, nullable=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sa.Index("verification_cause", "site", "cause"),
)

watch_state = sa.Table(
    "watch_state",  # how each watched address stands
    metadata,
    sa.Column("site", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("url", sa.Text, primary_key=True),
    sa.Column("data", sa.LargeBinary, nullable=False),
)

watch_day = sa.Table(
    "watch_day",  # looks added up: a site that is watched every few minutes costs a row an address and day
    metadata,
    sa.Column("site", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("url", sa.Text, primary_key=True),
    sa.Column("day", sa.Text, primary_key=True),
    sa.Column("up", sa.Integer, nullable=False),
    sa.Column("down", sa.Integer, nullable=False),
    sa.Column("unsure", sa.Integer, nullable=False),
    sa.Column("ms_sum", sa.Double, nullable=False),
    sa.Column("timed", sa.Integer, nullable=False),
)

watch_event = sa.Table(
    "watch_event",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("site", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("at", sa.Double, nullable=False),
    sa.Column("what", sa.Text, nullable=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sa.Index("watch_event_site", "site", "at"),
)

PER_RUN = (
    frontier, page, body, link, target, probe, sitemap, artifact, template, verdict, cause, finding, custom,
    cause_alias,
)  # fmt: skip
"""Every table that holds rows of one run, for deleting it."""
