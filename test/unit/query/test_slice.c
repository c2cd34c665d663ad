/* test_slice.c: slices of slices are those of Python: compared with the slicing of a list, 2,000 random chains; and where
 * numbers would overflow. */
#include "lib/query/queryset.h"

#include "test/support/generate.h"
#include "test/support/models.h"

#include <check.h>
#include <stdio.h>

static quern_session *session;

static void set_up(void)
{
    session = quern__test_session_open(NULL);
    ck_assert_ptr_nonnull(session);
}

static void tear_down(void)
{
    quern__test_session_close(session);
}

enum { ROWS = 30 };

/* list[low:high], in place; gives its new length. */
static int64_t cut(int *list, int64_t length, int64_t low, int64_t high)
{
    if (high > length)
        high = length;
    int64_t kept = 0;
    for (int64_t i = low; i < high; i++)
        list[kept++] = list[i];
    return kept;
}

static void expect_same(const char *chain, quern__rows rows, const int *list, int64_t length)
{
    const int64_t high = rows.high < ROWS ? rows.high : ROWS;
    const int64_t count = rows.low < high ? high - rows.low : 0;
    ck_assert_msg(count == length, "%s: %d rows, not %d", chain, (int)count, (int)length);
    for (int64_t i = 0; i < length; i++)
        ck_assert_msg(list[i] == rows.low + i, "%s: row %d is %d, not %d", chain, (int)i, (int)(rows.low + i),
                      list[i]);
}

START_TEST(slices_as_python_does)
{
    static const int64_t bounds[] = {
        0, 1, 2, 3, 5, 8, 13, 21, 29, 30, 31, 100, QUERN_OPEN_END - 1, QUERN_OPEN_END
    };
    quern__random random = { 7 };
    int64_t empty = 0;
    for (int round = 0; round < 2000; round++) {
        char chain[400];
        int used = 0, list[ROWS];
        int64_t length = ROWS;
        for (int i = 0; i < ROWS; i++)
            list[i] = i;
        quern_queryset *books = quern_objects(session, book);
        for (size_t depth = 1 + quern__random_below(&random, 5); depth; depth--) {
            const int64_t low = bounds[quern__random_below(&random, depth > 1 ? 6 : 14)];
            const int64_t high = bounds[quern__random_below(&random, 14)];
            used += snprintf(chain + used, sizeof chain - (size_t)used, "[%lld:%lld]", (long long)low,
                             (long long)high);
            books = quern_slice(books, low, high);
            length = cut(list, length, low, high);
            const quern__rows rows = quern__queryset_rows(books);
            ck_assert_msg(0 <= rows.low && rows.low <= rows.high, "%s", chain);
            expect_same(chain, rows, list, length);
        }
        empty += length == 0;
    }
    ck_assert_msg(empty > 100 && empty < 1900, "%d of 2000 were empty: that tests too little", (int)empty);
}
END_TEST

#define END QUERN_OPEN_END

static const struct {
    quern__rows outer;
    int64_t low, high;
    quern__rows expected;
} bounds[] = {
    { { 0, END }, 0, END, { 0, END } },
    { { 0, END }, 5, END, { 5, END } },
    { { 5, END }, 5, END, { 10, END } },
    { { 0, END }, END, END, { END, END } },
    { { 1, END }, END, END, { END, END } },
    { { 5, END }, END - 5, END, { END, END } },
    { { 5, END }, END - 6, END, { END - 1, END } },
    { { 5, END }, END - 6, END - 5, { END - 1, END } },
    { { 5, END }, 0, END - 1, { 5, END } },
    { { 5, END }, 3, 2, { 8, 8 } },
    { { 5, 10 }, 3, 2, { 8, 8 } },
    { { 5, 10 }, 0, END, { 5, 10 } },
    { { 5, 10 }, 5, END, { 10, 10 } },
    { { 5, 10 }, 6, END, { 10, 10 } },
    { { 5, 10 }, END, END, { 10, 10 } },
    { { 5, 10 }, 1, 4, { 6, 9 } },
    { { 5, 10 }, 4, 6, { 9, 10 } },
    { { 5, 10 }, 7, 9, { 10, 10 } },
    { { 8, 8 }, 0, END, { 8, 8 } },
    { { 8, 8 }, 1, 2, { 8, 8 } },
    { { END, END }, 0, 1, { END, END } },
};

START_TEST(huge_bounds_do_not_overflow)
{
    const quern__rows got = quern__rows_within(bounds[_i].outer, bounds[_i].low, bounds[_i].high);
    ck_assert_msg(got.low == bounds[_i].expected.low && got.high == bounds[_i].expected.high,
                  "case %d: [%lld:%lld]", _i, (long long)got.low, (long long)got.high);
}
END_TEST

Suite *quern__suite_slice(void);

Suite *quern__suite_slice(void)
{
    Suite *suite = suite_create("slice");
    TCase *tests = tcase_create("slice");
    tcase_set_timeout(tests, 60);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, slices_as_python_does);
    tcase_add_loop_test(tests, huge_bounds_do_not_overflow, 0, sizeof bounds / sizeof *bounds);
    suite_add_tcase(suite, tests);
    return suite;
}
