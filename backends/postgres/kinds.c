/* kinds.c: what each kind of value is in PostgreSQL. */
#include "backends/postgres/link.h"

#define KIND(NAME, TYPE, cast, size)                                              \
    {                                                                             \
        QUERN_KIND_##NAME, QUERN__PG_##TYPE, QUERN__PG_##TYPE##_ARRAY, cast, size \
    }

/* clang-format off */
static const quern__pg_kind kinds[] = {
    KIND(BOOL, BOOL, "boolean", 1),
    KIND(I16, INT2, "smallint", 2),
    KIND(I32, INT4, "integer", 4),
    KIND(I64, INT8, "bigint", 8),
    KIND(F32, FLOAT4, "real", 4),
    KIND(F64, FLOAT8, "double precision", 8),
    KIND(TEXT, TEXT, "text", 0),
    KIND(BYTES, BYTEA, "bytea", 0),
    KIND(TIMESTAMP, TIMESTAMPTZ, "timestamptz", 8),
    KIND(LOCAL_TIMESTAMP, TIMESTAMP, "timestamp", 8),
    KIND(DATE, DATE, "date", 4),
    KIND(TIME, TIME, "time", 8),
    KIND(INTERVAL, INTERVAL, "interval", 16),
    KIND(UUID, UUID, "uuid", 16),
    KIND(DECIMAL, NUMERIC, "numeric", 0),
    KIND(JSON, JSONB, "jsonb", 0),
    KIND(INET, INET, "inet", 0),
};
/* clang-format on */

enum { KINDS = sizeof kinds / sizeof *kinds, I64_ROW = 3 };

#define ONE(NAME, name, type) +1
_Static_assert(KINDS == 0 QUERN__ELEMENTS(ONE), "each kind has its row");

const quern__pg_kind *quern__pg_kind_facts(unsigned kind)
{
    const unsigned wanted = kind & ~((unsigned)QUERN_NULLABLE | (unsigned)QUERN_ARRAY);
    if (wanted == QUERN_KIND_I64) /* most keys */
        return &kinds[I64_ROW];
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
