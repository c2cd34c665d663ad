/* wire.h: whose turn it is in a conversation of PostgreSQL's protocol, found out by listening. */
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
    bool asked;           /* the client has said something, and the answers to all of it are not there yet */
    uint32_t owed;        /* answers */
    uint64_t round_trips; /* see proxy.h */
} quern__wire;

/* Bytes of the client's have come; bytes of the server's have arrived at the client. */
void quern__wire_client(quern__wire *wire, const void *bytes, size_t size);
void quern__wire_server(quern__wire *wire, const void *bytes, size_t size);

#endif
