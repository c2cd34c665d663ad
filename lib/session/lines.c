/* lines.c: see lines.h. */
#include "lib/session/lines.h"

/* JSON comes as JSON, all else as text. */
static bool choose_decoder(quern__sink *sink, const quern_backend *backend, const quern_column *columns,
                           size_t count, quern_error *error)
{
    quern__lines *l = (quern__lines *)sink;
    l->decode = count == 1 ? backend->decoder(&columns[0], QUERN_KIND_TEXT) : NULL;
    if (count == 1 && !l->decode)
        l->decode = backend->decoder(&columns[0], QUERN_KIND_JSON);
    if (!l->decode)
        *error = (quern_error){ .code = QUERN_ERROR_TYPE, .message = "one text was expected of EXPLAIN" };
    return l->decode != NULL;
}

_Static_assert(sizeof(quern_json) == sizeof(const char *), "a JSON document is its text");

static bool add_line(quern__sink *sink, const quern_cell *cells, size_t count, quern_error *error)
{
    quern__lines *l = (quern__lines *)sink;
    quern_json line = { NULL };
    (void)count;
    if (cells[0].data && l->decode(&cells[0], &line, &l->storage) != QUERN_DECODED) {
        *error = quern__out_of_memory;
        return false;
    }
    quern__text_put(&l->text, l->text.size ? "\n" : "");
    quern__text_put(&l->text, line.text ? line.text : "");
    return true;
}

static void *take(quern_storage *storage, size_t size, size_t alignment)
{
    quern__lines *l = (quern__lines *)(void *)((char *)storage - offsetof(quern__lines, storage));
    (void)alignment;
    return quern__arena_take(l->arena, size);
}

quern__lines quern__lines_open(const quern_allocator *allocator, quern__arena *arena)
{
    return (quern__lines){ .sink = { .columns = choose_decoder, .row = add_line },
                           .storage = { .take = take },
                           .arena = arena,
                           .text = quern__text_open(allocator) };
}
