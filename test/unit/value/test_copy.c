/* test_copy.c: a copy has all that the value had, and nothing of it. */
#include "lib/value/copy.h"

#include "lib/value/parts.h"
#include "test/support/replay.h"

#include <check.h>
#include <string.h>

/* Fails the test unless `copy` is the same value as `value`, at other places. */
static void expect_same(const char *name, const quern_value *value, const quern_value *copy)
{
    ck_assert_msg(copy->kind == value->kind && copy->count == value->count, "%s: kind %x", name, copy->kind);
    switch (value->kind) {
    case QUERN_KIND_TEXT:
    case QUERN_KIND_DECIMAL:
    case QUERN_KIND_JSON:
        ck_assert_msg(copy->as.text != value->as.text && strcmp(copy->as.text, value->as.text) == 0, "%s",
                      name);
        break;
    case QUERN_KIND_BYTES:
        ck_assert_msg(copy->as.bytes.data != value->as.bytes.data &&
                          copy->as.bytes.size == value->as.bytes.size,
                      "%s", name);
        ck_assert_msg(memcmp(copy->as.bytes.data, value->as.bytes.data, value->as.bytes.size) == 0, "%s",
                      name);
        break;
    default:
        ck_assert_msg(memcmp(&copy->as, &value->as, sizeof copy->as) == 0, "%s", name);
    }
}

static void expect_same_items(const char *name, const quern_value *array, const quern_value *copy)
{
    ck_assert_msg(copy->kind == array->kind && copy->count == array->count, "%s: kind %x", name, copy->kind);
    ck_assert_msg(copy->as.array.items && copy->as.array.items != array->as.array.items, "%s: the items",
                  name);
    for (size_t i = 0; i < array->count; i++) {
        const quern_value was = quern__value_item(array, i), is = quern__value_item(copy, i);
        expect_same(name, &was, &is);
        ck_assert_msg((copy->as.array.nulls && copy->as.array.nulls[i]) == (was.kind == QUERN_KIND_NULL),
                      "%s: item %zu", name, i);
    }
}

static const char *const texts[] = { "a", "", NULL, "ünï☃" };
static const quern_bytes blobs[] = { { "a\0b", 3 }, { "", 0 }, { NULL, 0 } };
static const quern_decimal decimals[] = { { "1.50" }, { NULL } };
static const quern_json jsons[] = { { "{}" }, { "null" } };
static const quern_uuid uuids[] = { { { 1, 2 } }, { { 3 } } };
static const int16_t shorts[] = { 1, -2, 3 };
static const bool second[] = { false, true, false, false }, none[4];

#define ARRAY(KIND, items_, nulls_)                                                                        \
    {                                                                                                      \
        .kind = QUERN_KIND_##KIND | QUERN_ARRAY, .count = sizeof(items_) / sizeof *(items_), .as.array = { \
            (items_),                                                                                      \
            (nulls_)                                                                                       \
        }                                                                                                  \
    }

/* clang-format off */
static const struct {
    const char *name;
    quern_value value;
    bool with_nulls; /* the copy of an array has them */
} cases[] = {
    { "a text", { .kind = QUERN_KIND_TEXT, .as.text = "Emma" }, false },
    { "an empty text", { .kind = QUERN_KIND_TEXT, .as.text = "" }, false },
    { "bytes", { .kind = QUERN_KIND_BYTES, .as.bytes = { "a\0b", 3 } }, false },
    { "no bytes", { .kind = QUERN_KIND_BYTES, .as.bytes = { "", 0 } }, false },
    { "a decimal", { .kind = QUERN_KIND_DECIMAL, .as.decimal = { "1.50" } }, false },
    { "JSON", { .kind = QUERN_KIND_JSON, .as.json = { "{\"a\": 1}" } }, false },
    { "an integer", { .kind = QUERN_KIND_I64, .as.integer = 7 }, false },
    { "an interval", { .kind = QUERN_KIND_INTERVAL, .as.interval = { 1, 2, 3 } }, false },
    { "an address", { .kind = QUERN_KIND_INET, .count = 4 * 256 + 32, .as.address = { 127, 0, 0, 1 } }, false },
    { "texts", ARRAY(TEXT, texts, NULL), true },
    { "texts with NULLs", ARRAY(TEXT, texts, second), true },
    { "bytes, several", ARRAY(BYTES, blobs, NULL), true },
    { "decimals", ARRAY(DECIMAL, decimals, NULL), true },
    { "decimals, all NULL", ARRAY(DECIMAL, decimals, second), true },
    { "JSON documents", ARRAY(JSON, jsons, NULL), false },
    { "JSON documents with a NULL", ARRAY(JSON, jsons, second), true },
    { "uuids", ARRAY(UUID, uuids, NULL), false },
    { "integers", ARRAY(I16, shorts, NULL), false },
    { "integers with a NULL", ARRAY(I16, shorts, second), true },
    { "integers, none NULL", ARRAY(I16, shorts, none), false },
    { "no items", { .kind = QUERN_KIND_TEXT | QUERN_ARRAY, .as.array = { texts, NULL } }, false },
};
/* clang-format on */

START_TEST(a_copy_is_the_same)
{
    quern__arena *arena = quern__arena_open(quern_system_allocator(), NULL);
    quern_value copy;
    ck_assert(quern__value_copy(arena, &cases[_i].value, &copy));
    if (cases[_i].value.kind & QUERN_ARRAY) {
        expect_same_items(cases[_i].name, &cases[_i].value, &copy);
        ck_assert_msg((copy.as.array.nulls != NULL) == cases[_i].with_nulls, "%s: nulls", cases[_i].name);
    } else {
        expect_same(cases[_i].name, &cases[_i].value, &copy);
    }
    quern__arena_close(arena);
}
END_TEST

START_TEST(all_that_is_null_becomes_null)
{
    static const quern_value nulls[] = {
        { .kind = QUERN_KIND_NULL },  { .kind = QUERN_KIND_TEXT },
        { .kind = QUERN_KIND_BYTES }, { .kind = QUERN_KIND_DECIMAL },
        { .kind = QUERN_KIND_JSON },  { .kind = QUERN_KIND_I64 | QUERN_ARRAY, .count = 1 }
    };
    quern__arena *arena = quern__arena_open(quern_system_allocator(), NULL);
    for (size_t i = 0; i < sizeof nulls / sizeof *nulls; i++) {
        quern_value copy;
        ck_assert(quern__value_copy(arena, &nulls[i], &copy));
        ck_assert_msg(copy.kind == QUERN_KIND_NULL, "%zu: %x", i, copy.kind);
    }
    quern__arena_close(arena);
}
END_TEST

static bool copies(quern__replay *replay, void *context)
{
    quern__arena *arena = quern__arena_open(quern__replay_allocator(replay), NULL);
    quern_value copy;
    const bool copied = arena && quern__value_copy(arena, context, &copy);
    quern__arena_close(arena);
    return copied;
}

START_TEST(does_without_memory)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        quern__replay_run(cases[i].name, copies, (void *)(uintptr_t)&cases[i].value);
}
END_TEST

Suite *quern__suite_copy(void);

Suite *quern__suite_copy(void)
{
    Suite *suite = suite_create("copy");
    TCase *tests = tcase_create("copy");
    tcase_add_loop_test(tests, a_copy_is_the_same, 0, sizeof cases / sizeof *cases);
    tcase_add_test(tests, all_that_is_null_becomes_null);
    tcase_add_test(tests, does_without_memory);
    suite_add_tcase(suite, tests);
    return suite;
}
