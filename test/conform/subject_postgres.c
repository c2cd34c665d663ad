/* subject_postgres.c: the backend for PostgreSQL, on the server of QUERN_TEST_URL; without one there is nothing to test. */
#include "test/conform/conform.h"
#include "test/support/runner.h"

#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static int held = -1; /* the socket of refused_uri or stalled_uri */

static const char *const setup[] = {
    "CREATE TEMPORARY TABLE three (n integer)",
    "INSERT INTO three VALUES (1), (2), (3)",
    NULL,
};

#define ECHO(NAME, type)                                         \
    { QUERN_KIND_##NAME, "SELECT $1::" type },                   \
    {                                                            \
        QUERN_KIND_##NAME | QUERN_ARRAY, "SELECT $1::" type "[]" \
    }
static const quern__conform_echo echoes[] = {
    ECHO(BOOL, "boolean"),
    ECHO(I16, "smallint"),
    ECHO(I32, "integer"),
    ECHO(I64, "bigint"),
    ECHO(F32, "real"),
    ECHO(F64, "float8"),
    ECHO(DECIMAL, "numeric"),
    ECHO(TEXT, "text"),
    ECHO(BYTES, "bytea"),
    ECHO(TIMESTAMP, "timestamptz"),
    ECHO(LOCAL_TIMESTAMP, "timestamp"),
    ECHO(DATE, "date"),
    ECHO(TIME, "time"),
    ECHO(INTERVAL, "interval"),
    ECHO(UUID, "uuid"),
    ECHO(JSON, "jsonb"),
    ECHO(INET, "inet"),
    { QUERN_KIND_END, NULL },
};

/* A socket on a free port of this machine, and the URI that leads there. */
static const char *local_uri(bool listening)
{
    static char uri[100];
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t size = sizeof address;
    held = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    ck_assert_int_ge(held, 0);
    ck_assert_int_eq(bind(held, (struct sockaddr *)&address, size), 0);
    ck_assert_int_eq(getsockname(held, (struct sockaddr *)&address, &size), 0);
    if (listening)
        ck_assert_int_eq(listen(held, 5), 0);
    snprintf(uri, sizeof uri, "postgresql://nobody@127.0.0.1:%d/none", (int)ntohs(address.sin_port));
    return uri;
}

static const char *refused_uri(void)
{
    return local_uri(false);
}

static const char *stalled_uri(void)
{
    return local_uri(true);
}

static void kill_link(quern_link *link)
{
    quern_link_info info;
    quern__conform->backend->info(link, &info);
    ck_assert_int_gt(info.process, 0);
    char sql[100];
    snprintf(sql, sizeof sql, "SELECT pg_terminate_backend(%lld)", (long long)info.process);
    quern_link *killer = quern__conform_open();
    ck_assert_int_eq(quern__conform_must(killer, sql), 1);
    quern__conform_close(killer);
}

static quern__conform_subject subject = {
    .setup = setup,
    .one_row = "SELECT 1 AS one",
    .no_rows = "SELECT 1 AS one WHERE false",
    .many_rows = "SELECT n::integer FROM generate_series(1, 1000) AS n ORDER BY n",
    .three = "UPDATE three SET n = n + 1",
    .failing = "SELECT 1 / (n - 3) FROM generate_series(1, 5) AS n",
    .malformed = "SELEC",
    .slow = "SELECT pg_sleep(20)",
    .begin = "BEGIN",
    .rollback = "ROLLBACK",
    .commit = "COMMIT",
    .echoes = echoes,
    .refused_uri = refused_uri,
    .stalled_uri = stalled_uri,
    .kill = kill_link,
};

static void begin(void)
{
    subject.backend = quern_postgres_backend();
    subject.uri = quern__test_url();
    quern__conform_use(&subject);
}

static void end(void)
{
    if (held >= 0)
        close(held);
    held = -1;
}

/* Says that it was skipped, or fails where a server is required. */
START_TEST(a_server_is_there)
{
    (void)quern__test_url();
}
END_TEST

quern__suite_maker quern__suite_conform_postgres;
Suite *quern__suite_conform_postgres(void)
{
    const char *url = getenv("QUERN_TEST_URL");
    if (url && *url)
        return quern__conform_suite("postgres", begin, end);
    Suite *suite = suite_create("postgres");
    TCase *tcase = tcase_create("skipped");
    tcase_add_test(tcase, a_server_is_there);
    suite_add_tcase(suite, tcase);
    return suite;
}
