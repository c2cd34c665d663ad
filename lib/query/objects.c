/* objects.c: where a chain begins. */
#include "lib/query/queryset.h"

#include <quern/row.h>

static const quern_error *unknown_model(const quern__scope *scope, const char *name, const char *site)
{
    return quern__error_copy(
        scope->arena,
        &(quern_error){ .code = QUERN_ERROR_MODEL,
                        .message = quern__arena_format(scope->arena, "the db has no model %s", name),
                        .hint = "add it to QUERN_MODELS where the db is opened",
                        .path = name,
                        .site = site });
}

/* The error of a session that never worked, as an error of the queryset: there is no schema to look into. */
quern_queryset *quern__queryset_no_schema(quern__scope *scope, const char *site)
{
    const quern_error never = { .code = QUERN_ERROR_USAGE,
                                .message = "a session of a db that is in error",
                                .hint = "see quern_db_error",
                                .site = site };
    const quern_error *reason = scope->failure.current ? scope->failure.current : &never;
    if (!scope->arena)
        return quern__queryset_fail(scope, &quern__out_of_memory, site);
    return quern__queryset_fail(scope, quern__error_copy(scope->arena, reason), site);
}

/* `known`: instead of the schema's model. */
static quern_queryset *begin(quern_session *session, const quern_model *model, const quern__model *known,
                             const char *site)
{
    quern__scope *scope = (quern__scope *)session;
    if (!scope)
        return quern__queryset_refused(NULL, site);
    if (!scope->schema)
        return quern__queryset_no_schema(scope, site);
    if (!known && model)
        known = quern__schema_model(scope->schema, model);
    if (!known)
        return quern__queryset_fail(
            scope, unknown_model(scope, model && model->name ? model->name : "?", site), site);
    return quern__queryset_root(scope, known, site);
}

quern_queryset *(quern_objects)(quern_session *session, const quern_model *model, const char *site)
{
    return begin(session, model, NULL, site);
}

quern_queryset *quern__queryset_raw(quern_session *session, const quern_model *model, const char *site)
{
    static const quern__model rows = { .descriptor = &quern_row_model,
                                       .declared = &quern_row_model,
                                       .name = "quern_row",
                                       .table = "",
                                       .size = sizeof(quern_row) };
    quern_queryset *made = begin(session, model, model == &quern_row_model ? &rows : NULL, site);
    if (!quern__queryset_usable(made) || made->error)
        return made;
    made->clause = QUERN__CLAUSE_RAW;
    made->raw = true;
    made->ordered = false;
    return made;
}
