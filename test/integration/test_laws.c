/* test_laws.c: the laws of errors and of ownership, as a program meets them: what one mistake may spoil, and what it may not; what a
 * rewind takes away, and what it leaves. */
#include "test/integration/fixture.h"

#include <stdio.h>

static int64_t ran(int64_t before)
{
    return quern_query_count(s) - before;
}

/* ---- Errors ---- */

START_TEST(a_wrong_name_from_a_client_spoils_its_queryset_alone)
{
    NEEDS_SERVER();
    quern_queryset *authors = quern_objects(s, author);
    quern_queryset *wrong = quern_filter(quern_order_by(authors, "nmae"), Q("id__gt", 0));
    ck_assert_ptr_nonnull(quern_queryset_error(wrong));
    ck_assert(!quern_failed(s));
    ck_assert_int_ge(quern_len(authors), 1);
    ck_assert_int_eq(quern_len(wrong), -1);
    const quern_error *error = take_failure(s, QUERN_ERROR_FIELD);
    ck_assert_str_eq(error->path, "nmae");
    ck_assert_str_eq(error->nearest, "name");
    ck_assert_int_ge(quern_count(quern_filter(authors, Q("id__gt", 0))), 1);
}
END_TEST

START_TEST(the_first_failure_stays_and_nothing_runs_until_it_is_taken)
{
    NEEDS_SERVER();
    quern_queryset *authors = quern_objects(s, author);
    bool found = true;
    int rows = 0;
    ck_assert_int_eq(quern_execute(s, "SELECT no_such_column"), -1);
    const int64_t before = quern_query_count(s);
    ck_assert_int_eq(quern_execute(s, "SELECT 1"), -1);
    ck_assert_int_eq(quern_len(authors), -1);
    ck_assert(!quern_exists(authors, &found) && !found);
    ck_assert_ptr_null(quern_first(authors, author));
    ck_assert_ptr_null(quern_list(authors, author));
    QUERN_EACH(author, a, authors)
        rows += a->id > 0;
    QUERN_STREAM(author, a, authors)
    rows += a->id > 0;
    ck_assert(!quern_begin(s));
    ck_assert_int_eq(rows, 0);
    ck_assert_int_eq(ran(before), 0);
    ck_assert_str_eq(take_failure(s, QUERN_ERROR_SERVER)->sqlstate, "42703");
    ck_assert_int_ge(quern_len(authors), 1);
}
END_TEST

START_TEST(not_found_in_a_loop_is_an_answer_each_time)
{
    NEEDS_SERVER();
    const int64_t before = quern_query_count(s);
    quern_queryset *authors = quern_objects(s, author);
    int found = 0, missing = 0;
    for (int64_t id = -50; id < 50; id++) {
        const quern_mark mark = quern_session_mark(s);
        const author *a = quern_get(authors, author, Q("id", id));
        ck_assert(a ? quern_answer(s) == QUERN_FOUND : quern_answer(s) == QUERN_NOT_FOUND);
        found += a != NULL;
        missing += a == NULL;
        ck_assert(quern_session_rewind(s, mark));
    }
    ck_assert_int_gt(found, 0);
    ck_assert_int_gt(missing, 50);
    ck_assert_int_eq(ran(before), 100);
    ck_assert(!quern_failed(s));
}
END_TEST

/* Nobody listens there. */
START_TEST(a_dead_server_is_a_failure_and_never_an_answer)
{
    NEEDS_SERVER();
    quern_db *dead = open_db(&(quern_options){ .pool_max = 1, .turn_ms = 2000, .connect_ms = 1000 },
                             "postgresql://nobody@127.0.0.1:1/nothing");
    quern_session *session = quern_session_open(dead);
    quern_queryset *authors = quern_objects(session, author);
    bool found = true;
    ck_assert(!quern_exists(authors, &found));
    ck_assert(!found);
    const quern_error *error = take_failure(session, QUERN_ERROR_CONNECT);
    ck_assert_msg(strstr(error->message, "refused") != NULL, "%s", error->message);
    ck_assert_ptr_null(quern_get(authors, author, Q("id", 1)));
    ck_assert_int_eq(quern_answer(session), QUERN_NO_ANSWER);
    take_failure(session, QUERN_ERROR_CONNECT);
    ck_assert_int_eq(quern_count(authors), -1);
    take_failure(session, QUERN_ERROR_CONNECT);
    quern_session_close(session);
    close_db(dead);
}
END_TEST

typedef struct heard {
    int unread;
    char message[200], site[200];
} heard;

static void listen(void *context, const quern_trace_event *event)
{
    heard *h = context;
    if (event->kind != QUERN_TRACE_UNREAD_FAILURE)
        return;
    h->unread++;
    snprintf(h->message, sizeof h->message, "%s", event->error->message);
    snprintf(h->site, sizeof h->site, "%s", event->error->site);
}

static void fail_in_a_session(quern_db *in, bool look)
{
    quern_session *session = quern_session_open(in);
    ck_assert_int_eq(quern_execute(session, "SELECT 1/0"), -1);
    if (look)
        ck_assert(quern_failed(session));
    quern_session_close(session);
}

START_TEST(a_failure_that_nobody_looked_at_is_told_at_the_close)
{
    NEEDS_SERVER();
    heard h = { 0 };
    quern_db *heard_db =
        open_db(&(quern_options){ .pool_max = 1, .on_event = listen, .on_event_context = &h }, schema.uri);
    fail_in_a_session(heard_db, true);
    ck_assert_int_eq(h.unread, 0);
    fail_in_a_session(heard_db, false);
    ck_assert_int_eq(h.unread, 1);
    ck_assert_str_eq(h.message, "division by zero");
    ck_assert_ptr_nonnull(strstr(h.site, "test_laws.c:"));
    close_db(heard_db);
}
END_TEST

START_TEST(a_chain_of_arrows_does_not_crash)
{
    NEEDS_SERVER();
    book *b = quern_first(quern_objects(s, book), book);
    ck_assert_ptr_nonnull(b);
    quern_execute(s, "SELECT 1/0");
    ck_assert_str_eq(quern_fetch(b, author)->name, "");
    ck_assert_ptr_null(b->author);
    take_failure(s, QUERN_ERROR_SERVER);
    ck_assert_str_ne(quern_fetch(b, author)->name, "");
}
END_TEST

/* ---- Ownership ---- */

START_TEST(what_was_fetched_late_for_older_objects_outlives_a_rewind)
{
    NEEDS_SERVER();
    quern_queryset *books = quern_order_by(quern_objects(s, book), "id");
    book *const *list = quern_list(books, book);
    const quern_mark mark = quern_session_mark(s);
    quern_queryset *newer = quern_filter(books, Q("id__gt", 0));
    ck_assert_int_gt(quern_len(newer), 0);
    for (size_t i = 0; list[i]; i++)
        (void)quern_fetch(list[i], author);
    ck_assert(quern_session_rewind(s, mark));
    const int64_t before = quern_query_count(s);
    for (size_t i = 0; list[i]; i++)
        ck_assert_int_eq(list[i]->author->id, list[i]->author_id);
    ck_assert_int_gt(quern_len(books), 0);
    ck_assert_int_eq(ran(before), 0);
}
END_TEST

/* Filled only after the mark. */
START_TEST(the_cache_of_an_older_queryset_outlives_a_rewind)
{
    NEEDS_SERVER();
    quern_queryset *books = quern_order_by(quern_objects(s, book), "id");
    const quern_mark mark = quern_session_mark(s);
    const int64_t count = quern_len(books);
    ck_assert(quern_session_rewind(s, mark));
    const int64_t before = quern_query_count(s);
    int64_t rows = 0;
    QUERN_EACH(book, b, books)
        rows += *b->title != '\0';
    ck_assert_int_eq(rows, count);
    ck_assert_int_eq(ran(before), 0);
}
END_TEST

START_TEST(a_reset_forgets_what_came_before_it)
{
    NEEDS_SERVER();
    quern_session *session = quern_session_open(db);
    quern_execute(session, "SELECT 1/0");
    ck_assert(quern_failed(session));
    quern_session_cancel(session);
    quern_session_reset(session);
    ck_assert(!quern_failed(session));
    ck_assert_int_eq(quern_query_count(session), 0);
    ck_assert_int_eq(quern_execute(session, "SELECT 1"), 1);
    ck_assert_int_eq(quern_query_count(session), 1);
    quern_session_close(session);
}
END_TEST

Suite *quern__suite_laws(void);
Suite *quern__suite_laws(void)
{
    Suite *suite = suite_create("laws");
    TCase *errors = server_case("errors");
    tcase_add_test(errors, a_wrong_name_from_a_client_spoils_its_queryset_alone);
    tcase_add_test(errors, the_first_failure_stays_and_nothing_runs_until_it_is_taken);
    tcase_add_test(errors, not_found_in_a_loop_is_an_answer_each_time);
    tcase_add_test(errors, a_dead_server_is_a_failure_and_never_an_answer);
    tcase_add_test(errors, a_failure_that_nobody_looked_at_is_told_at_the_close);
    tcase_add_test(errors, a_chain_of_arrows_does_not_crash);
    suite_add_tcase(suite, errors);
    TCase *ownership = server_case("ownership");
    tcase_add_test(ownership, what_was_fetched_late_for_older_objects_outlives_a_rewind);
    tcase_add_test(ownership, a_reset_forgets_what_came_before_it);
    tcase_add_test(ownership, the_cache_of_an_older_queryset_outlives_a_rewind);
    suite_add_tcase(suite, ownership);
    return suite;
}
