/* test_words.c: what warnings say. */
#include "lib/detect/detect.h"

#include "test/support/runner.h"

#include <check.h>

static const struct {
    quern_warning warning;
    const char *message;
} messages[] = {
    { { .kind = QUERN_WARNING_LAZY,
        .site = "views.c:41",
        .model = "book",
        .path = "author",
        .times = 10,
        .microseconds = 5120 },
      "N+1 at views.c:41: book.author was loaded 10 times, for one object at a time, in 5120 microseconds so "
      "far" },
    { { .kind = QUERN_WARNING_LAZY, .model = "loan", .path = "book__author", .times = 2 },
      "N+1: loan.book__author was loaded 2 times, for one object at a time, in 0 microseconds so far" },
    { { .kind = QUERN_WARNING_LOOP,
        .site = "views.c:50",
        .model = "author",
        .path = "",
        .times = 3,
        .microseconds = 7 },
      "N+1 at views.c:50: a queryset of author was evaluated 3 times, for one value after another, in 7 "
      "microseconds so far" },
};

START_TEST(what_happened)
{
    quern__text text = quern__text_open(&quern__system_allocator);
    quern__detect_put_message(&text, &messages[_i].warning);
    ck_assert_str_eq(quern__text_get(&text), messages[_i].message);
    quern__text_close(&text);
}
END_TEST

static const struct {
    quern__load load;
    const char *advice;
} mends[] = {
    { { .kind = QUERN_WARNING_LAZY, .path = "author", .relation = true, .queryset = "views.c:39" },
      "load it with the queryset of views.c:39: quern_fetch_mode(qs, QUERN_FETCH_PEERS)" },
    { { .kind = QUERN_WARNING_LAZY, .path = "author", .relation = true, .raw = true },
      "load it with the queryset: quern_fetch_mode(qs, QUERN_FETCH_PEERS)" },
    { { .kind = QUERN_WARNING_LAZY, .path = "title", .queryset = "views.c:39" },
      "load it with the queryset of views.c:39: do not leave \"title\" out by quern_only or quern_defer, or "
      "quern_fetch_mode(qs, QUERN_FETCH_PEERS)" },
    { { .kind = QUERN_WARNING_LAZY, .path = "title", .raw = true },
      "load it with the queryset: give a column for \"title\" in the SQL, or quern_fetch_mode(qs, "
      "QUERN_FETCH_PEERS)" },
    { { .kind = QUERN_WARNING_LOOP },
      "ask once for all values, before the loop: by the lookup in, with a list, by quern_in_bulk, or by "
      "quern_evaluate_all, which sends all querysets at once" },
};

START_TEST(what_to_do)
{
    quern__text text = quern__text_open(&quern__system_allocator);
    quern__detect_put_advice(&text, &mends[_i].load);
    ck_assert_str_eq(quern__text_get(&text), mends[_i].advice);
    quern__text_close(&text);
}
END_TEST

Suite *quern__suite_words(void);

Suite *quern__suite_words(void)
{
    Suite *suite = suite_create("words");
    TCase *tests = tcase_create("words");
    tcase_add_loop_test(tests, what_happened, 0, sizeof messages / sizeof *messages);
    tcase_add_loop_test(tests, what_to_do, 0, sizeof mends / sizeof *mends);
    suite_add_tcase(suite, tests);
    return suite;
}
