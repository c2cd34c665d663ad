/* test_keyring.c: keys without duplicates: their numbers, and what finds them again. */
#include "lib/load/keyring.h"

#include "lib/base/memory.h"
#include "lib/value/parts.h"
#include "test/support/runner.h"

#include <check.h>
#include <quern/value.h>
#include <stdio.h>

static quern__arena *arena;
static quern__keyring ring;

static void begin(void)
{
    arena = quern__arena_open(&quern__system_allocator, NULL);
    ck_assert_ptr_nonnull(arena);
}

static void end(void)
{
    quern__arena_close(arena);
}

static uint32_t number_of(quern_value key)
{
    uint32_t number;
    ck_assert(quern__keyring_find(&ring, &key, &number));
    return number;
}

/* Among them what hashes badly: the same low bits, the same high ones, both ends. */
static int64_t nth(uint32_t i)
{
    const int64_t ends[] = { INT64_MIN, INT64_MAX, 0, -1 };
    return i < 4 ? ends[i] : i % 3 == 0 ? (int64_t)i << 40 : i % 3 == 1 ? (int64_t)i : -(int64_t)i * 4096;
}

START_TEST(integers)
{
    enum { MANY = 5000 };
    ck_assert(quern__keyring_open(&ring, arena, QUERN_KIND_I64));
    ck_assert_uint_eq(number_of(quern_value_i64(0)), QUERN__NO_KEY);
    for (uint32_t i = 0; i < MANY; i++) {
        const quern_value key = quern_value_i64(nth(i));
        ck_assert_uint_eq(quern__keyring_add(&ring, &key), i);
        ck_assert_uint_eq(quern__keyring_add(&ring, &key), i);
    }
    ck_assert_uint_eq(ring.count, MANY);
    for (uint32_t i = 0; i < MANY; i++) {
        ck_assert_uint_eq(number_of(quern_value_i64(nth(i))), i);
        ck_assert_uint_eq(quern__keyring_integer(&ring, nth(i)), i);
        ck_assert(quern__keyring_key(&ring, i).as.integer == nth(i));
    }
    ck_assert_uint_eq(number_of(quern_value_i64(77777777)), QUERN__NO_KEY);
    const quern_value some = quern__keyring_some(&ring, 10, 3);
    ck_assert(some.kind == (QUERN_KIND_I64 | QUERN_ARRAY) && some.count == 3);
    ck_assert(((const int64_t *)some.as.array.items)[2] == nth(12));
}
END_TEST

START_TEST(smaller_integers_are_sent_as_what_they_are)
{
    ck_assert(quern__keyring_open(&ring, arena, QUERN_KIND_I32));
    const quern_value keys[] = { quern_value_i64(-5), quern_value_i64(7), quern_value_i64(-5) };
    for (size_t i = 0; i < 3; i++)
        ck_assert_uint_eq(quern__keyring_add(&ring, &keys[i]), i % 2);
    const quern_value all = quern__keyring_some(&ring, 0, ring.count);
    ck_assert(all.kind == (QUERN_KIND_I32 | QUERN_ARRAY) && all.count == 2);
    ck_assert(((const int32_t *)all.as.array.items)[0] == -5);
}
END_TEST

START_TEST(texts)
{
    enum { MANY = 300 };
    static char names[MANY][12];
    ck_assert(quern__keyring_open(&ring, arena, QUERN_KIND_TEXT));
    ck_assert_uint_eq(number_of(quern_value_text("")), QUERN__NO_KEY);
    for (uint32_t i = 0; i < MANY; i++) {
        sprintf(names[i], "name %u", i);
        const quern_value key = quern_value_text(names[i]);
        ck_assert_uint_eq(quern__keyring_add(&ring, &key), i);
        ck_assert_uint_eq(quern__keyring_add(&ring, &key), i);
    }
    for (uint32_t i = 0; i < MANY; i++) {
        char same[12];
        sprintf(same, "name %u", i);
        ck_assert_uint_eq(number_of(quern_value_text(same)), i);
        ck_assert_str_eq(quern__keyring_key(&ring, i).as.text, same);
    }
    ck_assert_uint_eq(number_of(quern_value_text("Name 1")), QUERN__NO_KEY);
}
END_TEST

START_TEST(what_is_equal_is_one)
{
    ck_assert(quern__keyring_open(&ring, arena, QUERN_KIND_DECIMAL));
    const quern_value one = quern_value_decimal((quern_decimal){ "1.0" }),
                      same = quern_value_decimal((quern_decimal){ "1.00" }),
                      other = quern_value_decimal((quern_decimal){ "1.01" });
    ck_assert_uint_eq(quern__keyring_add(&ring, &one), 0);
    ck_assert_uint_eq(quern__keyring_add(&ring, &same), 0);
    ck_assert_uint_eq(number_of(other), QUERN__NO_KEY);
    ck_assert_uint_eq(quern__keyring_add(&ring, &other), 1);
    ck_assert_uint_eq(number_of(same), 0);
}
END_TEST

/* Looking takes no memory that stays. */
START_TEST(looking_leaves_nothing)
{
    const quern_value key = quern_value_decimal((quern_decimal){ "1234.5" });
    ck_assert(quern__keyring_open(&ring, arena, QUERN_KIND_DECIMAL));
    quern__keyring_add(&ring, &key);
    const size_t before = quern__arena_bytes(arena);
    for (size_t i = 0; i < 100000; i++)
        number_of(key);
    ck_assert_uint_le(quern__arena_bytes(arena), before + 65536);
}
END_TEST

Suite *quern__suite_keyring(void);

Suite *quern__suite_keyring(void)
{
    Suite *suite = suite_create("keyring");
    TCase *tests = tcase_create("keyring");
    tcase_add_checked_fixture(tests, begin, end);
    tcase_add_test(tests, integers);
    tcase_add_test(tests, smaller_integers_are_sent_as_what_they_are);
    tcase_add_test(tests, texts);
    tcase_add_test(tests, what_is_equal_is_one);
    tcase_add_test(tests, looking_leaves_nothing);
    suite_add_tcase(suite, tests);
    return suite;
}
