/* names.c: a hash table with open addressing and linear probing, by a product for each eight bytes (Fibonacci hashing). It is never
 * fuller than two thirds, so a probe always ends, at an empty slot at the latest. */
#include "lib/base/names.h"

#include <string.h>

struct quern__names_slot {
    const char *name;
    size_t size;
    const void *thing; /* NULL: the slot is empty */
};

#define FACTOR UINT64_C(0x9e3779b97f4a7c15)

static size_t hash(const char *name, size_t size)
{
    uint64_t sum = size * FACTOR, word;
    for (; size >= sizeof word; name += sizeof word, size -= sizeof word) {
        memcpy(&word, name, sizeof word);
        sum = (sum ^ sum >> 32 ^ word) * FACTOR;
    }
    for (word = 0; size; size--)
        word = word << 8 | (unsigned char)*name++;
    sum = (sum ^ sum >> 32 ^ word) * FACTOR;
    return (size_t)(sum >> 32);
}

/* The slot of the name, or the empty one where it would go. */
static quern__names_slot *probe(const quern__names *names, const char *name, size_t size)
{
    size_t at = hash(name, size) & names->mask;
    for (quern__names_slot *slot; (slot = &names->slots[at])->thing; at = (at + 1) & names->mask)
        if (slot->size == size && memcmp(slot->name, name, size) == 0)
            break;
    return &names->slots[at];
}

bool quern__names_open(quern__names *names, quern__arena *arena, size_t most)
{
    size_t slots = 4;
    while (slots / 3 * 2 < most && slots <= SIZE_MAX / 2)
        slots *= 2;
    names->mask = slots - 1;
    names->slots = quern__arena_take_array(arena, slots, sizeof *names->slots);
    return names->slots != NULL;
}

const void *quern__names_add(quern__names *names, const char *name, size_t size, const void *thing)
{
    quern__names_slot *slot = probe(names, name, size);
    if (!slot->thing)
        *slot = (quern__names_slot){ .name = name, .size = size, .thing = thing };
    return slot->thing;
}

const void *quern__names_find(const quern__names *names, const char *name, size_t size)
{
    return names->slots ? probe(names, name, size)->thing : NULL;
}
