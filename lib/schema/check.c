/* check.c: quern_check_schema. */
#include "lib/schema/compare.h"
#include "lib/schema/create.h"

static bool compare_all(quern_session *session, quern__arena *arena, const char *site, quern__findings *f)
{
    const quern__schema *schema = session->scope.schema;
    quern__catalog catalog;
    if (!quern__catalog_read(session, arena, site, &catalog))
        return false;
    *f = (quern__findings){ .arena = session->scope.arena,
                            .catalog = &catalog,
                            .schema = schema,
                            .dialect = schema->dialect,
                            .text = quern__text_open(session->scope.allocator) };
    for (size_t i = 0; i < schema->count && !f->broken; i++)
        quern__compare_model(f, &schema->models[i]);
    quern__text_close(&f->text);
    if (f->broken)
        quern__failure_set(&session->scope.failure, &quern__out_of_memory);
    return !f->broken;
}

int64_t(quern_check_schema)(quern_session *session, const quern_difference **out, const char *site)
{
    quern__findings findings;
    *out = NULL;
    if (!quern__schema_session(session, true, site))
        return -1;
    quern__arena *arena = quern__arena_open(session->scope.allocator, NULL);
    if (!arena)
        quern__failure_set(&session->scope.failure, &quern__out_of_memory);
    const bool done = arena && compare_all(session, arena, site, &findings);
    quern__arena_close(arena);
    if (!done)
        return -1;
    *out = findings.list;
    return (int64_t)findings.count;
}
