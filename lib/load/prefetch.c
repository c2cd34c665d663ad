/* prefetch.c: see prefetch.h. */
#include "lib/load/prefetch.h"

bool quern__prefetch_run(quern_session *session, const quern__prefetch *tree, void *const *objects,
                         size_t count, const quern__prefetch_way *way)
{
    (void)tree;
    (void)objects;
    (void)count;
    quern__failure_set(&session->scope.failure, &(quern_error){ .code = QUERN_ERROR_UNSUPPORTED,
                                                                .message = "prefetching is being built",
                                                                .site = way->site });
    return false;
}

bool quern__prefetch_result(quern_result *result, const quern__prefetch *tree, const quern__prefetch_way *way)
{
    return quern__prefetch_run(quern__result_session(result), tree, NULL, result->count, way);
}
