/* main.c: the life of the daemon: options, threads, signals, and a clean end.
 *
 * SIGINT and SIGTERM are blocked in all threads and waited for by this one, so no call is ever interrupted and nothing has to
 * be done in a signal handler. */
#include "daemon.h"

#include <arpa/inet.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* How long clients have, at the end, to take their answers and close their connections. A request has less. */
enum { GOODBYE_MS = 3000, TICK_MS = 10 };

typedef struct options {
    const char *url;
    uint16_t port;
    unsigned threads;
    bool make_tables;
} options;

static void usage(FILE *out)
{
    fputs("usage: daemon [--url URL] [--port PORT] [--threads N] [--make-tables]\n"
          "\n"
          "Serves authors and books of a PostgreSQL database as JSON on a port of 127.0.0.1, until SIGINT or "
          "SIGTERM.\n"
          "\n"
          "  --url URL      the database; default: QUERN_URL of the environment, else postgresql:///\n"
          "  --port PORT    default 8080; 0: any that is free. It is printed\n"
          "  --threads N    how many requests are served at once; default 8\n"
          "  --make-tables  make the tables daemon_author and daemon_book with a few rows, and end\n",
          out);
}

static unsigned long read_number(const char *text, unsigned long least, unsigned long most)
{
    char *end;
    const unsigned long n = strtoul(text, &end, 10);
    if (!*text || *end || n < least || n > most) {
        fprintf(stderr, "daemon: %s is no number from %lu to %lu\n", text, least, most);
        exit(2);
    }
    return n;
}

static options read_options(int argc, char **argv)
{
    static const struct option known[] = {
        { "url", required_argument, NULL, 'u' },     { "port", required_argument, NULL, 'p' },
        { "threads", required_argument, NULL, 't' }, { "make-tables", no_argument, NULL, 'm' },
        { "help", no_argument, NULL, 'h' },          { 0 }
    };
    const char *url = getenv("QUERN_URL");
    options o = { .url = url ? url : "postgresql:///", .port = 8080, .threads = 8 };
    for (int c; (c = getopt_long(argc, argv, "", known, NULL)) != -1;) {
        switch (c) {
        case 'u':
            o.url = optarg;
            break;
        case 'p':
            o.port = (uint16_t)read_number(optarg, 0, 65535);
            break;
        case 't':
            o.threads = (unsigned)read_number(optarg, 1, 1000);
            break;
        case 'm':
            o.make_tables = true;
            break;
        case 'h':
            usage(stdout);
            exit(0);
        default:
            usage(stderr);
            exit(2);
        }
    }
    return o;
}

/* What no request is told of: connects that fail, connections that are lost. A statement that fails is in its request's line. */
static void log_event(void *context, const quern_trace_event *event)
{
    (void)context;
    if (event->kind != QUERN_TRACE_STATEMENT_END)
        fprintf(stderr, "daemon: %s\n", event->message);
}

static int make_tables_and_end(quern_db *db)
{
    quern_session *s = quern_session_open(db);
    const bool made = make_tables(s);
    fputs(quern_error_text(s), stderr);
    quern_session_close(s);
    quern_close(db, 0);
    return made ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* ---- Serving ---- */

/* A request keeps its thread until it is answered, so that many are served at once, and use a connection each at most. */
static struct MHD_Daemon *start(server *server, const options *o)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(o->port) };
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_AUTO | MHD_USE_ITC | MHD_USE_ERROR_LOG,
                            0, NULL, NULL, on_request, server, MHD_OPTION_SOCK_ADDR,
                            (struct sockaddr *)&address, MHD_OPTION_THREAD_POOL_SIZE, o->threads,
                            MHD_OPTION_NOTIFY_COMPLETED, on_completed, server, MHD_OPTION_CONNECTION_TIMEOUT,
                            30U, MHD_OPTION_END);
}

static void wait_until_gone(const server *server, struct MHD_Daemon *http)
{
    const struct timespec tick = { .tv_nsec = TICK_MS * 1000000L };
    for (int waited = 0; waited < GOODBYE_MS; waited += TICK_MS) {
        const union MHD_DaemonInfo *info = MHD_get_daemon_info(http, MHD_DAEMON_INFO_CURRENT_CONNECTIONS);
        if (!server->running && info && !info->num_connections)
            return;
        nanosleep(&tick, NULL);
    }
}

/* Takes no new connection, finishes what runs, and then ends the threads. */
static void stop(server *server, struct MHD_Daemon *http)
{
    server->stopping = true;
    const MHD_socket listener = MHD_quiesce_daemon(http);
    shutdown(listener, SHUT_RDWR);
    wait_until_gone(server, http);
    MHD_stop_daemon(http);
    close(listener);
}

static bool serve(server *server, const options *o, const sigset_t *ends)
{
    int signal;
    struct MHD_Daemon *http = start(server, o);
    if (!http) {
        perror("daemon: cannot listen");
        return false;
    }
    printf("http://127.0.0.1:%u\n", MHD_get_daemon_info(http, MHD_DAEMON_INFO_BIND_PORT)->port);
    fflush(stdout);
    sigwait(ends, &signal);
    stop(server, http);
    printf("%llu requests answered\n", (unsigned long long)server->requests);
    return true;
}

int main(int argc, char **argv)
{
    sigset_t ends;
    const options o = read_options(argc, argv);
    /* Before any thread is there: each inherits it. */
    sigemptyset(&ends);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &ends, NULL);

    /* This connects nowhere: without its database the daemon starts all the same, and says 503 until it is there. */
    server server = { .db = quern_open(o.url, QUERN_MODELS(author, book), .pool_max = o.threads,
                                       .application_name = "daemon", .on_event = log_event) };
    if (o.make_tables)
        return make_tables_and_end(server.db);
    const quern_error *error = quern_db_error(server.db);
    if (error)
        fprintf(stderr, "daemon: %s\n", error->message);
    bool well = !error && serve(&server, &o, &ends);
    if (!quern_close(server.db, 5000)) {
        fprintf(stderr, "daemon: %s\n", quern_db_error(server.db)->message);
        well = false;
    }
    return well ? EXIT_SUCCESS : EXIT_FAILURE;
}
