/* deal.c: see deal.h. A row that some group has already is not loaded again: of that only its key is looked at, and its owner's. */
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

static bool open_portion(quern__batch *batch, quern__portion *portion)
{
    const quern__field *target = batch->relating->target_key;
    portion->link_count = 0;
    return !target || quern__keyring_open(&portion->targets, batch->p->arena, target->kind);
}

static bool columns_came(quern__sink *sink, const quern_backend *backend, const quern_column *columns,
                         size_t count, quern_error *error)
{
    quern__batch *batch = (quern__batch *)(void *)sink;
    const quern__relating *r = batch->relating;
    for (size_t b = 0; b < r->group_count; b++) {
        quern__portion *portion = &batch->portions[b];
        quern__sink *loader = &portion->loader.sink;
        loader->compiled = sink->compiled;
        if (!open_portion(batch, portion))
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

/* *value of a cell that is looked at: of kind NULL when it is that, or no value: what is wrong with it the loader tells. False when out of
 * memory. */
static bool look(const quern__peek *peek, const quern_cell *cells, scratch *scratch, room *room,
                 quern_value *value)
{
    const quern_cell *cell = &cells[peek->column];
    const quern_value one = { .kind = (uint16_t)((unsigned)peek->field->kind | (unsigned)QUERN_ARRAY),
                              .count = 1,
                              .as.array.items = room };
    *value = quern_value_null();
    if (!cell->data || !peek->decode)
        return true;
    const quern_decoded outcome = peek->decode(cell, room, &scratch->storage);
    if (outcome == QUERN_DECODED)
        *value = quern__value_item(&one, 0);
    return outcome != QUERN_DECODE_NO_MEMORY;
}

/* The number that the cell's key has in the ring. */
static bool find(const quern__batch *batch, const quern__keyring *ring, const quern__peek *peek,
                 const quern_cell *cells, uint32_t *number)
{
    room room;
    quern_value value;
    scratch scratch = { .storage = { .take = take }, .arena = batch->p->arena };
    const quern__arena_point before = quern__arena_mark(scratch.arena);
    *number = QUERN__NO_KEY;
    const bool done = look(peek, cells, &scratch, &room, &value) &&
                      (value.kind == QUERN_KIND_NULL || quern__keyring_find(ring, &value, number));
    quern__arena_rewind(scratch.arena, &before);
    return done;
}

static bool add_link(const quern__batch *batch, quern__portion *portion, quern__link link)
{
    if (portion->link_count == portion->link_room) {
        const size_t room = portion->link_room ? 2 * portion->link_room : 64;
        quern__link *links = quern__arena_take_raw(batch->p->arena, room * sizeof *links);
        if (!links)
            return false;
        if (portion->link_count)
            memcpy(links, portion->links, portion->link_count * sizeof *links);
        portion->links = links;
        portion->link_room = room;
    }
    portion->links[portion->link_count++] = link;
    return true;
}

/* To a group that has the key. */
static bool deal(const quern__batch *batch, quern__portion *portion, uint32_t key, const quern_cell *cells,
                 size_t count, quern_error *error)
{
    const quern__field *target = batch->relating->target_key;
    uint32_t row = QUERN__NO_KEY;
    if (target && !find(batch, &portion->targets, &batch->target, cells, &row))
        return no_memory(error);
    if (row == QUERN__NO_KEY) {
        row = (uint32_t)portion->result->count;
        if (!quern__loader_row(&portion->loader.sink, cells, count, error))
            return false;
        const quern_object *object = quern__result_row(portion->result, row);
        const quern_value value = target ? quern__member_value(target, object) : quern_value_null();
        if (target && quern__keyring_add(&portion->targets, &value) == QUERN__NO_KEY)
            return no_memory(error);
    }
    return add_link(batch, portion, (quern__link){ .key = key, .row = row }) || no_memory(error);
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
    if (r->group_count == 1)
        return deal(batch, &batch->portions[0], number, cells, count, error);
    for (const quern__holder *holder = &r->holders[number]; holder; holder = holder->next)
        if (!deal(batch, &batch->portions[holder->group], holder->key, cells, count, error))
            return false;
    return true;
}

static bool rows_ended(quern__sink *sink, quern_error *error)
{
    quern__batch *batch = (quern__batch *)(void *)sink;
    for (size_t b = 0; b < batch->relating->group_count; b++) {
        quern__sink *loader = &batch->portions[b].loader.sink;
        if (!loader->end(loader, error))
            return false;
    }
    return true;
}

quern__sink *quern__deal(quern__batch *batch)
{
    const quern__relating *r = batch->relating;
    if (r->by && r->group_count == 1)
        return &batch->portions[0].loader.sink;
    batch->sink = (quern__sink){ .columns = columns_came, .row = row_came, .end = rows_ended };
    return &batch->sink;
}
