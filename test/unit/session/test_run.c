/* test_run.c: one statement on a connection: sinks, resets, transactions left open, deadlines, losses; and what becomes of
 * the connection, which the next statement sees. */
#include "test/unit/session/fixture.h"

#include <check.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>

static const char *const reset[] = { "RESET ALL", "UNLISTEN *", NULL };

/* A sink that writes down what it gets, and refuses at the nth call. */
typedef struct note_sink {
    quern__sink sink;
    char notes[256];
    int calls, refuse_at;
} note_sink;

static bool answer(note_sink *sink, quern_error *error)
{
    if (++sink->calls != sink->refuse_at)
        return true;
    char message[] = "that will not do"; /* gone when this returns: the text lives until the next call */
    static char kept[32];
    *error = (quern_error){ .code = QUERN_ERROR_DATA, .message = strcpy(kept, message), .path = "title" };
    return false;
}

static bool note_columns(quern__sink *sink, const quern_backend *backend, const quern_column *columns,
                         size_t count, quern_error *error)
{
    note_sink *to = (note_sink *)sink;
    ck_assert(backend->decoder != NULL);
    strcat(to->notes, "columns");
    for (size_t i = 0; i < count; i++)
        strcat(strcat(to->notes, " "), columns[i].name);
    return answer(to, error);
}

static bool note_row(quern__sink *sink, const quern_cell *cells, size_t count, quern_error *error)
{
    note_sink *to = (note_sink *)sink;
    size_t used = strlen(to->notes);
    for (size_t i = 0; i < count && used < 200; i++)
        used += (size_t)snprintf(to->notes + used, sizeof to->notes - used, "%s%.*s", i ? "," : "; ",
                                 cells[i].data ? (int)cells[i].size : 4,
                                 cells[i].data ? (const char *)cells[i].data : "NULL");
    return answer(to, error);
}

static note_sink sink_new(int refuse_at)
{
    return (note_sink){ .sink = { .columns = note_columns, .row = note_row }, .refuse_at = refuse_at };
}

/* As quern would: a read. */
static bool read_rows(session_fixture *f, const char *sql, note_sink *sink, int64_t *rows)
{
    const quern__work work = { .sql = sql, .site = "read.c:5", .sink = sink ? &sink->sink : NULL };
    return quern__run(f->session, &work, rows);
}

static void expect_two_rows(session_fixture *f)
{
    quern_script_expect(f->script, .sql = "SELECT",
                        QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "title", QUERN_KIND_TEXT }),
                        QUERN_SCRIPT_ROWS("1", "Emma", "2", NULL));
}

START_TEST(rows_go_to_the_sink)
{
    session_fixture f = fixture_open(2000);
    note_sink sink = sink_new(0);
    int64_t rows;
    expect_two_rows(&f);
    ck_assert(read_rows(&f, "SELECT", &sink, &rows));
    ck_assert_int_eq(rows, 2);
    ck_assert_str_eq(sink.notes, "columns id title; 1,Emma; 2,NULL");
    fixture_close(&f);
}
END_TEST

/* As a setting's, which comes with a transaction. */
START_TEST(rows_of_what_comes_before_are_dropped)
{
    session_fixture f = fixture_open(2000);
    note_sink sink = sink_new(0);
    const quern_value value = quern_value_text("x");
    const quern_kind kind = QUERN_KIND_TEXT;
    const quern__command before = { .sql = "set", .count = 1, .values = &value, .kinds = &kind };
    const quern__work work = { .before = &before, .before_count = 1, .sql = "SELECT", .sink = &sink.sink };
    int64_t rows;
    quern_script_expect(f.script, .sql = "set", .values = "$1 = 'x'",
                        QUERN_SCRIPT_COLUMNS({ "set", QUERN_KIND_TEXT }), QUERN_SCRIPT_ROWS("x"));
    expect_two_rows(&f);
    ck_assert(quern__run(f.session, &work, &rows));
    ck_assert_int_eq(rows, 2);
    ck_assert_str_eq(sink.notes, "columns id title; 1,Emma; 2,NULL");
    ck_assert_int_eq(quern_query_count(f.session), 2);
    fixture_close(&f);
}
END_TEST

static const struct {
    int refuse_at;
    const char *notes;
} refused[] = { { 1, "columns id title" },
                { 2, "columns id title; 1,Emma" },
                { 3, "columns id title; 1,Emma; 2,NULL" } };

START_TEST(a_sink_may_refuse)
{
    session_fixture f = fixture_open(2000);
    note_sink sink = sink_new(refused[_i].refuse_at);
    int64_t rows;
    expect_two_rows(&f);
    expect_two_rows(&f);
    ck_assert(!read_rows(&f, "SELECT", &sink, &rows));
    ck_assert_int_eq(rows, -1);
    ck_assert_str_eq(sink.notes, refused[_i].notes);
    expect_failure(&f, "refused", QUERN_ERROR_DATA, QUERN_NOT_APPLIED, "that will not do", "SELECT");
    ck_assert_str_eq(quern_session_error(f.session)->path, "title");
    ck_assert_str_eq(quern_session_error(f.session)->site, "read.c:5");
    ck_assert_int_eq(quern_query_at(f.session, 1)->rows, -1);
    quern_error_clear(f.session);
    ck_assert(read_rows(&f, "SELECT", NULL, &rows)); /* on the same connection */
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_OPENS), 1);
    fixture_close(&f);
}
END_TEST

static const struct {
    size_t rows;
    bool kept;
} drained[] = { { 1001, true }, { 1002, false } };

START_TEST(what_a_sink_refused_is_drained_for_a_while)
{
    static const char *cells[2000];
    session_fixture f = fixture_open(2000);
    note_sink sink = sink_new(2);
    int64_t rows;
    for (size_t i = 0; i < 2000; i++)
        cells[i] = "1";
    quern_script_expect(f.script, .sql = "SELECT", QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }),
                        .cells = cells, .cell_count = drained[_i].rows);
    ck_assert(!read_rows(&f, "SELECT", &sink, &rows));
    ck_assert_int_eq(sink.calls, 2);
    if (!drained[_i].kept)
        wait_for_count(&f, QUERN_SCRIPT_CLOSES, 1);
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_CANCELS), !drained[_i].kept);
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_OPEN_NOW), drained[_i].kept);
    fixture_close(&f);
}
END_TEST

/* What the server says of a statement, and which connection the next one gets. */
static const struct {
    const char *name;
    bool own_sql;
    quern_script_loss lost;
    const char *sqlstate;
    quern_error_code code;
    quern_outcome outcome;
} failures[] = {
    { "refused", false, QUERN_SCRIPT_NOT_LOST, "42P01", QUERN_ERROR_SERVER, QUERN_NOT_APPLIED },
    { "own, refused", true, QUERN_SCRIPT_NOT_LOST, "23505", QUERN_ERROR_SERVER, QUERN_NOT_APPLIED },
    { "lost", false, QUERN_SCRIPT_LOST_AFTER, "57P01", QUERN_ERROR_CONNECTION_LOST, QUERN_NOT_APPLIED },
    { "own, lost", true, QUERN_SCRIPT_LOST_AFTER, "57P01", QUERN_ERROR_CONNECTION_LOST,
      QUERN_OUTCOME_UNKNOWN },
    { "own, lost before", true, QUERN_SCRIPT_LOST_BEFORE, "", QUERN_ERROR_CONNECTION_LOST,
      QUERN_OUTCOME_UNKNOWN },
};

START_TEST(a_failure_is_told)
{
    session_fixture f = fixture_open(2000);
    int64_t rows;
    quern_script_expect(f.script, .sql = "a", .sqlstate = failures[_i].sqlstate, .message = "no such thing",
                        .detail = "more", .hint = "do", .lost = failures[_i].lost);
    quern_script_expect(f.script, .sql = "b");
    const quern__work work = { .sql = "a", .site = "a.c:1", .own_sql = failures[_i].own_sql };
    ck_assert(!quern__run(f.session, &work, &rows));
    ck_assert_int_eq(rows, -1);
    expect_failure(&f, failures[_i].name, failures[_i].code, failures[_i].outcome, "no such thing", "a");
    const quern_error *error = quern_session_error(f.session);
    ck_assert_str_eq(error->sqlstate, failures[_i].sqlstate);
    ck_assert_str_eq(error->detail, "more");
    ck_assert_str_eq(error->hint, "do");
    ck_assert_str_eq(error->site, "a.c:1");
    quern_error_clear(f.session);
    ck_assert(read_rows(&f, "b", NULL, &rows));
    ck_assert_int_eq(
        quern_script_seen(f.script, failures[_i].lost == QUERN_SCRIPT_LOST_BEFORE ? 0 : 1)->connection,
        failures[_i].lost ? 2 : 1);
    fixture_close(&f);
}
END_TEST

START_TEST(own_sql_is_reset_before_the_next)
{
    session_fixture f = fixture_open(2000);
    int64_t rows;
    quern_script_set_reset(f.script, reset);
    quern_script_expect(f.script, .times = QUERN_SCRIPT_ALWAYS, .changed = 5);
    ck_assert(read_rows(&f, "q1", NULL, &rows));
    ck_assert_int_eq(quern_execute(f.session, "SET x = 1"), 5);
    ck_assert(read_rows(&f, "q2", NULL, &rows));
    ck_assert_int_eq(rows, 5);
    ck_assert(read_rows(&f, "q3", NULL, &rows));
    static const char *const expected[] = { "q1",         "SET x = 1", "BEGIN", "RESET ALL",
                                            "UNLISTEN *", "COMMIT",    "q2",    "q3" };
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        ck_assert_str_eq(seen(&f, i), expected[i]);
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_STATEMENTS), 8);
    ck_assert_int_eq(quern_query_count(f.session), 4);
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_OPENS), 1);
    fixture_close(&f);
}
END_TEST

/* Taints the only connection, whose reset then fails; the server refuses what comes in the failed transaction. */
static void spoil(session_fixture *f, int times)
{
    quern_script_set_reset(f->script, reset);
    for (int i = 0; i < times; i++) {
        quern_script_expect(f->script, .sql = "BEGIN");
        quern_script_expect(f->script, .sql = "RESET ALL", .sqlstate = "57014", .message = "too slow");
        quern_script_expect(f->script, .sql = "q", .sqlstate = "25P02", .message = "transaction is aborted");
    }
}

START_TEST(a_reset_that_fails_costs_another_connection)
{
    session_fixture f = fixture_open(2000);
    int64_t rows;
    quern_script_expect(f.script, .sql = "own");
    spoil(&f, 1);
    quern_script_expect(f.script, .sql = "q", .changed = 3);
    ck_assert_int_eq(quern_execute(f.session, "own"), 0);
    ck_assert(read_rows(&f, "q", NULL, &rows));
    ck_assert_int_eq(rows, 3);
    ck_assert_int_eq(quern_script_seen(f.script, 4)->connection, 2);
    ck_assert_int_eq(quern_query_count(f.session), 2);
    wait_for_count(&f, QUERN_SCRIPT_CLOSES, 1);
    fixture_close(&f);
}
END_TEST

/* BEGIN itself failed, and the statement ran: it is not sent again, and nobody says that it was not applied. */
START_TEST(a_statement_that_ran_without_its_reset)
{
    session_fixture f = fixture_open(2000);
    quern_script_set_reset(f.script, reset);
    quern_script_expect(f.script, .sql = "own", .changed = 1, .times = 2);
    quern_script_forget(f.script);
    quern_script_expect(f.script, .sql = "own", .changed = 1);
    quern_script_expect(f.script, .sql = "BEGIN", .sqlstate = "57014", .message = "too slow");
    quern_script_expect(f.script, .sql = "own", .changed = 1);
    ck_assert_int_eq(quern_execute(f.session, "own"), 1);
    ck_assert_int_eq(quern_execute(f.session, "own"), -1);
    expect_failure(&f, "ran", QUERN_ERROR_SERVER, QUERN_APPLIED, "could not be reset: too slow", "own");
    wait_for_count(&f, QUERN_SCRIPT_CLOSES, 1);
    fixture_close(&f);
}
END_TEST

static const struct {
    const char *name, *sql;
    quern_link_state leaves;
    const char *message; /* of the server, when the statement itself failed */
    const char *rollback_fails;
    quern_script_loss rollback_lost;
    quern_error_code code;
} left_open[] = {
    { "begin", "BEGIN", QUERN_LINK_IN_TRANSACTION, NULL, NULL, QUERN_SCRIPT_NOT_LOST, QUERN_ERROR_USAGE },
    { "failed", "x", QUERN_LINK_FAILED_TRANSACTION, "no", NULL, QUERN_SCRIPT_NOT_LOST, QUERN_ERROR_SERVER },
    { "rollback fails", "BEGIN", QUERN_LINK_IN_TRANSACTION, NULL, "cannot", QUERN_SCRIPT_NOT_LOST,
      QUERN_ERROR_USAGE },
    { "rollback lost", "BEGIN", QUERN_LINK_IN_TRANSACTION, NULL, "bye", QUERN_SCRIPT_LOST_AFTER,
      QUERN_ERROR_USAGE },
};

START_TEST(a_transaction_left_open_is_rolled_back)
{
    session_fixture f = fixture_open(2000);
    const char *fails = left_open[_i].rollback_fails;
    int64_t rows;
    quern_script_set_reset(f.script, reset);
    quern_script_expect(f.script, .sql = left_open[_i].sql, .leaves = left_open[_i].leaves,
                        .message = left_open[_i].message);
    quern_script_expect(f.script, .sql = "ROLLBACK", .message = fails, .lost = left_open[_i].rollback_lost);
    if (!fails)
        for (size_t i = 0; i < 4; i++)
            quern_script_expect(f.script, .times = 1); /* the reset */
    quern_script_expect(f.script, .sql = "q");
    ck_assert_int_eq(quern_execute(f.session, left_open[_i].sql), -1);
    expect_failure(&f, left_open[_i].name, left_open[_i].code, QUERN_NOT_APPLIED,
                   left_open[_i].message ? left_open[_i].message : "left a transaction open",
                   left_open[_i].sql);
    ck_assert(left_open[_i].message || *quern_session_error(f.session)->hint);
    quern_error_clear(f.session);
    ck_assert(read_rows(&f, "q", NULL, &rows));
    ck_assert_msg(quern_script_count(f.script, QUERN_SCRIPT_OPENS) == (fails ? 2 : 1), "%s: connections",
                  left_open[_i].name);
    ck_assert_int_eq(quern_query_count(f.session), 2);
    fixture_close(&f);
}
END_TEST

static const struct {
    const char *name;
    bool own_sql;
    quern_outcome outcome;
} late[] = { { "a read", false, QUERN_NOT_APPLIED }, { "own SQL", true, QUERN_OUTCOME_UNKNOWN } };

static void tick(int signal)
{
    (void)signal;
}

/* Signals neither end the wait nor prolong it. */
static void start_ticking(void)
{
    sigaction(SIGALRM, &(struct sigaction){ .sa_handler = tick }, NULL);
    const struct itimerval often = { .it_interval = { .tv_usec = 2000 }, .it_value = { .tv_usec = 2000 } };
    setitimer(ITIMER_REAL, &often, NULL);
}

static void stop_ticking(void)
{
    setitimer(ITIMER_REAL, &(struct itimerval){ .it_value = { .tv_usec = 0 } }, NULL);
}

START_TEST(the_deadline_is_kept)
{
    session_fixture f = fixture_open(100);
    int64_t rows;
    const quern__work work = { .sql = "sleep", .site = "a.c:1", .own_sql = late[_i].own_sql };
    quern_script_expect(f.script, .sql = "sleep", .after_ms = QUERN_SCRIPT_NEVER);
    quern_script_expect(f.script, .sql = "q", .changed = 1);
    start_ticking();
    ck_assert(!quern__run(f.session, &work, &rows));
    stop_ticking();
    expect_failure(&f, late[_i].name, QUERN_ERROR_STATEMENT_TIMEOUT, late[_i].outcome,
                   "the statement took longer than 100 ms", "sleep");
    const int64_t took = quern_query_at(f.session, 1)->elapsed_microseconds;
    ck_assert_msg(took >= 100000 && took < 1000000, "took %lld us", (long long)took);
    wait_for_count(&f, QUERN_SCRIPT_CANCELS, 1);
    wait_for_count(&f, QUERN_SCRIPT_CLOSES, 1);
    quern_error_clear(f.session);
    ck_assert(read_rows(&f, "q", NULL, &rows));
    fixture_close(&f);
}
END_TEST

START_TEST(an_answer_in_time_is_waited_for)
{
    session_fixture f = fixture_open(_i ? -1 : 5000);
    int64_t rows;
    quern_script_expect(f.script, .sql = "slow", .changed = 1, .after_ms = 60, .after_steps = 3);
    start_ticking();
    const bool done = read_rows(&f, "slow", NULL, &rows);
    stop_ticking();
    ck_assert_msg(done, "%s", quern_error_text(f.session));
    ck_assert_int_ge(quern_query_at(f.session, 1)->elapsed_microseconds, 55000);
    fixture_close(&f);
}
END_TEST

/* A backend that tells of the connection's end right behind the end of the first unit. */
static const quern_backend *inner;
static bool ended;

static quern_link *ending_open(const quern_backend *backend, const quern_connect *connect, quern_error *error)
{
    (void)backend;
    return inner->open(inner, connect, error);
}

static bool ending_take(quern_link *link, quern_event *event)
{
    static bool told;
    if (ended && !told) {
        *event = (quern_event){ .kind = QUERN_EVENT_LOST, .error = { .message = "bye" } };
        return told = true;
    }
    const bool any = inner->take(link, event);
    ended |= any && event->kind == QUERN_EVENT_SYNCED;
    return any;
}

START_TEST(a_loss_behind_the_end_fails_nothing)
{
    quern_script *script = quern_script_new(NULL);
    inner = quern_script_backend(script);
    quern_backend backend = *inner;
    backend.open = ending_open;
    backend.take = ending_take;
    session_fixture f = { .script = script };
    int64_t rows;
    f.pool = quern__pool_open(&(quern__pool_options){ .backend = &backend,
                                                      .uri = "",
                                                      .allocator = &quern__system_allocator,
                                                      .max = 1,
                                                      .connect_ms = 1000 });
    f.session =
        quern__session_new(&(quern__session_options){ .allocator = &quern__system_allocator,
                                                      .pool = f.pool,
                                                      .options = { .turn_ms = 1000, .statement_ms = 1000 } });
    quern_script_expect(script, .sql = "q", .changed = 2, .times = 2);
    ck_assert(read_rows(&f, "q", NULL, &rows));
    ck_assert_int_eq(rows, 2);
    ck_assert(read_rows(&f, "q", NULL, &rows));
    ck_assert_int_eq(quern_script_seen(script, 1)->connection, 2);
    fixture_close(&f);
}
END_TEST

START_TEST(no_connection_no_statement)
{
    session_fixture f = fixture_open(2000);
    quern_script_on_open(f.script, .sqlstate = "3D000", .message = "database \"x\" does not exist",
                         .times = QUERN_SCRIPT_ALWAYS);
    ck_assert_int_eq(quern_execute(f.session, "a"), -1);
    expect_failure(&f, "connect", QUERN_ERROR_CONNECT, QUERN_NOT_APPLIED, "does not exist", "a");
    ck_assert_str_eq(quern_session_error(f.session)->sqlstate, "3D000");
    ck_assert_int_eq(quern_query_count(f.session), 0);
    fixture_close(&f);
}
END_TEST

Suite *quern__suite_run(void);

Suite *quern__suite_run(void)
{
    Suite *suite = suite_create("run");
    TCase *tests = tcase_create("statements");
    tcase_set_timeout(tests, 30);
    tcase_add_test(tests, rows_go_to_the_sink);
    tcase_add_test(tests, rows_of_what_comes_before_are_dropped);
    tcase_add_loop_test(tests, a_sink_may_refuse, 0, sizeof refused / sizeof *refused);
    tcase_add_loop_test(tests, what_a_sink_refused_is_drained_for_a_while, 0,
                        sizeof drained / sizeof *drained);
    tcase_add_loop_test(tests, a_failure_is_told, 0, sizeof failures / sizeof *failures);
    tcase_add_test(tests, own_sql_is_reset_before_the_next);
    tcase_add_test(tests, a_reset_that_fails_costs_another_connection);
    tcase_add_test(tests, a_statement_that_ran_without_its_reset);
    tcase_add_loop_test(tests, a_transaction_left_open_is_rolled_back, 0,
                        sizeof left_open / sizeof *left_open);
    tcase_add_loop_test(tests, the_deadline_is_kept, 0, sizeof late / sizeof *late);
    tcase_add_loop_test(tests, an_answer_in_time_is_waited_for, 0, 2);
    tcase_add_test(tests, a_loss_behind_the_end_fails_nothing);
    tcase_add_test(tests, no_connection_no_statement);
    suite_add_tcase(suite, tests);
    return suite;
}
