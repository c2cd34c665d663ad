/* catalog.c: what PostgreSQL's catalogue says about tables; the columns are told in <quern/backend/dialect.h>.
 *
 * to_regclass and to_regtype read names as any statement would, by the search path. Types are compared by number and by what
 * stands in brackets behind them, numeric(10,2), since to_regtype drops that. Indexes that are partial, not yet valid, or on
 * expressions guarantee nothing about a column and are left out; so are constraints of several columns, but those that are keys. */
#include "backends/postgres/link.h"

/* What stands in brackets in the name of a type, without spaces. numeric(10) is numeric(10,0). */
#define MODIFIER(type) "replace(substring(replace(" type ", ' ', '') FROM '\\([^)]*\\)'), ',0)', ')')"
#define COLUMN_MODIFIER "coalesce(" MODIFIER("pg_catalog.format_type(a.atttypid, a.atttypmod)") ", '')"
/* The same of what a model wants: char is char(1). */
#define WANTED_MODIFIER                                                         \
    "coalesce(" MODIFIER("type") ", CASE WHEN lower(replace(type, ' ', '')) ~ " \
                                 "'^(national)?(char|character|nchar)(\\[|$)' THEN '(1)' ELSE '' END)"

/* The type that a domain is made of in the end. */
#define BASE_TYPE                                                                                \
    "(WITH RECURSIVE base AS (SELECT y.oid, y.typbasetype UNION ALL SELECT d.oid, d.typbasetype" \
    " FROM base b JOIN pg_catalog.pg_type d ON d.oid = b.typbasetype)"                           \
    " SELECT base.oid FROM base WHERE typbasetype = 0)"

const char quern__pg_catalog[] =
    "WITH wanted AS (SELECT number::text AS at, to_regclass(name) AS t"
    " FROM unnest($1::text[]) WITH ORDINALITY AS w (name, number)),"
    " expected AS (SELECT at::text, name, type FROM unnest($2::bigint[], $3::text[], $4::text[]) AS e (at, "
    "name, type))"

    " SELECT at, 'table' AS what, c.relname::text AS name,"
    " CASE c.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'table' WHEN 'v' THEN 'view' WHEN 'm' THEN "
    "'materialized view'"
    " WHEN 'f' THEN 'foreign table' ELSE 'relation of another kind' END AS a, '' AS b, '' AS c, '' AS d"
    " FROM wanted JOIN pg_catalog.pg_class c ON c.oid = t"

    " UNION ALL SELECT at, 'column', a.attname::text, pg_catalog.format_type(a.atttypid, a.atttypmod),"
    " CASE WHEN a.attnotnull THEN 'NOT NULL' ELSE '' END,"
    " CASE WHEN a.attidentity <> '' THEN 'identity' WHEN a.attgenerated <> '' THEN 'generated' ELSE '' END,"
    " coalesce(pg_catalog.pg_get_expr(f.adbin, f.adrelid), '')"
    " FROM wanted JOIN pg_catalog.pg_attribute a ON a.attrelid = t AND a.attnum > 0 AND NOT a.attisdropped"
    " LEFT JOIN pg_catalog.pg_attrdef f ON f.adrelid = a.attrelid AND f.adnum = a.attnum"

    " UNION ALL SELECT at, 'type', name,"
    " CASE WHEN to_regtype(type)::oid = a.atttypid AND " WANTED_MODIFIER " = " COLUMN_MODIFIER
    " THEN 'same' ELSE '' END, " BASE_TYPE "::bigint::text, '', ''"
    " FROM wanted JOIN expected USING (at) JOIN "
    "pg_catalog.pg_attribute a ON a.attrelid = t AND "
    "a.attname = name"
    " AND a.attnum > 0 AND NOT a.attisdropped JOIN "
    "pg_catalog.pg_type y ON y.oid = a.atttypid"

    " UNION ALL SELECT at, 'key', "
    "string_agg(a.attname::text, ', ' ORDER BY "
    "k.number), '', '', '', ''"
    " FROM wanted JOIN pg_catalog.pg_constraint o ON "
    "o.conrelid = t AND o.contype = 'p'"
    " CROSS JOIN unnest(o.conkey) WITH ORDINALITY AS "
    "k (attnum, number)"
    " JOIN pg_catalog.pg_attribute a ON a.attrelid = "
    "t AND a.attnum = k.attnum GROUP BY at"

    " UNION ALL SELECT at, 'unique', (SELECT string_agg(a.attname::text, ', ' ORDER BY a.attname)"
    " FROM unnest(i.indkey) WITH ORDINALITY AS k (attnum, number)"
    " JOIN pg_catalog.pg_attribute a ON a.attrelid = t AND a.attnum = k.attnum"
    " WHERE k.number <= i.indnkeyatts), '', '', '', ''"
    " FROM wanted JOIN pg_catalog.pg_index i ON i.indrelid = t AND i.indisunique AND i.indisvalid"
    " AND i.indpred IS NULL AND i.indexprs IS NULL"

    " UNION ALL SELECT w.at, 'foreign', "
    "a.attname::text, coalesce(other.at, ''), "
    "b.attname::text,"
    " CASE o.confdeltype WHEN 'c' THEN 'CASCADE' WHEN "
    "'r' THEN 'RESTRICT' WHEN 'n' THEN 'SET NULL'"
    " WHEN 'd' THEN 'SET DEFAULT' ELSE '' END, "
    "o.conname::text"
    " FROM wanted w JOIN pg_catalog.pg_constraint o "
    "ON o.conrelid = w.t AND o.contype = 'f' AND "
    "cardinality(o.conkey) = 1"
    " JOIN pg_catalog.pg_attribute a ON a.attrelid = "
    "w.t AND a.attnum = o.conkey[1]"
    " JOIN pg_catalog.pg_attribute b ON b.attrelid = "
    "o.confrelid AND b.attnum = o.confkey[1]"
    " LEFT JOIN wanted other ON other.t = o.confrelid"

    " UNION ALL SELECT at, 'check', a.attname::text, "
    "pg_catalog.pg_get_constraintdef(o.oid), "
    "o.conname::text, '', ''"
    " FROM wanted JOIN pg_catalog.pg_constraint o ON "
    "o.conrelid = t AND o.contype = 'c' AND "
    "cardinality(o.conkey) = 1"
    " JOIN pg_catalog.pg_attribute a ON a.attrelid = "
    "t AND a.attnum = o.conkey[1]"

    " UNION ALL SELECT at, 'index', a.attname::text, "
    "'', '', '', ''"
    " FROM wanted JOIN pg_catalog.pg_index i ON "
    "i.indrelid = t AND i.indisvalid AND i.indpred IS "
    "NULL"
    " JOIN pg_catalog.pg_attribute a ON a.attrelid = "
    "t AND a.attnum = i.indkey[0]";
