/* connect.c: the life of a connection: open, cancel, close, abandon. open and cancel block, and are called by the pool's
 * helper thread only. libpq's own connect_timeout does nothing for PQconnectPoll, so the deadline is ours. */
#include "backends/postgres/link.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* A FATAL that reaches an idle connection comes as a notice, and only here; so does the warning after which the server closes
 * it without a FATAL. While it is busy, or in the program's hands, its end will be the answer, and a function of the user's may warn
 * in these words. Other notices are dropped: nothing of ours goes to stderr. */
static void receive_notice(void *argument, const PGresult *notice)
{
    quern_link *link = argument;
    const bool fatal = quern__pg_is_fatal(notice), last = quern__pg_is_last_warning(notice);
    if (fatal || last)
        quern__pg_problem_from_result(&link->problem, notice);
    link->broken |= fatal || (last && !link->owed_count && !link->lent_process);
}

/* What stands before dbname gives way to the user's URI, what stands after it does not. */
static PGconn *start(const quern_connect *connect)
{
    static const char *const keywords[] = {
        "fallback_application_name", "keepalives_idle",  "keepalives_interval",
        "keepalives_count",          "tcp_user_timeout", "dbname",
        "client_encoding",           "password",         NULL
    };
    const char *const values[] = { connect->application_name ? connect->application_name : "quern",
                                   "10",
                                   "5",
                                   "3",
                                   "20000",
                                   connect->uri,
                                   "UTF8",
                                   connect->password,
                                   NULL };
    return PQconnectStartParams(keywords, values, 1);
}

/* Waits for what libpq wants; false at the deadline. The socket may be another after every PQconnectPoll. */
static bool wait_for(PGconn *conn, PostgresPollingStatusType wanted, int64_t deadline)
{
    struct pollfd look = { .fd = PQsocket(conn),
                           .events = wanted == PGRES_POLLING_WRITING ? POLLOUT : POLLIN };
    for (;;) {
        const int64_t left = deadline < 0 ? -1 : deadline - now_ms();
        if (deadline >= 0 && left <= 0)
            return false;
        const int ready = poll(&look, 1, (int)left);
        if (ready > 0 || (ready < 0 && errno != EINTR))
            return true;
    }
}

/* A host with an @ behind its first letter, or a port that is no number: a password with an @ or a / in it, which libpq took
 * for the end of it. */
static bool is_misread(const PQconninfoOption *options)
{
    for (; options->keyword; options++) {
        const char *value = options->val ? options->val : "";
        if (strcmp(options->keyword, "port") == 0 && value[strspn(value, "0123456789,")])
            return true;
        if (strcmp(options->keyword, "host") != 0)
            continue;
        for (const char *at = value; (at = strchr(at, '@')); at++)
            if (at != value && at[-1] != ',')
                return true;
    }
    return false;
}

static void unreadable(quern_link *link, const char *message)
{
    quern__pg_problem_note(&link->problem, QUERN_ERROR_CONNECT, "", message, "",
                           "write postgresql://user@host:port/database, and what is special in a user, a "
                           "password or a name as %40 and the like; psql with the same URI says more");
}

/* What libpq says of a URI that it cannot read, or that it misreads, quotes from it, passwords too: so that is not told. */
static bool failed(quern_link *link, const char *uri)
{
    PQconninfoOption *options = PQconninfoParse(uri, NULL);
    if (!options)
        unreadable(link, "libpq cannot read the URI of the database");
    else if (is_misread(options))
        unreadable(link, "the URI of the database has a host with an @ in it, or a port that is no number");
    else
        quern__pg_problem_from_connect(&link->problem, PQerrorMessage(link->conn),
                                       PQconnectionNeedsPassword(link->conn)
                                           ? "give one in the URI, in PGPASSWORD or in ~/.pgpass"
                                           : "");
    PQconninfoFree(options);
    return false;
}

static bool time_out(quern_link *link, int32_t timeout_ms)
{
    char message[80];
    snprintf(message, sizeof message, "no connection to the server within %d ms", (int)timeout_ms);
    quern__pg_problem_note(&link->problem, QUERN_ERROR_CONNECT, "", message, "",
                           "is the address right, and nothing on the way that swallows packets?");
    return false;
}

static bool establish(quern_link *link, const quern_connect *connect)
{
    const int64_t deadline = connect->timeout_ms < 0 ? -1 : now_ms() + connect->timeout_ms;
    PostgresPollingStatusType wanted = PGRES_POLLING_WRITING;
    if (PQstatus(link->conn) == CONNECTION_BAD)
        return failed(link, connect->uri);
    while (wanted != PGRES_POLLING_OK && wanted != PGRES_POLLING_FAILED) {
        if (!wait_for(link->conn, wanted, deadline))
            return time_out(link, connect->timeout_ms);
        wanted = PQconnectPoll(link->conn);
    }
    return wanted == PGRES_POLLING_OK || failed(link, connect->uri);
}

bool quern__pg_prepare(quern_link *link)
{
    PQsetNoticeReceiver(link->conn, receive_notice, link);
    PQsetErrorVerbosity(link->conn, PQERRORS_DEFAULT);
    link->fd = PQsocket(link->conn);
    link->server_version = PQserverVersion(link->conn);
    link->process = PQbackendPID(link->conn);
    if (PQsetnonblocking(link->conn, 1) == 0 && PQenterPipelineMode(link->conn))
        return true;
    quern__pg_problem_from_connect(&link->problem, PQerrorMessage(link->conn), "");
    return false;
}

static quern_link *new_link(const quern_connect *connect)
{
    quern_link *link = connect->allocator->allocate(connect->allocator->context, sizeof *link);
    if (!link)
        return NULL;
    memset(link, 0, sizeof *link);
    link->allocator = link->scratch.allocator = connect->allocator;
    link->conn = start(connect);
    if (!link->conn) {
        link->allocator->release(link->allocator->context, link);
        return NULL;
    }
    PQsetErrorVerbosity(link->conn, PQERRORS_VERBOSE);
    PQsetNoticeReceiver(link->conn, receive_notice, link);
    return link;
}

quern_link *quern__pg_open(const quern_backend *backend, const quern_connect *connect, quern_error *error)
{
    /* The error outlives the connection that failed, until this thread's next open. */
    static _Thread_local quern__pg_problem last;
    (void)backend;
    quern_link *link = new_link(connect);
    if (!link) {
        *error = quern__pg_error(QUERN_ERROR_MEMORY, "", "out of memory", "", "");
        return NULL;
    }
    if (establish(link, connect) && quern__pg_prepare(link))
        return link;
    last = link->problem;
    last.code = QUERN_ERROR_CONNECT;
    *error = quern__pg_problem_error(&last);
    quern__pg_close(link);
    return NULL;
}

/* PQcancel opens a connection of its own and blocks; the time-outs of TCP, which it takes over from the connection, bound it,
 * not `timeout_ms`. */
void quern__pg_cancel(quern_link *link, int32_t timeout_ms)
{
    char why[256];
    (void)timeout_ms;
    PGcancel *cancel = PQgetCancel(link->conn);
    if (!cancel)
        return;
    PQcancel(cancel, why, sizeof why);
    PQfreeCancel(cancel);
}

void quern__pg_close(quern_link *link)
{
    const quern_allocator *allocator = link->allocator;
    quern__pg_settle_all(link);
    quern__pg_prepared_free(link);
    PQclear(link->result);
    PQfinish(link->conn);
    allocator->release(allocator->context, link->owed);
    allocator->release(allocator->context, link->columns);
    allocator->release(allocator->context, link->cells);
    quern__pg_scratch_free(&link->scratch);
    allocator->release(allocator->context, link);
}

/* PQfinish would say goodbye on a socket that is the parent's too, and end its session. So the descriptor is made to lead
 * nowhere first, in one step, so that no other thread can get its number in between. */
void quern__pg_abandon(quern_link *link)
{
    const int fd = PQsocket(link->conn);
    const int nowhere = fd < 0 ? -1 : open("/dev/null", O_RDWR | O_CLOEXEC);
    const bool harmless = fd < 0 || (nowhere >= 0 && dup2(nowhere, fd) >= 0);
    if (nowhere >= 0)
        close(nowhere);
    if (harmless)
        quern__pg_close(link);
    else
        close(fd); /* no descriptor left to do it with: the memory is given up, the parent's session is not */
}
