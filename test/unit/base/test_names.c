/* test_names.c: what a name stands for. */
#include "lib/base/names.h"

#include "test/support/replay.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

static quern__arena *arena;

static void set_up(void)
{
    arena = quern__arena_open(quern_system_allocator(), NULL);
}

static void tear_down(void)
{
    quern__arena_close(arena);
}

enum { MANY = 5000 };

/* As full as it may get, with names that differ little. */
START_TEST(finds_each_name_and_no_other)
{
    static char texts[MANY][16];
    const size_t counts[] = { 1, 2, 3, 4, 5, 7, 50, 64, 85, 86, MANY };
    for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
        quern__names names;
        ck_assert(quern__names_open(&names, arena, counts[c]));
        for (size_t i = 0; i < counts[c]; i++) {
            const size_t size = (size_t)snprintf(texts[i], sizeof texts[i], "field_%zu", i);
            ck_assert_ptr_null(quern__names_find(&names, texts[i], size));
            ck_assert_ptr_eq(quern__names_add(&names, texts[i], size, texts[i]), texts[i]);
        }
        for (size_t i = 0; i < counts[c]; i++) {
            const size_t size = strlen(texts[i]);
            ck_assert_msg(quern__names_find(&names, texts[i], size) == texts[i], "%s of %zu", texts[i],
                          counts[c]);
        }
        ck_assert_ptr_null(quern__names_find(&names, "field_", 6));
        ck_assert_ptr_null(quern__names_find(&names, "field_5000", 10));
        ck_assert_ptr_null(quern__names_find(&names, "", 0));
    }
}
END_TEST

START_TEST(a_name_stands_for_the_first_thing)
{
    static const char one[] = "one", other[] = "other";
    quern__names names;
    ck_assert(quern__names_open(&names, arena, 2));
    ck_assert_ptr_eq(quern__names_add(&names, "name", 4, one), one);
    ck_assert_ptr_eq(quern__names_add(&names, "name", 4, other), one);
    ck_assert_ptr_eq(quern__names_add(&names, "", 0, other), other);
    ck_assert_ptr_eq(quern__names_find(&names, "names", 4), one);
    ck_assert_ptr_eq(quern__names_find(&names, "", 0), other);
}
END_TEST

START_TEST(names_are_bytes)
{
    static const char a[] = "a\0b", b[] = "a\0c";
    quern__names names;
    ck_assert(quern__names_open(&names, arena, 2));
    quern__names_add(&names, a, 3, a);
    ck_assert_ptr_null(quern__names_find(&names, b, 3));
    ck_assert_ptr_null(quern__names_find(&names, a, 1));
    ck_assert_ptr_eq(quern__names_find(&names, a, 3), a);
}
END_TEST

START_TEST(a_zeroed_table_has_no_names)
{
    const quern__names names = { 0 };
    ck_assert_ptr_null(quern__names_find(&names, "id", 2));
    ck_assert_ptr_null(quern__names_find(&names, "", 0));
}
END_TEST

START_TEST(is_out_of_memory_when_the_size_overflows)
{
    quern__names names;
    ck_assert(!quern__names_open(&names, arena, SIZE_MAX));
}
END_TEST

static bool opens(quern__replay *replay, void *context)
{
    (void)context;
    quern__replay_pause(replay);
    quern__arena *own = quern__arena_open(quern__replay_allocator(replay), NULL);
    quern__replay_resume(replay);
    quern__names names;
    const bool done = quern__names_open(&names, own, MANY);
    quern__arena_close(own);
    return done;
}

START_TEST(does_without_memory)
{
    ck_assert_uint_eq(quern__replay_run("names", opens, NULL), 1);
}
END_TEST

Suite *quern__suite_names(void);

Suite *quern__suite_names(void)
{
    Suite *suite = suite_create("names");
    TCase *tests = tcase_create("names");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, finds_each_name_and_no_other);
    tcase_add_test(tests, a_name_stands_for_the_first_thing);
    tcase_add_test(tests, names_are_bytes);
    tcase_add_test(tests, a_zeroed_table_has_no_names);
    tcase_add_test(tests, is_out_of_memory_when_the_size_overflows);
    tcase_add_test(tests, does_without_memory);
    suite_add_tcase(suite, tests);
    return suite;
}
