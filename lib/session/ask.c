/* ask.c: see ask.h. */
#include "lib/session/ask.h"

#include "lib/session/learn.h"

/* *type: with number 0 when there is none such. */
static bool ask(quern_session *session, const quern_backend *backend, uint32_t number, quern__arena *arena,
                const char *site, quern__type *type)
{
    const quern_value value = quern_value_i64(number);
    const quern_kind kind = QUERN_KIND_I64;
    quern__type_sink sink = quern__type_sink_make(arena, number);
    const quern__work work = { .sql = backend->resolve_type,
                               .count = 1,
                               .values = &value,
                               .kinds = &kind,
                               .site = site,
                               .origin = QUERN_ORIGIN_TYPE,
                               .sink = &sink.sink };
    int64_t rows;
    if (!quern__run(session, &work, &rows))
        return false;
    *type = sink.found ? sink.type : (quern__type){ 0 };
    if (sink.found)
        quern__types_add(session->types, type);
    return true;
}

/* All columns of that type. */
static void know(quern_column *columns, size_t count, const quern__type *type)
{
    for (size_t i = 0; i < count; i++)
        if (columns[i].type == type->number && !columns[i].type_name) {
            columns[i].type = type->alike;
            columns[i].type_name = type->name;
        }
}

static bool is_new(const quern_column *columns, size_t i)
{
    for (size_t before = 0; before < i; before++)
        if (columns[before].type == columns[i].type && !columns[before].type_name)
            return false;
    return true;
}

bool quern__ask_types(quern_session *session, const quern_backend *backend, quern_column *columns,
                      size_t count, quern__arena *arena, const char *site)
{
    for (size_t i = 0; i < count && backend->resolve_type; i++) {
        quern__type type;
        if (!quern__column_unknown(backend, &columns[i]) || !is_new(columns, i))
            continue;
        if (!ask(session, backend, columns[i].type, arena, site, &type))
            return false;
        know(columns, count, &type);
    }
    return true;
}
