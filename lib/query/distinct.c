/* distinct.c: quern_distinct. */
#include "lib/query/queryset.h"

#include "lib/model/order.h"

static const quern_error *random_order(const quern_queryset *queryset, const char *site)
{
    return quern__error_copy(
        queryset->scope->arena,
        &(quern_error){ .code = QUERN_ERROR_USAGE,
                        .message = "quern_distinct of rows in random order",
                        .hint = "each row would be another one by its random number: leave \"?\" away",
                        .site = site });
}

static bool is_random(const quern_queryset *queryset)
{
    size_t count;
    const quern__order *terms = quern__queryset_order(queryset, &count);
    for (size_t i = 0; i < count; i++)
        if (quern__order_is_random(&terms[i]))
            return true;
    return false;
}

static const quern_error *resolve(const quern_queryset *queryset, const char *name, const char *site,
                                  quern__column *out)
{
    quern__path path;
    const quern_error *error = quern__path_resolve(queryset->scope, queryset->model, name, site, &path);
    if (!error && *path.tail)
        error = quern__path_refuse_tail(queryset->scope, &path, name, "quern_distinct", site);
    if (!error)
        *out = path.column;
    return error;
}

/* The names' columns, each once; gives how many. */
static const quern_error *resolve_all(const quern_queryset *queryset, const char *const *names,
                                      const char *site, quern__column *on, size_t *count)
{
    const quern_error *error = NULL;
    for (size_t i = 0; names && names[i] && !error; i++) {
        size_t same = 0;
        error = resolve(queryset, names[i], site, &on[*count]);
        while (!error && same < *count && !quern__column_same(&on[same], &on[*count]))
            same++;
        *count += same == *count;
    }
    return error;
}

quern_queryset *(quern_distinct)(quern_queryset *queryset, const char *const *names, const char *site)
{
    quern_queryset *refused = quern__queryset_refused(queryset, site);
    if (refused)
        return refused;
    if (queryset->sliced)
        return quern__queryset_refuse(queryset, QUERN_ERROR_USAGE, "quern_distinct after quern_slice",
                                      "it would change which rows are in the slice: do it before", site);
    if (queryset->settled)
        return quern__queryset_refuse(queryset, QUERN_ERROR_USAGE, "quern_distinct after quern_dates",
                                      "no two of them are the same", site);
    if (is_random(queryset))
        return quern__queryset_fail(queryset->scope, random_order(queryset, site), site);
    size_t count = 0;
    while (names && names[count])
        count++;
    quern__column *on = quern__arena_take_array(queryset->scope->arena, count, sizeof *on);
    count = 0;
    const quern_error *error = on ? resolve_all(queryset, names, site, on, &count) : &quern__out_of_memory;
    if (error)
        return quern__queryset_fail(queryset->scope, error, site);
    quern_queryset *made = quern__queryset_refine(queryset, QUERN__CLAUSE_DISTINCT, site);
    if (!quern__queryset_usable(made))
        return made;
    made->as.distinct.on = on;
    made->as.distinct.count = count;
    made->distinct = true;
    return made;
}
