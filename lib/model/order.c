/* order.c: see order.h. */
#include "lib/model/order.h"

#include "lib/model/path.h"

#include <string.h>

const char *quern__order_path(const char *term)
{
    return term[0] == '-' && term[1] != '>' ? term + 1 : term;
}

/* Something follows the path: a misspelt field of a relation's target, or what only a condition can have. */
static const quern_error *refuse_tail(const quern__scope *scope, const quern__path *path, const char *text,
                                      const char *site)
{
    if (path->reached)
        return quern__path_unknown(scope, path->reached, text, path->tail, site);
    const quern__field *field = path->field;
    return quern__error_copy(
        scope->arena,
        &(quern_error){ .code = QUERN_ERROR_LOOKUP,
                        .message = quern__arena_format(scope->arena, "an order by %s.%s takes no lookup",
                                                       field->model->name, field->name),
                        .hint = quern__arena_format(scope->arena, "order by \"%s\"", field->name),
                        .path = text,
                        .site = site });
}

const quern_error *quern__order_resolve(const quern__scope *scope, const quern__model *model,
                                        const char *term, const char *site, quern__order *out)
{
    *out = (quern__order){ 0 };
    if (strcmp(term, "?") == 0)
        return NULL;
    const char *path = quern__order_path(term);
    quern__path resolved;
    const quern_error *error = quern__path_resolve(scope, model, path, site, &resolved);
    if (!error && *resolved.tail)
        error = refuse_tail(scope, &resolved, path, site);
    if (!error)
        *out = (quern__order){ .field = resolved.field, .descending = path != term };
    return error;
}
