/* test_detect.c: the N+1 detector on a real server: what it says of which loop, and of which it says nothing. */
#include "test/integration/library.h"
#include "test/support/lending.h"

#include <stdio.h>

typedef struct heard {
    int count;
    quern_warning warning; /* the latest; its texts are those below */
    char message[500], site[100], path[60], advice[300];
} heard;

static heard ear;
static quern_db *noisy;
static quern_session *t;

static void listen(void *context, const quern_trace_event *event)
{
    heard *h = context;
    if (event->kind != QUERN_TRACE_N_PLUS_ONE)
        return;
    ck_assert_int_eq(event->level, QUERN_LEVEL_WARNING);
    ck_assert_ptr_nonnull(event->warning);
    ck_assert_ptr_eq(event->session, t);
    h->count++;
    h->warning = *event->warning;
    snprintf(h->message, sizeof h->message, "%s", event->message);
    snprintf(h->site, sizeof h->site, "%s", event->site ? event->site : "");
    snprintf(h->path, sizeof h->path, "%s", event->warning->path);
    snprintf(h->advice, sizeof h->advice, "%s", event->warning->advice);
}

static void begin(void)
{
    memset(&ear, 0, sizeof ear);
    if (!db)
        return;
    noisy =
        open_db(&(quern_options){ .pool_max = 2, .on_event = listen, .on_event_context = &ear }, schema.uri);
    t = quern_session_open(noisy);
}

static void end(void)
{
    if (!db)
        return;
    ck_assert_str_eq(quern_error_text(t), "");
    quern_session_close(t);
    close_db(noisy);
}

static void reopen(quern_detect_mode mode)
{
    quern_session_close(t);
    t = quern_session_open(noisy, .detect = mode);
}

static void expect_silence(const char *after)
{
    ck_assert_msg(!quern_failed(t), "%s: %s", after, quern_error_text(t));
    ck_assert_msg(ear.count == 0 && quern_warning_count(t) == 0, "%s: %s", after, ear.message);
}

/* ---- What is told ---- */

START_TEST(authors_one_by_one)
{
    NEEDS_SERVER();
    char site[100], queryset[100];
    int seen = 0, told_at[4] = { 0 };
    quern_queryset *books = quern_filter(library_books(t), Q("pages__gt", 0));
    snprintf(queryset, sizeof queryset, "%s:%d", __FILE__, __LINE__ - 1);
    QUERN_EACH(book, b, books) {
        (void)quern_fetch(b, author);
        snprintf(site, sizeof site, "%s:%d", __FILE__, __LINE__ - 1);
        seen++;
        if (ear.count && !told_at[ear.count])
            told_at[ear.count] = seen;
    }
    ck_assert_int_eq(quern_query_count(t), 101);
    ck_assert_int_eq(ear.count, 3);
    ck_assert(told_at[1] == 2 && told_at[2] == 10 && told_at[3] == 100);
    ck_assert_str_eq(ear.site, site);
    ck_assert_str_eq(ear.path, "author");
    ck_assert_ptr_nonnull(strstr(ear.message, "book.author was loaded 100 times"));
    ck_assert_ptr_nonnull(strstr(ear.message, queryset));
    ck_assert_ptr_nonnull(strstr(ear.message, "quern_fetch_mode(qs, QUERN_FETCH_PEERS)"));
    ck_assert_ptr_nonnull(strstr(ear.message, ear.advice));
    ck_assert_int_eq(quern_warning_count(t), 1);
    const quern_warning *warning = quern_warning_at(t, -1);
    ck_assert_int_eq(warning->kind, QUERN_WARNING_LAZY);
    ck_assert_str_eq(warning->site, site);
    ck_assert_str_eq(warning->queryset, queryset);
    ck_assert_str_eq(warning->model, "book");
    ck_assert_int_eq(warning->times, 100);
    int64_t took = 0;
    for (int64_t n = 2; n <= 101; n++)
        took += quern_query_at(t, n) ? quern_query_at(t, n)->elapsed_microseconds : 0;
    ck_assert_msg(warning->microseconds == took, "%d, not %d", (int)warning->microseconds, (int)took);
}
END_TEST

START_TEST(a_field_of_objects_that_others_lead_to)
{
    NEEDS_SERVER();
    QUERN_EACH(book, b, quern_slice(library_books(t), 0, 8)) {
        book *first = quern_fetch(b, sequel_of);
        if (first)
            (void)quern_fetch(first, author);
    }
    ck_assert_int_eq(quern_warning_count(t), 2);
    ck_assert_str_eq(quern_warning_at(t, 1)->path, "sequel_of");
    ck_assert_str_eq(quern_warning_at(t, 2)->path, "sequel_of__author");
    ck_assert_str_eq(quern_warning_at(t, 2)->model, "book");
    ck_assert_int_eq(quern_warning_at(t, 2)->times, 4);
}
END_TEST

START_TEST(a_field_that_was_left_out)
{
    NEEDS_SERVER();
    QUERN_EACH(book, b, quern_slice(quern_defer(library_books(t), "title"), 0, 3))
        (void)quern_fetch(b, title);
    ck_assert_int_eq(ear.count, 1);
    ck_assert_str_eq(ear.path, "title");
    ck_assert_ptr_nonnull(strstr(ear.advice, "do not leave \"title\" out"));
}
END_TEST

START_TEST(rows_of_raw)
{
    NEEDS_SERVER();
    QUERN_EACH(book, b, quern_raw(t, book, "SELECT id FROM books_book LIMIT 3"))
        (void)quern_fetch(b, title);
    ck_assert_int_eq(ear.count, 1);
    ck_assert_ptr_nonnull(strstr(ear.advice, "give a column for \"title\" in the SQL"));
}
END_TEST

/* Chunks of one row, too. */
START_TEST(streams)
{
    NEEDS_SERVER();
    for (int64_t times = 1; times <= 2; times++) {
        QUERN_STREAM(book, b, library_books(t), .chunk = times == 1 ? 1 : 30)
        (void)quern_fetch(b, author);
        ck_assert_int_eq(quern_warning_at(t, 1)->times, 100 * times);
    }
    ck_assert_int_eq(quern_warning_count(t), 1);
}
END_TEST

/* ---- Modes ---- */

START_TEST(off)
{
    NEEDS_SERVER();
    reopen(QUERN_DETECT_OFF);
    QUERN_EACH(book, b, library_books(t))
        (void)quern_fetch(b, author);
    expect_silence("off");
    ck_assert_ptr_null(quern_warning_at(t, -1));
}
END_TEST

START_TEST(counted_only)
{
    NEEDS_SERVER();
    reopen(QUERN_DETECT_COUNT);
    QUERN_EACH(book, b, library_books(t))
        (void)quern_fetch(b, author);
    ck_assert_int_eq(ear.count, 0);
    ck_assert_int_eq(quern_warning_at(t, 1)->times, 100);
    ck_assert_str_ne(quern_warning_at(t, 1)->advice, "");
    quern_session_reset(t);
    ck_assert_int_eq(quern_warning_count(t), 0);
    ck_assert_ptr_null(quern_warning_at(t, 1));
}
END_TEST

START_TEST(an_error)
{
    NEEDS_SERVER();
    reopen(QUERN_DETECT_ERROR);
    int seen = 0;
    book *second = NULL;
    QUERN_EACH(book, b, library_books(t)) {
        const author *a = quern_fetch(b, author);
        ck_assert_int_eq(*a->name != '\0', ++seen == 1);
        if (seen == 2)
            second = b;
    }
    ck_assert_int_eq(quern_query_count(t), 2);
    const quern_error *error = take_failure(t, QUERN_ERROR_USAGE);
    ck_assert_ptr_nonnull(strstr(error->message, "book.author was loaded 2 times"));
    ck_assert_ptr_nonnull(strstr(error->hint, "quern_fetch_mode(qs, QUERN_FETCH_PEERS)"));
    ck_assert_str_eq(error->path, "author");
    ck_assert_ptr_nonnull(strstr(error->site, "test_detect.c:"));
    ck_assert_ptr_null(second->author);
    ck_assert_str_ne(quern_fetch(second, author)->name, ""); /* at another line */
    ck_assert_int_eq(ear.count, 0);
}
END_TEST

/* ---- Querysets in a loop ---- */

static const author *get_author(int64_t id)
{
    return quern_get(quern_objects(t, author), author, Q("id", id));
}

START_TEST(a_queryset_in_a_loop)
{
    NEEDS_SERVER();
    for (int64_t id = 1001; id < 1013; id++) {
        ck_assert_ptr_nonnull(get_author(id));
        ck_assert_int_eq(ear.count, id < 1003 ? 0 : id < 1010 ? 1 : 2);
    }
    ck_assert_int_eq(ear.warning.kind, QUERN_WARNING_LOOP);
    ck_assert_str_eq(ear.path, "");
    ck_assert_ptr_nonnull(strstr(ear.message, "a queryset of author was evaluated 10 times"));
    ck_assert_ptr_nonnull(strstr(ear.advice, "quern_in_bulk"));
    ck_assert_int_eq(quern_warning_at(t, 1)->times, 12);
    ck_assert_str_eq(quern_warning_at(t, 1)->model, "author");
}
END_TEST

START_TEST(a_queryset_in_a_loop_is_an_error)
{
    NEEDS_SERVER();
    reopen(QUERN_DETECT_ERROR);
    ck_assert(get_author(1) && get_author(2));
    ck_assert_ptr_null(get_author(3));
    take_failure(t, QUERN_ERROR_USAGE);
    ck_assert_int_eq(quern_query_count(t), 2);
}
END_TEST

/* Whatever it is that evaluates. */
START_TEST(other_calls_in_a_loop)
{
    NEEDS_SERVER();
    int64_t warnings = 0;
    for (int64_t id = 1001; id <= 1003; id++)
        quern_count(quern_filter(library_books(t), Q("author", id)));
    ck_assert_int_eq(quern_warning_count(t), ++warnings);
    for (int64_t id = 1001; id <= 1003; id++)
        QUERN_EACH(book, b, quern_filter(library_books(t), Q("author", id)))
            ck_assert_int_eq(b->author_id, id);
    ck_assert_int_eq(quern_warning_count(t), ++warnings);
    for (int64_t id = 1001; id <= 1003; id++)
        QUERN_EACH(book, b, quern_raw(t, book, "SELECT * FROM books_book WHERE id = $1", id))
            ck_assert_int_eq(b->id, id);
    ck_assert_int_eq(quern_warning_count(t), ++warnings);
    for (int64_t id = 1001; id <= 1003; id++)
        QUERN_STREAM(book, b, quern_filter(library_books(t), Q("author", id)))
    ck_assert_int_eq(b->author_id, id);
    ck_assert_int_eq(quern_warning_count(t), ++warnings);
}
END_TEST

/* A queryset with a value to come, too, and whether or not statements are kept. */
START_TEST(shared_ones)
{
    NEEDS_SERVER();
    quern_queryset *by_id =
        quern_share(noisy, quern_filter(quern_objects(t, author), Q("id", QUERN_PARAM("id"))));
    for (int64_t id = 1001; id <= 1003; id++)
        ck_assert_ptr_nonnull(quern_get(quern_bind(quern_in(t, by_id), QUERN_SET("id", id)), author));
    ck_assert_int_eq(quern_warning_count(t), 1);
    ck_assert_int_eq(quern_warning_at(t, 1)->times, 3);
}
END_TEST

START_TEST(statements_that_nobody_keeps)
{
    NEEDS_SERVER();
    quern_session_close(t);
    close_db(noisy);
    noisy = open_db(&(quern_options){ .pool_max = 1, .no_cache = true, .detect = QUERN_DETECT_COUNT },
                    schema.uri);
    t = quern_session_open(noisy);
    for (int64_t id = 1001; id <= 1003; id++)
        get_author(id);
    ck_assert_int_eq(quern_warning_count(t), 1);
}
END_TEST

/* ---- Several at once ---- */

static bool evaluate_both(int64_t id, int64_t other)
{
    quern_queryset *all[] = { quern_filter(library_books(t), Q("author", id)),
                              quern_filter(quern_objects(t, author), Q("id", other)), NULL };
    return (quern_evaluate_all)(t, all, QUERN_SITE);
}

static bool evaluate_raw_and_other(int64_t id)
{
    quern_queryset *all[] = { quern_raw(t, book, "SELECT * FROM books_book WHERE id = $1", id),
                              quern_raw(t, book, "SELECT * FROM books_book"), library_books(t), NULL };
    return (quern_evaluate_all)(t, all, QUERN_SITE);
}

/* One call is one evaluation, whatever is in it. */
START_TEST(several_at_once_in_a_loop)
{
    NEEDS_SERVER();
    quern_queryset *all[6] = { NULL };
    for (int64_t i = 0; i < 5; i++)
        all[i] = quern_filter(library_books(t), Q("author", 1001 + i));
    ck_assert((quern_evaluate_all)(t, all, QUERN_SITE));
    for (int i = 0; i < 4; i++)
        ck_assert(evaluate_both(1001, 1001));
    expect_silence("one call, and polling");
    quern_session_reset(t);
    for (int64_t id = 1001; id <= 1004; id++)
        ck_assert(evaluate_both(1001, id));
    ck_assert_int_eq(ear.count, 1);
    ck_assert_int_eq(quern_warning_count(t), 1);
    ck_assert_int_eq(quern_warning_at(t, 1)->times, 4);
    ck_assert_str_eq(quern_warning_at(t, 1)->model, "book");
    for (int64_t id = 1001; id <= 1003; id++)
        ck_assert(evaluate_raw_and_other(id));
    ck_assert_int_eq(quern_warning_count(t), 2);
    ck_assert_int_eq(quern_warning_at(t, 2)->times, 3);
    int64_t took = 0;
    for (int64_t n = 12; n <= quern_query_count(t); n++) /* the first call was of no loop yet */
        took += quern_query_at(t, n)->elapsed_microseconds;
    ck_assert_int_eq(quern_warning_at(t, 2)->microseconds, took);
}
END_TEST

START_TEST(several_at_once_are_an_error)
{
    NEEDS_SERVER();
    reopen(QUERN_DETECT_ERROR);
    ck_assert(evaluate_both(1001, 1001) && evaluate_both(1002, 1001));
    ck_assert(!evaluate_both(1003, 1001));
    ck_assert_str_eq(take_failure(t, QUERN_ERROR_USAGE)->path, "0");
    ck_assert_int_eq(quern_query_count(t), 4);
    ck_assert(evaluate_raw_and_other(1) && evaluate_raw_and_other(2) && !evaluate_raw_and_other(3));
    ck_assert_ptr_nonnull(
        strstr(take_failure(t, QUERN_ERROR_USAGE)->message, "a queryset of book was evaluated 3 times"));
    ck_assert_int_eq(quern_query_count(t), 10);
}
END_TEST

START_TEST(one_row_after_another)
{
    NEEDS_SERVER();
    for (int64_t i = 0; i < 3; i++)
        ck_assert_int_eq(quern_at(quern_all(library_books(t)), book, i)->id, 1001 + i);
    ck_assert_int_eq(quern_warning_count(t), 1);
    for (int64_t i = 0; i < 3; i++)
        ck_assert_int_eq(quern_len(quern_slice(library_books(t), i, i + 1)), 1);
    ck_assert_int_eq(quern_warning_count(t), 2);
}
END_TEST

/* The body of the loop evaluates others too. */
START_TEST(a_loop_of_several_querysets)
{
    NEEDS_SERVER();
    for (int64_t id = 1001; id <= 1003; id++) {
        quern_count(quern_filter(library_books(t), Q("author", id)));
        get_author(id);
    }
    ck_assert_int_eq(quern_warning_count(t), 2);
}
END_TEST

/* ---- What is no loop ---- */

START_TEST(silence)
{
    NEEDS_SERVER();
    quern_queryset *books = library_books(t);
    book *one = quern_get(books, book, Q("id", 1002));
    for (int i = 0; i < 3; i++) {
        one->author_id = 1001 + i;
        (void)quern_fetch(one, author);
        (void)quern_fetch(quern_fetch(one, sequel_of), author);
    }
    expect_silence("an object that was loaded alone");
    QUERN_EACH(book, b, quern_slice(books, 0, 1))
        (void)quern_fetch(quern_fetch(b, author), email);
    expect_silence("a result of one row");
    book *const *list = quern_list(quern_only(books, "id"), book);
    (void)quern_fetch(list[0], author);
    (void)quern_fetch(list[1], author);
    (void)quern_fetch(list[1], title);
    (void)quern_fetch(list[0], pages);
    expect_silence("several lines, each of them once");
    QUERN_EACH(book, b, quern_fetch_mode(quern_only(books, "id"), QUERN_FETCH_PEERS)) {
        (void)quern_fetch(b, title);
        (void)quern_fetch(b, author);
    }
    QUERN_STREAM(book, b, quern_fetch_mode(books, QUERN_FETCH_PEERS), .chunk = 10)
    (void)quern_fetch(b, author);
    expect_silence("peers");
    sql("UPDATE books_book SET sequel_of_id = id - 1 WHERE id BETWEEN 1002 AND 1010");
    list = quern_list(quern_all(books), book);
    for (book *b = list[9]; b; b = quern_fetch(b, sequel_of))
        one = b;
    ck_assert_int_eq(one->id, 1001);
    expect_silence("a walk along one chain");
    for (int i = 0; i < 5; i++)
        quern_count(quern_all(books));
    expect_silence("polling");
    for (int i = 0; i < 5; i++)
        quern_len(books);
    expect_silence("a cache");
    for (int i = 0; i < 100; i += 20)
        quern_len(quern_slice(books, i, i + 20));
    for (int i = 0; i < 100; i += 20)
        quern_len(quern_slice(quern_filter(books, Q("id__gt", 1000 + i)), 0, 20));
    expect_silence("pages");
    for (int64_t i = 0; i < 5; i++)
        quern_execute(t, "SELECT $1::bigint", i);
    expect_silence("own statements");
}
END_TEST

/* One request after another, in one session. */
START_TEST(steps)
{
    NEEDS_SERVER();
    for (int64_t id = 1001; id < 1010; id++) {
        const quern_mark before = quern_session_mark(t);
        get_author(id);
        quern_session_rewind(t, before);
    }
    expect_silence("rewinds");
    for (int64_t id = 1001; id < 1010; id++) {
        get_author(id);
        quern_session_reset(t);
    }
    expect_silence("resets");
}
END_TEST

/* What quern itself asks, one key after another, as only the server knows which texts are the same. */
START_TEST(keys_in_bulk)
{
    NEEDS_SERVER();
    void *const *found = (void *const *)quern_in_bulk(quern_objects(t, reader), reader, "card",
                                                      LIST("A1", "a1", "B1", "b1", "C1", "c1"));
    ck_assert(found && found[0] && !found[1]);
    ck_assert_int_eq(quern_query_count(t), 4);
    expect_silence("in bulk");
}
END_TEST

START_TEST(modes_that_are_none)
{
    NEEDS_SERVER();
    quern_session *bad = quern_session_open(noisy, .detect = (quern_detect_mode)5);
    ck_assert_ptr_nonnull(strstr(take_failure(bad, QUERN_ERROR_USAGE)->message, "detect is no mode"));
    quern_session_close(bad);
    bad = quern_session_open(noisy, .fetch_mode = (quern_fetch_kind)4);
    ck_assert_ptr_nonnull(strstr(take_failure(bad, QUERN_ERROR_USAGE)->message, "fetch_mode is none"));
    quern_session_close(bad);
}
END_TEST

Suite *quern__suite_detect(void);

Suite *quern__suite_detect(void)
{
    Suite *suite = suite_create("detect");
    TCase *tests = server_case("detect");
    tcase_add_checked_fixture(tests, open_library, close_library);
    tcase_add_checked_fixture(tests, begin, end);
    tcase_add_test(tests, authors_one_by_one);
    tcase_add_test(tests, a_field_of_objects_that_others_lead_to);
    tcase_add_test(tests, a_field_that_was_left_out);
    tcase_add_test(tests, rows_of_raw);
    tcase_add_test(tests, streams);
    tcase_add_test(tests, off);
    tcase_add_test(tests, counted_only);
    tcase_add_test(tests, an_error);
    tcase_add_test(tests, a_queryset_in_a_loop);
    tcase_add_test(tests, a_queryset_in_a_loop_is_an_error);
    tcase_add_test(tests, other_calls_in_a_loop);
    tcase_add_test(tests, shared_ones);
    tcase_add_test(tests, statements_that_nobody_keeps);
    tcase_add_test(tests, several_at_once_in_a_loop);
    tcase_add_test(tests, several_at_once_are_an_error);
    tcase_add_test(tests, one_row_after_another);
    tcase_add_test(tests, a_loop_of_several_querysets);
    tcase_add_test(tests, silence);
    tcase_add_test(tests, steps);
    tcase_add_test(tests, keys_in_bulk);
    tcase_add_test(tests, modes_that_are_none);
    suite_add_tcase(suite, tests);
    return suite;
}
