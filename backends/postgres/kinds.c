/* kinds.c: what each kind of value is in PostgreSQL. Numbers and names are those of the catalogue pg_type. */
#include "backends/postgres/link.h"

/* clang-format off */
static const quern__pg_kind kinds[] = {
    { QUERN_KIND_BOOL, 16, 1000, "boolean", "boolean[]", "boolean" },
    { QUERN_KIND_I16, 21, 1005, "smallint", "smallint[]", "smallint" },
    { QUERN_KIND_I32, 23, 1007, "integer", "integer[]", "integer" },
    { QUERN_KIND_I64, 20, 1016, "bigint", "bigint[]", "bigint" },
    { QUERN_KIND_F32, 700, 1021, "real", "real[]", "real" },
    { QUERN_KIND_F64, 701, 1022, "double precision", "double precision[]", "double precision" },
    { QUERN_KIND_TEXT, 25, 1009, "text", "text[]", "text" },
    { QUERN_KIND_BYTES, 17, 1001, "bytea", "bytea[]", "bytea" },
    { QUERN_KIND_TIMESTAMP, 1184, 1185, "timestamp with time zone", "timestamp with time zone[]", "timestamptz" },
    { QUERN_KIND_LOCAL_TIMESTAMP, 1114, 1115, "timestamp without time zone", "timestamp without time zone[]", "timestamp" },
    { QUERN_KIND_DATE, 1082, 1182, "date", "date[]", "date" },
    { QUERN_KIND_TIME, 1083, 1183, "time without time zone", "time without time zone[]", "time" },
    { QUERN_KIND_INTERVAL, 1186, 1187, "interval", "interval[]", "interval" },
    { QUERN_KIND_UUID, 2950, 2951, "uuid", "uuid[]", "uuid" },
    { QUERN_KIND_DECIMAL, 1700, 1231, "numeric", "numeric[]", "numeric" },
    { QUERN_KIND_JSON, 3802, 3807, "jsonb", "jsonb[]", "jsonb" },
    { QUERN_KIND_INET, 869, 1041, "inet", "inet[]", "inet" },
};
/* clang-format on */

enum { KINDS = sizeof kinds / sizeof *kinds };

#define ONE(NAME, name, type) +1
_Static_assert(KINDS == 0 QUERN__ELEMENTS(ONE), "each kind has its row");

const quern__pg_kind *quern__pg_kind_facts(unsigned kind)
{
    const unsigned wanted = kind & ~((unsigned)QUERN_NULLABLE | (unsigned)QUERN_ARRAY);
    for (size_t i = 0; i < KINDS; i++)
        if ((unsigned)kinds[i].kind == wanted)
            return &kinds[i];
    return NULL;
}

bool quern__pg_is_null(const quern_value *value)
{
    if (value->kind & QUERN_ARRAY)
        return !value->as.array.items;
    switch (value->kind) {
    case QUERN_KIND_TEXT:
        return !value->as.text;
    case QUERN_KIND_BYTES:
        return !value->as.bytes.data;
    case QUERN_KIND_DECIMAL:
        return !value->as.decimal.text;
    case QUERN_KIND_JSON:
        return !value->as.json.text;
    default:
        return value->kind == QUERN_KIND_NULL;
    }
}

quern_value quern__pg_item(const quern_value *array, size_t at)
{
    if (array->as.array.nulls && array->as.array.nulls[at])
        return quern_value_null();
    switch (array->kind & ~(unsigned)QUERN_ARRAY) {
#define ITEM(NAME, name, type) \
    case QUERN_KIND_##NAME:    \
        return quern_value_##name(((type const *)array->as.array.items)[at]);
        QUERN__ELEMENTS(ITEM)
#undef ITEM
    default:
        return quern_value_null();
    }
}
