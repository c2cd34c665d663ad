/* test_upkeep.c: the pool's upkeep on a real server: connections that it opens, watches, asks and closes unasked; and that a session
 * never wants a second connection, whatever it does, and a thread is told when it does. */
#include "test/integration/fixture.h"

#include <quern/postgres.h>

#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

static quern_pool_counts counts_of(quern_db *of)
{
    quern_pool_counts counts;
    ck_assert(quern_pool_stats(of, &counts));
    return counts;
}

/* With an application name, so that its connections can be found. */
static quern_db *open_named(const char *name, quern_options options)
{
    char parameter[100];
    snprintf(parameter, sizeof parameter, "application_name=%s_%s", schema.name, name);
    return open_db(&options, quern__test_schema_uri(&schema, parameter));
}

#define OF_NAME "FROM pg_stat_activity WHERE application_name = '%s_%s'"

/* ---- One connection for all ---- */

static void use_native(quern_session *t)
{
    PGconn *conn = quern_postgres_borrow(t);
    ck_assert_msg(conn != NULL, "%s", quern_error_text(t));
    PGresult *result = PQexec(conn, "SELECT 1");
    ck_assert_int_eq(PQresultStatus(result), PGRES_TUPLES_OK);
    PQclear(result);
    ck_assert(quern_postgres_return(t));
}

static void read_mood(quern_session *t)
{
    int rows = 0;
    QUERN_EACH(author, a, quern_raw(t, author, "SELECT id, name, 'glad'::temper AS mood FROM books_author")) {
        const char *mood = "";
        ck_assert(quern_read(a, "mood", &mood));
        ck_assert_str_eq(mood, "glad");
        rows++;
    }
    ck_assert_int_gt(rows, 0);
}

static quern_queryset *shared; /* books by number; $1 */

/* Several in one round trip: shared ones, refined ones, and one of a type that is to be asked about. */
static void evaluate_several(quern_session *t)
{
    quern_queryset *one = quern_bind(quern_in(t, shared), QUERN_SET("id", 1)),
                   *authors = quern_objects(t, author);
    quern_queryset *glad = quern_raw(t, author, "SELECT id, name, 'glad'::temper AS mood FROM books_author");
    ck_assert_msg(quern_evaluate_all(t, one, authors, glad), "%s", quern_error_text(t));
    ck_assert_int_eq(quern_len(one), 1);
    ck_assert_int_eq(quern_len(glad), quern_len(authors));
}

static void use_calls_of_one(quern_session *t)
{
    quern_queryset *books = quern_objects(t, book),
                   *some = quern_bind(quern_in(t, shared), QUERN_SET("id", 2));
    bool found = false;
    const bool exists = quern_exists(some, &found) && found;
    const book *b = quern_get(some, book);
    const bool contains = b && quern_contains(books, b, &found) && found;
    const bool all = exists && contains && quern_first(books, book) && quern_last(books, book) &&
                     quern_at(books, book, 3) && quern_latest(books, book, "id") &&
                     quern_in_bulk(books, book, "id", QUERN_LIST(1, 2, 3)) && quern_explain(books);
    ck_assert_msg(all, "%s", quern_error_text(t));
}

static void use_all_in_stream(quern_session *t, book *b)
{
    quern_queryset *books = quern_objects(t, book);
    evaluate_several(t);
    use_calls_of_one(t);
    ck_assert_str_ne(quern_fetch(b, author)->name, "");
    ck_assert_int_ge(quern_execute(t, "SELECT 1"), 0);
    ck_assert_int_gt(quern_count(quern_filter(books, Q("author__in", quern_objects(t, author)))), 0);
}

static void use_savepoint(quern_session *t, const book *b)
{
    ck_assert(quern_begin(t));
    ck_assert_int_ge(quern_execute(t, "SELECT $1::int", b->copies), 0);
    ck_assert(quern_rollback(t));
}

/* Everything at once: pinned, in a transaction, in a stream, in another one; its connection is the only one there is. */
START_TEST(a_session_never_wants_a_second_connection)
{
    NEEDS_SERVER();
    sql("CREATE TYPE temper AS ENUM ('glad', 'sad')");
    quern_db *narrow = open_named("one", (quern_options){ .pool_max = 1, .turn_ms = 3000 });
    quern_session *t = quern_session_open(narrow);
    int rows = 0;
    shared = quern_share(narrow, quern_filter(quern_objects(t, book), Q("id", QUERN_PARAM("id"))));
    quern_queryset *after =
        quern_share(narrow, quern_filter(quern_objects(t, book), Q("id__gt", QUERN_PARAM("id"))));
    ck_assert(quern_session_pin(t));
    ck_assert(quern_begin(t));
    QUERN_STREAM(book, b, quern_order_by(quern_objects(t, book), "id"), .chunk = 5, .ahead = 4)
    {
        if (rows++ > 11)
            break;
        use_all_in_stream(t, b);
        use_savepoint(t, b);
        QUERN_STREAM(author, a, quern_objects(t, author), .chunk = 1, .ahead = 3) ck_assert_int_gt(a->id, 0);
    }
    evaluate_several(t);
    use_calls_of_one(t);
    read_mood(t);
    use_native(t);
    ck_assert_msg(!quern_failed(t), "%s", quern_error_text(t));
    ck_assert(quern_commit(t));
    quern_session_unpin(t);
    const quern_pool_counts counts = counts_of(narrow);
    ck_assert_uint_eq(counts.borrowed, 1);
    ck_assert_uint_eq(counts.most_lent, 1);
    ck_assert_uint_eq(counts.most_waiting, 1); /* for the connect */
    ck_assert_uint_eq(counts.interlocked + counts.timed_out + counts.overflowed, 0);
    ck_assert_uint_eq(counts.lent, 0);
    read_mood(t); /* a statement by itself, with the question about its type */
    evaluate_several(t);
    use_calls_of_one(t);
    rows = 0;
    QUERN_STREAM(book, b, quern_bind(quern_in(t, after), QUERN_SET("id", 2)), .chunk = 5)
    {
        use_all_in_stream(t, b);
        if (rows++ > 11)
            break;
    }
    ck_assert_msg(!quern_failed(t), "%s", quern_error_text(t));
    ck_assert_uint_eq(counts_of(narrow).connected, 1);
    ck_assert_uint_eq(counts_of(narrow).waited, 1);
    quern_session_close(t);
    close_db(narrow);
    sql("DROP TYPE temper");
}
END_TEST

/* ---- Two sessions of a thread ---- */

enum { THREADS = 8, ROUNDS = 20 };

typedef struct worker {
    quern_db *db;
    pthread_t thread;
    pthread_barrier_t *all_hold;
    int done, refused, other;
} worker;

static void note(worker *w, quern_session *session, int64_t count)
{
    if (count > 0)
        w->done++;
    else if (quern_session_error(session)->code == QUERN_ERROR_INTERLOCK)
        w->refused++;
    else
        w->other++;
}

static void *work(void *argument)
{
    worker *w = argument;
    for (int i = 0; i < ROUNDS; i++) {
        quern_session *first = quern_session_open(w->db), *second = quern_session_open(w->db);
        quern_begin(first);
        const int64_t mine = quern_count(quern_objects(first, book));
        if (i == 0) /* all connections are lent for sure, once */
            pthread_barrier_wait(w->all_hold);
        if (mine > 0)
            note(w, second, quern_count(quern_objects(second, book)));
        else
            w->other++;
        quern_rollback(first);
        quern_error_clear(second);
        quern_session_close(second);
        quern_session_close(first);
    }
    return NULL;
}

static const bool alone[] = { false, true };

START_TEST(eight_threads_with_two_sessions_never_hang)
{
    NEEDS_SERVER();
    pthread_barrier_t all_hold;
    worker workers[THREADS];
    int refused = 0;
    quern_db *eight = open_named(
        "eight", (quern_options){ .pool_max = THREADS, .turn_ms = 30000, .no_threads = alone[_i] });
    pthread_barrier_init(&all_hold, NULL, THREADS);
    for (int i = 0; i < THREADS; i++) {
        workers[i] = (worker){ .db = eight, .all_hold = &all_hold };
        pthread_create(&workers[i].thread, NULL, work, &workers[i]);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(workers[i].thread, NULL);
        ck_assert_int_eq(workers[i].other, 0);
        ck_assert_int_eq(workers[i].done + workers[i].refused, ROUNDS);
        refused += workers[i].refused;
    }
    pthread_barrier_destroy(&all_hold);
    ck_assert_int_gt(refused, 0);
    ck_assert_uint_eq(counts_of(eight).timed_out, 0);
    ck_assert_uint_eq(counts_of(eight).lent, 0);
    close_db(eight);
}
END_TEST

/* ---- Unasked ---- */

START_TEST(the_minimum_is_kept)
{
    NEEDS_SERVER();
    quern_db *kept = open_named("kept", (quern_options){ .pool_max = 4, .pool_min = 2 });
    wait_until(2, "SELECT " OF_NAME " AND state = 'idle'", schema.name, "kept");
    const uint64_t before = counts_of(kept).connected;
    sql("SELECT pg_terminate_backend(pid) " OF_NAME, schema.name, "kept");
    for (int i = 0; i < 10000 && counts_of(kept).connected < before + 2; i++)
        poll(NULL, 0, 1);
    wait_until(2, "SELECT " OF_NAME " AND state = 'idle'", schema.name, "kept");
    ck_assert_uint_eq(counts_of(kept).closed_dead, 2);
    ck_assert_uint_eq(counts_of(kept).borrowed, 0);
    close_db(kept);
}
END_TEST

/* Each statement is nobody's but the pool's: the session's log knows none. There is one connection at most, since the session may come
 * while it is being asked. */
START_TEST(the_silent_are_asked_and_the_unwanted_closed)
{
    NEEDS_SERVER();
    quern_db *tended =
        open_named("tended", (quern_options){ .pool_max = 1, .keepalive_ms = 50, .idle_ms = 600 });
    quern_session *t = quern_session_open(tended);
    ck_assert_int_gt(quern_count(quern_objects(t, book)), 0);
    for (int i = 0; i < 10000 && counts_of(tended).pinged < 3; i++)
        poll(NULL, 0, 1);
    ck_assert_int_gt(quern_count(quern_objects(t, book)), 0);
    ck_assert_int_eq(quern_query_count(t), 2);
    ck_assert_uint_eq(counts_of(tended).connected, 1);
    wait_until(0, "SELECT " OF_NAME, schema.name, "tended");
    ck_assert_uint_eq(counts_of(tended).closed_idle, 1);
    ck_assert_uint_eq(counts_of(tended).closed_dead, 0);
    ck_assert_int_gt(quern_count(quern_objects(t, book)), 0);
    quern_session_close(t);
    close_db(tended);
}
END_TEST

static atomic_int told;
static char message[200], site[100];

static void listen(void *context, const quern_trace_event *event)
{
    (void)context;
    if (event->kind != QUERN_TRACE_HELD_LONG)
        return;
    snprintf(message, sizeof message, "%s", event->message);
    snprintf(site, sizeof site, "%s", event->site);
    atomic_fetch_add(&told, 1);
}

START_TEST(a_forgotten_transaction_is_told)
{
    NEEDS_SERVER();
    quern_db *held = open_named("held", (quern_options){ .pool_max = 2, .held_ms = 100, .on_event = listen });
    quern_session *t = quern_session_open(held);
    ck_assert(quern_begin(t));
    ck_assert_int_gt(quern_count(quern_objects(t, book)), 0);
    for (int i = 0; i < 10000 && !atomic_load(&told); i++)
        poll(NULL, 0, 1);
    ck_assert(quern_rollback(t));
    ck_assert_int_eq(atomic_load(&told), 1);
    ck_assert_msg(strstr(site, "test_upkeep.c:"), "%s", site);
    ck_assert_msg(strstr(message, "over 100 ms, to thread "), "%s", message);
    quern_session_close(t);
    close_db(held);
}
END_TEST

Suite *quern__suite_upkeep(void);

Suite *quern__suite_upkeep(void)
{
    Suite *suite = suite_create("upkeep");
    TCase *tests = server_case("upkeep");
    tcase_add_test(tests, a_session_never_wants_a_second_connection);
    tcase_add_loop_test(tests, eight_threads_with_two_sessions_never_hang, 0, 2);
    tcase_add_test(tests, the_minimum_is_kept);
    tcase_add_test(tests, the_silent_are_asked_and_the_unwanted_closed);
    tcase_add_test(tests, a_forgotten_transaction_is_told);
    suite_add_tcase(suite, tests);
    return suite;
}
