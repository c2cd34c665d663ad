/* test_advice.c: what the detector says of loops over sets and paths, word by word, as one would paste it; and that what it says mends
 * them. What is prefetched for nothing is told, too. */
#include "test/integration/library.h"
#include "test/support/club.h"

#include <stdio.h>

static quern_session *t; /* that counts */
static char here[200];   /* a line of the test */

static void begin(void)
{
    if (db)
        t = quern_session_open(db, .detect = QUERN_DETECT_COUNT);
}

static void end(void)
{
    if (!db)
        return;
    ck_assert_str_eq(quern_error_text(t), "");
    quern_session_close(t);
}

static void note_line(int line)
{
    snprintf(here, sizeof here, "%s:%d", __FILE__, line);
}

/* The site that advice tells is that of the last refinement. */
static quern_queryset *authors(void)
{
    note_line(__LINE__ + 1);
    return quern_order_by(quern_filter(quern_objects(t, author), Q("id__gte", 1001), Q("id__lte", 1004)),
                          "id");
}

static void expect_silence(const char *after)
{
    const quern_warning *warning = quern_warning_at(t, 1);
    ck_assert_msg(!quern_failed(t), "%s: %s", after, quern_error_text(t));
    ck_assert_msg(quern_warning_count(t) == 0, "%s: %s", after, warning ? warning->message : "?");
}

/* One warning, of so many times: `advice` has the noted line in it where it has %s. */
static void expect_warning(quern_warning_kind kind, const char *model, const char *path, int64_t times,
                           const char *advice)
{
    char expected[500];
    const quern_warning *warning = quern_warning_at(t, -1);
    const char *gap = strstr(advice, "%s");
    ck_assert_int_eq(quern_warning_count(t), 1);
    ck_assert_ptr_nonnull(warning);
    ck_assert_int_eq(warning->kind, kind);
    ck_assert_str_eq(warning->model, model);
    ck_assert_str_eq(warning->path, path);
    ck_assert_int_eq(warning->times, times);
    snprintf(expected, sizeof expected, "%.*s%s%s", gap ? (int)(gap - advice) : (int)strlen(advice), advice,
             gap ? here : "", gap ? gap + 2 : "");
    ck_assert_str_eq(warning->advice, expected);
    ck_assert_ptr_nonnull(strstr(warning->message, warning->path));
}

#define SELECT_AUTHOR                                                                                 \
    "load it with the queryset of %s: quern_select_related(qs, \"author\"), or quern_fetch_mode(qs, " \
    "QUERN_FETCH_PEERS)"
#define PREFETCH_BOOKS                                                               \
    "load it with the queryset of %s: quern_prefetch_related(qs, \"book_set\"), or " \
    "quern_fetch_mode(qs, QUERN_FETCH_PEERS)"
#define PREFETCH_SOME                                                                           \
    "load it with the queryset of %s: quern_prefetch_related(qs, QUERN_PREFETCH(\"book_set\", " \
    "quern_filter(quern_objects(s, book), ...))), and take it in the loop by quern_related alone"

/* ---- Loops ---- */

START_TEST(objects_of_objects)
{
    NEEDS_SERVER();
    quern_queryset *books = quern_slice(library_books(t), 0, 4);
    note_line(__LINE__ - 1);
    QUERN_EACH(book, b, books)
        (void)quern_fetch(b, author);
    expect_warning(QUERN_WARNING_LAZY, "book", "author", 4, SELECT_AUTHOR);
}
END_TEST

/* A set of each object, by whatever evaluates it. */
static void count_books(const author *a)
{
    quern_count(quern_related(a, "book_set"));
}

static void list_books(const author *a)
{
    quern_list(quern_related(a, "book_set"), book);
}

static void loop_over_books(const author *a)
{
    QUERN_EACH(book, b, quern_related(a, "book_set"))
        ck_assert_int_eq(b->author_id, a->id);
}

static void find_books(const author *a)
{
    bool found;
    quern_exists(quern_related(a, "book_set"), &found);
}

static void first_book(const author *a)
{
    quern_first(quern_related(a, "book_set"), book);
}

static void stream_books(const author *a)
{
    QUERN_STREAM(book, b, quern_related(a, "book_set"))
    ck_assert_int_eq(b->author_id, a->id);
}

static const struct {
    const char *name;
    void (*ask)(const author *a);
} askers[] = {
    { "quern_count", count_books }, { "quern_list", list_books },  { "QUERN_EACH", loop_over_books },
    { "quern_exists", find_books }, { "quern_first", first_book }, { "QUERN_STREAM", stream_books },
};

START_TEST(sets_of_objects)
{
    NEEDS_SERVER();
    int64_t seen = 0;
    quern_queryset *some = authors();
    QUERN_EACH(author, a, some) {
        askers[_i].ask(a);
        ck_assert_msg(quern_warning_count(t) == (++seen > 1), "%s: %d warnings at the %d. set",
                      askers[_i].name, (int)quern_warning_count(t), (int)seen);
    }
    ck_assert_int_eq(quern_query_count(t) >= 5, 1);
    expect_warning(QUERN_WARNING_LAZY, "author", "book_set", 4, PREFETCH_BOOKS);
}
END_TEST

START_TEST(sets_of_a_stream)
{
    NEEDS_SERVER();
    quern_queryset *some = authors();
    QUERN_STREAM(author, a, some, .chunk = 1)
    loop_over_books(a);
    expect_warning(QUERN_WARNING_LAZY, "author", "book_set", 4, PREFETCH_BOOKS);
}
END_TEST

/* What is made of a set is evaluated three times before it is a loop; a page of each, too. */
static void refine(const author *a)
{
    quern_len(quern_filter(quern_related(a, "book_set"), Q("pages__gt", 1050)));
}

static void take_some(const author *a)
{
    quern_len(quern_slice(quern_related(a, "book_set"), 0, 2));
}

static void turn(const author *a)
{
    quern_len(quern_order_by(quern_related(a, "book_set"), "-pages"));
}

static const struct {
    const char *name;
    void (*ask)(const author *a);
} refiners[] = { { "quern_filter", refine }, { "quern_slice", take_some }, { "quern_order_by", turn } };

START_TEST(some_of_the_sets)
{
    NEEDS_SERVER();
    int64_t seen = 0;
    quern_queryset *some = authors();
    QUERN_EACH(author, a, some) {
        refiners[_i].ask(a);
        ck_assert_msg(quern_warning_count(t) == (++seen > 2), "%s: %d warnings at the %d. set",
                      refiners[_i].name, (int)quern_warning_count(t), (int)seen);
    }
    expect_warning(QUERN_WARNING_LOOP, "author", "book_set", 4, PREFETCH_SOME);
    ck_assert_ptr_nonnull(
        strstr(quern_warning_at(t, 1)->message, "a queryset of author.book_set was evaluated 4 times"));
}
END_TEST

START_TEST(sets_of_raw)
{
    NEEDS_SERVER();
    QUERN_EACH(author, a,
               quern_raw(t, author, "SELECT id, name FROM books_author WHERE id BETWEEN 1001 AND 1004"))
        loop_over_books(a);
    note_line(__LINE__ - 2);
    expect_warning(
        QUERN_WARNING_LAZY, "author", "book_set", 4,
        "load it with the queryset of %s: quern_prefetch_objects(s, author, list, n, \"book_set\") with "
        "the list of them, or quern_fetch_mode(qs, QUERN_FETCH_PEERS)");
}
END_TEST

START_TEST(an_error)
{
    NEEDS_SERVER();
    quern_session_close(t);
    t = quern_session_open(db, .detect = QUERN_DETECT_ERROR);
    author *const *list = quern_list(authors(), author);
    ck_assert_int_eq(quern_len(quern_related(list[0], "book_set")), 2);
    for (int i = 0; i < 3; i++)
        quern_len(quern_related(list[i], "book_set"));
    ck_assert_int_eq(quern_query_count(t), 3);
    const quern_error *error = take_failure(t, QUERN_ERROR_USAGE);
    ck_assert_ptr_nonnull(strstr(error->message, "author.book_set was loaded 2 times"));
    ck_assert_ptr_nonnull(strstr(error->hint, "quern_prefetch_related(qs, \"book_set\")"));
    ck_assert_str_eq(error->path, "book_set");
}
END_TEST

/* From a queryset, by what a prefetch has brought; and from a prefetch that has a name of its own. */
START_TEST(objects_behind_sets)
{
    NEEDS_SERVER();
    QUERN_EACH(author, a, quern_prefetch_related(authors(), "book_set"))
        QUERN_EACH(book, b, quern_related(a, "book_set"))
            (void)quern_fetch(b, sequel_of);
    note_line(__LINE__ - 3);
    expect_warning(QUERN_WARNING_LAZY, "author", "book_set__sequel_of", 4,
                   "load it with the queryset of %s: quern_prefetch_related(qs, \"book_set__sequel_of\"), or "
                   "quern_fetch_mode(qs, QUERN_FETCH_PEERS)");
    quern_session_reset(t);
    QUERN_EACH(author, a, quern_prefetch_related(authors(), QUERN_PREFETCH("book_set", NULL, .to = "works")))
        QUERN_EACH(book, b, quern_related(a, "works"))
            (void)quern_fetch(b, sequel_of);
    note_line(__LINE__ - 3);
    expect_warning(QUERN_WARNING_LAZY, "author", "works__sequel_of", 4,
                   "load it with the queryset of %s: quern_prefetch_related(qs, \"works__sequel_of\"), or "
                   "quern_fetch_mode(qs, QUERN_FETCH_PEERS)");
}
END_TEST

/* Behind what a JOIN has brought a JOIN may go on; behind what a prefetch has brought, a prefetch. */
START_TEST(objects_behind_objects)
{
    NEEDS_SERVER();
    quern_queryset *books = quern_filter(library_books(t), Q("sequel_of__isnull", false), Q("id__lt", 1007));
    QUERN_EACH(book, b, quern_select_related(books, "sequel_of"))
        (void)quern_fetch(b->sequel_of, author);
    note_line(__LINE__ - 2);
    expect_warning(QUERN_WARNING_LAZY, "book", "sequel_of__author", 3,
                   "load it with the queryset of %s: quern_select_related(qs, \"sequel_of__author\"), or "
                   "quern_fetch_mode(qs, QUERN_FETCH_PEERS)");
    quern_session_reset(t);
    books = quern_filter(library_books(t), Q("sequel_of__isnull", false), Q("id__lt", 1007));
    QUERN_EACH(book, b, quern_prefetch_related(books, "sequel_of"))
        (void)quern_fetch(b->sequel_of, author);
    note_line(__LINE__ - 2);
    expect_warning(QUERN_WARNING_LAZY, "book", "sequel_of__author", 3,
                   "load it with the queryset of %s: quern_prefetch_related(qs, \"sequel_of__author\"), or "
                   "quern_fetch_mode(qs, QUERN_FETCH_PEERS)");
}
END_TEST

START_TEST(members_that_are_sets)
{
    NEEDS_SERVER();
    QUERN_EACH(player, p, quern_objects(t, player))
        (void)quern_fetch(p, staff);
    note_line(__LINE__ - 2);
    const quern_warning *warning = quern_warning_at(t, 1);
    ck_assert_ptr_nonnull(warning);
    expect_warning(QUERN_WARNING_LAZY, "player", "staff", warning->times,
                   "load it with the queryset of %s: quern_prefetch_related(qs, \"staff\"), or "
                   "quern_fetch_mode(qs, QUERN_FETCH_PEERS)");
    quern_session_reset(t);
    QUERN_EACH(player, p, quern_objects(t, player))
        (void)quern_fetch(p, badge);
    note_line(__LINE__ - 2);
    warning = quern_warning_at(t, 1);
    ck_assert_ptr_nonnull(warning);
    expect_warning(QUERN_WARNING_LAZY, "player", "badge", warning->times,
                   "load it with the queryset of %s: quern_select_related(qs, \"badge\"), or "
                   "quern_fetch_mode(qs, QUERN_FETCH_PEERS)");
}
END_TEST

START_TEST(raise_says_the_same)
{
    NEEDS_SERVER();
    author *const *list = quern_list(quern_fetch_mode(authors(), QUERN_FETCH_RAISE), author);
    ck_assert_int_eq(quern_len(quern_related(list[0], "book_set")), -1);
    const quern_error *error = take_failure(t, QUERN_ERROR_USAGE);
    ck_assert_ptr_nonnull(strstr(error->hint, "quern_prefetch_related(qs, \"book_set\")"));
    book *const *books = quern_list(quern_fetch_mode(library_books(t), QUERN_FETCH_RAISE), book);
    (void)quern_fetch(books[0], author);
    error = take_failure(t, QUERN_ERROR_USAGE);
    ck_assert_ptr_nonnull(strstr(error->hint, "quern_select_related(qs, \"author\")"));
}
END_TEST

/* ---- What is no loop ---- */

/* What the advice says: pasted, it mends the loop. */
START_TEST(mended)
{
    NEEDS_SERVER();
    QUERN_EACH(book, b, quern_select_related(quern_slice(library_books(t), 0, 4), "author"))
        ck_assert_str_ne(quern_fetch(b, author)->name, "");
    ck_assert_int_eq(quern_query_count(t), 1);
    QUERN_EACH(author, a, quern_prefetch_related(authors(), "book_set__sequel_of"))
        QUERN_EACH(book, b, quern_related(a, "book_set"))
            (void)quern_fetch(b, sequel_of);
    ck_assert_int_eq(quern_query_count(t), 4);
    quern_queryset *some = quern_filter(quern_objects(t, book), Q("pages__gt", 1050));
    QUERN_EACH(author, a, quern_prefetch_related(authors(), QUERN_PREFETCH("book_set", some)))
        ck_assert_int_eq(quern_count(quern_related(a, "book_set")), 1);
    ck_assert_int_eq(quern_query_count(t), 6);
    QUERN_STREAM(author, a, quern_prefetch_related(authors(), "book_set"), .chunk = 2)
    loop_over_books(a);
    QUERN_EACH(author, a, quern_fetch_mode(authors(), QUERN_FETCH_PEERS))
        loop_over_books(a);
    expect_silence("what the advice says");
}
END_TEST

START_TEST(silence)
{
    NEEDS_SERVER();
    const author *one = quern_get(authors(), author, Q("id", 1001));
    for (int i = 0; i < 2; i++) {
        count_books(one);
        quern_len(quern_filter(quern_related(one, "book_set"), Q("pages__gt", i)));
    }
    expect_silence("an object that was loaded alone");
    QUERN_EACH(author, a, quern_slice(authors(), 0, 1))
        loop_over_books(a);
    expect_silence("a result of one row");
    author *const *list = quern_list(authors(), author);
    for (int i = 0; i < 3; i++)
        list_books(list[0]);
    for (int i = 0; i < 6; i += 2)
        quern_len(quern_slice(quern_related(list[0], "book_set"), i, i + 2));
    expect_silence("one object of several: its set again, and pages of it");
}
END_TEST

Suite *quern__suite_advice(void);

Suite *quern__suite_advice(void)
{
    Suite *suite = suite_create("advice");
    TCase *tests = server_case("advice");
    tcase_add_checked_fixture(tests, open_library, close_library);
    tcase_add_checked_fixture(tests, begin, end);
    tcase_add_test(tests, objects_of_objects);
    tcase_add_loop_test(tests, sets_of_objects, 0, sizeof askers / sizeof *askers);
    tcase_add_test(tests, sets_of_a_stream);
    tcase_add_loop_test(tests, some_of_the_sets, 0, sizeof refiners / sizeof *refiners);
    tcase_add_test(tests, sets_of_raw);
    tcase_add_test(tests, an_error);
    tcase_add_test(tests, objects_behind_sets);
    tcase_add_test(tests, objects_behind_objects);
    tcase_add_test(tests, members_that_are_sets);
    tcase_add_test(tests, raise_says_the_same);
    tcase_add_test(tests, mended);
    tcase_add_test(tests, silence);
    suite_add_tcase(suite, tests);
    return suite;
}
