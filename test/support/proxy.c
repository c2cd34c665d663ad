/* proxy.c: see proxy.h. One thread and one pselect, which knows microseconds: what comes is read at once and written when it is due, so
 * that only time is lost. */
#include "test/support/proxy.h"

#include "test/support/lane.h"
#include "test/support/wire.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

typedef struct pair {
    struct pair *next;
    quern__lane up, down; /* to the server, to the client */
    quern__wire wire;
} pair;

struct quern__proxy {
    pthread_t thread;
    pthread_mutex_t lock; /* of all below; not held in pselect */
    int listener, wake[2];
    unsigned port;
    union {
        struct sockaddr any;
        struct sockaddr_in inet;
        struct sockaddr_un local;
    } server;
    socklen_t server_size;
    pair *pairs;
    int64_t delay_up, delay_down; /* microseconds */
    bool frozen, closing, cutting;
    uint64_t cut_after; /* bytes, while `cutting` */
    quern__proxy_counts counts;
};

/* ---- Connections ---- */

static bool prepare(int fd)
{
    const int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on); /* of a socket in a folder that is nothing */
    return fd < FD_SETSIZE && fcntl(fd, F_SETFD, FD_CLOEXEC) == 0 &&
           fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK) == 0;
}

/* On this machine a connection is there at once, or not at all. */
static void take_connection(quern__proxy *p)
{
    const int client = accept(p->listener, NULL, NULL);
    const int server = client < 0 ? -1 : socket(p->server.any.sa_family, SOCK_STREAM, 0);
    pair *made = server < 0 ? NULL : calloc(1, sizeof *made);
    if (!made || connect(server, &p->server.any, p->server_size) != 0 || !prepare(client) ||
        !prepare(server)) {
        free(made);
        if (server >= 0)
            close(server);
        if (client >= 0)
            close(client);
        return;
    }
    quern__lane_open(&made->up, client, server);
    quern__lane_open(&made->down, server, client);
    made->next = p->pairs;
    p->pairs = made;
    p->counts.connections++;
}

static void close_pair(pair *gone)
{
    quern__lane_close(&gone->up);
    quern__lane_close(&gone->down);
    close(gone->up.from);
    close(gone->up.to);
    free(gone);
}

static bool is_over(const pair *pair)
{
    return pair->up.broken || pair->down.broken || (pair->up.told && pair->down.told);
}

static void close_pairs(quern__proxy *p, bool all)
{
    for (pair **at = &p->pairs; *at;) {
        pair *it = *at;
        if (!all && !is_over(it)) {
            at = &it->next;
            continue;
        }
        *at = it->next;
        p->counts.round_trips += it->wire.round_trips;
        close_pair(it);
    }
}

/* ---- What passes ---- */

static void serve_up(quern__proxy *p, pair *pair, bool readable)
{
    quern__lane *l = &pair->up;
    const quern__piece *came = readable ? quern__lane_read(l, p->delay_up) : NULL;
    if (came)
        quern__wire_client(&pair->wire, came->bytes, came->size);
    for (quern__written w; (w = quern__lane_write(l, SIZE_MAX)).size;)
        p->counts.to_server += w.size;
    quern__lane_tell_end(l);
}

/* How much may go to a client before all is cut. */
static size_t allowed(const quern__proxy *p)
{
    return p->cutting && p->cut_after < SIZE_MAX ? (size_t)p->cut_after : SIZE_MAX;
}

/* The client may answer as soon as this is written; but nobody reads that before it has been counted. */
static void serve_down(quern__proxy *p, pair *pair, bool readable)
{
    quern__lane *l = &pair->down;
    if (readable)
        quern__lane_read(l, p->delay_down);
    for (quern__written w; (w = quern__lane_write(l, allowed(p))).size;) {
        quern__wire_server(&pair->wire, w.bytes, w.size);
        p->counts.to_client += w.size;
        p->cut_after -= p->cutting ? w.size : 0;
    }
    quern__lane_tell_end(l);
}

/* ---- The thread ---- */

typedef struct wants {
    fd_set readable, writable;
    int most;
    int64_t due; /* the next piece */
} wants;

static void want(wants *w, int fd, fd_set *set)
{
    FD_SET(fd, set);
    w->most = fd > w->most ? fd : w->most;
}

/* A piece that is due, and still there, waits for its socket. */
static void want_lane(wants *w, const quern__lane *l)
{
    const int64_t due = quern__lane_due(l);
    if (quern__lane_has_room(l))
        want(w, l->from, &w->readable);
    if (due <= quern__lane_now())
        want(w, l->to, &w->writable);
    else if (due < w->due)
        w->due = due;
}

static void want_all(const quern__proxy *p, wants *w)
{
    FD_ZERO(&w->readable);
    FD_ZERO(&w->writable);
    w->most = 0;
    w->due = INT64_MAX;
    want(w, p->wake[0], &w->readable);
    if (p->frozen)
        return;
    want(w, p->listener, &w->readable);
    for (const pair *pair = p->pairs; pair; pair = pair->next) {
        want_lane(w, &pair->up);
        want_lane(w, &pair->down);
    }
}

static bool wait_for(wants *w)
{
    const bool never = w->due == INT64_MAX;
    const int64_t left = never ? 0 : w->due - quern__lane_now();
    const int64_t wait = left > 0 ? left : 0;
    const struct timespec time = { .tv_sec = (time_t)(wait / 1000000),
                                   .tv_nsec = (long)(wait % 1000000) * 1000 };
    return pselect(w->most + 1, &w->readable, &w->writable, NULL, never ? NULL : &time, NULL) >= 0;
}

static void serve(quern__proxy *p, const wants *w, bool ready)
{
    char bytes[64];
    if (ready && FD_ISSET(p->wake[0], &w->readable) && read(p->wake[0], bytes, sizeof bytes) == 0)
        p->closing = true;
    if (p->frozen)
        return;
    for (pair *pair = p->pairs; pair; pair = pair->next) {
        serve_up(p, pair, ready && FD_ISSET(pair->up.from, &w->readable));
        serve_down(p, pair, ready && FD_ISSET(pair->down.from, &w->readable));
    }
    const bool cut = p->cutting && !p->cut_after;
    p->cutting &= !cut;
    close_pairs(p, cut);
    if (ready && FD_ISSET(p->listener, &w->readable))
        take_connection(p);
}

static void *run(void *context)
{
    quern__proxy *p = context;
    wants w;
    pthread_mutex_lock(&p->lock);
    while (!p->closing) {
        want_all(p, &w);
        pthread_mutex_unlock(&p->lock);
        const bool ready = wait_for(&w);
        pthread_mutex_lock(&p->lock);
        serve(p, &w, ready);
    }
    close_pairs(p, true);
    pthread_mutex_unlock(&p->lock);
    return NULL;
}

static void wake(quern__proxy *p)
{
    while (write(p->wake[1], "", 1) < 0 && errno == EINTR)
        continue;
}

/* ---- Opening and closing ---- */

static bool find_server(quern__proxy *p, const char *host, const char *port)
{
    const long number = strtol(port, NULL, 10);
    if (*host == '/') {
        p->server.local.sun_family = AF_UNIX;
        p->server_size = sizeof p->server.local;
        const int size = snprintf(p->server.local.sun_path, sizeof p->server.local.sun_path,
                                  "%s/.s.PGSQL.%ld", host, number);
        return size > 0 && (size_t)size < sizeof p->server.local.sun_path;
    }
    p->server.inet.sin_family = AF_INET;
    p->server.inet.sin_port = htons((uint16_t)number);
    p->server_size = sizeof p->server.inet;
    errno = EINVAL;
    return inet_pton(AF_INET, host, &p->server.inet.sin_addr) == 1;
}

static bool listen_on_loopback(quern__proxy *p)
{
    struct sockaddr_in here = { .sin_family = AF_INET };
    socklen_t size = sizeof here;
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    p->listener = socket(AF_INET, SOCK_STREAM, 0);
    if (p->listener < 0 || bind(p->listener, (struct sockaddr *)&here, sizeof here) != 0 ||
        listen(p->listener, 100) != 0 || getsockname(p->listener, (struct sockaddr *)&here, &size) != 0)
        return false;
    p->port = ntohs(here.sin_port);
    return prepare(p->listener);
}

/* Signals are for the program's own threads. */
static bool start(quern__proxy *p)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    const int failed = pthread_create(&p->thread, NULL, run, p);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    errno = failed ? failed : errno;
    return !failed;
}

static void release(quern__proxy *p)
{
    const int fds[] = { p->listener, p->wake[0], p->wake[1] };
    for (size_t i = 0; i < sizeof fds / sizeof *fds; i++)
        if (fds[i] >= 0)
            close(fds[i]);
    pthread_mutex_destroy(&p->lock);
    free(p);
}

quern__proxy *quern__proxy_open(const char *host, const char *port)
{
    quern__proxy *p = calloc(1, sizeof *p);
    if (!p)
        return NULL;
    p->listener = p->wake[0] = p->wake[1] = -1;
    pthread_mutex_init(&p->lock, NULL);
    if (find_server(p, host, port) && listen_on_loopback(p) && pipe(p->wake) == 0 && prepare(p->wake[0]) &&
        prepare(p->wake[1]) && start(p))
        return p;
    const int why = errno;
    release(p);
    errno = why;
    return NULL;
}

quern__proxy *quern__proxy_open_uri(const char *uri, char *out, size_t size)
{
    char user[100], host[100], port[8], rest[300];
    if (sscanf(uri, "postgresql://%99[^@/]@%99[0-9.]:%7[0-9]%299s", user, host, port, rest) != 4) {
        errno = EINVAL;
        return NULL;
    }
    quern__proxy *p = quern__proxy_open(host, port);
    if (p)
        snprintf(out, size, "postgresql://%s@127.0.0.1:%u%s%csslmode=disable&gssencmode=disable", user,
                 p->port, rest, strchr(rest, '?') ? '&' : '?');
    return p;
}

void quern__proxy_close(quern__proxy *p)
{
    if (!p)
        return;
    pthread_mutex_lock(&p->lock);
    p->closing = true;
    pthread_mutex_unlock(&p->lock);
    wake(p);
    pthread_join(p->thread, NULL);
    release(p);
}

unsigned quern__proxy_port(const quern__proxy *p)
{
    return p->port;
}

void quern__proxy_delay(quern__proxy *p, int64_t to_server, int64_t to_client)
{
    pthread_mutex_lock(&p->lock);
    p->delay_up = to_server;
    p->delay_down = to_client;
    pthread_mutex_unlock(&p->lock);
}

quern__proxy_counts quern__proxy_count(quern__proxy *p)
{
    pthread_mutex_lock(&p->lock);
    quern__proxy_counts counts = p->counts;
    for (const pair *pair = p->pairs; pair; pair = pair->next)
        counts.round_trips += pair->wire.round_trips;
    pthread_mutex_unlock(&p->lock);
    return counts;
}

void quern__proxy_freeze(quern__proxy *p, bool frozen)
{
    pthread_mutex_lock(&p->lock);
    p->frozen = frozen;
    pthread_mutex_unlock(&p->lock);
    wake(p);
}

void quern__proxy_cut(quern__proxy *p, uint64_t after)
{
    pthread_mutex_lock(&p->lock);
    p->cutting = true;
    p->cut_after = after;
    pthread_mutex_unlock(&p->lock);
    wake(p);
}
