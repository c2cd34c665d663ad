/* test_prepared.c: statements that are kept, with a server that answers as a test tells it to: what is told of their parsing and
 * closing when that goes wrong, and closing by a libpq that has a function for it. */
#include "test/support/runner.h"
#include "test/unit/postgres/drive.h"
#include "test/unit/postgres/fake.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <string.h>

static char closed[100]; /* names, in order */

/* Stands in for that of libpq 17, with messages that an older one can send. */
int PQsendClosePrepared(PGconn *conn, const char *name);
int PQsendClosePrepared(PGconn *conn, const char *name)
{
    const size_t size = strlen(closed);
    snprintf(closed + size, sizeof closed - size, "%s;", name);
    return PQsendQueryParams(conn, "close", 0, NULL, NULL, NULL, NULL, 1);
}

#define ROW "2", "T", "D 7", "C SELECT 1"
#define UNPREPARED "?S", "1", ROW, "Z"
#define PREPARED "?S", "1", ROW, "Z"
#define TOLD "columns n; row 7; done 1; synced"

/* The same is sent again and again; from the fourth time on tables have changed. What comes of the last time. */
static const struct {
    const char *name;
    int times;
    const char *steps[50];
    const char *events;
} talks[] = {
    { "the second time", 2, { UNPREPARED, PREPARED }, TOLD },
    { "the third time, without a parse", 3, { UNPREPARED, PREPARED, "?S", ROW, "Z" }, TOLD },
    { "its parse fails", 2, { UNPREPARED, "?S", "e 42601", "Z" }, "failed 42601; synced" },
    { "and then it is sent as it was before",
      3,
      { UNPREPARED, "?S", "e 42601", "Z", "?S", "1", ROW, "Z" },
      TOLD },
    { "FATAL in its parse", 2, { UNPREPARED, "?S", "E 57P01", "close" }, "lost 57P01" },
    { "FATAL behind its parse", 2, { UNPREPARED, "?S", "1", "E 57P01", "close" }, "lost 57P01" },
    { "an error without SQLSTATE in its parse", 2, { UNPREPARED, "?S", "e", "Z" }, "lost" },
    { "a row in its parse's place", 2, { UNPREPARED, "?S", "D 7", "Z" }, "lost" },
    { "it fails",
      3,
      { UNPREPARED, PREPARED, "?S", "2", "T", "D 7", "e 22012", "Z" },
      "columns n; row 7; failed 22012; synced" },
    { "an old one is closed",
      4,
      { UNPREPARED, PREPARED, "?S", ROW, "Z", "?S", "1", "2", "C CLOSE", "Z", "?S", "1", ROW, "Z" },
      TOLD },
    { "closing fails, and nobody hears of it",
      4,
      { UNPREPARED, PREPARED, "?S", ROW, "Z", "?S", "e 26000", "Z", "?S", "1", ROW, "Z" },
      TOLD },
    { "closing fails for another reason, and is done again",
      5,
      { UNPREPARED, PREPARED, "?S", ROW, "Z", "?S",      "e 57014", "Z",  "?S", "1",
        ROW,        "Z",      "?S", "1", "2", "C CLOSE", "Z",       "?S", ROW,  "Z" },
      TOLD },
    { "FATAL in closing",
      4,
      { UNPREPARED, PREPARED, "?S", ROW, "Z", "?S", "E 57P01", "close" },
      "lost 57P01" },
    { "an error without SQLSTATE in closing",
      4,
      { UNPREPARED, PREPARED, "?S", ROW, "Z", "?S", "e", "Z" },
      "lost" },
    { "the connection ends in closing",
      4,
      { UNPREPARED, PREPARED, "?S", ROW, "Z", "?S", "1", "close" },
      "lost" },
};

static void submit(quern_link *link, int time)
{
    const quern_request request = {
        .kind = QUERN_REQUEST_STATEMENT, .sync = true, .sql = "SELECT 7", .repeats = true, .epoch = time > 3
    };
    ck_assert(quern_postgres_backend()->submit(link, &request));
}

START_TEST(what_a_server_says_becomes_events)
{
    const char *events = "";
    fake *server = fake_start(talks[_i].steps);
    quern_link *link = drive_open(fake_uri(server));
    for (int time = 1; time <= talks[_i].times; time++) {
        submit(link, time);
        events = drive_read(link, 1);
    }
    ck_assert_msg(strcmp(events, talks[_i].events) == 0, "%s: %s", talks[_i].name, events);
    drive_close(link);
    fake_stop(server);
}
END_TEST

/* By the name under which it was parsed, once. */
START_TEST(libpq_closes_where_it_can)
{
    static const char *const steps[] = { UNPREPARED, PREPARED, "?S", ROW, "Z", "?S", "1", "2", "C CLOSE",
                                         "Z",        "?S",     "1",  ROW, "Z", "?S", ROW, "Z", NULL };
    fake *server = fake_start(steps);
    quern_link *link = drive_open(fake_uri(server));
    for (int time = 1; time <= 5; time++) {
        submit(link, time);
        ck_assert_str_eq(drive_read(link, 1), TOLD);
    }
    ck_assert_msg(strncmp(closed, "quern_", 6) == 0 && strstr(closed, "_0;") == closed + strlen(closed) - 3,
                  "closed: %s", closed);
    drive_close(link);
    fake_stop(server);
}
END_TEST

/* Somebody in between has parsed it anew, and the table was another by then: what is remembered of its columns does not hold. */
START_TEST(columns_may_be_others)
{
#define NUMBER "2", "T 20", "D 7", "C SELECT 1"
    static const char *const steps[] = { UNPREPARED, PREPARED, "?S", ROW,  "Z", "?S", NUMBER, "Z",
                                         "?S",       NUMBER,   "Z",  "?S", ROW, "Z",  NULL };
    static const uint32_t types[] = { 25, 25, 25, 20, 20, 25 };
    fake *server = fake_start(steps);
    quern_link *link = drive_open(fake_uri(server));
    for (int time = 0; time < 6; time++) {
        quern_event event = { .again = false };
        submit(link, 1);
        drive_next(link, &event);
        ck_assert_msg(event.kind == QUERN_EVENT_COLUMNS && event.count == 1 &&
                          event.columns[0].type == types[time] && strcmp(event.columns[0].name, "n") == 0,
                      "time %d: type %u", time, event.columns[0].type);
        ck_assert_str_eq(drive_read(link, 1), "row 7; done 1; synced");
    }
    drive_close(link);
    fake_stop(server);
}
END_TEST

/* It is closed with an answer outstanding, and abandoned with one. */
START_TEST(the_end_comes_first)
{
    static const char *const steps[] = { UNPREPARED, "wait", NULL };
    fake *server = fake_start(steps);
    quern_link *link = drive_open(fake_uri(server));
    submit(link, 1);
    drive_read(link, 1);
    submit(link, 2);
    if (_i)
        quern_postgres_backend()->abandon(link);
    else
        drive_close(link);
    fake_go(server);
    fake_stop(server);
}
END_TEST

quern__suite_maker quern__suite_prepared;
Suite *quern__suite_prepared(void)
{
    Suite *suite = suite_create("prepared");
    TCase *tcase = tcase_create("prepared");
    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, what_a_server_says_becomes_events, 0, sizeof talks / sizeof *talks);
    tcase_add_test(tcase, libpq_closes_where_it_can);
    tcase_add_test(tcase, columns_may_be_others);
    tcase_add_loop_test(tcase, the_end_comes_first, 0, 2);
    suite_add_tcase(suite, tcase);
    return suite;
}
