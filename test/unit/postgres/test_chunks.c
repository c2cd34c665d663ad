/* test_chunks.c: rows as libpq hands them over: one by one, by chunks where it can, and all at once where they are few. libpq 17 can;
 * an older one is made to, by functions that stand in for its own and gather what comes one by one. */
#define _GNU_SOURCE /* RTLD_NEXT */

#include "test/support/runner.h"
#include "test/unit/postgres/drive.h"
#include "test/unit/postgres/fake.h"

#include <dlfcn.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <string.h>

enum { CHUNK = 12 /* PGRES_TUPLES_CHUNK */ };

static int most;           /* rows of a chunk; 0: there are no chunks */
static bool can;           /* what PQsetChunkedRowsMode says; false: it is as if it were not there */
static PGresult *gathered; /* a chunk */
static PGresult *behind;   /* what came behind it */
static int chunks, whole;  /* chunks so far; rows of the last result that had several */

int PQsetChunkedRowsMode(PGconn *conn, int size);
int PQsetChunkedRowsMode(PGconn *conn, int size)
{
    if (!can || !PQsetSingleRowMode(conn))
        return 0;
    most = size;
    return 1;
}

static PGresult *get(PGconn *conn)
{
    static PGresult *(*libpq_s)(PGconn *);
    if (!libpq_s)
        *(void **)(void *)&libpq_s = dlsym(RTLD_NEXT, "PQgetResult");
    PGresult *result = libpq_s(conn);
    if (PQntuples(result) > 1)
        whole = PQntuples(result);
    return result;
}

static bool is_busy(PGconn *conn)
{
    static int (*libpq_s)(PGconn *);
    if (!libpq_s)
        *(void **)(void *)&libpq_s = dlsym(RTLD_NEXT, "PQisBusy");
    return libpq_s(conn);
}

static void add(PGresult *row, PGconn *conn)
{
    if (!gathered) {
        gathered = PQmakeEmptyPGresult(conn, (ExecStatusType)CHUNK);
        PGresAttDesc column = { .name = PQfname(row, 0), .typid = PQftype(row, 0), .format = 1 };
        PQsetResultAttrs(gathered, 1, &column);
        chunks++;
    }
    PQsetvalue(gathered, PQntuples(gathered), 0, PQgetvalue(row, 0, 0), PQgetlength(row, 0, 0));
    PQclear(row);
}

/* A chunk is handed over when it is full, or when something else has come; an error takes what was gathered with it. */
static void gather(PGconn *conn)
{
    while (most && !behind && !(gathered && PQntuples(gathered) == most) && !is_busy(conn)) {
        PGresult *result = get(conn);
        if (PQresultStatus(result) == PGRES_SINGLE_TUPLE) {
            add(result, conn);
            continue;
        }
        behind = result;
        most = 0;
        if (PQresultStatus(result) == PGRES_FATAL_ERROR) {
            PQclear(gathered);
            gathered = NULL;
        }
    }
}

int PQisBusy(PGconn *conn)
{
    gather(conn);
    if (behind || (gathered && PQntuples(gathered) == most))
        return 0;
    return is_busy(conn);
}

PGresult *PQgetResult(PGconn *conn)
{
    PGresult **from = gathered ? &gathered : &behind;
    PGresult *result = *from;
    *from = NULL;
    return result ? result : get(conn);
}

/* ---- One statement after another ---- */

static const struct {
    const char *name;
    bool few, chunked;
    const char *times; /* of the row */
    const char *end, *then;
    const char *last; /* events */
    int rows, chunks, whole;
} talks[] = {
    { "no row", false, true, "x 0", "C SELECT 0", "Z", "done 0; synced", 0, 0, 0 },
    { "a row", false, true, "x 1", "C SELECT 1", "Z", "done 1; synced", 1, 1, 0 },
    { "one less than a chunk", false, true, "x 31", "C SELECT 31", "Z", "done 31; synced", 31, 1, 0 },
    { "a chunk", false, true, "x 32", "C SELECT 32", "Z", "done 32; synced", 32, 1, 0 },
    { "one more than a chunk", false, true, "x 33", "C SELECT 33", "Z", "done 33; synced", 33, 2, 0 },
    { "three chunks", false, true, "x 96", "C SELECT 96", "Z", "done 96; synced", 96, 3, 0 },
    { "an error behind a chunk", false, true, "x 32", "e 22012", "Z", "failed 22012; synced", 32, 1, 0 },
    { "and in the midst of one", false, true, "x 40", "e 22012", "Z", "failed 22012; synced", 32, 2, 0 },
    { "the end of the connection in one", false, true, "x 40", "close", "wait", "lost", 32, 2, 0 },
    { "one by one", false, false, "x 33", "C SELECT 33", "Z", "done 33; synced", 33, 0, 0 },
    { "one by one, up to an error", false, false, "x 3", "e 22012", "Z", "failed 22012; synced", 3, 0, 0 },
    { "few, all at once", true, true, "x 33", "C SELECT 33", "Z", "done 33; synced", 33, 0, 33 },
    { "few, and no row", true, true, "x 0", "C SELECT 0", "Z", "done 0; synced", 0, 0, 0 },
    { "few, before an error", true, true, "x 3", "e 22012", "Z", "failed 22012; synced", 0, 0, 0 },
};

static void submit(quern_link *link, bool few, bool sync)
{
    const quern_request request = {
        .kind = QUERN_REQUEST_STATEMENT, .sync = sync, .sql = "SELECT", .few = few
    };
    ck_assert(quern_postgres_backend()->submit(link, &request));
}

/* How many rows the events tell of. */
static int rows_in(const char *events)
{
    int rows = 0;
    while ((events = strstr(events, "row 7"))) {
        rows++;
        events++;
    }
    return rows;
}

static bool ends_in(const char *text, const char *end)
{
    return strlen(text) >= strlen(end) && strncmp(text + strlen(text) - strlen(end), end, strlen(end)) == 0;
}

START_TEST(rows_are_the_same_in_each_way)
{
    const char *const steps[] = { "?S",           "1", "2", "T", talks[_i].times, "D 7", talks[_i].end,
                                  talks[_i].then, NULL };
    const char *name = talks[_i].name;
    can = talks[_i].chunked;
    fake *server = fake_start(steps);
    quern_link *link = drive_open(fake_uri(server));
    submit(link, talks[_i].few, true);
    const char *events = drive_read(link, 1);
    ck_assert_msg(rows_in(events) == talks[_i].rows && ends_in(events, talks[_i].last), "%s: %s", name,
                  events);
    ck_assert_msg(chunks == talks[_i].chunks && whole == talks[_i].whole, "%s: %d chunks, %d at once", name,
                  chunks, whole);
    drive_close(link);
    fake_go(server);
    fake_stop(server);
}
END_TEST

/* Each has its own way, whatever those in front of it have. */
static const struct {
    const char *name;
    bool few[3];
    int chunks, whole;
} units[] = {
    { "many, few, many", { false, true, false }, 4, 40 },
    { "few, many, few", { true, false, true }, 2, 40 },
    { "few, few, many", { true, true, false }, 2, 40 },
    { "many, many, many", { false, false, false }, 6, 0 },
    { "few, few, few", { true, true, true }, 0, 40 },
};

#define FORTY "1", "2", "T", "x 40", "D 7", "C SELECT 40"

START_TEST(each_of_a_unit_has_its_way)
{
    const char *const steps[] = { "?S", FORTY, FORTY, FORTY, "Z", NULL };
    can = true;
    fake *server = fake_start(steps);
    quern_link *link = drive_open(fake_uri(server));
    for (int i = 0; i < 3; i++)
        submit(link, units[_i].few[i], i == 2);
    const char *events = drive_read(link, 1);
    ck_assert_msg(rows_in(events) == 120 && ends_in(events, "done 40; synced"), "%s: %s", units[_i].name,
                  events);
    ck_assert_msg(chunks == units[_i].chunks && whole == units[_i].whole, "%s: %d chunks, %d at once",
                  units[_i].name, chunks, whole);
    drive_close(link);
    fake_stop(server);
}
END_TEST

quern__suite_maker quern__suite_chunks;
Suite *quern__suite_chunks(void)
{
    Suite *suite = suite_create("chunks");
    TCase *tests = tcase_create("chunks");
    tcase_add_loop_test(tests, rows_are_the_same_in_each_way, 0, (int)(sizeof talks / sizeof *talks));
    tcase_add_loop_test(tests, each_of_a_unit_has_its_way, 0, (int)(sizeof units / sizeof *units));
    suite_add_tcase(suite, tests);
    return suite;
}
