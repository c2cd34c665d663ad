/* test_encode.c: a parameter's type, format and bytes. */
#include "backends/postgres/link.h"

#include "test/support/runner.h"
#include "test/unit/postgres/constants.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const bool first_is_null[6] = { true };
static const bool second_is_null[] = { false, true };
static const bool bools[] = { true, false };
static const int16_t i16s[] = { 1, -2 };
static const int32_t i32s[] = { 1, -2 };
static const int64_t i64s[] = { 1, -2 };
static const float f32s[] = { 1.5F, -0.0F };
static const double f64s[] = { 1.5, -0.0 };
static const quern_timestamp timestamps[] = { { 946684800000000 }, { INT64_MAX } };
static const quern_local_timestamp local_timestamps[] = { { 946684800000001 }, { INT64_MIN } };
static const quern_date dates[] = { { 10958 }, { INT32_MAX } };
static const quern_time times[] = { { 0 }, { 86400000000 } };
static const quern_interval intervals[] = { { 1, 2, 3 } };
static const quern_uuid uuids[] = { { { 1, [15] = 2 } } };
static const quern_inet inets[] = { { 4, 8, { 10 } }, { 6, 128, { [15] = 1 } } };
static const char *const texts[] = { "a", "", "NULL", NULL, "{\"x\\", "b c,d" };
static const quern_bytes byteses[] = { { "\0\xff", 2 }, { "", 0 }, { NULL, 0 } };
static const quern_decimal decimals[] = { { "1.50" }, { NULL }, { "NaN" } };
static const quern_json jsons[] = { { "{}" }, { NULL } };

/* clang-format off */
static const struct {
    const char *name;
    quern_value value;
    quern_kind kind;
    Oid type;
    const char *bytes; /* "=…" is a text as it is, NULL is NULL */
} cases[] = {
    { "true", BOOLEAN(true), QUERN_KIND_BOOL, 16, "01" },
    { "false", BOOLEAN(false), QUERN_KIND_BOOL, 16, "00" },
    { "int4 0", INTEGER(0), QUERN_KIND_I32, 23, "00000000" },
    { "int4 258", INTEGER(258), QUERN_KIND_I32, 23, "00000102" },
    { "int4 -1", INTEGER(-1), QUERN_KIND_I32, 23, "ffffffff" },
    { "int4 max", INTEGER(INT32_MAX), QUERN_KIND_I32, 23, "7fffffff" },
    { "int4 min", INTEGER(INT32_MIN), QUERN_KIND_I32, 23, "80000000" },
    { "int8 1", INTEGER(1), QUERN_KIND_I64, 20, "0000000000000001" },
    { "int8 -2", INTEGER(-2), QUERN_KIND_I64, 20, "fffffffffffffffe" },
    { "int8 max", INTEGER(INT64_MAX), QUERN_KIND_I64, 20, "7fffffffffffffff" },
    { "int8 min", INTEGER(INT64_MIN), QUERN_KIND_I64, 20, "8000000000000000" },
    { "float8 1", REAL(1), QUERN_KIND_F64, 701, "3ff0000000000000" },
    { "float8 0.1", REAL(0.1), QUERN_KIND_F64, 701, "3fb999999999999a" },
    { "float8 -0", REAL(-0.0), QUERN_KIND_F64, 701, "8000000000000000" },
    { "float8 infinity", REAL(INFINITY), QUERN_KIND_F64, 701, "7ff0000000000000" },
    { "float8 -infinity", REAL(-INFINITY), QUERN_KIND_F64, 701, "fff0000000000000" },
    { "float8 smallest", REAL(DBL_TRUE_MIN), QUERN_KIND_F64, 701, "0000000000000001" },
    { "float8 biggest", REAL(DBL_MAX), QUERN_KIND_F64, 701, "7fefffffffffffff" },
    { "float8 of an integer", INTEGER(-3), QUERN_KIND_F64, 701, "c008000000000000" },
    { "timestamptz 2000-01-01", TIME(946684800000000), QUERN_KIND_TIMESTAMP, 1184, "0000000000000000" },
    { "timestamptz 1 us later", TIME(946684800000001), QUERN_KIND_TIMESTAMP, 1184, "0000000000000001" },
    { "timestamptz 1970-01-01", TIME(0), QUERN_KIND_TIMESTAMP, 1184, "fffca2fec4c82000" },
    { "timestamptz infinity", TIME(INT64_MAX), QUERN_KIND_TIMESTAMP, 1184, "7fffffffffffffff" },
    { "timestamptz -infinity", TIME(INT64_MIN), QUERN_KIND_TIMESTAMP, 1184, "8000000000000000" },
    { "timestamptz last", TIME(INT64_MAX - 1), QUERN_KIND_TIMESTAMP, 1184, "7ffca2fec4c81ffe" },
    /* Not -infinity, which is one less: the server is to refuse what it cannot hold. */
    { "timestamptz far too early", TIME(INT64_MIN + 1), QUERN_KIND_TIMESTAMP, 1184, "8000000000000001" },
    { "timestamptz just beyond", TIME(INT64_MIN + QUERN__PG_EPOCH), QUERN_KIND_TIMESTAMP, 1184, "8000000000000001" },
    { "timestamptz just within", TIME(INT64_MIN + QUERN__PG_EPOCH + 2), QUERN_KIND_TIMESTAMP, 1184, "8000000000000002" },
    { "int2 258", INTEGER(258), QUERN_KIND_I16, 21, "0102" },
    { "int2 min", INTEGER(INT16_MIN), QUERN_KIND_I16, 21, "8000" },
    { "int2 max", INTEGER(INT16_MAX), QUERN_KIND_I16, 21, "7fff" },
    { "float4 1", REAL(1), QUERN_KIND_F32, 700, "3f800000" },
    { "float4 0.1 is rounded", REAL(0.1), QUERN_KIND_F32, 700, "3dcccccd" },
    { "float4 0.1f", REAL(0.1F), QUERN_KIND_F32, 700, "3dcccccd" },
    { "float4 -0", REAL(-0.0), QUERN_KIND_F32, 700, "80000000" },
    { "float4 infinity", REAL(INFINITY), QUERN_KIND_F32, 700, "7f800000" },
    { "float4 -infinity", REAL(-INFINITY), QUERN_KIND_F32, 700, "ff800000" },
    { "float4 smallest", REAL(FLT_TRUE_MIN), QUERN_KIND_F32, 700, "00000001" },
    { "float4 biggest", REAL(FLT_MAX), QUERN_KIND_F32, 700, "7f7fffff" },
    { "float4 less than smallest", REAL(DBL_TRUE_MIN), QUERN_KIND_F32, 700, "00000000" },
    { "float4 of an integer", INTEGER(-3), QUERN_KIND_F32, 700, "c0400000" },
    { "timestamp 2000-01-01", LOCAL(946684800000000), QUERN_KIND_LOCAL_TIMESTAMP, 1114, "0000000000000000" },
    { "timestamp infinity", LOCAL(INT64_MAX), QUERN_KIND_LOCAL_TIMESTAMP, 1114, "7fffffffffffffff" },
    { "timestamp -infinity", LOCAL(INT64_MIN), QUERN_KIND_LOCAL_TIMESTAMP, 1114, "8000000000000000" },
    { "timestamp far too early", LOCAL(INT64_MIN + 1), QUERN_KIND_LOCAL_TIMESTAMP, 1114, "8000000000000001" },
    { "date 2000-01-01", DATE(10957), QUERN_KIND_DATE, 1082, "00000000" },
    { "date 1970-01-01", DATE(0), QUERN_KIND_DATE, 1082, "ffffd533" },
    { "date infinity", DATE(INT32_MAX), QUERN_KIND_DATE, 1082, "7fffffff" },
    { "date -infinity", DATE(INT32_MIN), QUERN_KIND_DATE, 1082, "80000000" },
    { "date last", DATE(INT32_MAX - 1), QUERN_KIND_DATE, 1082, "7fffd531" },
    { "date far too early", DATE(INT32_MIN + 1), QUERN_KIND_DATE, 1082, "80000001" },
    { "date just beyond", DATE(INT32_MIN + 10957), QUERN_KIND_DATE, 1082, "80000001" },
    { "date just within", DATE(INT32_MIN + 10959), QUERN_KIND_DATE, 1082, "80000002" },
    { "time midnight", CLOCK(0), QUERN_KIND_TIME, 1083, "0000000000000000" },
    { "time 24:00", CLOCK(86400000000), QUERN_KIND_TIME, 1083, "000000141dd76000" },
    { "time of no day", CLOCK(-1), QUERN_KIND_TIME, 1083, "ffffffffffffffff" },
    { "interval", INTERVAL(1, 2, 3), QUERN_KIND_INTERVAL, 1186, "00000000000000010000000200000003" },
    { "interval least", INTERVAL(INT64_MIN, INT32_MIN, INT32_MIN), QUERN_KIND_INTERVAL, 1186,
      "80000000000000008000000080000000" },
    { "interval most", INTERVAL(INT64_MAX, INT32_MAX, INT32_MAX), QUERN_KIND_INTERVAL, 1186,
      "7fffffffffffffff7fffffff7fffffff" },
    { "uuid", UUID(0xa0, 0xee, 0xbc, 0x99, 0x9c, 0x0b, 0x4e, 0xf8, 0xbb, 0x6d, 0x6b, 0xb9, 0xbd, 0x38, 0x0a, 0x11),
      QUERN_KIND_UUID, 2950, "a0eebc999c0b4ef8bb6d6bb9bd380a11" },
    { "inet host", INET(4, 32, 192, 168, 0, 1), QUERN_KIND_INET, 869, "02200004c0a80001" },
    { "inet network", INET(4, 0, 0), QUERN_KIND_INET, 869, "0200000400000000" },
    { "inet 6", INET(6, 64, 0x20, 1, 0xd, 0xb8, [15] = 1), QUERN_KIND_INET, 869, "0340001020010db8000000000000000000000001" },
    { "inet of no family", INET(0, 0, 0), QUERN_KIND_INET, 869, "0000000400000000" },
    { "inet with too many bits", INET(4, 33, 1), QUERN_KIND_INET, 869, "0221000401000000" },
    { "bytea", BYTES("a\0b", 3), QUERN_KIND_BYTES, 17, "610062" },
    { "empty bytea", BYTES("", 0), QUERN_KIND_BYTES, 17, "" },
    { "numeric", DECIMAL("-12.50"), QUERN_KIND_DECIMAL, 1700, "=-12.50" },
    { "jsonb", JSON("{\"a\": 1}"), QUERN_KIND_JSON, 3802, "={\"a\": 1}" },
    { "text", TEXT("it's"), QUERN_KIND_TEXT, 0, "=it's" },
    { "empty text", TEXT(""), QUERN_KIND_TEXT, 0, "=" },
    { "boolean[]", ITEMS(BOOL, bools), ARRAY_OF(BOOL), 1000,
      "00000001" "00000000" "00000010" "00000002" "00000001" "00000001" "01" "00000001" "00" },
    { "smallint[]", ITEMS(I16, i16s), ARRAY_OF(I16), 1005,
      "00000001" "00000000" "00000015" "00000002" "00000001" "00000002" "0001" "00000002" "fffe" },
    { "integer[]", ITEMS(I32, i32s), ARRAY_OF(I32), 1007,
      "00000001" "00000000" "00000017" "00000002" "00000001" "00000004" "00000001" "00000004" "fffffffe" },
    { "bigint[]", ITEMS(I64, i64s), ARRAY_OF(I64), 1016,
      "00000001" "00000000" "00000014" "00000002" "00000001" "00000008" "0000000000000001" "00000008" "fffffffffffffffe" },
    { "bigint[] with a NULL", ITEMS_OR_NULL(I64, i64s, second_is_null), ARRAY_OF(I64), 1016,
      "00000001" "00000001" "00000014" "00000002" "00000001" "00000008" "0000000000000001" "ffffffff" },
    { "empty bigint[]", NO_ITEMS(I64), ARRAY_OF(I64), 1016, "00000000" "00000000" "00000014" },
    { "real[]", ITEMS(F32, f32s), ARRAY_OF(F32), 1021,
      "00000001" "00000000" "000002bc" "00000002" "00000001" "00000004" "3fc00000" "00000004" "80000000" },
    { "double precision[]", ITEMS(F64, f64s), ARRAY_OF(F64), 1022,
      "00000001" "00000000" "000002bd" "00000002" "00000001" "00000008" "3ff8000000000000" "00000008" "8000000000000000" },
    { "timestamptz[]", ITEMS(TIMESTAMP, timestamps), ARRAY_OF(TIMESTAMP), 1185,
      "00000001" "00000000" "000004a0" "00000002" "00000001" "00000008" "0000000000000000" "00000008" "7fffffffffffffff" },
    { "timestamp[]", ITEMS(LOCAL_TIMESTAMP, local_timestamps), ARRAY_OF(LOCAL_TIMESTAMP), 1115,
      "00000001" "00000000" "0000045a" "00000002" "00000001" "00000008" "0000000000000001" "00000008" "8000000000000000" },
    { "date[]", ITEMS(DATE, dates), ARRAY_OF(DATE), 1182,
      "00000001" "00000000" "0000043a" "00000002" "00000001" "00000004" "00000001" "00000004" "7fffffff" },
    { "time[]", ITEMS(TIME, times), ARRAY_OF(TIME), 1183,
      "00000001" "00000000" "0000043b" "00000002" "00000001" "00000008" "0000000000000000" "00000008" "000000141dd76000" },
    { "interval[]", ITEMS(INTERVAL, intervals), ARRAY_OF(INTERVAL), 1187,
      "00000001" "00000000" "000004a2" "00000001" "00000001" "00000010" "00000000000000010000000200000003" },
    { "uuid[]", ITEMS(UUID, uuids), ARRAY_OF(UUID), 2951,
      "00000001" "00000000" "00000b86" "00000001" "00000001" "00000010" "01000000000000000000000000000002" },
    { "inet[]", ITEMS_OR_NULL(INET, inets, first_is_null), ARRAY_OF(INET), 1041,
      "00000001" "00000001" "00000365" "00000002" "00000001" "ffffffff" "00000014" "03800010" "00000000000000000000000000000001" },
    { "bytea[]", ITEMS(BYTES, byteses), ARRAY_OF(BYTES), 1001,
      "00000001" "00000001" "00000011" "00000003" "00000001" "00000002" "00ff" "00000000" "ffffffff" },
    { "jsonb[]", ITEMS(JSON, jsons), ARRAY_OF(JSON), 3807,
      "00000001" "00000001" "00000eda" "00000002" "00000001" "00000003" "017b7d" "ffffffff" },
    { "text[]", ITEMS(TEXT, texts), ARRAY_OF(TEXT), 0, "={\"a\",\"\",\"NULL\",NULL,\"{\\\"x\\\\\",\"b c,d\"}" },
    { "text[] with another NULL", ITEMS_OR_NULL(TEXT, texts, first_is_null), ARRAY_OF(TEXT), 0,
      "={NULL,\"\",\"NULL\",NULL,\"{\\\"x\\\\\",\"b c,d\"}" },
    { "empty text[]", NO_ITEMS(TEXT), ARRAY_OF(TEXT), 0, "={}" },
    { "numeric[]", ITEMS(DECIMAL, decimals), ARRAY_OF(DECIMAL), 1231, "={\"1.50\",NULL,\"NaN\"}" },
    { "NULL boolean", NOTHING, QUERN_KIND_BOOL, 16, NULL },
    { "NULL bigint", NOTHING, QUERN_KIND_I64, 20, NULL },
    { "NULL text", NOTHING, QUERN_KIND_TEXT, 0, NULL },
    { "NULL timestamptz", NOTHING, QUERN_KIND_TIMESTAMP, 1184, NULL },
    { "NULL numeric", NOTHING, QUERN_KIND_DECIMAL, 1700, NULL },
    { "NULL date[]", NOTHING, ARRAY_OF(DATE), 1182, NULL },
    { "a text that is NULL", TEXT(NULL), QUERN_KIND_TEXT, 0, NULL },
    { "bytes that are NULL", BYTES(NULL, 0), QUERN_KIND_BYTES, 17, NULL },
    { "a decimal that is NULL", DECIMAL(NULL), QUERN_KIND_DECIMAL, 1700, NULL },
    { "JSON that is NULL", JSON(NULL), QUERN_KIND_JSON, 3802, NULL },
    { "an array that is NULL", { .kind = ARRAY_OF(I64), .count = 3 }, ARRAY_OF(I64), 1016, NULL },
    { "NULL of a type to be inferred", NOTHING, QUERN_KIND_NULL, 0, NULL },
    { "text of a type to be inferred", TEXT("2000-01-01"), QUERN_KIND_NULL, 0, "=2000-01-01" },
    { "text for a time", TEXT("now"), QUERN_KIND_TIMESTAMP, 1184, "=now" },
    { "integer of a type to be inferred", INTEGER(7), QUERN_KIND_NULL, 20, "0000000000000007" },
    { "boolean of a type to be inferred", BOOLEAN(true), QUERN_KIND_NULL, 16, "01" },
    { "numeric of a type to be inferred", DECIMAL("1.0"), QUERN_KIND_NULL, 1700, "=1.0" },
    { "smallint[] of a type to be inferred", NO_ITEMS(I16), QUERN_KIND_NULL, 1005, "00000000" "00000000" "00000015" },
};
/* clang-format on */

enum { CASES = sizeof cases / sizeof *cases };

/* As in the table. */
static const char *bytes_of(const quern__pg_parameters *p, size_t i)
{
    static char text[300];
    if (!p->values[i])
        return NULL;
    if (p->formats[i] == 0) {
        snprintf(text, sizeof text, "=%s", p->values[i]);
        return text;
    }
    *text = '\0';
    for (int byte = 0; byte < p->lengths[i]; byte++)
        snprintf(text + 2 * byte, 3, "%02x", (unsigned char)p->values[i][byte]);
    return text;
}

static void check_case(const quern__pg_parameters *p, size_t i, int number)
{
    const char *bytes = bytes_of(p, i), *expected = cases[number].bytes;
    ck_assert_msg(p->types[i] == cases[number].type, "%s: type %u", cases[number].name, p->types[i]);
    ck_assert_msg(bytes ? expected && strcmp(bytes, expected) == 0 : !expected, "%s: %s instead of %s",
                  cases[number].name, bytes ? bytes : "NULL", expected ? expected : "NULL");
}

START_TEST(a_value_has_its_bytes)
{
    const quern_request request = { .count = 1, .values = &cases[_i].value, .kinds = &cases[_i].kind };
    quern__pg_parameters p;
    quern__pg_scratch scratch = { .allocator = quern_system_allocator() };
    ck_assert(quern__pg_encode(&scratch, &request, &p));
    check_case(&p, 0, _i);
    quern__pg_scratch_free(&scratch);
}
END_TEST

START_TEST(many_values_do_not_touch_each_other)
{
    enum { COUNT = 65535 };
    quern_value *values = malloc(COUNT * sizeof *values);
    quern_kind *kinds = malloc(COUNT * sizeof *kinds);
    for (int i = 0; i < COUNT; i++) {
        values[i] = cases[i % CASES].value;
        kinds[i] = cases[i % CASES].kind;
    }
    const quern_request request = { .count = COUNT, .values = values, .kinds = kinds };
    quern__pg_parameters p;
    quern__pg_scratch scratch = { .allocator = quern_system_allocator() };
    ck_assert(quern__pg_encode(&scratch, &request, &p));
    for (int i = 0; i < COUNT; i++)
        check_case(&p, (size_t)i, i % CASES);
    quern__pg_scratch_free(&scratch);
    free(values);
    free(kinds);
}
END_TEST

START_TEST(not_a_number_stays_none)
{
    const quern_value value = quern_value_f64(NAN);
    const quern_kind kind = QUERN_KIND_F64;
    const quern_request request = { .count = 1, .values = &value, .kinds = &kind };
    quern__pg_parameters p;
    quern__pg_scratch scratch = { .allocator = quern_system_allocator() };
    ck_assert(quern__pg_encode(&scratch, &request, &p));
    ck_assert_int_eq(p.values[0][0] & 0x7f, 0x7f);
    ck_assert_int_gt((unsigned char)p.values[0][1], 0xf0);
    quern__pg_scratch_free(&scratch);
}
END_TEST

static void *no_memory(void *context, size_t size)
{
    (void)size;
    ++*(int *)context;
    return NULL;
}

START_TEST(without_memory_it_fails_and_without_values_it_needs_none)
{
    int calls = 0;
    const quern_allocator allocator = { .allocate = no_memory, .context = &calls };
    quern__pg_parameters p;
    quern__pg_scratch scratch = { .allocator = &allocator };
    ck_assert(quern__pg_encode(&scratch, &(quern_request){ .count = 0 }, &p));
    ck_assert_int_eq(calls, 0);
    ck_assert_ptr_null(scratch.memory);
    const quern_request request = { .count = 1, .values = &cases[0].value, .kinds = &cases[0].kind };
    ck_assert(!quern__pg_encode(&scratch, &request, &p));
    ck_assert_int_eq(calls, 1);
}
END_TEST

START_TEST(a_pointer_is_passed_on)
{
    const char text[] = "some text", decimal[] = "1.50", json[] = "{}";
    const unsigned char bytes[] = { 0, 1 };
    const quern_value values[] = { quern_value_text(text), quern_value_decimal(quern_decimal_of(decimal)),
                                   quern_value_json(quern_json_of(json)),
                                   quern_value_bytes(quern_bytes_of(bytes, 2)) };
    const quern_kind kinds[] = { QUERN_KIND_TEXT, QUERN_KIND_DECIMAL, QUERN_KIND_JSON, QUERN_KIND_BYTES };
    const void *const pointers[] = { text, decimal, json, bytes };
    const quern_request request = { .count = 4, .values = values, .kinds = kinds };
    quern__pg_parameters p;
    quern__pg_scratch scratch = { .allocator = quern_system_allocator() };
    ck_assert(quern__pg_encode(&scratch, &request, &p));
    for (int i = 0; i < 4; i++)
        ck_assert_ptr_eq(p.values[i], pointers[i]);
    quern__pg_scratch_free(&scratch);
}
END_TEST

/* Bytes that are never looked at. */
static const struct {
    size_t sizes[4]; /* 0 ends the list */
    size_t excess;
} excesses[] = {
    { { 0x3fffffea }, 0 },
    { { 0x3fffffeb }, 1 },
    { { INT32_MAX }, 1 },
    { { UINT32_MAX }, 1 },
    { { SIZE_MAX }, 1 },
    { { 0x1fffffff, 0x1fffffe5 }, 0 },
    { { 0x1fffffff, 0x1fffffe6 }, 2 },
    { { 1, SIZE_MAX, SIZE_MAX }, 2 },
    { { 0x20000000, 0x10000000, 0x10000000, 1 }, 3 },
};

START_TEST(more_than_a_message_holds_is_told)
{
    quern_value values[4];
    const quern_kind kinds[4] = { QUERN_KIND_BYTES, QUERN_KIND_BYTES, QUERN_KIND_BYTES, QUERN_KIND_BYTES };
    quern_request request = { .values = values, .kinds = kinds };
    quern__pg_parameters p;
    quern__pg_scratch scratch = { .allocator = quern_system_allocator() };
    for (; request.count < 4 && excesses[_i].sizes[request.count]; request.count++)
        values[request.count] = quern_value_bytes(quern_bytes_of("", excesses[_i].sizes[request.count]));
    ck_assert(quern__pg_encode(&scratch, &request, &p));
    ck_assert_uint_eq(p.excess, excesses[_i].excess);
    ck_assert(p.excess ? !scratch.memory : scratch.memory && p.lengths[0] == (int)excesses[_i].sizes[0]);
    quern__pg_scratch_free(&scratch);
}
END_TEST

START_TEST(more_items_than_a_message_holds_are_told)
{
    const quern_kind kinds[] = { ARRAY_OF(BOOL), ARRAY_OF(I64), ARRAY_OF(UUID) };
    for (int i = 0; i < 3; i++) {
        const quern_value value = { .kind = kinds[i],
                                    .count = UINT32_MAX,
                                    .as = { .array = { .items = "" } } };
        const quern_request request = { .count = 1, .values = &value, .kinds = &kinds[i] };
        quern__pg_parameters p;
        quern__pg_scratch scratch = { .allocator = quern_system_allocator() };
        ck_assert(quern__pg_encode(&scratch, &request, &p));
        ck_assert_uint_eq(p.excess, 1);
        ck_assert_ptr_null(scratch.memory);
    }
}
END_TEST

quern__suite_maker quern__suite_encode;
Suite *quern__suite_encode(void)
{
    Suite *suite = suite_create("encode");
    TCase *tcase = tcase_create("encode");
    tcase_add_loop_test(tcase, a_value_has_its_bytes, 0, CASES);
    tcase_add_test(tcase, many_values_do_not_touch_each_other);
    tcase_add_test(tcase, not_a_number_stays_none);
    tcase_add_test(tcase, a_pointer_is_passed_on);
    tcase_add_loop_test(tcase, more_than_a_message_holds_is_told, 0, sizeof excesses / sizeof *excesses);
    tcase_add_test(tcase, more_items_than_a_message_holds_are_told);
    tcase_add_test(tcase, without_memory_it_fails_and_without_values_it_needs_none);
    suite_add_tcase(suite, tcase);
    return suite;
}
