/* order.c: quern_order_by. */
#include "lib/query/queryset.h"

#include <string.h>

static const quern_error *refuse(const quern_queryset *queryset, quern_error_code code, const char *path,
                                 const char *message, const char *hint, const char *site)
{
    return quern__error_copy(
        queryset->scope->arena,
        &(quern_error){ .code = code, .message = message, .hint = hint, .path = path, .site = site });
}

/* Something follows the path: a misspelt field of a relation's target, or what only a condition can have. */
static const quern_error *refuse_tail(const quern_queryset *queryset, const quern__path *path,
                                      const char *text, const char *site)
{
    quern__arena *arena = queryset->scope->arena;
    if (path->reached)
        return quern__path_unknown(queryset->scope, path->reached, text, path->tail, site);
    return refuse(queryset, QUERN_ERROR_LOOKUP, text,
                  quern__arena_format(arena, "an order by %s.%s takes no lookup", path->field->model->name,
                                      path->field->name),
                  quern__arena_format(arena, "order by \"%s\"", path->field->name), site);
}

static const quern_error *resolve_term(const quern_queryset *queryset, const quern_order *term,
                                       const char *site, quern__order *out)
{
    quern__arena *arena = queryset->scope->arena;
    const char *name = term->by.kind == QUERN_KIND_PATH ? term->by.as.text : NULL;
    if (!name)
        return refuse(queryset, QUERN_ERROR_USAGE, "", "an order term that is no name",
                      "give a field: \"title\", \"-title\" or QUERN_DESC(book, title)", site);
    *out = (quern__order){ .descending = term->descending, .nulls = (quern_nulls_place)term->nulls };
    if (strcmp(name, "?") == 0)
        return NULL;
    const char *path = name[0] == '-' && name[1] != '>' ? name + 1 : name;
    if (path != name)
        out->descending = !out->descending;
    if (term->nulls > QUERN_NULLS_ARE_LAST)
        return refuse(queryset, QUERN_ERROR_USAGE, path,
                      quern__arena_format(arena, "order by \"%s\": no such place for NULLs", name),
                      "use QUERN_NULLS_FIRST or QUERN_NULLS_LAST", site);
    quern__path resolved;
    const quern_error *error = quern__path_resolve(queryset->scope, queryset->model, path, site, &resolved);
    if (!error && *resolved.tail)
        error = refuse_tail(queryset, &resolved, path, site);
    if (!error)
        out->field = resolved.field;
    return error;
}

quern_queryset *(quern_order_by)(quern_queryset *queryset, const quern_order *terms, const char *site)
{
    quern_queryset *refused = quern__queryset_refused(queryset);
    if (refused)
        return refused;
    if (queryset->sliced)
        return quern__queryset_refuse(queryset, QUERN_ERROR_USAGE, "quern_order_by after quern_slice",
                                      "it would change which rows are in the slice: do it before", site);
    size_t count = 0;
    while (terms && terms[count].present)
        count++;
    quern__order *resolved = quern__arena_take_array(queryset->scope->arena, count, sizeof *resolved);
    const quern_error *error = resolved ? NULL : &quern__out_of_memory;
    for (size_t i = 0; !error && i < count; i++)
        error = resolve_term(queryset, &terms[i], site, &resolved[i]);
    if (error)
        return quern__queryset_fail(queryset->scope, error, site);
    quern_queryset *made = quern__queryset_refine(queryset, QUERN__CLAUSE_ORDER, site);
    if (!quern__queryset_usable(made))
        return made;
    made->as.order.terms = resolved;
    made->as.order.count = count;
    made->ordered = count > 0;
    return made;
}
