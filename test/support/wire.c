/* wire.c: see wire.h. A message is a type, one byte, and a length, four, which counts itself; the client's first one has no type. Each
 * Sync, each simple query, and the start are answered by one ReadyForQuery. */
#include "test/support/wire.h"

enum { HEAD = 5, START_HEAD = 8 };

static uint32_t number(const unsigned char *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

/* A client that asks to be encrypted is answered by one byte, and then says the same as others. */
static bool is_start(uint32_t code)
{
    return code >> 16 == 3;
}

/* Answers come in order: so while some are owed, none of what was asked behind them has been answered, and only two depths are about. */
static void ask(quern__wire *wire)
{
    if (wire->arrived == wire->round_trips) {
        wire->older = wire->owed;
        wire->round_trips++;
    }
    wire->owed++;
}

static void client_says(quern__wire *wire)
{
    const unsigned char *head = wire->client.head;
    if (wire->started && (head[0] == 'S' || head[0] == 'Q'))
        ask(wire);
    if (wire->started || !is_start(number(head + 4)))
        return;
    wire->started = true;
    ask(wire);
}

static void server_says(quern__wire *wire)
{
    if (wire->server.head[0] != 'Z' || !wire->owed)
        return;
    wire->owed--;
    if (wire->older)
        wire->older--;
    else
        wire->arrived = wire->round_trips;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Takes what belongs to one head, or to one body; `says` is told of each head that is whole. */
static size_t take(quern__wire *wire, quern__wire_side *side, size_t head, const unsigned char *bytes,
                   size_t size, void (*says)(quern__wire *wire))
{
    if (side->left) {
        const size_t taken = least(side->left, size);
        side->left -= (uint32_t)taken;
        return taken;
    }
    side->head[side->have++] = bytes[0];
    if (side->have < head)
        return 1;
    const uint32_t length = number(head == HEAD ? side->head + 1 : side->head);
    const uint32_t here = head == HEAD ? 4 : START_HEAD;
    side->left = length > here ? length - here : 0;
    side->have = 0;
    says(wire);
    return 1;
}

void quern__wire_client(quern__wire *wire, const void *bytes, size_t size)
{
    for (const unsigned char *at = bytes, *end = at + size; at < end;)
        at +=
            take(wire, &wire->client, wire->started ? HEAD : START_HEAD, at, (size_t)(end - at), client_says);
}

/* Before the start: the answers to what was asked about encryption, "no" in one byte. */
void quern__wire_server(quern__wire *wire, const void *bytes, size_t size)
{
    for (const unsigned char *at = bytes, *end = at + size; at < end && wire->started;)
        at += take(wire, &wire->server, HEAD, at, (size_t)(end - at), server_says);
}
