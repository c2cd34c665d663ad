/* test_link.c: a connection to a server that does what no good server does: it dies in every way there is, answers what
 * nobody asked, breaks the protocol, floods. */
#include "test/support/child.h"
#include "test/support/runner.h"
#include "test/unit/postgres/drive.h"
#include "test/unit/postgres/fake.h"

#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define GOOD_ANSWER "1", "2", "T", "D 7", "C SELECT 1"

/* One unit of two statements is sent, and this is what comes of it. */
static const struct {
    const char *name;
    const char *steps[20];
    const char *events;
} talks[] = {
    { "a good answer",
      { "?S", GOOD_ANSWER, GOOD_ANSWER, "Z" },
      "columns n; row 7; done 1; columns n; row 7; done 1; synced" },
    { "an error, and the rest is skipped", { "?S", "e 22012", "Z" }, "failed 22012; skipped; synced" },
    { "an error in the middle of the rows",
      { "?S", "1", "2", "T", "D 7", "e 22012", "Z" },
      "columns n; row 7; failed 22012; skipped; synced" },
    { "an error at the end of the unit",
      { "?S", GOOD_ANSWER, GOOD_ANSWER, "e 23503", "Z" },
      "columns n; row 7; done 1; columns n; row 7; done 1; failed 23503; synced" },
    { "FATAL at once", { "?S", "E 57P01", "close" }, "lost 57P01" },
    { "FATAL in the middle of the rows",
      { "?S", "1", "2", "T", "D 7", "E 57P01", "close" },
      "columns n; row 7; lost 57P01" },
    { "FATAL between two statements",
      { "?S", GOOD_ANSWER, "E 57P01", "close" },
      "columns n; row 7; done 1; lost 57P01" },
    { "FATAL at the end of the unit",
      { "?S", GOOD_ANSWER, GOOD_ANSWER, "E 57P01", "close" },
      "columns n; row 7; done 1; columns n; row 7; done 1; lost 57P01" },
    { "an error, and then FATAL",
      { "?S", "e 22012", "E 57P01", "close" },
      "failed 22012; skipped; lost 57P01" },
    { "the server crashes: a warning, and no more", { "?S", "N 57P02", "close" }, "lost 57P02" },
    { "a warning of something else is no reason", { "?S", "N 01000", "close" }, "lost" },
    { "the connection ends without a word", { "?S", "close" }, "lost" },
    { "it ends in the middle of the rows",
      { "?S", "1", "2", "T", "D 7", "close" },
      "columns n; row 7; lost" },
    { "an error without SQLSTATE", { "?S", "e", "Z" }, "lost" },
    { "a message whose length cannot be", { "?S", "1", "2", "T", "G" }, "lost" },
    { "a row that was never described", { "?S", "1", "2", "D 7", "Z" }, "lost" },
    { "the end of a unit that is not at its end",
      { "?S", GOOD_ANSWER, "Z" },
      "columns n; row 7; done 1; lost" },
    { "notices between all messages",
      { "?S", "N 01000", "1", "2", "N 01000", "T", "D 7", "N 01000", "C SELECT 1", "N 01000", GOOD_ANSWER,
        "Z" },
      "columns n; row 7; done 1; columns n; row 7; done 1; synced" },
};

START_TEST(what_a_server_says_becomes_events)
{
    fake *server = fake_start(talks[_i].steps);
    quern_link *link = drive_open(fake_uri(server));
    drive_submit(link, "SELECT 1", false);
    drive_submit(link, "SELECT 2", true);
    const char *events = drive_read(link, 1);
    ck_assert_msg(strcmp(events, talks[_i].events) == 0, "%s: %s", talks[_i].name, events);
    const bool lost = strstr(events, "lost") != NULL;
    ck_assert_int_eq(drive_info(link).state, lost ? QUERN_LINK_LOST : QUERN_LINK_IDLE);
    drive_close(link);
    fake_stop(server);
}
END_TEST

/* Steps without a take in between: the end of the connection is found before what the server said is looked at. */
START_TEST(the_reason_is_told_even_if_the_end_is_seen_first)
{
    static const char *const steps[] = { "?S", "E 57P01", "close", NULL };
    fake *server = fake_start(steps);
    quern_link *link = drive_open(fake_uri(server));
    drive_submit(link, "SELECT 1", true);
    for (int i = 0; i < 5; i++) {
        drive_readable(link, 100);
        quern_postgres_backend()->step(link, QUERN_READY_READ);
    }
    ck_assert_str_eq(drive_read(link, 1), "lost 57P01");
    drive_close(link);
    fake_stop(server);
}
END_TEST

static const struct {
    const char *steps[4];
    const char *events;
} deaths[] = {
    { { "E 57P05", "close" }, "lost 57P05" },
    { { "N 57P02", "close" }, "lost 57P02" },
    { { "N 01000", "E 57P01", "close" }, "lost 57P01" },
    { { "close" }, "lost" },
};

/* Each list begins after the greeting, with a wait that the test ends. */
START_TEST(an_idle_connection_that_dies_says_why)
{
    const char *steps[8] = { "wait" };
    memcpy(steps + 1, deaths[_i].steps, sizeof deaths[_i].steps);
    fake *server = fake_start(steps);
    quern_link *link = drive_open(fake_uri(server));
    ck_assert_int_eq(drive_info(link).state, QUERN_LINK_IDLE);
    ck_assert(!drive_readable(link, 0));
    fake_go(server);
    ck_assert_str_eq(drive_read(link, 1), deaths[_i].events);
    ck_assert_int_eq(drive_info(link).state, QUERN_LINK_LOST);
    drive_close(link);
    fake_stop(server);
}
END_TEST

/* The dead connection is used, not looked at, first. */
START_TEST(a_statement_on_a_connection_that_died_says_why)
{
    const char *steps[8] = { "wait" };
    memcpy(steps + 1, deaths[_i].steps, sizeof deaths[_i].steps);
    fake *server = fake_start(steps);
    quern_link *link = drive_open(fake_uri(server));
    fake_go(server);
    ck_assert(drive_readable(link, DRIVE_PATIENCE_MS));
    poll(NULL, 0, 50);
    drive_submit(link, "SELECT 1", true);
    ck_assert_str_eq(drive_read(link, 1), deaths[_i].events);
    drive_submit(link, "SELECT 1", true); /* not by contract, but nothing breaks */
    ck_assert_str_eq(drive_read(link, 1), deaths[_i].events);
    drive_close(link);
    fake_stop(server);
}
END_TEST

START_TEST(a_notice_does_not_end_an_idle_connection)
{
    static const char *const steps[] = { "wait", "N 01000", "A 10", "?S", GOOD_ANSWER, "Z", NULL };
    fake *server = fake_start(steps);
    quern_link *link = drive_open(fake_uri(server));
    quern_event event;
    fake_go(server);
    ck_assert(drive_readable(link, DRIVE_PATIENCE_MS));
    quern_postgres_backend()->step(link, QUERN_READY_READ);
    ck_assert(!quern_postgres_backend()->take(link, &event));
    ck_assert_int_eq(drive_info(link).state, QUERN_LINK_IDLE);
    ck_assert_str_eq(drive(link, "SELECT 1"), "columns n; row 7; done 1; synced");
    drive_close(link);
    fake_stop(server);
}
END_TEST

/* 56 MB of notifications, before an answer and in the middle of it. */
static const char *const floods[][8] = {
    { "?S", "x 8000", "A 7000", GOOD_ANSWER },
    { "?S", "1", "2", "T", "x 8000", "A 7000", "D 7", "C SELECT 1" },
};

START_TEST(a_flood_of_notifications_does_not_pile_up)
{
    const char *steps[10] = { NULL };
    memcpy(steps, floods[_i], sizeof floods[_i]);
    steps[8] = "Z";
    fake *server = fake_start(steps);
    quern_link *link = drive_open(fake_uri(server));
    drive_submit(link, "SELECT 1", true);
    const long before = drive_memory();
    ck_assert_str_eq(drive_read(link, 1), "columns n; row 7; done 1; synced");
    drive_grew_less(before, 20);
    drive_close(link);
    fake_stop(server);
}
END_TEST

/* In the second unit as well, whose rows may be there before the first unit's end has been told. */
START_TEST(rows_do_not_pile_up)
{
    static char row[5002] = "D ";
    memset(row + 2, 'x', sizeof row - 3);
    const char *const steps[] = { "?S", GOOD_ANSWER,      "Z", "?S", "1", "2", "T", "x 10000",
                                  row,  "C SELECT 10000", "Z", NULL };
    fake *server = fake_start(steps);
    quern_link *link = drive_open(fake_uri(server));
    quern_event event;
    int rows = 0;
    drive_submit(link, "SELECT 1", true);
    drive_submit(link, "SELECT 2", true);
    const long before = drive_memory();
    ck_assert_str_eq(drive_read(link, 1), "columns n; row 7; done 1; synced");
    for (int i = 0; i < 20; i++) /* reads on, but takes nothing */
        if (drive_readable(link, 100))
            quern_postgres_backend()->step(link, QUERN_READY_READ);
    do {
        drive_next(link, &event);
        rows += event.kind == QUERN_EVENT_ROW;
    } while (event.kind != QUERN_EVENT_SYNCED);
    ck_assert_int_eq(rows, 10000);
    drive_grew_less(before, 20);
    drive_close(link);
    fake_stop(server);
}
END_TEST

START_TEST(close_says_goodbye_and_abandon_does_not)
{
    static const char *const steps[] = { "?S", GOOD_ANSWER, "Z", "?S", GOOD_ANSWER, "Z", NULL };
    fake *server = fake_start(steps);
    quern_link *link = drive_open(fake_uri(server));
    drive(link, "SELECT 1");
    const pid_t child = fork();
    if (child == 0) {
        quern_postgres_backend()->abandon(link);
        quern__child_ends(0);
    }
    int status;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    ck_assert_str_eq(drive(link, "SELECT 1"), "columns n; row 7; done 1; synced");
    drive_close(link);
    ck_assert_str_eq(fake_stop(server), "PBDESPBDESX");
}
END_TEST

START_TEST(a_child_of_a_busy_connection_abandons_it_too)
{
    static const char *const steps[] = { "?S", "wait", GOOD_ANSWER, "Z", NULL };
    fake *server = fake_start(steps);
    quern_link *link = drive_open(fake_uri(server));
    drive_submit(link, "SELECT 1", true);
    ck_assert(!drive_readable(link, 0));
    const pid_t child = fork();
    if (child == 0) {
        quern_postgres_backend()->abandon(link);
        quern__child_ends(0);
    }
    ck_assert_int_eq(waitpid(child, NULL, 0), child);
    fake_go(server);
    ck_assert_str_eq(drive_read(link, 1), "columns n; row 7; done 1; synced");
    drive_close(link);
    ck_assert_str_eq(fake_stop(server), "PBDESX");
}
END_TEST

START_TEST(a_connect_that_is_refused_says_why)
{
    static const char *const steps[] = { "E 53300", "close", NULL };
    fake *server = fake_start(steps);
    quern_error error;
    ck_assert(!drive_opens(fake_uri(server), 5000, &error));
    ck_assert_int_eq(error.code, QUERN_ERROR_CONNECT);
    ck_assert_str_eq(error.sqlstate, "53300");
    ck_assert_ptr_nonnull(strstr(error.message, "the fake server says so"));
    ck_assert_str_eq(error.hint, "lower .pool_max, or raise max_connections of the server");
    fake_stop(server);
}
END_TEST

START_TEST(a_password_that_is_missing_is_asked_for)
{
    static const char *const steps[] = { "R 3", "close", NULL };
    fake *server = fake_start(steps);
    quern_error error;
    ck_assert(!drive_opens(fake_uri(server), 5000, &error));
    ck_assert_ptr_nonnull(strstr(error.message, "no password supplied"));
    ck_assert_str_eq(error.hint, "give one in the URI, in PGPASSWORD or in ~/.pgpass");
    fake_stop(server);
}
END_TEST

static const struct {
    const char *step, *hint;
} refusals[] = {
    { "e 42P01", "quern makes no tables: is the name right, and its schema on the search_path?" },
    { "e 42703", "does the model name its columns as the table does? .column gives a field another name" },
    { "e 42501", "the user that the URI names needs the right to do this: see GRANT" },
    { "e 23505", "" },
};

START_TEST(a_statement_that_is_refused_has_a_hint)
{
    const char *const steps[] = { "?S", refusals[_i].step, "Z", NULL };
    fake *server = fake_start(steps);
    quern_link *link = drive_open(fake_uri(server));
    quern_event event;
    drive_submit(link, "SELECT 1", true);
    drive_next(link, &event);
    ck_assert_int_eq(event.kind, QUERN_EVENT_FAILED);
    ck_assert_msg(strcmp(event.error.hint, refusals[_i].hint) == 0, "%s: %s", refusals[_i].step,
                  event.error.hint);
    drive_close(link);
    fake_stop(server);
}
END_TEST

/* A socket that listens and never answers, or that does not even listen. */
static int dead_end(bool listening, char *uri, size_t size)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t room = sizeof address;
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    ck_assert_int_eq(bind(fd, (struct sockaddr *)&address, room), 0);
    ck_assert_int_eq(getsockname(fd, (struct sockaddr *)&address, &room), 0);
    if (listening)
        ck_assert_int_eq(listen(fd, 5), 0);
    snprintf(uri, size, "postgresql://nobody:swordfish@127.0.0.1:%d/none", (int)ntohs(address.sin_port));
    return fd;
}

START_TEST(a_server_that_never_answers_is_given_up_in_time)
{
    char uri[100];
    quern_error error;
    const int fd = dead_end(true, uri, sizeof uri);
    const int32_t limits[] = { 0, 1, 300 };
    for (int i = 0; i < 3; i++) {
        const int64_t before = drive_now_ms();
        ck_assert(!drive_opens(uri, limits[i], &error));
        const int64_t took = drive_now_ms() - before;
        ck_assert_int_eq(error.code, QUERN_ERROR_CONNECT);
        ck_assert_msg(took >= limits[i] && took < limits[i] + 500, "%d ms took %d", (int)limits[i],
                      (int)took);
        ck_assert_ptr_nonnull(strstr(error.message, "within"));
    }
    close(fd);
}
END_TEST

START_TEST(a_port_without_a_server_refuses_at_once)
{
    char uri[100];
    quern_error error;
    const int fd = dead_end(false, uri, sizeof uri);
    ck_assert(!drive_opens(uri, 5000, &error));
    ck_assert_int_eq(error.code, QUERN_ERROR_CONNECT);
    ck_assert_str_eq(error.sqlstate, "");
    ck_assert_ptr_nonnull(strstr(error.message, "refused"));
    ck_assert_ptr_null(strstr(error.message, "swordfish"));
    ck_assert_ptr_nonnull(strstr(error.hint, "Is the server running"));
    close(fd);
}
END_TEST

/* libpq's own messages quote what they cannot read. */
START_TEST(an_unreadable_uri_tells_no_password)
{
    static const char *const uris[] = {
        "postgresql://nobody:swordfish%zz@localhost/none",
        "postgresql://nobody:swordfish@[localhost/none",
        "postgresql://nobody:swordfish@localhost:5432x]/none?a=b=c",
        "postgresql://localhost/none?password=swordfish%",
        "postgresql://localhost/none?swordfish",
        "host=localhost password=my swordfish",
        "postgresql://nobody:is@swordfish@localhost/none",
        "postgresql://nobody:is@swordfish@localhost,127.0.0.1:1/none",
        "postgresql://nobody:is,@@swordfish@localhost/none",
        "postgresql://nobody:swordfish/is@localhost/none",
    };
    for (size_t i = 0; i < sizeof uris / sizeof *uris; i++) {
        quern_error error;
        ck_assert(!drive_opens(uris[i], 5000, &error));
        ck_assert_int_eq(error.code, QUERN_ERROR_CONNECT);
        ck_assert_msg(*error.message && !strstr(error.message, "swordfish") &&
                          !strstr(error.detail, "swordfish") && !strstr(error.hint, "swordfish"),
                      "%s: %s", uris[i], error.message);
        ck_assert_msg(strstr(error.hint, "%40"), "%s: %s", uris[i], error.hint);
    }
}
END_TEST

/* A host that begins with an @ is a socket without a file; several ports are numbers and commas. */
START_TEST(an_unusual_address_is_no_misread_one)
{
    static const char *const uris[] = { "host=@/quern-none,@none", "host=127.0.0.1,127.0.0.1 port=1,2" };
    for (size_t i = 0; i < sizeof uris / sizeof *uris; i++) {
        quern_error error;
        ck_assert(!drive_opens(uris[i], 5000, &error));
        ck_assert_msg(strstr(error.message, "failed: Connection refused"), "%s: %s", uris[i], error.message);
    }
}
END_TEST

START_TEST(the_facts_of_a_connection)
{
    static const char *const steps[] = { NULL };
    fake *server = fake_start(steps);
    quern_link *link = drive_open(fake_uri(server));
    const quern_link_info info = drive_info(link);
    ck_assert_int_eq(info.process, 4711);
    ck_assert_int_eq(info.server_version, 150000);
    ck_assert_int_ge(info.fd, 0);
    drive_close(link);
    ck_assert_str_eq(fake_stop(server), "X");
}
END_TEST

quern__suite_maker quern__suite_link;
Suite *quern__suite_link(void)
{
    Suite *suite = suite_create("link");
    TCase *tcase = tcase_create("link");
    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, what_a_server_says_becomes_events, 0, sizeof talks / sizeof *talks);
    tcase_add_test(tcase, the_reason_is_told_even_if_the_end_is_seen_first);
    tcase_add_loop_test(tcase, an_idle_connection_that_dies_says_why, 0, sizeof deaths / sizeof *deaths);
    tcase_add_loop_test(tcase, a_statement_on_a_connection_that_died_says_why, 0,
                        sizeof deaths / sizeof *deaths);
    tcase_add_test(tcase, a_notice_does_not_end_an_idle_connection);
    tcase_add_loop_test(tcase, a_flood_of_notifications_does_not_pile_up, 0, sizeof floods / sizeof *floods);
    tcase_add_test(tcase, rows_do_not_pile_up);
    tcase_add_test(tcase, close_says_goodbye_and_abandon_does_not);
    tcase_add_test(tcase, a_child_of_a_busy_connection_abandons_it_too);
    tcase_add_test(tcase, a_connect_that_is_refused_says_why);
    tcase_add_test(tcase, a_password_that_is_missing_is_asked_for);
    tcase_add_loop_test(tcase, a_statement_that_is_refused_has_a_hint, 0, sizeof refusals / sizeof *refusals);
    tcase_add_test(tcase, a_server_that_never_answers_is_given_up_in_time);
    tcase_add_test(tcase, a_port_without_a_server_refuses_at_once);
    tcase_add_test(tcase, an_unreadable_uri_tells_no_password);
    tcase_add_test(tcase, an_unusual_address_is_no_misread_one);
    tcase_add_test(tcase, the_facts_of_a_connection);
    suite_add_tcase(suite, tcase);
    return suite;
}
