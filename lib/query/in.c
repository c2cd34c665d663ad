/* in.c: quern_in: a shared chain, with one node of a session's at its end. */
#include "lib/query/queryset.h"

#include <quern/share.h>

#define TEXT(...) quern__arena_format(scope->arena, __VA_ARGS__)

static quern_queryset *refuse(quern__scope *scope, const char *message, const char *hint, const char *site)
{
    const quern_error error = { .code = QUERN_ERROR_USAGE, .message = message, .hint = hint, .site = site };
    return quern__queryset_fail(scope, quern__error_copy(scope->arena, &error), site);
}

quern_queryset *(quern_in)(quern_session *session, quern_queryset *shared, const char *site)
{
    quern__scope *scope = (quern__scope *)session;
    if (!scope || !shared)
        return quern__queryset_refused(NULL, site);
    if (!scope->schema)
        return quern__queryset_no_schema(scope, site);
    if (shared->scope)
        return refuse(scope, TEXT("quern_in was given a queryset that is not shared"),
                      "share it once, before the threads start: quern_share(db, qs)", site);
    if (shared->error)
        return quern__queryset_fail(scope, shared->error, site);
    if (shared->schema != scope->schema)
        return refuse(scope, TEXT("quern_in was given a queryset that is shared in another db"),
                      "share it in the session's own db", site);
    return quern__queryset_enter(scope, shared, site);
}
