/* test_result.c: rows lie where their number says, never move, and know where they belong. */
#include "lib/load/result.h"

#include "lib/base/memory.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

typedef struct house {
    quern_session session;
    quern__model model;
    quern_result *result;
} house;

static void open_house(house *h, size_t row_size)
{
    memset(h, 0, sizeof *h);
    h->session.scope.allocator = &quern__system_allocator;
    h->session.scope.arena = quern__arena_open(&quern__system_allocator, NULL);
    h->model.size = row_size;
    h->result = quern__result_open(&h->session, &h->model);
    ck_assert_ptr_nonnull(h->result);
}

static char *add_row(quern_result *result)
{
    char *row = quern__result_next(result);
    ck_assert_ptr_nonnull(row);
    quern__result_accept(result);
    return row;
}

static bool is_zero(const char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (bytes[i])
            return false;
    return true;
}

/* Numbers of rows around the borders of blocks: 4, 12, 28, … */
static const size_t counts[] = { 0, 1, 3, 4, 5, 11, 12, 13, 27, 28, 29, 60, 61, 1000, 100000 };
static const size_t sizes[] = { sizeof(quern_object), 24, 40, 1000 };

static void fill_and_check(size_t count, size_t size)
{
    house h;
    open_house(&h, size);
    char **rows = calloc(count + 1, sizeof *rows);
    for (size_t i = 0; i < count; i++) {
        rows[i] = add_row(h.result);
        ck_assert_msg(is_zero(rows[i] + sizeof(quern_object), size - sizeof(quern_object)),
                      "row %zu of %zu bytes is not zero", i, size);
        ck_assert_uint_eq((uintptr_t)rows[i] % _Alignof(quern_object), 0);
        memset(rows[i] + sizeof(quern_object), (int)(i % 251), size - sizeof(quern_object));
    }
    ck_assert_uint_eq(h.result->count, count);
    for (size_t i = 0; i < count; i++) {
        const quern_object *object = quern__result_row(h.result, i);
        ck_assert_msg((const char *)object == rows[i], "row %zu of %zu has moved", i, count);
        ck_assert_ptr_eq(object->result, h.result);
        ck_assert_uint_eq(object->row, i);
        ck_assert_uint_eq(object->flags, 0);
        ck_assert_msg(size == sizeof *object || (unsigned char)rows[i][size - 1] == i % 251,
                      "row %zu was written over", i);
    }
    free(rows);
    quern__arena_close(h.session.scope.arena);
}

START_TEST(rows_stay_where_they_are)
{
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        if (counts[_i] * sizes[i] < 10000000)
            fill_and_check(counts[_i], sizes[i]);
}
END_TEST

START_TEST(a_row_counts_when_it_is_accepted)
{
    house h;
    open_house(&h, 64);
    for (size_t i = 0; i < 20; i++) {
        void *row = quern__result_next(h.result);
        ck_assert_msg(quern__result_next(h.result) == row, "row %zu", i);
        ck_assert_uint_eq(h.result->count, i);
        quern__result_accept(h.result);
        ck_assert_uint_eq(h.result->count, i + 1);
    }
    quern__arena_close(h.session.scope.arena);
}
END_TEST

/* A row's number has 32 bits in its header. The next row is refused before any memory is asked for. */
START_TEST(there_are_no_more_rows_than_numbers)
{
    house h;
    open_house(&h, sizeof(quern_object));
    h.result->count = UINT32_MAX - 3;
    ck_assert_ptr_null(quern__result_next(h.result));
    ck_assert_uint_lt(quern__arena_bytes(h.session.scope.arena), 1000000);
    quern__arena_close(h.session.scope.arena);
}
END_TEST

START_TEST(closing_gives_the_memory_back)
{
    house h;
    open_house(&h, 64);
    quern_result *kept = h.result;
    add_row(kept);
    const size_t before = quern__arena_bytes(h.session.scope.arena);
    quern_result *other = quern__result_open(&h.session, &h.model);
    for (int i = 0; i < 5000; i++)
        add_row(other);
    ck_assert_uint_gt(quern__arena_bytes(h.session.scope.arena), before + 5000 * 64);
    quern__result_close(other);
    ck_assert_uint_eq(quern__arena_bytes(h.session.scope.arena), before);
    ck_assert_uint_eq(kept->count, 1);
    quern__result_close(NULL);
    quern__arena_close(h.session.scope.arena);
}
END_TEST

Suite *quern__suite_result(void);

Suite *quern__suite_result(void)
{
    Suite *suite = suite_create("result");
    TCase *tests = tcase_create("rows");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, rows_stay_where_they_are, 0, sizeof counts / sizeof *counts);
    tcase_add_test(tests, a_row_counts_when_it_is_accepted);
    tcase_add_test(tests, there_are_no_more_rows_than_numbers);
    tcase_add_test(tests, closing_gives_the_memory_back);
    suite_add_tcase(suite, tests);
    return suite;
}
