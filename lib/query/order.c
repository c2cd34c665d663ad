/* order.c: quern_order_by. */
#include "lib/query/queryset.h"

#include "lib/model/order.h"

static const quern_error *refuse(const quern_queryset *queryset, const char *path, const char *message,
                                 const char *hint, const char *site)
{
    return quern__error_copy(
        queryset->scope->arena,
        &(quern_error){
            .code = QUERN_ERROR_USAGE, .message = message, .hint = hint, .path = path, .site = site });
}

static const quern_error *resolve_term(const quern_queryset *queryset, const quern_order *term,
                                       const char *site, quern__order *out)
{
    const char *name = term->by.kind == QUERN_KIND_PATH ? term->by.as.text : NULL;
    if (!name)
        return refuse(queryset, "", "an order term that is no name",
                      "give a field: \"title\", \"-title\" or QUERN_DESC(book, title)", site);
    if (term->nulls > QUERN_NULLS_ARE_LAST)
        return refuse(
            queryset, quern__order_path(name),
            quern__arena_format(queryset->scope->arena, "order by \"%s\": no such place for NULLs", name),
            "use QUERN_NULLS_FIRST or QUERN_NULLS_LAST", site);
    const quern_error *error = quern__order_resolve(queryset->scope, queryset->model, name, site, out);
    out->descending = out->descending != (term->descending != 0);
    out->nulls = (quern_nulls_place)term->nulls;
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
