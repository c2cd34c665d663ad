/* keyring.c: see keyring.h. Tables are never fuller than a half, and twice as large when they would be. */
#include "lib/load/keyring.h"

#include "lib/value/parts.h"

#include <string.h>

enum { FIRST_BITS = 6, FIRST_ROOM = 1 << (FIRST_BITS - 1) };

static bool is_integer(quern_kind kind)
{
    return kind == QUERN_KIND_I64 || kind == QUERN_KIND_I32 || kind == QUERN_KIND_I16;
}

static bool make_slots(quern__keyring *ring, unsigned bits)
{
    quern__keyslot *slots = quern__arena_take_array(ring->arena, (size_t)1 << bits, sizeof *slots);
    if (!slots)
        return false;
    ring->slots = slots;
    ring->mask = ((size_t)1 << bits) - 1;
    ring->shift = 64 - bits;
    return true;
}

/* The slot of an integer, or the empty one where it would go. */
static quern__keyslot *probe(const quern__keyring *ring, int64_t key)
{
    size_t at = (size_t)(((uint64_t)key * QUERN__KEY_FACTOR) >> ring->shift);
    while (ring->slots[at].number && ring->slots[at].key != key)
        at = (at + 1) & ring->mask;
    return &ring->slots[at];
}

static bool grow_slots(quern__keyring *ring)
{
    const quern__keyslot *old = ring->slots;
    const size_t count = ring->mask + 1;
    if (!make_slots(ring, 64 - ring->shift + 1))
        return false;
    for (size_t i = 0; i < count; i++)
        if (old[i].number)
            *probe(ring, old[i].key) = old[i];
    return true;
}

/* A name stands for a thing, which here is a number: an address that is never read. */
static const void *thing_of(size_t number)
{
    return (const void *)(uintptr_t)(number + 1);
}

static bool grow_names(quern__keyring *ring, size_t room)
{
    quern__names names;
    quern__identity *identities = quern__arena_take_array(ring->arena, room, sizeof *identities);
    if (!identities || !quern__names_open(&names, ring->arena, room))
        return false;
    for (size_t i = 0; i < ring->count; i++) {
        identities[i] = ring->identities[i];
        quern__names_add(&names, identities[i].bytes, identities[i].size, thing_of(i));
    }
    ring->names = names;
    ring->identities = identities;
    return true;
}

/* Room for one more. */
static bool grow(quern__keyring *ring)
{
    if (ring->count < ring->room)
        return true;
    const size_t room = ring->room ? 2 * ring->room : FIRST_ROOM;
    char *items = quern__arena_take_raw(ring->arena, room * ring->item);
    if (!items)
        return false;
    if (ring->integers ? ring->room && !grow_slots(ring) : !grow_names(ring, room))
        return false;
    if (ring->count)
        memcpy(items, ring->items, ring->count * ring->item);
    ring->items = items;
    ring->room = room;
    return true;
}

bool quern__keyring_open(quern__keyring *ring, quern__arena *arena, quern_kind kind)
{
    *ring = (quern__keyring){
        .arena = arena, .kind = kind, .item = quern__value_size(kind), .integers = is_integer(kind)
    };
    return !ring->integers || make_slots(ring, FIRST_BITS);
}

static uint32_t append(quern__keyring *ring, const quern_value *key)
{
    quern__value_store(ring->items, ring->count, ring->kind, key);
    return (uint32_t)ring->count++;
}

static uint32_t add_integer(quern__keyring *ring, const quern_value *key)
{
    quern__keyslot *slot = probe(ring, key->as.integer);
    if (!slot->number)
        *slot = (quern__keyslot){ .key = key->as.integer, .number = append(ring, key) + 1 };
    return slot->number - 1;
}

uint32_t quern__keyring_add(quern__keyring *ring, const quern_value *key)
{
    quern__identity identity;
    if (!grow(ring))
        return QUERN__NO_KEY;
    if (ring->integers)
        return add_integer(ring, key);
    if (!quern__identity_of(ring->arena, key, &identity))
        return QUERN__NO_KEY;
    const void *fresh = thing_of(ring->count);
    const void *found = quern__names_add(&ring->names, identity.bytes, identity.size, fresh);
    if (found != fresh)
        return (uint32_t)((uintptr_t)found - 1);
    ring->identities[ring->count] = identity;
    return append(ring, key);
}

bool quern__keyring_find(const quern__keyring *ring, const quern_value *key, uint32_t *number)
{
    quern__identity identity;
    if (ring->integers) {
        *number = quern__keyring_integer(ring, key->as.integer);
        return true;
    }
    const quern__arena_point before = quern__arena_mark(ring->arena);
    if (!quern__identity_of(ring->arena, key, &identity))
        return false;
    const void *found = quern__names_find(&ring->names, identity.bytes, identity.size);
    *number = found ? (uint32_t)((uintptr_t)found - 1) : QUERN__NO_KEY;
    quern__arena_rewind(ring->arena, &before);
    return true;
}

quern_value quern__keyring_some(const quern__keyring *ring, size_t first, size_t count)
{
    return (quern_value){ .kind = (uint16_t)((unsigned)ring->kind | (unsigned)QUERN_ARRAY),
                          .count = (uint32_t)count,
                          .as.array.items = ring->items + first * ring->item };
}

quern_value quern__keyring_key(const quern__keyring *ring, uint32_t number)
{
    const quern_value one = quern__keyring_some(ring, number, 1);
    return quern__value_item(&one, 0);
}
