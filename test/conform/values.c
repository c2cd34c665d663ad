/* values.c: the values of every kind that go there and back, and whether one came back as itself. */
#include "test/conform/values.h"

#include <float.h>
#include <math.h>
#include <string.h>

#define INTEGER(number)                                \
    {                                                  \
        .kind = QUERN_KIND_I64, .as.integer = (number) \
    }
#define REAL(number)                                \
    {                                               \
        .kind = QUERN_KIND_F64, .as.real = (number) \
    }
#define TEXT(string)                                 \
    {                                                \
        .kind = QUERN_KIND_TEXT, .as.text = (string) \
    }
#define VALUE(NAME, name, ...)                                \
    QUERN_KIND_##NAME,                                        \
    {                                                         \
        .kind = QUERN_KIND_##NAME, .as.name = { __VA_ARGS__ } \
    }
#define ARRAY(NAME, type, size, ...)                                            \
    QUERN_KIND_##NAME | QUERN_ARRAY,                                            \
    {                                                                           \
        .kind = QUERN_KIND_##NAME | QUERN_ARRAY, .count = (size), .as.array = { \
            .items = (type const[]){ __VA_ARGS__ },                             \
            .nulls = (size) == 3 ? second_is_null : NULL                        \
        }                                                                       \
    }

static const bool second_is_null[] = { false, true, false };
#define UUID_BYTES                                                                                     \
    {                                                                                                  \
        0xa0, 0xee, 0xbc, 0x99, 0x9c, 0x0b, 0x4e, 0xf8, 0xbb, 0x6d, 0x6b, 0xb9, 0xbd, 0x38, 0x0a, 0x11 \
    }

/* clang-format off */
const quern__conform_value quern__conform_values[] = {
    { QUERN_KIND_BOOL, { .kind = QUERN_KIND_BOOL, .as.boolean = true } },
    { QUERN_KIND_BOOL, { .kind = QUERN_KIND_BOOL, .as.boolean = false } },
    { QUERN_KIND_I16, INTEGER(0) },
    { QUERN_KIND_I16, INTEGER(INT16_MAX) },
    { QUERN_KIND_I16, INTEGER(INT16_MIN) },
    { QUERN_KIND_I32, INTEGER(0) },
    { QUERN_KIND_I32, INTEGER(-1) },
    { QUERN_KIND_I32, INTEGER(INT32_MAX) },
    { QUERN_KIND_I32, INTEGER(INT32_MIN) },
    { QUERN_KIND_I64, INTEGER(0) },
    { QUERN_KIND_I64, INTEGER(INT64_MAX) },
    { QUERN_KIND_I64, INTEGER(INT64_MIN) },
    { QUERN_KIND_F32, REAL((double)0.1f) },
    { QUERN_KIND_F32, REAL(-0.0) },
    { QUERN_KIND_F32, REAL((double)FLT_MAX) },
    { QUERN_KIND_F32, REAL((double)-FLT_MIN) },
    { QUERN_KIND_F32, REAL(INFINITY) },
    { QUERN_KIND_F64, REAL(0.1) },
    { QUERN_KIND_F64, REAL(-0.0) },
    { QUERN_KIND_F64, REAL(DBL_MAX) },
    { QUERN_KIND_F64, REAL(-DBL_MIN) },
    { QUERN_KIND_F64, REAL(5e-324) },
    { QUERN_KIND_F64, REAL(INFINITY) },
    { QUERN_KIND_F64, REAL(-INFINITY) },
    { QUERN_KIND_TEXT, TEXT("") },
    { QUERN_KIND_TEXT, TEXT("Emma") },
    { QUERN_KIND_TEXT, TEXT("it's \"quoted\" \\ $1 %s {a,b}\n\t") },
    { QUERN_KIND_TEXT, TEXT("\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80") },
    { VALUE(BYTES, bytes, "", 0) },
    { VALUE(BYTES, bytes, "\0'\\\xff", 4) },
    { VALUE(DECIMAL, decimal, "12.50") },
    { VALUE(DECIMAL, decimal, "-0.000000000000000000000000000000000000000000000000001") },
    { VALUE(DECIMAL, decimal, "123456789012345678901234567890123456789012345678901234567890") },
    { VALUE(DECIMAL, decimal, "NaN") },
    { VALUE(JSON, json, "null") },
    { VALUE(JSON, json, "{\"a\": [1, \"it's \\\"\\\\\", null]}") },
    { VALUE(TIMESTAMP, timestamp, 0) },
    { VALUE(TIMESTAMP, timestamp, -1) },
    { VALUE(TIMESTAMP, timestamp, 951825600500000) },    /* 2000-02-29 12:00:00.5 */
    { VALUE(TIMESTAMP, timestamp, -62135596800000000) }, /* 0001-01-01 */
    { VALUE(TIMESTAMP, timestamp, 253402300799999999) }, /* the end of 9999 */
    { VALUE(TIMESTAMP, timestamp, INT64_MAX) },          /* infinity */
    { VALUE(TIMESTAMP, timestamp, INT64_MIN) },
    { VALUE(LOCAL_TIMESTAMP, local_timestamp, 951825600500000) },
    { VALUE(LOCAL_TIMESTAMP, local_timestamp, INT64_MAX - 1) },
    { VALUE(LOCAL_TIMESTAMP, local_timestamp, INT64_MIN) },
    { VALUE(DATE, date, 0) },
    { VALUE(DATE, date, -719529) }, /* 31 December of 2 BC */
    { VALUE(DATE, date, INT32_MAX) },
    { VALUE(DATE, date, INT32_MIN) },
    { VALUE(TIME, time, 0) },
    { VALUE(TIME, time, 43200250000) },
    { VALUE(TIME, time, 86400000000) },
    { VALUE(INTERVAL, interval, 0, 0, 0) },
    { VALUE(INTERVAL, interval, -14706500000, 3, -14) },
    { VALUE(INTERVAL, interval, INT64_MIN, INT32_MAX, 7) },
    { VALUE(UUID, uuid, UUID_BYTES) },
    { QUERN_KIND_INET, { .kind = QUERN_KIND_INET, .count = 4 * 256 + 32, .as.address = { 192, 168, 0, 1 } } },
    { QUERN_KIND_INET, { .kind = QUERN_KIND_INET, .count = 6 * 256 + 32, .as.address = { 0x20, 0x01, 0x0d, 0xb8 } } },
    { ARRAY(BOOL, bool, 3, true, false, false) },
    { ARRAY(I16, int16_t, 3, INT16_MIN, 0, INT16_MAX) },
    { ARRAY(I32, int32_t, 3, INT32_MIN, 0, INT32_MAX) },
    { ARRAY(I64, int64_t, 3, INT64_MIN, 0, INT64_MAX) },
    { ARRAY(I64, int64_t, 1, 7) },
    { ARRAY(I64, int64_t, 0, 7) },
    { ARRAY(F32, float, 3, 0.1f, 0, -INFINITY) },
    { ARRAY(F64, double, 3, 0.1, 0, 5e-324) },
    { ARRAY(TEXT, const char *, 3, "NULL", NULL, "it's \"quoted\" \\ {a,b}\n\t") },
    { ARRAY(TEXT, const char *, 2, "", "Emma") },
    { ARRAY(TEXT, const char *, 0, NULL) },
    { ARRAY(BYTES, quern_bytes, 3, { "", 0 }, { NULL, 0 }, { "\0'\\\xff", 4 }) },
    { ARRAY(DECIMAL, quern_decimal, 3, { "12.50" }, { NULL }, { "NaN" }) },
    { ARRAY(JSON, quern_json, 3, { "null" }, { NULL }, { "{\"a\": \"it's \\\"\\\\\"}" }) },
    { ARRAY(TIMESTAMP, quern_timestamp, 3, { -1 }, { 0 }, { INT64_MAX }) },
    { ARRAY(LOCAL_TIMESTAMP, quern_local_timestamp, 3, { -1 }, { 0 }, { INT64_MIN }) },
    { ARRAY(DATE, quern_date, 3, { -719529 }, { 0 }, { INT32_MAX }) },
    { ARRAY(TIME, quern_time, 3, { 0 }, { 0 }, { 86400000000 }) },
    { ARRAY(INTERVAL, quern_interval, 3, { 1, 2, 3 }, { 0, 0, 0 }, { -1, 2, -3 }) },
    { ARRAY(UUID, quern_uuid, 3, { UUID_BYTES }, { { 0 } }, { { 0 } }) },
    { ARRAY(INET, quern_inet, 3, { 4, 8, { 10 } }, { 0, 0, { 0 } }, { 6, 128, { 1 } }) },
};

const int quern__conform_value_count = sizeof quern__conform_values / sizeof *quern__conform_values;

/* All kinds, and all arrays. */
const quern_kind quern__conform_kinds[] = {
#define KIND(NAME, name, type) QUERN_KIND_##NAME,
#define ARRAY_KIND(NAME, name, type) QUERN_KIND_##NAME | QUERN_ARRAY,
    QUERN__ELEMENTS(KIND) QUERN__ELEMENTS(ARRAY_KIND)
#undef KIND
#undef ARRAY_KIND
};
/* clang-format on */

const int quern__conform_kind_count = sizeof quern__conform_kinds / sizeof *quern__conform_kinds;

/* What a member of the kind holds, as a value. */
static quern_value value_of(quern_kind kind, const void *member)
{
    switch (kind) {
#define VALUE_OF(NAME, name, type) \
    case QUERN_KIND_##NAME:        \
        return quern_value_##name(*(type const *)member);
        QUERN__ELEMENTS(VALUE_OF)
#undef VALUE_OF
    default:
        return quern_value_null();
    }
}

static size_t size_of(quern_kind kind)
{
    switch (kind) {
#define SIZE_OF(NAME, name, type) \
    case QUERN_KIND_##NAME:       \
        return sizeof(type);
        QUERN__ELEMENTS(SIZE_OF)
#undef SIZE_OF
    default:
        return 0;
    }
}

static bool same_value(const quern_value *a, const quern_value *b)
{
    switch (a->kind) {
    case QUERN_KIND_BOOL:
        return a->as.boolean == b->as.boolean;
    case QUERN_KIND_TEXT:
        return strcmp(a->as.text, b->as.text) == 0;
    case QUERN_KIND_DECIMAL:
        return strcmp(a->as.decimal.text, b->as.decimal.text) == 0;
    case QUERN_KIND_JSON:
        return strcmp(a->as.json.text, b->as.json.text) == 0;
    case QUERN_KIND_BYTES:
        return a->as.bytes.data && a->as.bytes.size == b->as.bytes.size &&
               memcmp(a->as.bytes.data, b->as.bytes.data, a->as.bytes.size) == 0;
    case QUERN_KIND_DATE:
        return a->as.date.days == b->as.date.days;
    case QUERN_KIND_INTERVAL:
    case QUERN_KIND_UUID:
    case QUERN_KIND_INET:
        return a->count == b->count && memcmp(a->as.words, b->as.words, sizeof a->as.words) == 0;
    default:
        return a->as.words[0] == b->as.words[0];
    }
}

static bool same_array(quern_kind kind, const quern_value *value, const quern_array_i64 *array)
{
    bool nulls = false;
    if (!array->items || array->count != value->count)
        return false;
    for (size_t i = 0; i < array->count; i++) {
        const bool null = value->as.array.nulls && value->as.array.nulls[i];
        const quern_value expected = value_of(kind, (const char *)value->as.array.items + i * size_of(kind));
        const quern_value got = value_of(kind, (const char *)(const void *)array->items + i * size_of(kind));
        nulls |= null;
        if (null != (array->nulls && array->nulls[i]) || (!null && !same_value(&got, &expected)))
            return false;
    }
    return nulls == (array->nulls != NULL);
}

bool quern__conform_same(quern_kind kind, const quern_value *value, const quern__conform_member *member)
{
    if ((unsigned)kind & QUERN_ARRAY)
        return same_array((quern_kind)((unsigned)kind & ~(unsigned)QUERN_ARRAY), value, &member->array);
    const quern_value got = value_of(kind, member);
    return got.kind == value->kind && same_value(&got, value);
}
