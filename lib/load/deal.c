/* deal.c: see deal.h. A row that some brood has already is not loaded again: of that only its key is looked at, and its owner's. */
#include "lib/load/deal.h"

#include "lib/expr/object.h"
#include "lib/value/parts.h"

#include <string.h>

/* What a decoder may write. */
typedef union room {
    max_align_t aligned;
    char bytes[sizeof(quern_value)];
} room;

/* Where texts go while they are looked at. */
typedef struct scratch {
    quern_storage storage; /* first */
    quern__arena *arena;
} scratch;

static void *take(quern_storage *storage, size_t size, size_t alignment)
{
    quern__arena *arena = ((scratch *)(void *)storage)->arena;
    return alignment > 1 ? quern__arena_take(arena, size) : quern__arena_take_bytes(arena, size);
}

static bool no_memory(quern_error *error)
{
    *error = quern__out_of_memory;
    return false;
}

/* ---- Columns ---- */

/* The output that is loaded into that field; behind all of them is the owner's key. */
static size_t column_of(const quern__plan *plan, const quern__field *field)
{
    size_t i = 0;
    while (i < plan->output_count && quern__plan_member(plan, i) != field)
        i++;
    return i < plan->output_count ? i : quern__plan_width(plan);
}

static void choose(quern__peek *peek, const quern__plan *plan, const quern__field *field,
                   const quern__field *member, const quern_backend *backend, const quern_column *columns)
{
    peek->column = column_of(plan, member);
    peek->field = field;
    peek->decode = backend->decoder(&columns[peek->column], field->kind);
}

static bool open_yield(quern__batch *batch, quern__yield *yield)
{
    const quern__field *target = batch->relating->target_key;
    yield->link_count = 0;
    return !target || quern__keyring_open(&yield->targets, batch->p->arena, target->kind);
}

static bool columns_came(quern__sink *sink, const quern_backend *backend, const quern_column *columns,
                         size_t count, quern_error *error)
{
    quern__batch *batch = (quern__batch *)(void *)sink;
    const quern__relating *r = batch->relating;
    for (size_t b = 0; b < r->brood_count; b++) {
        quern__yield *yield = &batch->yields[b];
        quern__sink *loader = &yield->loader.sink;
        loader->compiled = sink->compiled;
        if (!open_yield(batch, yield))
            return no_memory(error);
        if (!loader->columns(loader, backend, columns, count, error))
            return false;
    }
    choose(&batch->owner, batch->ready.plan, r->asked.field, r->by, backend, columns);
    if (r->target_key)
        choose(&batch->target, batch->ready.plan, r->target_key, r->target_key, backend, columns);
    return true;
}

/* ---- Rows ---- */

/* The value of a cell that is looked at; of kind NULL when it is that, or the loader will say what is wrong with it. */
static quern_value look(const quern__peek *peek, const quern_cell *cells, scratch *scratch, room *room)
{
    const quern_cell *cell = &cells[peek->column];
    const quern_value one = { .kind = (uint16_t)((unsigned)peek->field->kind | (unsigned)QUERN_ARRAY),
                              .count = 1,
                              .as.array.items = room };
    if (!cell->data || !peek->decode || peek->decode(cell, room, &scratch->storage) != QUERN_DECODED)
        return quern_value_null();
    return quern__value_item(&one, 0);
}

/* The number that the cell's key has in the ring. */
static bool find(const quern__batch *batch, const quern__keyring *ring, const quern__peek *peek,
                 const quern_cell *cells, uint32_t *number)
{
    room room;
    scratch scratch = { .storage = { .take = take }, .arena = batch->p->arena };
    const quern__arena_point before = quern__arena_mark(scratch.arena);
    const quern_value value = look(peek, cells, &scratch, &room);
    *number = QUERN__NO_KEY;
    const bool done = value.kind == QUERN_KIND_NULL || quern__keyring_find(ring, &value, number);
    quern__arena_rewind(scratch.arena, &before);
    return done;
}

static bool add_link(const quern__batch *batch, quern__yield *yield, quern__link link)
{
    if (yield->link_count == yield->link_room) {
        const size_t room = yield->link_room ? 2 * yield->link_room : 64;
        quern__link *links = quern__arena_take_raw(batch->p->arena, room * sizeof *links);
        if (!links)
            return false;
        if (yield->link_count)
            memcpy(links, yield->links, yield->link_count * sizeof *links);
        yield->links = links;
        yield->link_room = room;
    }
    yield->links[yield->link_count++] = link;
    return true;
}

/* To a brood that has the key. */
static bool deal(const quern__batch *batch, quern__yield *yield, uint32_t key, const quern_cell *cells,
                 size_t count, quern_error *error)
{
    const quern__field *target = batch->relating->target_key;
    uint32_t row = QUERN__NO_KEY;
    if (target && !find(batch, &yield->targets, &batch->target, cells, &row))
        return no_memory(error);
    if (row == QUERN__NO_KEY) {
        row = (uint32_t)yield->result->count;
        if (!quern__loader_row(&yield->loader.sink, cells, count, error))
            return false;
        const quern_object *object = quern__result_row(yield->result, row);
        const quern_value value = target ? quern__member_value(target, object) : quern_value_null();
        if (target && quern__keyring_add(&yield->targets, &value) == QUERN__NO_KEY)
            return no_memory(error);
    }
    return add_link(batch, yield, (quern__link){ .key = key, .row = row }) || no_memory(error);
}

static bool row_came(quern__sink *sink, const quern_cell *cells, size_t count, quern_error *error)
{
    quern__batch *batch = (quern__batch *)(void *)sink;
    quern__relating *r = batch->relating;
    uint32_t number;
    if (!find(batch, quern__relating_keys(r), &batch->owner, cells, &number))
        return no_memory(error);
    if (number < batch->first || number - batch->first >= batch->count) {
        r->doubtful = true;
        return true;
    }
    if (r->brood_count == 1)
        return deal(batch, &batch->yields[0], number, cells, count, error);
    for (const quern__holder *holder = &r->holders[number]; holder; holder = holder->next)
        if (!deal(batch, &batch->yields[holder->brood], holder->key, cells, count, error))
            return false;
    return true;
}

static bool rows_ended(quern__sink *sink, quern_error *error)
{
    quern__batch *batch = (quern__batch *)(void *)sink;
    for (size_t b = 0; b < batch->relating->brood_count; b++) {
        quern__sink *loader = &batch->yields[b].loader.sink;
        if (!loader->end(loader, error))
            return false;
    }
    return true;
}

quern__sink *quern__deal(quern__batch *batch)
{
    const quern__relating *r = batch->relating;
    if (r->by && r->brood_count == 1)
        return &batch->yields[0].loader.sink;
    batch->sink = (quern__sink){ .columns = columns_came, .row = row_came, .end = rows_ended };
    return &batch->sink;
}
