/* test_memory.c: sizes that no allocator should be asked for, and what comes back zeroed. */
#include "lib/base/memory.h"

#include "test/support/replay.h"

#include <check.h>
#include <string.h>

static const quern_allocator *const system_allocator = &quern__system_allocator;

START_TEST(a_size_of_0_gives_memory)
{
    void *memory = quern__allocate(system_allocator, 0);
    ck_assert_ptr_nonnull(memory);
    memory = quern__reallocate(system_allocator, memory, 0);
    ck_assert_ptr_nonnull(memory);
    quern__release(system_allocator, memory);
    memory = quern__allocate_zeroed(system_allocator, 0, 0);
    ck_assert_ptr_nonnull(memory);
    quern__release(system_allocator, memory);
}
END_TEST

START_TEST(impossible_sizes_give_null)
{
    static const size_t sizes[] = { SIZE_MAX, SIZE_MAX - 1, (size_t)PTRDIFF_MAX + 1 };
    void *memory = quern__allocate(system_allocator, 8);
    memcpy(memory, "as it is", 8);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        ck_assert_msg(!quern__allocate(system_allocator, sizes[i]), "allocate %zu", sizes[i]);
        ck_assert_msg(!quern__reallocate(system_allocator, NULL, sizes[i]), "from NULL to %zu", sizes[i]);
        ck_assert_msg(!quern__reallocate(system_allocator, memory, sizes[i]), "reallocate %zu", sizes[i]);
    }
    ck_assert_mem_eq(memory, "as it is", 8);
    quern__release(system_allocator, memory);
}
END_TEST

START_TEST(products_that_overflow_give_null)
{
    static const size_t products[][2] = {
        { SIZE_MAX, 2 },           { 2, SIZE_MAX },        { SIZE_MAX / 2 + 1, 2 },
        { SIZE_MAX / 16 + 2, 16 }, { SIZE_MAX, SIZE_MAX },
    };
    for (size_t i = 0; i < sizeof products / sizeof products[0]; i++)
        ck_assert_msg(!quern__allocate_zeroed(system_allocator, products[i][0], products[i][1]), "%zu * %zu",
                      products[i][0], products[i][1]);
}
END_TEST

static bool uses_memory(quern__replay *replay, void *context)
{
    (void)context;
    static const char zeros[96];
    const quern_allocator *allocator = quern__replay_allocator(replay);
    bool done = false;
    char *grown = NULL;
    char *text = quern__allocate(allocator, 4);
    char *array = quern__allocate_zeroed(allocator, 12, 8);
    if (!text || !array)
        goto end;
    ck_assert_mem_eq(array, zeros, sizeof zeros);
    memcpy(text, "abc", 4);
    grown = quern__reallocate(allocator, text, 1000);
    ck_assert_str_eq(grown ? grown : text, "abc");
    if (grown)
        text = NULL;
    done = grown != NULL;
end:
    quern__release(allocator, grown);
    quern__release(allocator, text);
    quern__release(allocator, array);
    quern__release(allocator, NULL);
    return done;
}

/* The harness lets no call for 0 bytes pass. */
static bool asks_for_nothing(quern__replay *replay, void *context)
{
    (void)context;
    const quern_allocator *allocator = quern__replay_allocator(replay);
    void *none = quern__allocate(allocator, 0), *zeroed = quern__allocate_zeroed(allocator, 0, 8);
    void *shrunk = none ? quern__reallocate(allocator, none, 0) : NULL;
    quern__release(allocator, shrunk ? shrunk : none);
    quern__release(allocator, zeroed);
    return zeroed && shrunk;
}

START_TEST(failing_is_an_ordinary_error)
{
    ck_assert_uint_eq(quern__replay_run("memory", uses_memory, NULL), 3);
    ck_assert_uint_eq(quern__replay_run("no bytes", asks_for_nothing, NULL), 3);
}
END_TEST

Suite *quern__suite_memory(void);

Suite *quern__suite_memory(void)
{
    Suite *suite = suite_create("memory");
    TCase *tests = tcase_create("memory");
    tcase_add_test(tests, a_size_of_0_gives_memory);
    tcase_add_test(tests, impossible_sizes_give_null);
    tcase_add_test(tests, products_that_overflow_give_null);
    tcase_add_test(tests, failing_is_an_ordinary_error);
    suite_add_tcase(suite, tests);
    return suite;
}
