/* check_ordering.c: the order of querysets that give none: .ordering, resolved. */
#include "lib/model/check.h"

#include "lib/model/order.h"

#define TEXT(...) quern__arena_format(c->arena, __VA_ARGS__)

static bool tell(quern__check *c, const quern__model *model, const char *term, const quern_error *error)
{
    if (error->code != QUERN_ERROR_MEMORY)
        return QUERN__FAULT(c, .model = model, .hint = error->hint, .nearest = error->nearest,
                            .message =
                                TEXT("%s: .ordering by \"%s\": %s", model->name, term, error->message));
    quern__failure_set(c->failure, error);
    return false;
}

/* Each row would be there as often as there are objects on the way. */
static bool check_single(quern__check *c, const quern__model *model, const char *term, const quern__order *by)
{
    for (size_t i = 0; i < by->column.hop_count; i++)
        if (by->column.hops[i]->many)
            return QUERN__FAULT(
                c, .model = model,
                .message = TEXT("%s: .ordering by \"%s\", which leads to several objects", model->name, term),
                .hint = "every queryset would have its rows several times: order by it where that is wanted");
    return true;
}

bool quern__check_ordering(quern__check *c, const quern__model *model)
{
    const char *const *terms = model->declared->ordering;
    const quern__scope scope = { .allocator = quern__arena_allocator(c->arena),
                                 .schema = c->schema,
                                 .arena = c->arena };
    quern__order_list list = { .scope = &scope, .site = c->site };
    for (size_t i = 0; terms && terms[i]; i++) {
        const size_t before = list.count;
        const quern_error *error = quern__order_add(&list, model, terms[i], false, QUERN_NULLS_DEFAULT);
        if (error)
            return tell(c, model, terms[i], error);
        for (size_t j = before; j < list.count; j++)
            if (!check_single(c, model, terms[i], &list.terms[j]))
                return false;
    }
    quern__model *made = (quern__model *)(uintptr_t)model;
    made->ordering = list.terms;
    made->ordering_count = list.count;
    return true;
}
