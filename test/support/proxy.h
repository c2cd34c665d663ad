/* proxy.h: a server behind a slow network: what passes between a client and the server arrives later, but no less of it at once. So
 * what waits for the network is found out on one machine, and counted: round trips, bytes. Needs libc and threads only, so that
 * bench/ has it too. PostgreSQL's protocol, without encryption (sslmode=disable, gssencmode=disable).
 *
 * It listens on a port of 127.0.0.1, with a thread of its own. All functions may be called by any thread. */
#ifndef QUERN__TEST_SUPPORT_PROXY_H
#define QUERN__TEST_SUPPORT_PROXY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct quern__proxy quern__proxy;

/* What has passed, in all connections together. */
typedef struct quern__proxy_counts {
    uint64_t connections; /* that were made, so far */
    /* How often a client had to wait for the network and back, one time after the other (see wire.h). Connecting is one; saying goodbye
     * is none. Where it need not wait, since it is slower than the network, what it asks may count as if it had waited: so let the
     * delay be long. */
    uint64_t round_trips;
    uint64_t to_server, to_client; /* bytes */
} quern__proxy_counts;

/* Before a server that listens on `host`, "127.0.0.1" or a socket's folder "/run/postgresql", and `port`. NULL: errno says why. */
quern__proxy *quern__proxy_open(const char *host, const char *port);

/* The same for the server of a URI "postgresql://user@127.0.0.1:5432/name?…", whose host is a number; the URI that leads through the
 * proxy is written to `out`. */
quern__proxy *quern__proxy_open_uri(const char *uri, char *out, size_t size);

/* Ends all connections, and the thread. NULL is allowed. */
void quern__proxy_close(quern__proxy *proxy);

unsigned quern__proxy_port(const quern__proxy *proxy);

/* From now on what passes takes so many microseconds more, in each direction. */
void quern__proxy_delay(quern__proxy *proxy, int64_t to_server, int64_t to_client);

quern__proxy_counts quern__proxy_count(quern__proxy *proxy);

/* Frozen, it hands on nothing and takes no connections, as a network that has gone silent; until it is thawed. */
void quern__proxy_freeze(quern__proxy *proxy, bool frozen);

/* Ends all connections that there are once so many more bytes have gone to a client: 0, at once. New ones are taken. */
void quern__proxy_cut(quern__proxy *proxy, uint64_t after);

#endif
