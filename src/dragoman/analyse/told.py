"""When incidents were last told of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pyarrow as pa

from dragoman.analyse.briefs import Tables


def told_days(tables: Tables, keys: Sequence[str]) -> dict[str, date]:
    """The latest day on which a report that tells of each incident was published; those of reports without a day have none."""
    sql = """
        SELECT u.key, max(d.published) AS told FROM (SELECT key, unnest(claims) AS claim FROM incidents SEMI JOIN asked USING (key)) u
        JOIN claims c ON c.key = u.claim JOIN documents d ON d.key = c.document GROUP BY u.key HAVING told IS NOT NULL
    """
    rows = tables.query(sql, asked=pa.table({"key": pa.array(list(keys), pa.string())})).to_pylist()
    return {row["key"]: row["told"] for row in rows}
