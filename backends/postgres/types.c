/* types.c: names of the server's types, for messages. Numbers and names are those of the catalogue pg_type. */
#include "backends/postgres/link.h"

#include <stdio.h>

static const struct {
    uint32_t type;
    const char *name;
} names[] = {
    { QUERN__PG_BOOL, "boolean" },
    { 17, "bytea" },
    { QUERN__PG_CHAR, "\"char\"" },
    { QUERN__PG_NAME, "name" },
    { QUERN__PG_INT8, "bigint" },
    { QUERN__PG_INT2, "smallint" },
    { QUERN__PG_INT4, "integer" },
    { QUERN__PG_TEXT, "text" },
    { QUERN__PG_OID, "oid" },
    { 114, "json" },
    { 142, "xml" },
    { 600, "point" },
    { 650, "cidr" },
    { QUERN__PG_FLOAT4, "real" },
    { QUERN__PG_FLOAT8, "double precision" },
    { QUERN__PG_UNKNOWN, "unknown" },
    { 790, "money" },
    { 829, "macaddr" },
    { 869, "inet" },
    { 1000, "boolean[]" },
    { 1005, "smallint[]" },
    { 1007, "integer[]" },
    { 1009, "text[]" },
    { 1016, "bigint[]" },
    { 1022, "double precision[]" },
    { QUERN__PG_BPCHAR, "character" },
    { QUERN__PG_VARCHAR, "character varying" },
    { 1082, "date" },
    { 1083, "time without time zone" },
    { 1114, "timestamp without time zone" },
    { QUERN__PG_TIMESTAMPTZ, "timestamp with time zone" },
    { 1186, "interval" },
    { 1266, "time with time zone" },
    { 1560, "bit" },
    { 1562, "bit varying" },
    { 1700, "numeric" },
    { 2249, "record" },
    { 2278, "void" },
    { 2950, "uuid" },
    { 3220, "pg_lsn" },
    { 3614, "tsvector" },
    { 3802, "jsonb" },
};

void quern__pg_type_name(const quern_column *column, char *out, size_t size)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (names[i].type == column->type) {
            snprintf(out, size, "%s", names[i].name);
            return;
        }
    snprintf(out, size, "the type with OID %u", (unsigned)column->type);
}
