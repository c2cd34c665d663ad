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
    { { .kind = QUERN_WARNING_LOOP, .site = "views.c:50", .model = "author", .path = "books", .times = 3 },
      "N+1 at views.c:50: a queryset of author.books was evaluated 3 times, for one value after another, in "
      "0 "
      "microseconds so far" },
    { { .kind = QUERN_WARNING_UNUSED, .site = "views.c:39", .model = "author", .path = "books", .times = 1 },
      "Unused prefetch at views.c:39: author.books was fetched for all objects, and nobody has asked "
      "for it" },
    { { .kind = QUERN_WARNING_UNUSED, .model = "author", .path = "books__topics", .times = 20 },
      "Unused prefetch: author.books__topics was fetched for all objects 20 times, and nobody has asked for "
      "it" },
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
    quern__words words;
    const char *advice;
} mends[] = {
    { { .kind = QUERN_WARNING_LAZY, .path = "author", .wanted = QUERN__WANTED_ONE, .queryset = "views.c:39" },
      "load it with the queryset of views.c:39: quern_select_related(qs, \"author\"), or "
      "quern_fetch_mode(qs, QUERN_FETCH_PEERS)" },
    { { .kind = QUERN_WARNING_LAZY, .path = "books__publisher", .wanted = QUERN__WANTED_MANY },
      "load it with the queryset: quern_prefetch_related(qs, \"books__publisher\"), or quern_fetch_mode(qs, "
      "QUERN_FETCH_PEERS)" },
    { { .kind = QUERN_WARNING_LAZY,
        .model = "book",
        .path = "author",
        .wanted = QUERN__WANTED_ONE,
        .raw = true },
      "load it with the queryset: quern_prefetch_objects(s, book, list, n, \"author\") with the list of "
      "them, or quern_fetch_mode(qs, QUERN_FETCH_PEERS)" },
    { { .kind = QUERN_WARNING_LAZY,
        .model = "book",
        .path = "topics",
        .wanted = QUERN__WANTED_MANY,
        .raw = true },
      "load it with the queryset: quern_prefetch_objects(s, book, list, n, \"topics\") with the list of "
      "them, or quern_fetch_mode(qs, QUERN_FETCH_PEERS)" },
    { { .kind = QUERN_WARNING_LAZY, .path = "title", .queryset = "views.c:39" },
      "load it with the queryset of views.c:39: do not leave \"title\" out by quern_only or quern_defer, or "
      "quern_fetch_mode(qs, QUERN_FETCH_PEERS)" },
    { { .kind = QUERN_WARNING_LAZY, .path = "title", .raw = true },
      "load it with the queryset: give a column for \"title\" in the SQL, or quern_fetch_mode(qs, "
      "QUERN_FETCH_PEERS)" },
    { { .kind = QUERN_WARNING_LOOP, .path = "" },
      "ask once for all values, before the loop: by the lookup in, with a list, by quern_in_bulk, or by "
      "quern_evaluate_all, which sends all querysets at once" },
    { { .kind = QUERN_WARNING_LOOP,
        .model = "author",
        .path = "books",
        .target = "book",
        .wanted = QUERN__WANTED_SOME,
        .queryset = "views.c:39" },
      "load it with the queryset of views.c:39: quern_prefetch_related(qs, QUERN_PREFETCH(\"books\", "
      "quern_filter(quern_objects(s, book), ...))), and take it in the loop by quern_related alone" },
    { { .kind = QUERN_WARNING_LOOP,
        .model = "author",
        .path = "books",
        .target = "book",
        .wanted = QUERN__WANTED_SOME,
        .raw = true },
      "load it with the queryset: quern_prefetch_objects(s, author, list, n, QUERN_PREFETCH(\"books\", "
      "quern_filter(quern_objects(s, book), ...))) with the list of them, and take it in the loop by "
      "quern_related alone" },
    { { .kind = QUERN_WARNING_UNUSED, .path = "books", .wanted = QUERN__WANTED_MANY, .raw = true },
      "leave \"books\" out of what is prefetched there, or ask for it by quern_related in the loop" },
};

START_TEST(what_to_do)
{
    quern__text text = quern__text_open(&quern__system_allocator);
    quern__detect_put_advice(&text, &mends[_i].words);
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
