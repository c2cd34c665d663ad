/* test_keep.c: what is kept of values: copies of all that they point to. */
#include "test/unit/expr/fixture.h"

#include "test/support/replay.h"

#include <check.h>
#include <string.h>

static quern__scope *scope;

static void set_up(void)
{
    scope = item_scope_open(quern_system_allocator());
    ck_assert_ptr_nonnull(scope);
}

static void tear_down(void)
{
    item_scope_close(scope);
}

START_TEST(what_values_point_to_is_copied)
{
    char text[] = "Emma", number[] = "1.50", json[] = "{}", bytes[] = "a\0b";
    const char *pointers[] = { text, NULL, text };
    bool nulls[] = { true, false, false };
    quern__condition kept[4], array;
    ck_assert_ptr_null(item_resolve(scope, "one_text", EXACT, quern_value_text(text), &kept[0]));
    ck_assert_ptr_null(
        item_resolve(scope, "one_decimal", EXACT, quern_value_decimal(quern_decimal_of(number)), &kept[1]));
    ck_assert_ptr_null(
        item_resolve(scope, "one_json", EXACT, quern_value_json(quern_json_of(json)), &kept[2]));
    ck_assert_ptr_null(
        item_resolve(scope, "one_bytes", EXACT, quern_value_bytes(quern_bytes_of(bytes, 3)), &kept[3]));
    const quern_array_text given = { pointers, nulls, 3 };
    ck_assert_ptr_null(item_resolve(scope, "all_text", EXACT, quern_value_array_text(given), &array));
    memset(text, 'x', 4);
    memset(number, 'x', 4);
    memset(json, 'x', 2);
    memset(bytes, 'x', 3);
    memset(pointers, 0, sizeof pointers);
    memset(nulls, 0, sizeof nulls);
    ck_assert_str_eq(kept[0].right.as.constant.as.text, "Emma");
    ck_assert_str_eq(kept[1].right.as.constant.as.decimal.text, "1.50");
    ck_assert_str_eq(kept[2].right.as.constant.as.json.text, "{}");
    ck_assert_uint_eq(kept[3].right.as.constant.as.bytes.size, 3);
    ck_assert_mem_eq(kept[3].right.as.constant.as.bytes.data, "a\0b", 3);
    const char *const *items = array.right.as.constant.as.array.items;
    ck_assert_uint_eq(array.right.as.constant.count, 3);
    ck_assert(array.right.as.constant.as.array.nulls[0] && array.right.as.constant.as.array.nulls[1] &&
              !array.right.as.constant.as.array.nulls[2]);
    ck_assert_str_eq(items[2], "Emma");
}
END_TEST

/* An array in a session that stands: fitted, or refused for want of memory and fitted then. */
static bool fits(quern__replay *replay, void *context)
{
    const item_call *call = context;
    quern__replay_pause(replay);
    quern__scope *in = item_scope_open(quern__replay_allocator(replay));
    quern__replay_resume(replay);
    quern__condition leaf;
    const quern_error *error = item_resolve(in, call->member, call->lookup, call->value, &leaf);
    if (error) {
        ck_assert_int_eq(error->code, QUERN_ERROR_MEMORY);
        quern__replay_stop_failing(replay);
        ck_assert_msg(!item_resolve(in, call->member, call->lookup, call->value, &leaf), "%s",
                      quern__replay_where(replay));
    }
    item_scope_close(in);
    return !error;
}

/* Long enough to need room that the arena has not. */
#define LONG_TEXT                                                                                            \
    "a text that is so long that an arena needs a block for it, or nearly one: "                             \
    "......................................................................................................" \
    "..........."

START_TEST(does_without_memory)
{
    static const char *const many[] = { LONG_TEXT, NULL, "", LONG_TEXT, LONG_TEXT };
    static const quern_bytes blobs[] = { { LONG_TEXT, sizeof LONG_TEXT }, { "", 0 }, { NULL, 0 } };
    static const quern_decimal decimals[] = { { "1" }, { "2.50" }, { NULL } };
    static const int64_t numbers[] = { 1, 2, 3 };
    static const quern_json jsons[] = { { "{}" }, { LONG_TEXT } };
    const item_call good[] = {
        { "all_text", EXACT, FEW(TEXT, many, 5), NULL, NULL },
        { "all_bytes", EXACT, FEW(BYTES, blobs, 3), NULL, NULL },
        { "all_decimal", EXACT, FEW(DECIMAL, decimals, 3), NULL, NULL },
        { "all_json", EXACT, FEW(JSON, jsons, 2), NULL, NULL },
        { "all_i64", EXACT, FEW(I64, numbers, 3), NULL, NULL },
        { "one_bytes", EXACT, OF(BYTES, .as.bytes = { LONG_TEXT, sizeof LONG_TEXT }), NULL, NULL },
        { "one_decimal", EXACT, OF(I64, .as.integer = 7), NULL, NULL },
        { "one_json", EXACT, OF(JSON, .as.json = { LONG_TEXT }), NULL, NULL },
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        quern__replay_run(good[i].member, fits, (void *)(uintptr_t)&good[i]);
}
END_TEST

Suite *quern__suite_keep(void);

Suite *quern__suite_keep(void)
{
    Suite *suite = suite_create("keep");
    TCase *tests = tcase_create("keep");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, what_values_point_to_is_copied);
    tcase_add_test(tests, does_without_memory);
    suite_add_tcase(suite, tests);
    return suite;
}
