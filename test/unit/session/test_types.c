/* test_types.c: the cache of types that users made. */
#include "lib/session/types.h"

#include "test/support/replay.h"

#include <check.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

/* Numbers that fall into the same list, and some that do not. */
static const quern__type samples[] = { { 16400, 25, "mood" },
                                       { 16464, 0, "point3" },
                                       { 16528, 1009, "mood[]" },
                                       { 16401, 25, "citext" },
                                       { UINT32_MAX, 25, "" } };
enum { SAMPLES = sizeof samples / sizeof *samples };

static void expect_type(const quern__type *type, const quern__type *expected)
{
    ck_assert_msg(type != NULL, "there is no %s", expected->name);
    ck_assert_uint_eq(type->number, expected->number);
    ck_assert_uint_eq(type->alike, expected->alike);
    ck_assert_str_eq(type->name, expected->name);
}

START_TEST(what_was_added_is_found)
{
    quern__types *types = quern__types_open(&quern__system_allocator, 100);
    for (int i = 0; i < SAMPLES; i++) {
        char name[20];
        quern__type type = samples[i];
        type.name = strcpy(name, samples[i].name);
        ck_assert_ptr_null(quern__types_find(types, type.number));
        quern__types_add(types, &type);
        memset(name, 'x', sizeof name); /* it was copied */
    }
    for (int i = 0; i < SAMPLES; i++)
        expect_type(quern__types_find(types, samples[i].number), &samples[i]);
    ck_assert_ptr_null(quern__types_find(types, 16402));
    quern__types_close(types);
}
END_TEST

/* Whoever has found it may go on reading it. */
START_TEST(the_first_one_stays)
{
    quern__types *types = quern__types_open(&quern__system_allocator, 100);
    quern__types_add(types, &samples[0]);
    const quern__type *first = quern__types_find(types, samples[0].number);
    quern__types_add(types, &(quern__type){ samples[0].number, 0, "another" });
    ck_assert_ptr_eq(quern__types_find(types, samples[0].number), first);
    expect_type(first, &samples[0]);
    quern__types_close(types);
}
END_TEST

START_TEST(there_is_room_for_so_many)
{
    for (size_t most = 0; most <= SAMPLES; most++) {
        quern__types *types = quern__types_open(&quern__system_allocator, most);
        for (int i = 0; i < SAMPLES; i++) {
            quern__types_add(types, &samples[i]);
            quern__types_add(types, &samples[i]); /* which takes no second place */
        }
        for (size_t i = 0; i < SAMPLES; i++)
            ck_assert_int_eq(quern__types_find(types, samples[i].number) != NULL, i < most);
        quern__types_close(types);
    }
}
END_TEST

START_TEST(no_cache_knows_nothing)
{
    quern__types_add(NULL, &samples[0]);
    ck_assert_ptr_null(quern__types_find(NULL, samples[0].number));
    quern__types_close(NULL);
}
END_TEST

static bool adds_a_type(quern__replay *replay, void *context)
{
    (void)context;
    quern__types *types = quern__types_open(quern__replay_allocator(replay), 10);
    if (!types)
        return false;
    quern__types_add(types, &samples[0]);
    const bool added = quern__types_find(types, samples[0].number);
    quern__types_close(types);
    return added;
}

START_TEST(without_memory_it_forgets)
{
    ck_assert_uint_eq(quern__replay_run("adds a type", adds_a_type, NULL), 2);
}
END_TEST

enum { CROWD = 4, NUMBERS = 500 };

static void *add_and_find(void *argument)
{
    quern__types *types = argument;
    for (uint32_t i = 0; i < NUMBERS; i++) {
        char name[20];
        snprintf(name, sizeof name, "type %u", (unsigned)i);
        quern__types_add(types, &(quern__type){ i, i + 1, name });
        const quern__type *type = quern__types_find(types, i);
        if (!type || type->alike != i + 1 || strcmp(type->name, name) != 0)
            return types;
    }
    return NULL;
}

START_TEST(a_crowd_adds_the_same)
{
    quern__types *types = quern__types_open(&quern__system_allocator, NUMBERS);
    pthread_t threads[CROWD];
    for (int i = 0; i < CROWD; i++)
        pthread_create(&threads[i], NULL, add_and_find, types);
    for (int i = 0; i < CROWD; i++) {
        void *failed;
        pthread_join(threads[i], &failed);
        ck_assert_ptr_null(failed);
    }
    quern__types_close(types);
}
END_TEST

Suite *quern__suite_types(void);

Suite *quern__suite_types(void)
{
    Suite *suite = suite_create("types");
    TCase *tests = tcase_create("types");
    tcase_add_test(tests, what_was_added_is_found);
    tcase_add_test(tests, the_first_one_stays);
    tcase_add_test(tests, there_is_room_for_so_many);
    tcase_add_test(tests, no_cache_knows_nothing);
    tcase_add_test(tests, without_memory_it_forgets);
    tcase_add_test(tests, a_crowd_adds_the_same);
    suite_add_tcase(suite, tests);
    return suite;
}
