/* links.c: see links.h. Tables of open addressing, never more than half full. */
#include "lib/load/links.h"

#include "lib/base/digest.h"
#include "lib/load/sets.h"

#include <string.h>

enum { FEW_SLOTS = 64, FEW_BYTES = sizeof(uint64_t) };

/* ---- Opening ---- */

/* Its own copy, which goes where the result goes. */
static bool keep_loaded(quern_result *result, const quern__joined *joined)
{
    const size_t count = joined->hop->to->count;
    bool *loaded = joined->loaded ? quern__arena_take_array(result->arena, count, sizeof *loaded) : NULL;
    if (loaded)
        memcpy(loaded, joined->loaded, count * sizeof *loaded);
    result->loaded = loaded;
    return loaded || !joined->loaded;
}

static bool open(quern__links *links, quern__link *link)
{
    quern_result *from = link->from ? link->from->result : links->rows;
    link->result = quern__result_open_along(links->rows, from, link->joined->relation);
    link->slots = quern__arena_take_array(links->arena, FEW_SLOTS, sizeof *link->slots);
    link->mask = FEW_SLOTS - 1;
    return link->result && link->slots && keep_loaded(link->result, link->joined);
}

/* Where its columns are among those of all. */
static void find_columns(quern__link *link, const quern__along *along, size_t of, size_t first)
{
    for (size_t i = 0; i < along->output_count; i++) {
        if (along->outputs[i].of != of)
            continue;
        if (!link->count++)
            link->first = first + i;
        if (along->outputs[i].field == link->joined->hop->far)
            link->tells = first + i;
    }
}

static bool open_all(quern__links *links, const quern__along *along, size_t first)
{
    quern__link **of = quern__arena_take_array(links->arena, along->count, sizeof *of);
    for (size_t i = 0; of && i < along->count; i++) {
        const quern__joined *joined = &along->list[i];
        if (!joined->wanted)
            continue;
        quern__link *link = of[i] = &links->list[links->count++];
        *link = (quern__link){ .joined = joined, .from = joined->from ? of[joined->from - 1] : NULL };
        find_columns(link, along, i, first);
        if (!open(links, link))
            return false;
    }
    return of;
}

/* Those that hang on one, at any depth, hang on it or on one that stands behind it. */
static void find_next(quern__links *links)
{
    for (size_t i = 0; i < links->count; i++) {
        size_t next = i + 1;
        while (next < links->count && links->list[next].from && links->list[next].from >= &links->list[i])
            next++;
        links->list[i].next = next;
    }
}

quern__links *quern__links_open(quern_result *rows, const quern__along *along, size_t first)
{
    quern__links *links = quern__arena_take(rows->arena, sizeof *links + along->count * sizeof *links->list);
    if (!links)
        return NULL;
    links->rows = rows;
    links->arena = quern__arena_open(rows->session->scope.allocator, rows->arena);
    if (!links->arena)
        return NULL;
    if (!open_all(links, along, first)) {
        quern__links_drop(links);
        return NULL;
    }
    find_next(links);
    return links;
}

void quern__links_drop(quern__links *links)
{
    if (!links)
        return;
    for (size_t i = 0; i < links->count; i++)
        quern__result_close(links->list[i].result);
    quern__arena_close(links->arena);
}

/* ---- One object for each key ---- */

static uint64_t key_of(const quern_cell *cell)
{
    uint64_t key = 0;
    if (cell->size > FEW_BYTES)
        return quern__digest_bytes(0, cell->data, cell->size);
    memcpy(&key, cell->data, cell->size);
    return key;
}

static bool is_that(const quern__link_slot *slot, uint64_t key, const quern_cell *cell)
{
    return slot->key == key && slot->size == cell->size &&
           (cell->size <= FEW_BYTES || memcmp(slot->bytes, cell->data, cell->size) == 0);
}

/* The first that a key may be in. */
static size_t place_of(const quern__link *link, uint64_t key)
{
    return (size_t)quern__digest_mix(key, 0) & link->mask;
}

quern_object *quern__link_find(const quern__link *link, const quern_cell *cell)
{
    const uint64_t key = key_of(cell);
    for (size_t i = place_of(link, key); link->slots[i].row; i = (i + 1) & link->mask)
        if (is_that(&link->slots[i], key, cell))
            return quern__result_row(link->result, link->slots[i].row - 1);
    return NULL;
}

static quern__link_slot *free_slot(const quern__link *link, uint64_t key)
{
    size_t i = place_of(link, key);
    while (link->slots[i].row)
        i = (i + 1) & link->mask;
    return &link->slots[i];
}

static bool grow(const quern__links *links, quern__link *link)
{
    const quern__link_slot *old = link->slots;
    const size_t count = link->mask + 1;
    quern__link_slot *slots = quern__arena_take_array(links->arena, 2 * count, sizeof *slots);
    if (!slots)
        return false;
    link->slots = slots;
    link->mask = 2 * count - 1;
    for (size_t i = 0; i < count; i++)
        if (old[i].row)
            *free_slot(link, old[i].key) = old[i];
    return true;
}

bool quern__link_add(const quern__links *links, quern__link *link, const quern_cell *cell)
{
    const uint64_t key = key_of(cell);
    if (2 * link->result->count > link->mask && !grow(links, link))
        return false;
    quern__link_slot slot = { .key = key,
                              .size = (uint32_t)cell->size,
                              .row = (uint32_t)link->result->count };
    if (cell->size > FEW_BYTES) {
        char *bytes = quern__arena_take_bytes(links->arena, cell->size);
        if (!bytes)
            return false;
        slot.bytes = memcpy(bytes, cell->data, cell->size);
    }
    *free_slot(link, key) = slot;
    return true;
}

/* ---- Links ---- */

static void point(quern_object *from, size_t offset, quern_object *to)
{
    *(quern_object **)(void *)((char *)from + offset) = to;
}

/* The last of several rows of the same object is the one that is pointed back to: which one that is does not matter. */
static bool note_target(const quern__links *links, quern__link *link, const quern_object *from,
                        quern_object *to)
{
    if (from->row >= link->target_room) {
        const size_t room = from->row < FEW_SLOTS / 2 ? FEW_SLOTS : 2 * ((size_t)from->row + 1);
        quern_object **more = quern__arena_take_array(links->arena, room, sizeof *more);
        if (!more)
            return false;
        if (link->target_room)
            memcpy(more, link->targets, link->target_room * sizeof *more);
        link->targets = more;
        link->target_room = room;
    }
    link->targets[from->row] = to;
    return true;
}

bool quern__link_tie(const quern__links *links, quern__link *link, quern_object *from, quern_object *to)
{
    const quern__joined *joined = link->joined;
    if (!joined->reverse) {
        point(from, joined->relation->object_offset, to);
        return true;
    }
    if (to)
        point(to, joined->hop->relation->object_offset, from);
    return note_target(links, link, from, to);
}

/* ---- The end ---- */

/* What the other side of a one to one leads to is known of each object, and is kept as sets are; its member too, if it has one. */
static bool give_sets(const quern__link *link, quern_result *from)
{
    const quern__reverse *reverse = link->joined->reverse;
    const quern__field *member = reverse->as->declared->role == QUERN_ROLE_HAS_ONE ? reverse->as : NULL;
    quern__sets *sets = quern__sets_open(from, reverse->name, reverse, member);
    void **rows = quern__arena_take_array(from->arena, 2 * from->count, sizeof *rows);
    if (!sets || !rows)
        return false;
    sets->whole = true;
    for (size_t i = 0; i < from->count; i++) {
        rows[2 * i] = i < link->target_room ? link->targets[i] : NULL;
        quern__sets_give(sets, quern__result_row(from, i), &rows[2 * i], rows[2 * i] != NULL);
    }
    return true;
}

bool quern__links_end(quern__links *links)
{
    for (size_t i = 0; i < links->count; i++) {
        const quern__link *link = &links->list[i];
        quern_result *from = link->from ? link->from->result : links->rows;
        link->result->several = links->rows->several || links->rows->count > 1;
        if (link->joined->reverse && from->count && !give_sets(link, from))
            return false;
    }
    quern__arena_close(links->arena);
    links->arena = NULL;
    return true;
}
