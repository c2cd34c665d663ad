/* ties.c: see ties.h. Tables of open addressing, never more than half full. */
#include "lib/load/ties.h"

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

static bool open(quern__ties *ties, quern__tie *tie)
{
    quern_result *from = tie->from ? tie->from->result : ties->rows;
    tie->result = quern__result_open_along(ties->rows, from, tie->joined->relation);
    tie->slots = quern__arena_take_array(ties->arena, FEW_SLOTS, sizeof *tie->slots);
    tie->mask = FEW_SLOTS - 1;
    return tie->result && tie->slots && keep_loaded(tie->result, tie->joined);
}

/* Where its columns are among those of all. */
static void find_columns(quern__tie *tie, const quern__along *along, size_t of, size_t first)
{
    for (size_t i = 0; i < along->output_count; i++) {
        if (along->outputs[i].of != of)
            continue;
        if (!tie->count++)
            tie->first = first + i;
        if (along->outputs[i].field == tie->joined->hop->far)
            tie->tells = first + i;
    }
}

/* The other side of the relation, when that leads to one object as well. */
static const quern__reverse *side_of(const quern__joined *joined)
{
    const quern__model *target = joined->hop->to;
    if (joined->reverse)
        return joined->reverse;
    for (size_t i = 0; i < target->reverse_count; i++)
        if (target->reverses[i].field == joined->relation && quern__reverse_is_one(&target->reverses[i]))
            return &target->reverses[i];
    return NULL;
}

static bool open_all(quern__ties *ties, const quern__along *along, size_t first)
{
    quern__tie **of = quern__arena_take_array(ties->arena, along->count, sizeof *of);
    for (size_t i = 0; of && i < along->count; i++) {
        const quern__joined *joined = &along->list[i];
        if (!joined->wanted)
            continue;
        quern__tie *tie = of[i] = &ties->list[ties->count++];
        *tie = (quern__tie){ .joined = joined,
                             .from = joined->from ? of[joined->from - 1] : NULL,
                             .side = side_of(joined) };
        find_columns(tie, along, i, first);
        if (!open(ties, tie))
            return false;
    }
    return of;
}

/* Those that hang on one, at any depth, hang on it or on one that stands behind it. */
static void find_next(quern__ties *ties)
{
    for (size_t i = 0; i < ties->count; i++) {
        size_t next = i + 1;
        while (next < ties->count && ties->list[next].from && ties->list[next].from >= &ties->list[i])
            next++;
        ties->list[i].next = next;
    }
}

quern__ties *quern__ties_open(quern_result *rows, const quern__along *along, size_t first)
{
    quern__ties *ties = quern__arena_take(rows->arena, sizeof *ties + along->count * sizeof *ties->list);
    if (!ties)
        return NULL;
    ties->rows = rows;
    ties->arena = quern__arena_open(rows->session->scope.allocator, rows->arena);
    if (!ties->arena)
        return NULL;
    if (!open_all(ties, along, first)) {
        quern__ties_drop(ties);
        return NULL;
    }
    find_next(ties);
    return ties;
}

void quern__ties_drop(quern__ties *ties)
{
    if (!ties)
        return;
    for (size_t i = 0; i < ties->count; i++)
        quern__result_close(ties->list[i].result);
    quern__arena_close(ties->arena);
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

static bool is_that(const quern__tie_slot *slot, uint64_t key, const quern_cell *cell)
{
    return slot->key == key && slot->size == cell->size &&
           (cell->size <= FEW_BYTES || memcmp(slot->bytes, cell->data, cell->size) == 0);
}

/* The first that a key may be in. */
static size_t place_of(const quern__tie *tie, uint64_t key)
{
    return (size_t)quern__digest_mix(key, 0) & tie->mask;
}

quern_object *quern__tie_find(const quern__tie *tie, const quern_cell *cell)
{
    const uint64_t key = key_of(cell);
    for (size_t i = place_of(tie, key); tie->slots[i].row; i = (i + 1) & tie->mask)
        if (is_that(&tie->slots[i], key, cell))
            return quern__result_row(tie->result, tie->slots[i].row - 1);
    return NULL;
}

static quern__tie_slot *free_slot(const quern__tie *tie, uint64_t key)
{
    size_t i = place_of(tie, key);
    while (tie->slots[i].row)
        i = (i + 1) & tie->mask;
    return &tie->slots[i];
}

static bool grow(const quern__ties *ties, quern__tie *tie)
{
    const quern__tie_slot *old = tie->slots;
    const size_t count = tie->mask + 1;
    quern__tie_slot *slots = quern__arena_take_array(ties->arena, 2 * count, sizeof *slots);
    if (!slots)
        return false;
    tie->slots = slots;
    tie->mask = 2 * count - 1;
    for (size_t i = 0; i < count; i++)
        if (old[i].row)
            *free_slot(tie, old[i].key) = old[i];
    return true;
}

bool quern__tie_add(const quern__ties *ties, quern__tie *tie, const quern_cell *cell)
{
    const uint64_t key = key_of(cell);
    if (2 * tie->result->count > tie->mask && !grow(ties, tie))
        return false;
    quern__tie_slot slot = { .key = key, .size = (uint32_t)cell->size, .row = (uint32_t)tie->result->count };
    if (cell->size > FEW_BYTES) {
        char *bytes = quern__arena_take_bytes(ties->arena, cell->size);
        if (!bytes)
            return false;
        slot.bytes = memcpy(bytes, cell->data, cell->size);
    }
    *free_slot(tie, key) = slot;
    return true;
}

/* ---- Links ---- */

static void point(quern_object *from, size_t offset, quern_object *to)
{
    *(quern_object **)(void *)((char *)from + offset) = to;
}

/* The last of several rows of the same object is the one that is pointed back to: which one that is does not matter. */
static bool note_target(const quern__ties *ties, quern__tie *tie, const quern_object *from, quern_object *to)
{
    if (from->row >= tie->target_room) {
        const size_t room = from->row < FEW_SLOTS / 2 ? FEW_SLOTS : 2 * ((size_t)from->row + 1);
        quern_object **more = quern__arena_take_array(ties->arena, room, sizeof *more);
        if (!more)
            return false;
        if (tie->target_room)
            memcpy(more, tie->targets, tie->target_room * sizeof *more);
        tie->targets = more;
        tie->target_room = room;
    }
    tie->targets[from->row] = to;
    return true;
}

bool quern__tie_point(const quern__ties *ties, quern__tie *tie, quern_object *from, quern_object *to)
{
    const quern__joined *joined = tie->joined;
    if (!joined->reverse) {
        point(from, joined->relation->object_offset, to);
        return !to || !tie->side || note_target(ties, tie, to, from);
    }
    if (to)
        point(to, joined->hop->relation->object_offset, from);
    return note_target(ties, tie, from, to);
}

/* ---- The end ---- */

/* What the other side of a one to one leads to is known of each object, and is kept as sets are; its member too, if it has one. */
static bool give_sets(const quern__tie *tie, quern_result *from)
{
    const quern__reverse *reverse = tie->side;
    const quern__field *member = reverse->as->declared->role == QUERN_ROLE_HAS_ONE ? reverse->as : NULL;
    quern__sets *sets = quern__sets_open(from, reverse->name, reverse, member);
    void **rows = quern__arena_take_array(from->arena, 2 * from->count, sizeof *rows);
    if (!sets || !rows)
        return false;
    sets->whole = true;
    for (size_t i = 0; i < from->count; i++) {
        rows[2 * i] = i < tie->target_room ? tie->targets[i] : NULL;
        quern__sets_give(sets, quern__result_row(from, i), &rows[2 * i], rows[2 * i] != NULL);
    }
    return true;
}

bool quern__ties_end(quern__ties *ties)
{
    for (size_t i = 0; i < ties->count; i++) {
        const quern__tie *tie = &ties->list[i];
        quern_result *from = tie->from ? tie->from->result : ties->rows;
        tie->result->several = ties->rows->several || ties->rows->count > 1;
        quern_result *has_side = tie->joined->reverse ? from : tie->result;
        if (tie->side && has_side->count && !give_sets(tie, has_side))
            return false;
    }
    quern__arena_close(ties->arena);
    ties->arena = NULL;
    return true;
}
