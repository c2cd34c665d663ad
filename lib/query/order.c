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

static const quern_error *add_term(const quern_queryset *queryset, quern__order_list *list,
                                   const quern_order *term)
{
    const char *name = term->by.kind == QUERN_KIND_PATH ? term->by.as.text : NULL;
    if (!name)
        return refuse(queryset, "", "an order term that is no name",
                      "give a field: \"title\", \"-title\" or QUERN_DESC(book, title)", list->site);
    if (term->nulls > QUERN_NULLS_ARE_LAST)
        return refuse(
            queryset, quern__order_path(name),
            quern__arena_format(queryset->scope->arena, "order by \"%s\": no such place for NULLs", name),
            "use QUERN_NULLS_FIRST or QUERN_NULLS_LAST", list->site);
    return quern__order_add(list, queryset->model, name, term->descending != 0,
                            (quern_nulls_place)term->nulls);
}

quern_queryset *(quern_order_by)(quern_queryset *queryset, const quern_order *terms, const char *site)
{
    quern_queryset *refused = quern__queryset_refused(queryset, site);
    if (refused)
        return refused;
    if (queryset->sliced)
        return quern__queryset_refuse(queryset, QUERN_ERROR_USAGE, "quern_order_by after quern_slice",
                                      "it would change which rows are in the slice: do it before", site);
    if (queryset->settled)
        return quern__queryset_refuse(
            queryset, QUERN_ERROR_USAGE, "quern_order_by after quern_dates",
            "they are in order: give .descending, or turn it around by quern_reverse", site);
    quern__order_list list = { .scope = queryset->scope, .site = site };
    const quern_error *error = NULL;
    for (size_t i = 0; terms && terms[i].present && !error; i++)
        error = add_term(queryset, &list, &terms[i]);
    for (size_t i = 0; i < list.count && !error; i++)
        if (queryset->distinct && quern__order_is_random(&list.terms[i]))
            error = refuse(queryset, "?", "a random order after quern_distinct",
                           "each row would be another one by its random number", site);
    if (error)
        return quern__queryset_fail(queryset->scope, error, site);
    quern_queryset *made = quern__queryset_refine(queryset, QUERN__CLAUSE_ORDER, site);
    if (!quern__queryset_usable(made))
        return made;
    made->as.order.terms = list.terms;
    made->as.order.count = list.count;
    made->ordered = list.count > 0;
    return made;
}
