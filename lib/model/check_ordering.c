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

bool quern__check_ordering(quern__check *c, const quern__model *model)
{
    const char *const *terms = model->declared->ordering;
    size_t count = 0;
    while (terms && terms[count])
        count++;
    quern__order *ordering = quern__arena_take_array(c->arena, count, sizeof *ordering);
    if (!ordering)
        return tell(c, model, "", &quern__out_of_memory);
    const quern__scope scope = { .allocator = quern__arena_allocator(c->arena),
                                 .schema = c->schema,
                                 .arena = c->arena };
    for (size_t i = 0; i < count; i++) {
        const quern_error *error = quern__order_resolve(&scope, model, terms[i], c->site, &ordering[i]);
        if (error)
            return tell(c, model, terms[i], error);
    }
    quern__model *made = (quern__model *)(uintptr_t)model;
    made->ordering = ordering;
    made->ordering_count = count;
    return true;
}
