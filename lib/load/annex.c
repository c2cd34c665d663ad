/* annex.c: see annex.h, and doc/decisions/039.
 *
 * An annex is used for all that is made until the next mark. So a rewind frees all of it, or nothing. As long as no mark is younger
 * than the result, its annex needs no memory of its own. */
#include "lib/load/annex.h"

#include "lib/query/queryset.h"

/* The memory goes, and whatever was made in it. */
static void forget(void *argument)
{
    quern__annex *annex = argument;
    if (!annex->session)
        return;
    quern__session_let_go(annex->session, &annex->held);
    if (annex->of->annex == annex)
        annex->of->annex = NULL;
}

/* A rewind. Where the memory is the result's, that goes too. */
static void end_held(quern__held *held)
{
    quern__annex *annex = (quern__annex *)(void *)((char *)held - offsetof(quern__annex, held));
    if (annex->apart)
        quern__arena_close(annex->scope.arena);
    else if (annex->of->annex == annex)
        annex->of->annex = NULL;
}

/* Whether a mark was given since then that may be rewound to. */
static bool is_marked_since(const quern_session *session, uint64_t birth)
{
    return session->marks.last.serial >= birth;
}

static quern__annex *make(quern_result *of, quern__arena *arena, bool apart)
{
    quern_session *session = of->session;
    quern__annex *annex = arena ? quern__arena_take(arena, sizeof *annex) : NULL;
    if (!annex || !quern__arena_on_close(arena, forget, annex))
        return NULL;
    annex->scope = (quern__scope){ .allocator = session->scope.allocator,
                                   .schema = session->scope.schema,
                                   .arena = arena,
                                   .above = &session->scope };
    annex->held = (quern__held){ .birth = ++session->scope.serial, .end = end_held };
    annex->session = session;
    annex->of = of;
    annex->number = ++session->results;
    annex->apart = apart;
    quern__session_hold(session, &annex->held);
    return annex;
}

quern__annex *quern__annex_for(quern_result *result)
{
    quern_result *of = result->owner ? result->owner : result;
    const quern_session *session = of->session;
    if (of->annex && !is_marked_since(session, of->annex->held.birth))
        return of->annex;
    const bool apart = is_marked_since(session, of->held.birth);
    quern__arena *arena = apart ? quern__arena_open(session->scope.allocator, of->arena) : of->arena;
    quern__annex *annex = make(of, arena, apart);
    if (annex)
        of->annex = annex;
    else if (apart)
        quern__arena_close(arena);
    return annex;
}

static bool belongs_to(const quern_result *root, const quern_result *result)
{
    while (root && root != result)
        root = root->within;
    return root;
}

bool quern__annex_is_of(quern__scope *scope, const quern_result *result)
{
    return scope && scope->above && belongs_to(quern__annex_at(scope)->of, result);
}

void quern__annexes_leave(quern_result *result)
{
    quern_session *session = result->session;
    for (quern__held *held = session->youngest, *elder; held; held = elder) {
        elder = held->elder;
        if (held->end != end_held)
            continue;
        quern__annex *annex = (quern__annex *)(void *)((char *)held - offsetof(quern__annex, held));
        if (!belongs_to(annex->of, result))
            continue;
        quern__session_let_go(session, held);
        annex->session = NULL;
        annex->scope.above = &quern__no_session.scope;
        annex->scope.arena = NULL;
    }
}
