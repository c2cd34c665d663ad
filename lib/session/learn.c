/* learn.c: see learn.h. */
#include "lib/session/learn.h"

#include <string.h>

static bool made_by_user(const quern__exchange *x, const quern_column *column)
{
    return x->backend->first_user_type && column->type >= x->backend->first_user_type;
}

static bool any_made_by_user(const quern__exchange *x, const quern_event *event)
{
    const uint32_t first = x->backend->first_user_type;
    for (size_t i = 0; first && i < event->count; i++)
        if (event->columns[i].type >= first)
            return true;
    return false;
}

static const quern__type *find(const quern__exchange *x, uint32_t number)
{
    const quern__learnt *learnt = x->learnt;
    for (size_t i = 0; learnt && i < learnt->count; i++)
        if (learnt->types[i].number == number)
            return &learnt->types[i];
    return quern__types_find(x->types, number);
}

static void note_unknown(quern__part *part, uint32_t number)
{
    for (size_t i = 0; i < part->unknown_count; i++)
        if (part->unknown[i] == number)
            return;
    part->unknown[part->unknown_count++] = number;
}

/* What changes something, or would not give the same again, must not run again. */
static bool may_run_again(const quern__work *work)
{
    return !work->own_sql && !work->writes && !work->once;
}

/* A type that nobody knows, though the server was asked, stays what it is: the sink says what it thinks of it. */
static void know(quern__exchange *x, quern_column *column)
{
    const quern__type *type = find(x, column->type);
    if (type) {
        column->type = type->alike;
        column->type_name = type->name;
    } else if (!x->part->asked && may_run_again(x->part->work) && x->backend->resolve_type) {
        note_unknown(x->part, column->type);
    }
}

const quern_column *quern__exchange_columns(quern__exchange *x, const quern_event *event)
{
    quern__part *part = x->part;
    if (!any_made_by_user(x, event))
        return event->columns;
    part->columns = quern__allocate(part->failure.allocator,
                                    event->count * (sizeof *part->columns + sizeof *part->unknown));
    if (!part->columns) {
        quern__exchange_fail(x, &quern__out_of_memory);
        return NULL;
    }
    part->unknown = (uint32_t *)(part->columns + event->count);
    memcpy(part->columns, event->columns, event->count * sizeof *part->columns);
    for (size_t i = 0; i < event->count; i++)
        if (made_by_user(x, &part->columns[i]))
            know(x, &part->columns[i]);
    return part->unknown_count ? NULL : part->columns;
}

static bool refuse(quern_error *error)
{
    *error = (quern_error){ .code = QUERN_ERROR_TYPE,
                            .message = "the backend's resolve_type has to give a bigint and a text" };
    return false;
}

static bool take_columns(quern__sink *sink, const quern_backend *backend, const quern_column *columns,
                         size_t count, quern_error *error)
{
    quern__type_sink *to = (quern__type_sink *)sink;
    to->number = count == 2 ? backend->decoder(&columns[0], QUERN_KIND_I64) : NULL;
    to->text = count == 2 ? backend->decoder(&columns[1], QUERN_KIND_TEXT) : NULL;
    return (to->number && to->text) || refuse(error);
}

static bool take_row(quern__sink *sink, const quern_cell *cells, size_t count, quern_error *error)
{
    quern__type_sink *to = (quern__type_sink *)sink;
    int64_t alike = -1;
    (void)count;
    if (!cells[0].data || !cells[1].data || to->number(&cells[0], &alike, &to->storage) != QUERN_DECODED ||
        alike < 0 || alike > UINT32_MAX)
        return refuse(error);
    const quern_decoded named = to->text(&cells[1], &to->type.name, &to->storage);
    if (named == QUERN_DECODE_NO_MEMORY)
        *error = quern__out_of_memory;
    else if (named != QUERN_DECODED)
        refuse(error);
    to->type.alike = (uint32_t)alike;
    to->found = named == QUERN_DECODED;
    return to->found;
}

static void *take(quern_storage *storage, size_t size, size_t alignment)
{
    quern__type_sink *to =
        (quern__type_sink *)(void *)((char *)storage - offsetof(quern__type_sink, storage));
    return alignment > 1 ? quern__arena_take(to->arena, size) : quern__arena_take_bytes(to->arena, size);
}

quern__type_sink quern__type_sink_make(quern__arena *arena, uint32_t number)
{
    return (quern__type_sink){ .sink = { .columns = take_columns, .row = take_row },
                               .storage = { .take = take },
                               .arena = arena,
                               .type = { .number = number } };
}
