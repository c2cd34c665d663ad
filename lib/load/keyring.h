/* keyring.h: keys of one kind without duplicates, numbered in the order that they came in, and found again by what makes values equal
 * (identity.h). Those of a ring are an array already, as a statement takes it. Integers, which most keys are, have a table of their
 * own: a product and a look at 16 bytes for each. */
#ifndef QUERN__LOAD_KEYRING_H
#define QUERN__LOAD_KEYRING_H

#include "lib/base/names.h"
#include "lib/model/schema.h"
#include "lib/value/identity.h"

#define QUERN__NO_KEY UINT32_MAX
#define QUERN__KEY_FACTOR UINT64_C(0x9e3779b97f4a7c15) /* Fibonacci hashing */

typedef struct quern__keyslot {
    int64_t key;
    uint32_t number; /* from 1; 0: the slot is empty */
} quern__keyslot;

typedef struct quern__keyring {
    quern__arena *arena;
    quern_kind kind;
    size_t item;  /* bytes of one */
    size_t count; /* of keys */
    char *items;  /* in the kind's C type; what they point to is borrowed */
    size_t room;
    bool integers;
    unsigned shift; /* of integers, the table: its slots are 2^(64 - shift), which is mask + 1 */
    size_t mask;
    quern__keyslot *slots;
    quern__names names; /* of others: their identities stand for their numbers */
    quern__identity *identities;
} quern__keyring;

/* Of no keys yet; in the arena. False when out of memory. */
bool quern__keyring_open(quern__keyring *ring, quern__arena *arena, quern_kind kind);

/* The number of a key, which is added if it was not there. QUERN__NO_KEY when out of memory. */
uint32_t quern__keyring_add(quern__keyring *ring, const quern_value *key);

/* *number of a key: QUERN__NO_KEY when it is not there. False when out of memory. */
bool quern__keyring_find(const quern__keyring *ring, const quern_value *key, uint32_t *number);

/* Some of the keys, as one value: an array. */
quern_value quern__keyring_some(const quern__keyring *ring, size_t first, size_t count);

quern_value quern__keyring_key(const quern__keyring *ring, uint32_t number);

/* The number of an integer; QUERN__NO_KEY when it is not there. */
static inline uint32_t quern__keyring_integer(const quern__keyring *ring, int64_t key)
{
    const quern__keyslot *slot;
    size_t at = (size_t)(((uint64_t)key * QUERN__KEY_FACTOR) >> ring->shift);
    while ((slot = &ring->slots[at])->number && slot->key != key)
        at = (at + 1) & ring->mask;
    return slot->number - 1;
}

/* The integer that a field of an object has, which is of such a kind. */
static inline int64_t quern__key_integer(const quern__field *field, const void *object)
{
    const char *at = (const char *)object + field->offset;
    return field->kind == QUERN_KIND_I64   ? *(const int64_t *)(const void *)at
           : field->kind == QUERN_KIND_I32 ? *(const int32_t *)(const void *)at
                                           : *(const int16_t *)(const void *)at;
}

#endif
