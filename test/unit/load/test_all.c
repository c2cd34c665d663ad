/* test_all.c: quern_evaluate_all: what is asked, and what is not; whose each failure is, and how long that is known. */
#include "test/support/runner.h"
#include "test/unit/load/fixture.h"

#include <quern/short.h>

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define FROM "FROM \"books_author\""

static load_fixture f;

static void set_up(void)
{
    f = load_open();
}

static void tear_down(void)
{
    load_close(&f);
}

/* Authors whose number is greater: another one for each. */
static quern_queryset *after(int64_t id)
{
    return quern_filter(quern_objects(f.s, author), Q("id__gt", id));
}

/* One that asks for them gets so many. */
static void expect_after(int64_t id, size_t rows)
{
    (void)id;
    expect_authors(&f, FROM, rows);
}

static size_t units(void)
{
    size_t count = 0;
    for (size_t i = 0; *quern_script_seen(f.script, i)->sql; i++)
        count += quern_script_seen(f.script, i)->sync;
    return count;
}

/* It has so many rows, and asks for nothing. */
static void check_rows(quern_queryset *queryset, int64_t rows)
{
    const int64_t before = quern_query_count(f.s);
    int64_t number = 0;
    ck_assert_ptr_null(quern_queryset_error(queryset));
    QUERN_EACH(author, a, queryset)
        check_author(a, ++number);
    ck_assert_int_eq(number, rows);
    ck_assert_int_eq(quern_query_count(f.s), before);
}

/* The session has failed by the queryset of that number; the failure is cleared. */
static void check_failed(const char *name, quern_error_code code, const char *path, const char *message)
{
    const quern_error *error = quern_session_error(f.s);
    ck_assert_msg(error, "%s: no failure", name);
    ck_assert_msg(strcmp(error->path, path) == 0, "%s: number %s", name, error->path);
    check_failure(&f, name, code, message, NULL);
}

/* That queryset has failed. */
static void check_error(quern_queryset *queryset, quern_error_code code, const char *path,
                        const char *message)
{
    const quern_error *error = quern_queryset_error(queryset);
    ck_assert_msg(error, "no error, where %s was expected", quern_error_name(code));
    ck_assert_int_eq(error->code, code);
    ck_assert_str_eq(error->path, path);
    ck_assert_msg(strstr(error->message, message), "\"%s\" is not in \"%s\"", message, error->message);
    ck_assert_ptr_nonnull(error->site);
}

/* ---- What is asked ---- */

START_TEST(one_unit_for_all)
{
    quern_queryset *a = after(1), *b = after(2), *c = quern_order_by(quern_objects(f.s, author), "-name");
    expect_after(1, 3);
    expect_after(2, 0);
    expect_authors(&f, "ORDER BY", 40);
    ck_assert(quern_evaluate_all(f.s, a, b, c));
    ck_assert_uint_eq(units(), 1);
    check_statements(&f, "all", 3);
    check_rows(a, 3);
    check_rows(b, 0);
    check_rows(c, 40);
    ck_assert_int_eq(quern_query_at(f.s, 1)->rows, 3);
    ck_assert_int_eq(quern_query_at(f.s, 3)->rows, 40);
    ck_assert(strstr(quern_query_at(f.s, 2)->site, "test_all.c"));
}
END_TEST

START_TEST(what_is_there_is_not_asked_for)
{
    static const int64_t ids[1];
    const quern_array_i64 nothing = { ids, NULL, 0 };
    quern_queryset *cached = after(1), *empty = quern_none(after(2)),
                   *nobody = quern_filter(after(3), Q("id__in", nothing));
    quern_queryset *slice = quern_slice(cached, 1, 3), *asks = after(4);
    expect_after(1, 5);
    ck_assert_int_eq(quern_len(cached), 5);
    ck_assert_msg(quern_evaluate_all(f.s, cached, empty, nobody, slice), "%s", quern_error_text(f.s));
    check_statements(&f, "nothing", 1);
    check_rows(empty, 0);
    check_rows(nobody, 0);
    ck_assert_int_eq(quern_len(slice), 2);
    expect_after(4, 2);
    ck_assert(quern_evaluate_all(f.s, slice, asks, empty, asks, cached, asks));
    check_statements(&f, "once", 2);
    check_rows(asks, 2);
    ck_assert(quern_evaluate_all(f.s, asks));
    check_statements(&f, "again", 2);
}
END_TEST

/* As if they were evaluated one after the other. */
START_TEST(a_slice_has_the_rows_of_what_it_is_made_of)
{
    quern_queryset *all = after(1), *some = quern_slice(all, 1, 3), *fewer = quern_slice(some, 1, 2);
    expect_after(1, 5);
    ck_assert(quern_evaluate_all(f.s, all, fewer, some));
    check_statements(&f, "slices", 1);
    ck_assert_int_eq(quern_len(some), 2);
    check_author(quern_at(fewer, author, 0), 3);
    check_statements(&f, "of what is there", 1);
}
END_TEST

START_TEST(own_sql_runs_where_it_stands)
{
    quern_queryset *raw = quern_raw(f.s, author, "UPDATE books_author SET born = born RETURNING *");
    quern_queryset *before = after(1), *also = after(2), *behind = after(3);
    expect_after(1, 1);
    expect_after(2, 2);
    expect_authors(&f, "UPDATE", 4);
    expect_after(3, 3);
    ck_assert(quern_evaluate_all(f.s, before, also, raw, behind, raw));
    ck_assert_uint_eq(units(), 3);
    ck_assert(!quern_script_seen(f.script, 0)->sync && quern_script_seen(f.script, 1)->sync);
    check_statements(&f, "raw", 4);
    check_rows(raw, 4);
    check_rows(behind, 3);
}
END_TEST

START_TEST(lists_of_nothing)
{
    static quern_queryset *const none[] = { NULL };
    ck_assert((quern_evaluate_all)(f.s, none, "all.c:1"));
    check_statements(&f, "nothing", 0);
    ck_assert(!(quern_evaluate_all)(f.s, NULL, "all.c:2"));
    check_failure(&f, "NULL", QUERN_ERROR_USAGE, "without a list", "all.c:2");
}
END_TEST

/* ---- Whose failure it is ---- */

START_TEST(one_that_fails_takes_no_other_with_it)
{
    quern_queryset *a = after(1), *b = quern_order_by(after(2), "name"), *c = after(3);
    expect_authors(&f, FROM, 1);
    expect_refusal(&f, "ORDER BY");
    expect_authors(&f, FROM, 3);
    ck_assert(!quern_evaluate_all(f.s, a, b, c));
    check_failed("b", QUERN_ERROR_SERVER, "1", "does not exist");
    check_error(b, QUERN_ERROR_SERVER, "1", "does not exist");
    check_rows(a, 1);
    check_rows(c, 3);
    check_statements(&f, "each once", 3);
    expect_authors(&f, "ORDER BY", 2); /* it is asked anew, and what was is forgotten */
    ck_assert(quern_evaluate_all(f.s, a, b, c));
    check_statements(&f, "b again", 4);
    check_rows(b, 2);
}
END_TEST

START_TEST(the_first_in_their_order_is_told)
{
    quern_queryset *bad = quern_filter(after(1), Q("nmae", "x")), *a = after(2),
                   *b = quern_order_by(after(3), "name");
    expect_refusal(&f, FROM);
    expect_refusal(&f, "ORDER BY");
    ck_assert(!quern_evaluate_all(f.s, a, bad, b, b));
    check_failed("a", QUERN_ERROR_SERVER, "0", "does not exist");
    check_error(a, QUERN_ERROR_SERVER, "0", "does not exist");
    check_error(bad, QUERN_ERROR_FIELD, "nmae", "nmae");
    check_error(b, QUERN_ERROR_SERVER, "2", "does not exist");
    expect_after(2, 2);
    ck_assert(!quern_evaluate_all(f.s, bad, a));
    check_failed("bad", QUERN_ERROR_FIELD, "0", "nmae");
    check_rows(a, 2);
}
END_TEST

START_TEST(it_is_forgotten_when_it_is_evaluated_again)
{
    quern_queryset *a = after(1);
    for (int i = 0; i < 3; i++) {
        expect_refusal(&f, FROM);
        ck_assert(!quern_evaluate_all(f.s, a));
        check_failed("a", QUERN_ERROR_SERVER, "0", "does not exist");
        check_error(a, QUERN_ERROR_SERVER, "0", "does not exist");
    }
    quern_queryset *refined = quern_filter(a, Q("name", "x")); /* it is no mistake in building it */
    ck_assert_ptr_null(quern_queryset_error(refined));
    expect_refusal(&f, FROM);
    ck_assert_int_eq(quern_len(a), -1);
    quern_error_clear(f.s);
    ck_assert_ptr_null(quern_queryset_error(a));
    expect_after(1, 2);
    ck_assert_int_eq(quern_len(a), 2);
    check_rows(a, 2);
}
END_TEST

/* Also where its rows are those of another, which has them already or gets them now. */
START_TEST(it_is_forgotten_when_another_has_the_rows)
{
    quern_queryset *all = after(1), *some = quern_slice(all, 0, 1), *others = quern_slice(all, 1, 2);
    expect_refusal(&f, FROM);
    expect_refusal(&f, FROM);
    ck_assert(!quern_evaluate_all(f.s, some, others, some));
    check_failed("some", QUERN_ERROR_SERVER, "0", "does not exist");
    check_error(others, QUERN_ERROR_SERVER, "1", "does not exist");
    expect_after(1, 2);
    if (_i == 0)
        ck_assert(quern_evaluate_all(f.s, all, some, others, some));
    else
        ck_assert_int_eq(quern_len(all), 2);
    if (_i == 1)
        ck_assert(quern_evaluate_all(f.s, others, some));
    ck_assert_int_eq(quern_len(some), 1);
    ck_assert_int_eq(quern_len(others), 1);
    ck_assert_ptr_null(quern_queryset_error(some));
    ck_assert_ptr_null(quern_queryset_error(others));
}
END_TEST

/* It is as old as the queryset: a rewind to where that was made leaves it, one to before it has nothing to leave. */
START_TEST(it_lives_as_long_as_the_queryset)
{
    const quern_mark before = quern_session_mark(f.s);
    quern_queryset *a = after(1);
    const quern_mark behind = quern_session_mark(f.s);
    expect_refusal(&f, FROM);
    ck_assert(!quern_evaluate_all(f.s, a, after(2)) || true);
    quern_error_clear(f.s);
    check_error(a, QUERN_ERROR_SERVER, "0", "does not exist");
    ck_assert(quern_session_rewind(f.s, behind));
    check_error(a, QUERN_ERROR_SERVER, "0", "does not exist");
    ck_assert(quern_session_rewind(f.s, before));
    quern_script_forget(f.script);
}
END_TEST

START_TEST(a_column_of_another_type)
{
    quern_queryset *a = after(1), *b = after(2);
    quern_script_expect(f.script, .contains = FROM,
                        QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_TEXT }, { "name", QUERN_KIND_TEXT },
                                             { "email", QUERN_KIND_TEXT }, { "born", QUERN_KIND_I32 }));
    expect_after(2, 2);
    ck_assert(!quern_evaluate_all(f.s, a, b));
    check_failed("a", QUERN_ERROR_TYPE, "0", "cannot take");
    check_error(a, QUERN_ERROR_TYPE, "0", "cannot take");
    check_rows(b, 2);
}
END_TEST

/* A limit of bytes is each result's own, and by name; the others have their rows. */
START_TEST(a_limit_of_bytes)
{
    quern_session *own = f.s, *t = quern_session_open(f.db, .max_result_bytes = 20000);
    f.s = t;
    quern_queryset *a = after(1), *b = after(2), *c = after(3);
    expect_after(1, 2);
    expect_after(2, 900);
    expect_after(3, 3);
    ck_assert(!quern_evaluate_all(t, a, b, c));
    check_failed("b", QUERN_ERROR_LIMIT, "1", ".max_result_bytes is 20000");
    check_error(b, QUERN_ERROR_LIMIT, "1", ".max_result_bytes is 20000");
    check_rows(a, 2);
    check_rows(c, 3);
    quern_session_close(t);
    f.s = own;
}
END_TEST

START_TEST(in_a_transaction_the_first_failure_is_that_of_all_behind_it)
{
    quern_queryset *a = after(1), *b = quern_order_by(after(2), "name"), *c = after(3);
    quern_queryset *raw = quern_raw(f.s, author, "SELECT * FROM books_author"), *slice = quern_slice(c, 0, 1);
    quern_script_expect(f.script, .sql = "BEGIN");
    expect_authors(&f, FROM, 1);
    expect_refusal(&f, "ORDER BY");
    quern_script_expect(f.script, .sql = "ROLLBACK");
    ck_assert(quern_begin(f.s));
    ck_assert(!quern_evaluate_all(f.s, a, b, c, raw, slice, c));
    check_failed("b", QUERN_ERROR_SERVER, "1", "does not exist");
    check_error(b, QUERN_ERROR_SERVER, "1", "relation \"books_author\" does not exist");
    check_error(c, QUERN_ERROR_SERVER, "1",
                "queryset 1, which was evaluated with it, failed: relation \"books");
    check_error(raw, QUERN_ERROR_SERVER, "1",
                "queryset 1, which was evaluated with it, failed: relation \"books");
    check_error(slice, QUERN_ERROR_SERVER, "1",
                "queryset 1, which was evaluated with it, failed: relation \"books");
    check_statements(&f, "no more than that", 3);
    ck_assert(quern_rollback(f.s));
    check_rows(a, 1);
    expect_after(3, 3);
    ck_assert(quern_evaluate_all(f.s, a, c, slice));
    check_rows(c, 3);
    ck_assert_int_eq(quern_len(slice), 1);
}
END_TEST

START_TEST(own_sql_that_fails)
{
    quern_queryset *a = after(1), *raw = quern_raw(f.s, author, "SELECT nonsense"), *c = after(3);
    if (_i)
        quern_script_expect(f.script, .sql = "BEGIN");
    expect_after(1, 1);
    expect_refusal(&f, "nonsense");
    if (_i)
        quern_script_expect(f.script, .sql = "ROLLBACK");
    else
        expect_after(3, 3);
    ck_assert(!_i || quern_begin(f.s));
    ck_assert(!quern_evaluate_all(f.s, a, raw, c));
    check_failed("raw", QUERN_ERROR_SERVER, "1", "does not exist");
    check_error(raw, QUERN_ERROR_SERVER, "1", "does not exist");
    ck_assert(!_i || quern_rollback(f.s));
    check_rows(a, 1);
    if (_i)
        check_error(c, QUERN_ERROR_SERVER, "1", "queryset 1, which");
    else
        check_rows(c, 3);
}
END_TEST

/* The call is told to stop, not a statement of it: own SQL, which may write, does not run after that. */
START_TEST(told_to_stop)
{
    quern_queryset *a = after(1), *raw = quern_raw(f.s, author, "DELETE FROM books_author RETURNING *"),
                   *c = after(3);
    quern_session_cancel(f.s);
    ck_assert(_i ? !quern_evaluate_all(f.s, raw, c, raw) : !quern_evaluate_all(f.s, a, raw, c));
    check_failed("the first", QUERN_ERROR_CANCELLED, "0", "cancel");
    check_error(_i ? c : raw, QUERN_ERROR_CANCELLED, "0",
                "queryset 0, which was evaluated with it, failed: ");
    check_error(c, QUERN_ERROR_CANCELLED, "0", "queryset 0, which was evaluated with it, failed: ");
    check_statements(&f, "none", 0);
}
END_TEST

/* ---- What cannot be ---- */

START_TEST(querysets_of_others)
{
    quern_session *other = quern_session_open(f.db);
    quern_queryset *a = after(1), *theirs = quern_objects(other, author);
    ck_assert(!quern_evaluate_all(f.s, a, theirs));
    check_failed("theirs", QUERN_ERROR_USAGE, "1", "of another session");
    quern_queryset *shared = quern_share(f.db, a);
    ck_assert_ptr_null(quern_queryset_error(shared));
    ck_assert(!quern_evaluate_all(f.s, shared, a));
    check_failed("shared", QUERN_ERROR_USAGE, "0", "a shared queryset");
    expect_after(1, 1);
    ck_assert(!quern_evaluate_all(f.s, a, quern_filter(NULL, Q("id", 1))));
    check_statements(&f, "only then", 1);
    check_failed("NULL", QUERN_ERROR_USAGE, "1", "NULL queryset");
    quern_session_close(other);
}
END_TEST

START_TEST(a_session_that_has_failed)
{
    quern_queryset *a = after(1);
    quern_len(quern_filter(a, Q("nmae", 1)));
    ck_assert(!quern_evaluate_all(f.s, a));
    check_failure(&f, "before", QUERN_ERROR_FIELD, "nmae", NULL);
    ck_assert_ptr_null(quern_queryset_error(a));
    expect_after(1, 1);
    ck_assert(quern_evaluate_all(f.s, a));
}
END_TEST

START_TEST(no_connection)
{
    quern_queryset *a = after(1), *b = after(2);
    quern_script_on_open(f.script, .sqlstate = "3D000", .message = "no such database");
    ck_assert(!quern_evaluate_all(f.s, a, b));
    check_failed("a", QUERN_ERROR_CONNECT, "0", "no such database");
    check_error(b, QUERN_ERROR_CONNECT, "1", "no such database");
    check_statements(&f, "none", 0);
}
END_TEST

Suite *quern__suite_all(void);

Suite *quern__suite_all(void)
{
    Suite *suite = suite_create("all");
    TCase *tcase = tcase_create("all");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, one_unit_for_all);
    tcase_add_test(tcase, what_is_there_is_not_asked_for);
    tcase_add_test(tcase, a_slice_has_the_rows_of_what_it_is_made_of);
    tcase_add_test(tcase, own_sql_runs_where_it_stands);
    tcase_add_test(tcase, lists_of_nothing);
    tcase_add_test(tcase, one_that_fails_takes_no_other_with_it);
    tcase_add_test(tcase, the_first_in_their_order_is_told);
    tcase_add_test(tcase, it_is_forgotten_when_it_is_evaluated_again);
    tcase_add_loop_test(tcase, it_is_forgotten_when_another_has_the_rows, 0, 3);
    tcase_add_test(tcase, it_lives_as_long_as_the_queryset);
    tcase_add_test(tcase, a_column_of_another_type);
    tcase_add_test(tcase, a_limit_of_bytes);
    tcase_add_test(tcase, in_a_transaction_the_first_failure_is_that_of_all_behind_it);
    tcase_add_loop_test(tcase, own_sql_that_fails, 0, 2);
    tcase_add_loop_test(tcase, told_to_stop, 0, 2);
    tcase_add_test(tcase, querysets_of_others);
    tcase_add_test(tcase, a_session_that_has_failed);
    tcase_add_test(tcase, no_connection);
    suite_add_tcase(suite, tcase);
    return suite;
}
