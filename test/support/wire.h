/* wire.h: how often a client has to wait for the network in a conversation of PostgreSQL's protocol, found out by listening.
 *
 * What is asked before the answer to something has arrived cannot have waited for it. So each thing that is asked has a depth: one more
 * than that of the deepest answer that was there. The depth of all of it is the number of round trips, one behind the other; what is
 * asked several at a time makes one. */
#ifndef QUERN__TEST_SUPPORT_WIRE_H
#define QUERN__TEST_SUPPORT_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One direction: where in its messages it is. */
typedef struct quern__wire_side {
    unsigned char head[8]; /* of the message that is coming */
    size_t have;           /* bytes of it */
    uint32_t left;         /* bytes of its body that are still to come */
} quern__wire_side;

/* A conversation. Zeroed: nothing has been said. */
typedef struct quern__wire {
    quern__wire_side client, server;
    bool started;         /* the client's first message, which has no type, has passed */
    uint64_t owed;        /* answers */
    uint64_t older;       /* of these, those that are one less deep than the others */
    uint64_t round_trips; /* the depth of what was asked last */
    uint64_t arrived;     /* that of the deepest answer */
} quern__wire;

/* Bytes of the client's have come; bytes of the server's have arrived at the client. */
void quern__wire_client(quern__wire *wire, const void *bytes, size_t size);
void quern__wire_server(quern__wire *wire, const void *bytes, size_t size);

#endif
