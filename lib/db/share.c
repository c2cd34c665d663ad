/* share.c: quern_share. A queryset that is shared lives in an arena of its own, which the db frees at its end. */
#include "lib/compile/shared.h"
#include "lib/db/db.h"
#include "lib/expr/copy.h"
#include "lib/query/queryset.h"

#include <quern/share.h>

static quern_queryset *no_memory(void)
{
    return quern__queryset_fail(NULL, &quern__out_of_memory, NULL);
}

/* The db frees the arena. */
static quern_queryset *keep(quern_db *db, quern__arena *arena, quern_queryset *made)
{
    quern__shares *share = made ? quern__arena_take(arena, sizeof *share) : NULL;
    if (!share) {
        quern__arena_close(arena);
        return no_memory();
    }
    share->arena = arena;
    quern__db_lock(db);
    share->next = db->shares;
    db->shares = share;
    quern__db_unlock(db);
    return made;
}

/* A queryset that is nothing but its error. */
static quern_queryset *fail(quern_db *db, const quern_error *error, const char *site)
{
    quern__arena *arena = quern__arena_open(&db->allocator, NULL);
    quern_queryset *made = arena ? quern__arena_take(arena, sizeof *made) : NULL;
    if (!made) {
        quern__arena_close(arena);
        return no_memory();
    }
    made->clause = QUERN__CLAUSE_ERROR;
    made->error = quern__error_copy(arena, error);
    made->as.refusal = quern__arena_format(arena, "-- %s: %s", quern_error_name(error->code), error->message);
    if (!made->as.refusal) {
        quern__arena_close(arena);
        return no_memory();
    }
    made->site = site;
    return keep(db, arena, made);
}

static quern_queryset *refuse(quern_db *db, quern_error_code code, const char *message, const char *hint,
                              const char *site)
{
    return fail(db, &(quern_error){ .code = code, .message = message, .hint = hint, .site = site }, site);
}

/* The clauses make no sense together: *fault is why. */
static bool make_sense(const quern_queryset *queryset, quern__arena *arena, const quern_error **fault)
{
    static const quern__wish all_rows = { .intent = QUERN__INTENT_ROWS, .most = -1 };
    quern__plan plan;
    if (!quern__plan_make(queryset, &all_rows, arena, &plan))
        return false;
    *fault = plan.fault;
    return true;
}

/* The copy, with its statement; NULL when out of memory. */
static quern_queryset *copy(quern_db *db, const quern_queryset *open, const quern__wants *wants,
                            quern__arena *arena, const char *site)
{
    quern_queryset *made = quern__queryset_copy(open, arena);
    if (!made || !quern__wants_copy(arena, wants, &made->wants))
        return NULL;
    made->substitutes = wants != NULL;
    made->site = site;
    made->schema = db->schema;
    made->shared = quern__shared_open(arena, db->schema->dialect, made);
    return made->shared ? made : NULL;
}

static quern_queryset *share(quern_db *db, const quern_queryset *queryset, const char *site)
{
    const quern_error *fault = NULL;
    quern__arena *once = quern__arena_open(&db->allocator, NULL);
    quern__arena *arena = once ? quern__arena_open(&db->allocator, NULL) : NULL;
    const quern_queryset *open = arena ? quern__queryset_open(queryset, once) : NULL;
    quern_queryset *made = NULL;
    if (open && make_sense(open, once, &fault) && !fault)
        made = copy(db, open, queryset->wants, arena, site);
    quern__arena_close(once);
    if (!fault && arena)
        return keep(db, arena, made);
    quern__arena_close(arena);
    return fault ? fail(db, fault, site) : no_memory();
}

quern_queryset *(quern_share)(quern_db *db, quern_queryset *queryset, const char *site)
{
    if (!queryset || !queryset->scope)
        return queryset ? queryset : quern__queryset_refused(NULL, site);
    if (!db || !db->allocator.allocate)
        return no_memory();
    if (quern__db_forked(db))
        return fail(db, &quern__pool_forked_error, site);
    if (queryset->error)
        return fail(db, queryset->error, site);
    if (queryset->scope->schema != db->schema)
        return refuse(db, QUERN_ERROR_USAGE, "quern_share was given a queryset of another db",
                      "share it in the db whose session it was built in", site);
    if (queryset->raw)
        return refuse(db, QUERN_ERROR_UNSUPPORTED, "a queryset of quern_raw cannot be shared",
                      "its SQL is there already: build it where it is needed", site);
    return share(db, queryset, site);
}
