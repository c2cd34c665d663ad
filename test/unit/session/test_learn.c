/* test_learn.c: columns of types that users made: the server is asked once, the statement runs again, and a sink sees the type
 * whose cells look the same. */
#include "test/support/replay.h"
#include "test/unit/session/fixture.h"

#include <quern/transaction.h>

#include <check.h>
#include <stdio.h>
#include <string.h>

/* Types of a script's users: the numbers, as kinds of columns and as the question has them. */
#define MOOD QUERN_SCRIPT_USER_TYPE
#define COMPOSITE (QUERN_SCRIPT_USER_TYPE + 5)
#define ASKS_MOOD "$1 = 65536"
#define ASKS_COMPOSITE "$1 = 65541"

/* A sink that writes down the columns that it gets, and the rows. */
typedef struct note_sink {
    quern__sink sink;
    char notes[300];
} note_sink;

static void note(note_sink *to, const char *text, size_t size)
{
    const size_t used = strlen(to->notes);
    snprintf(to->notes + used, sizeof to->notes - used, "%.*s", (int)size, text);
}

static bool note_columns(quern__sink *sink, const quern_backend *backend, const quern_column *columns,
                         size_t count, quern_error *error)
{
    char line[100];
    (void)backend, (void)error;
    for (size_t i = 0; i < count; i++) {
        snprintf(line, sizeof line, "%s%s %x", i ? ", " : "", columns[i].name, (unsigned)columns[i].type);
        note((note_sink *)sink, line, strlen(line));
        snprintf(line, sizeof line, " %s", columns[i].type_name ? columns[i].type_name : "");
        note((note_sink *)sink, line, columns[i].type_name ? strlen(line) : 0);
    }
    return true;
}

static bool note_row(quern__sink *sink, const quern_cell *cells, size_t count, quern_error *error)
{
    (void)error;
    for (size_t i = 0; i < count; i++) {
        note((note_sink *)sink, i ? "," : "; ", i ? 1 : 2);
        note((note_sink *)sink, cells[i].data ? cells[i].data : "NULL", cells[i].data ? cells[i].size : 4);
    }
    return true;
}

static session_fixture open_with_types(quern__types **types, size_t most)
{
    session_fixture f = fixture_open(2000);
    *types = f.session->types = quern__types_open(&quern__system_allocator, most);
    return f;
}

static void close_with_types(session_fixture *f, quern__types *types)
{
    fixture_close(f);
    quern__types_close(types);
}

static void expect_moods(quern_script *script, int32_t times)
{
    quern_script_expect(script, .sql = "q", .times = times,
                        QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "mood", (quern_kind)MOOD }),
                        QUERN_SCRIPT_ROWS("1", "sad", "2", NULL));
}

static void expect_question(quern_script *script, const char *values, const char *alike, const char *name)
{
    quern_script_expect(script, .sql = QUERN_SCRIPT_RESOLVE_TYPE, .values = values,
                        QUERN_SCRIPT_COLUMNS({ "alike", QUERN_KIND_I64 }, { "name", QUERN_KIND_TEXT }),
                        .cells = (const char *const[]){ alike, name }, .cell_count = alike ? 2 : 0);
}

static bool read_rows(session_fixture *f, note_sink *sink)
{
    const quern__work work = { .sql = "q", .site = "read.c:5", .sink = &sink->sink };
    int64_t rows;
    *sink = (note_sink){ .sink = { .columns = note_columns, .row = note_row } };
    const bool done = quern__run(f->session, &work, &rows);
    ck_assert_int_eq(rows >= 0, done);
    return done;
}

static void expect_notes(session_fixture *f, const char *notes)
{
    note_sink sink;
    ck_assert_msg(read_rows(f, &sink), "%s", quern_error_text(f->session));
    ck_assert_str_eq(sink.notes, notes);
}

START_TEST(a_type_is_asked_for_once)
{
    quern__types *types;
    session_fixture f = open_with_types(&types, 10);
    expect_moods(f.script, 1);
    expect_question(f.script, ASKS_MOOD, "64", "mood");
    expect_moods(f.script, 3);
    for (int i = 0; i < 3; i++)
        expect_notes(&f, "id 22, mood 40 mood; 1,sad; 2,NULL");
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_STATEMENTS), 5);
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_OPENS), 1);
    fixture_close(&f);
    quern__types_close(types);
}
END_TEST

START_TEST(all_of_it_is_in_the_log)
{
    static const struct {
        const char *sql;
        int64_t rows;
    } lines[] = { { "q", -1 }, { QUERN_SCRIPT_RESOLVE_TYPE, 1 }, { "q", 2 } };
    quern__types *types;
    session_fixture f = open_with_types(&types, 10);
    expect_moods(f.script, 1);
    expect_question(f.script, ASKS_MOOD, "64", "mood");
    expect_moods(f.script, 1);
    expect_notes(&f, "id 22, mood 40 mood; 1,sad; 2,NULL");
    ck_assert_int_eq(quern_query_count(f.session), quern_script_count(f.script, QUERN_SCRIPT_STATEMENTS));
    for (int i = 0; i < 3; i++) {
        const quern_query *query = quern_query_at(f.session, i + 1);
        ck_assert_str_eq(query->sql, lines[i].sql);
        ck_assert_int_eq(query->rows, lines[i].rows);
        ck_assert_str_eq(query->site, "read.c:5");
    }
    close_with_types(&f, types);
}
END_TEST

static void expect_many_columns(session_fixture *f)
{
    quern_script_expect(f->script, .sql = "q",
                        QUERN_SCRIPT_COLUMNS({ "a", (quern_kind)MOOD }, { "b", (quern_kind)COMPOSITE },
                                             { "c", (quern_kind)MOOD }, { "d", QUERN_KIND_TEXT }),
                        QUERN_SCRIPT_ROWS("x", "y", "z", "w"));
}

START_TEST(each_type_is_asked_for)
{
    quern__types *types;
    session_fixture f = open_with_types(&types, 10);
    expect_many_columns(&f);
    expect_question(f.script, ASKS_MOOD, "64", "mood");
    expect_question(f.script, ASKS_COMPOSITE, "0", "\"my point\"");
    expect_many_columns(&f);
    expect_notes(&f, "a 40 mood, b 0 \"my point\", c 40 mood, d 40; x,y,z,w");
    expect_many_columns(&f);
    expect_notes(&f, "a 40 mood, b 0 \"my point\", c 40 mood, d 40; x,y,z,w");
    close_with_types(&f, types);
}
END_TEST

/* Without a cache, or in a full one, it is asked for every time. */
START_TEST(what_is_not_kept_is_asked_for_again)
{
    quern__types *types;
    session_fixture f = open_with_types(&types, 0);
    f.session->types = _i ? types : NULL;
    for (int i = 0; i < 2; i++) {
        expect_moods(f.script, 1);
        expect_question(f.script, ASKS_MOOD, "64", "mood");
        expect_moods(f.script, 1);
        expect_notes(&f, "id 22, mood 40 mood; 1,sad; 2,NULL");
    }
    close_with_types(&f, types);
}
END_TEST

START_TEST(a_type_that_is_gone_stays_unknown)
{
    quern__types *types;
    session_fixture f = open_with_types(&types, 10);
    for (int i = 0; i < 2; i++) {
        expect_moods(f.script, 1);
        expect_question(f.script, ASKS_MOOD, NULL, NULL);
        expect_moods(f.script, 1);
        expect_notes(&f, "id 22, mood 10000; 1,sad; 2,NULL");
    }
    close_with_types(&f, types);
}
END_TEST

/* The table was changed in between: then that is how it is. */
START_TEST(the_statement_runs_again_only_once)
{
    quern__types *types;
    session_fixture f = open_with_types(&types, 10);
    expect_moods(f.script, 1);
    expect_question(f.script, ASKS_MOOD, "64", "mood");
    expect_many_columns(&f);
    expect_notes(&f, "a 40 mood, b 10005, c 40 mood, d 40; x,y,z,w");
    close_with_types(&f, types);
}
END_TEST

START_TEST(sql_of_the_users_own_never_runs_again)
{
    quern__types *types;
    session_fixture f = open_with_types(&types, 10);
    note_sink sink = { .sink = { .columns = note_columns, .row = note_row } };
    const quern__work work = { .sql = "q", .site = "own.c:1", .sink = &sink.sink, .own_sql = true };
    int64_t rows;
    expect_moods(f.script, 1);
    ck_assert(quern__run(f.session, &work, &rows));
    ck_assert_str_eq(sink.notes, "id 22, mood 10000; 1,sad; 2,NULL");
    close_with_types(&f, types);
}
END_TEST

/* What writes, and what would not give the same again. */
START_TEST(some_work_never_runs_again)
{
    quern__types *types;
    session_fixture f = open_with_types(&types, 10);
    for (int i = 0; i < 2; i++) {
        note_sink sink = { .sink = { .columns = note_columns, .row = note_row } };
        const quern__work work = { .sql = "q", .sink = &sink.sink, .writes = i == 0, .once = i == 1 };
        int64_t rows;
        expect_moods(f.script, 1);
        ck_assert(quern__run(f.session, &work, &rows));
        ck_assert_str_eq(sink.notes, "id 22, mood 10000; 1,sad; 2,NULL");
    }
    close_with_types(&f, types);
}
END_TEST

/* As a cursor has to be opened anew. */
START_TEST(other_work_runs_again_in_another_form)
{
    quern__types *types;
    session_fixture f = open_with_types(&types, 10);
    note_sink sink = { .sink = { .columns = note_columns, .row = note_row } };
    const quern__command first[] = { { .sql = "declare" } }, second[] = { { .sql = "close" }, first[0] };
    const quern__work again = { .before = second, .before_count = 2, .sql = "q", .sink = &sink.sink };
    const quern__work work = {
        .before = first, .before_count = 1, .sql = "q", .sink = &sink.sink, .again = &again
    };
    int64_t rows;
    quern_script_expect(f.script, .sql = "BEGIN");
    quern_script_expect(f.script, .sql = "SAVEPOINT quern_1");
    quern_script_expect(f.script, .sql = "declare");
    expect_moods(f.script, 1);
    expect_question(f.script, ASKS_MOOD, "64", "mood");
    quern_script_expect(f.script, .sql = "close");
    quern_script_expect(f.script, .sql = "declare");
    expect_moods(f.script, 1);
    quern_script_expect(f.script, .sql = "RELEASE SAVEPOINT quern_1");
    quern_script_expect(f.script, .sql = "COMMIT");
    ck_assert(quern_begin(f.session) && quern_begin(f.session));
    ck_assert_msg(quern__run(f.session, &work, &rows), "%s", quern_error_text(f.session));
    ck_assert(quern_commit(f.session) && quern_commit(f.session));
    ck_assert_str_eq(sink.notes, "id 22, mood 40 mood; 1,sad; 2,NULL");
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_OPENS), 1);
    close_with_types(&f, types);
}
END_TEST

/* In a transaction all of them are read, however many: to give the connection up would be to lose it. */
START_TEST(many_rows_of_unknown_types_in_a_transaction)
{
    static const char *cells[5000];
    quern__types *types;
    session_fixture f = open_with_types(&types, 10);
    note_sink sink;
    for (size_t i = 0; i < 5000; i++)
        cells[i] = "sad";
    quern_script_expect(f.script, .sql = "BEGIN");
    quern_script_expect(f.script, .sql = "q", QUERN_SCRIPT_COLUMNS({ "mood", (quern_kind)MOOD }),
                        .cells = cells, .cell_count = 5000);
    expect_question(f.script, ASKS_MOOD, "64", "mood");
    expect_moods(f.script, 1);
    quern_script_expect(f.script, .sql = "COMMIT");
    ck_assert(quern_begin(f.session));
    ck_assert_msg(read_rows(&f, &sink), "%s", quern_error_text(f.session));
    ck_assert(quern_commit(f.session));
    ck_assert_int_eq(quern_script_count(f.script, QUERN_SCRIPT_CANCELS), 0);
    close_with_types(&f, types);
}
END_TEST

START_TEST(without_a_sink_nothing_is_asked)
{
    quern__types *types;
    session_fixture f = open_with_types(&types, 10);
    const quern__work work = { .sql = "q", .site = "read.c:5" };
    int64_t rows;
    expect_moods(f.script, 1);
    ck_assert(quern__run(f.session, &work, &rows));
    ck_assert_int_eq(rows, 2);
    close_with_types(&f, types);
}
END_TEST

START_TEST(a_statement_that_fails_asks_nothing)
{
    quern__types *types;
    session_fixture f = open_with_types(&types, 10);
    note_sink sink;
    quern_script_expect(f.script, .sql = "q", QUERN_SCRIPT_COLUMNS({ "mood", (quern_kind)MOOD }),
                        QUERN_SCRIPT_ROWS("sad"), .sqlstate = "22012", .message = "division by zero");
    ck_assert(!read_rows(&f, &sink));
    expect_failure(&f, "failed", QUERN_ERROR_SERVER, QUERN_NOT_APPLIED, "division by zero", "q");
    ck_assert_str_eq(sink.notes, "");
    close_with_types(&f, types);
}
END_TEST

/* An answer to the question: what it fails with. */
static const struct {
    const char *name;
    quern_script_column columns[4];
    const char *cells[3];
    size_t cell_count;
    const char *sqlstate;
    quern_error_code code;
    const char *message;
} answers[] = {
    { .name = "refused", .sqlstate = "42501", .code = QUERN_ERROR_SERVER, .message = "the script says so" },
    { .name = "one column",
      { { "a", QUERN_KIND_I64 } },
      { "64" },
      1,
      NULL,
      QUERN_ERROR_TYPE,
      "resolve_type" },
    { .name = "three columns",
      { { "a", QUERN_KIND_I64 }, { "b", QUERN_KIND_TEXT }, { "c", QUERN_KIND_TEXT } },
      { "64", "mood", "x" },
      3,
      NULL,
      QUERN_ERROR_TYPE,
      "resolve_type" },
    { .name = "the wrong way round",
      { { "a", QUERN_KIND_TEXT }, { "b", QUERN_KIND_I64 } },
      { "mood", "64" },
      2,
      NULL,
      QUERN_ERROR_TYPE,
      "resolve_type" },
    { .name = "two numbers",
      { { "a", QUERN_KIND_I64 }, { "b", QUERN_KIND_I64 } },
      { "64", "64" },
      2,
      NULL,
      QUERN_ERROR_TYPE,
      "resolve_type" },
    { .name = "two texts",
      { { "a", QUERN_KIND_TEXT }, { "b", QUERN_KIND_TEXT } },
      { "mood", "mood" },
      2,
      NULL,
      QUERN_ERROR_TYPE,
      "resolve_type" },
    { .name = "no number",
      { { "a", QUERN_KIND_I64 }, { "b", QUERN_KIND_TEXT } },
      { NULL, "mood" },
      2,
      NULL,
      QUERN_ERROR_TYPE,
      "resolve_type" },
    { .name = "no name",
      { { "a", QUERN_KIND_I64 }, { "b", QUERN_KIND_TEXT } },
      { "64", NULL },
      2,
      NULL,
      QUERN_ERROR_TYPE,
      "resolve_type" },
    { .name = "a number below all",
      { { "a", QUERN_KIND_I64 }, { "b", QUERN_KIND_TEXT } },
      { "-1", "mood" },
      2,
      NULL,
      QUERN_ERROR_TYPE,
      "resolve_type" },
    { .name = "a number above all",
      { { "a", QUERN_KIND_I64 }, { "b", QUERN_KIND_TEXT } },
      { "4294967296", "mood" },
      2,
      NULL,
      QUERN_ERROR_TYPE,
      "resolve_type" },
};

START_TEST(a_question_that_fails_is_a_failure)
{
    quern__types *types;
    session_fixture f = open_with_types(&types, 10);
    note_sink sink;
    expect_moods(f.script, 1);
    quern_script_expect(f.script, .sql = QUERN_SCRIPT_RESOLVE_TYPE,
                        .columns = answers[_i].columns[0].name ? answers[_i].columns : NULL,
                        .cells = answers[_i].cells, .cell_count = answers[_i].cell_count,
                        .sqlstate = answers[_i].sqlstate);
    ck_assert_msg(!read_rows(&f, &sink), "%s", answers[_i].name);
    expect_failure(&f, answers[_i].name, answers[_i].code, QUERN_NOT_APPLIED, answers[_i].message,
                   QUERN_SCRIPT_RESOLVE_TYPE);
    ck_assert_str_eq(sink.notes, "");
    quern_error_clear(f.session);
    expect_moods(f.script, 1);
    expect_question(f.script, ASKS_MOOD, "64", "mood");
    expect_moods(f.script, 1);
    expect_notes(&f, "id 22, mood 40 mood; 1,sad; 2,NULL");
    close_with_types(&f, types);
}
END_TEST

/* So many rows that it is not worth reading them all only to drop them: the connection is given up. */
START_TEST(a_large_result_is_cut_short)
{
    static const char *cells[1500];
    quern__types *types;
    session_fixture f = open_with_types(&types, 10);
    note_sink sink;
    for (size_t i = 0; i < 1500; i++)
        cells[i] = "x";
    const quern_script_expectation many = {
        .sql = "q", QUERN_SCRIPT_COLUMNS({ "mood", (quern_kind)MOOD }), .cells = cells, .cell_count = 1500
    };
    (quern_script_expect)(f.script, &many, sizeof many, QUERN_SITE);
    expect_question(f.script, ASKS_MOOD, "64", "mood");
    (quern_script_expect)(f.script, &many, sizeof many, QUERN_SITE);
    ck_assert_msg(read_rows(&f, &sink), "%s", quern_error_text(f.session));
    ck_assert_int_eq(strncmp(sink.notes, "mood 40 mood; x; x", 18), 0);
    ck_assert_int_eq(quern_query_at(f.session, -1)->rows, 1500);
    ck_assert_int_eq(quern_script_seen(f.script, 2)->connection, 2);
    close_with_types(&f, types);
}
END_TEST

static bool reads_moods(quern__replay *replay, void *context)
{
    (void)context;
    session_fixture f;
    note_sink sink;
    quern__replay_pause(replay);
    quern_script *script = quern_script_new(NULL);
    expect_moods(script, 1);
    expect_question(script, ASKS_MOOD, "64", "mood");
    expect_moods(script, QUERN_SCRIPT_ALWAYS);
    ck_assert(fixture_open_on(&f, script, quern__replay_allocator(replay), 2000));
    quern__types *types = f.session->types = quern__types_open(quern__replay_allocator(replay), 10);
    quern__replay_resume(replay);
    const bool done = read_rows(&f, &sink);
    if (done)
        ck_assert_str_eq(sink.notes, "id 22, mood 40 mood; 1,sad; 2,NULL");
    else
        ck_assert_int_eq(quern_session_error(f.session)->code, QUERN_ERROR_MEMORY);
    if (done && quern__replay_failed(replay))
        quern__replay_harmless(replay);
    fixture_close_on(&f);
    quern__types_close(types);
    quern_script_free(script);
    return done;
}

START_TEST(without_memory_it_is_an_ordinary_failure)
{
    ck_assert_uint_gt(quern__replay_run("reads moods", reads_moods, NULL), 5);
}
END_TEST

Suite *quern__suite_learn(void);

Suite *quern__suite_learn(void)
{
    Suite *suite = suite_create("learn");
    TCase *tests = tcase_create("learn");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, a_type_is_asked_for_once);
    tcase_add_test(tests, all_of_it_is_in_the_log);
    tcase_add_test(tests, each_type_is_asked_for);
    tcase_add_loop_test(tests, what_is_not_kept_is_asked_for_again, 0, 2);
    tcase_add_test(tests, a_type_that_is_gone_stays_unknown);
    tcase_add_test(tests, the_statement_runs_again_only_once);
    tcase_add_test(tests, sql_of_the_users_own_never_runs_again);
    tcase_add_test(tests, some_work_never_runs_again);
    tcase_add_test(tests, other_work_runs_again_in_another_form);
    tcase_add_test(tests, many_rows_of_unknown_types_in_a_transaction);
    tcase_add_test(tests, without_a_sink_nothing_is_asked);
    tcase_add_test(tests, a_statement_that_fails_asks_nothing);
    tcase_add_loop_test(tests, a_question_that_fails_is_a_failure, 0, sizeof answers / sizeof *answers);
    tcase_add_test(tests, a_large_result_is_cut_short);
    tcase_add_test(tests, without_memory_it_is_an_ordinary_failure);
    suite_add_tcase(suite, tests);
    return suite;
}
