/* constants.h: values of all kinds as initialisers, for tables of cases. */
#ifndef QUERN__TEST_UNIT_POSTGRES_CONSTANTS_H
#define QUERN__TEST_UNIT_POSTGRES_CONSTANTS_H

#include <quern/value.h>

/* A constant of a scalar kind: VALUE(BOOL, boolean, true). */
#define VALUE(KIND, member, ...)                                  \
    {                                                             \
        .kind = QUERN_KIND_##KIND, .as = {.member = __VA_ARGS__ } \
    }
#define BOOLEAN(x) VALUE(BOOL, boolean, x)
#define INTEGER(x) VALUE(I64, integer, x)
#define REAL(x) VALUE(F64, real, x)
#define TEXT(x) VALUE(TEXT, text, x)
#define TIME(x) VALUE(TIMESTAMP, timestamp, { x })
#define LOCAL(x) VALUE(LOCAL_TIMESTAMP, local_timestamp, { x })
#define DATE(x) VALUE(DATE, date, { x })
#define CLOCK(x) VALUE(TIME, time, { x })
#define INTERVAL(...) VALUE(INTERVAL, interval, { __VA_ARGS__ })
#define UUID(...) VALUE(UUID, uuid, { { __VA_ARGS__ } })
#define BYTES(data, size) VALUE(BYTES, bytes, { data, size })
#define DECIMAL(x) VALUE(DECIMAL, decimal, { x })
#define JSON(x) VALUE(JSON, json, { x })
#define INET(family, prefix, ...)                                                                      \
    {                                                                                                  \
        .kind = QUERN_KIND_INET, .count = (family)*256 + (prefix), .as = {.address = { __VA_ARGS__ } } \
    }
#define NOTHING                 \
    {                           \
        .kind = QUERN_KIND_NULL \
    }
#define ARRAY_OF(NAME) ((quern_kind)(QUERN_KIND_##NAME | QUERN_ARRAY))
/* An array that is an array of C's, and one that also says which items are NULL. */
#define ITEMS(NAME, c_array)                                                          \
    {                                                                                 \
        .kind = ARRAY_OF(NAME), .count = sizeof(c_array) / sizeof *(c_array), .as = { \
            .array = { .items = c_array }                                             \
        }                                                                             \
    }
#define ITEMS_OR_NULL(NAME, c_array, null)                                            \
    {                                                                                 \
        .kind = ARRAY_OF(NAME), .count = sizeof(c_array) / sizeof *(c_array), .as = { \
            .array = { .items = c_array, .nulls = null }                              \
        }                                                                             \
    }
#define NO_ITEMS(NAME)                                            \
    {                                                             \
        .kind = ARRAY_OF(NAME), .as = {.array = { .items = "" } } \
    }

#endif
