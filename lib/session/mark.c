/* mark.c: marks, rewinding to them, and what a rewind frees.
 *
 * All that is made in a session has a serial: its birth. A mark is a thing that is made, too, unless nothing else was since the last
 * one. A rewind frees what has a greater serial than the mark, and serials go on from there, so they tell what is older and what is
 * younger among all that is there.
 *
 * Which marks are good follows from the rewinds that came after them: none may have gone to a smaller serial than the mark's. Of two
 * rewinds the earlier one matters no more if it went to a serial as great or greater, so what has to be remembered is few: no more
 * than rewinds to different places that still are there. */
#include "lib/session/session.h"

#include <string.h>

/* A mark's words: its serial, the session's identity, the generation, and the place in the session's arena. */
enum { IDENTITY = 0, GENERATION, POINT };

_Static_assert(sizeof(quern__arena_point) <= 3 * sizeof(uint64_t),
               "a mark has room for a place in the arena");

static quern__arena_point point_of(const quern_mark *mark)
{
    quern__arena_point point;
    memcpy(&point, &mark->reserved[POINT], sizeof point);
    return point;
}

static quern_mark make(const quern_session *session, uint64_t serial)
{
    quern_mark mark = { .serial = serial };
    const quern__arena_point point = quern__arena_mark(session->scope.arena);
    mark.reserved[IDENTITY] = session->marks.identity;
    mark.reserved[GENERATION] = session->marks.generation;
    memcpy(&mark.reserved[POINT], &point, sizeof point);
    return mark;
}

/* Nothing was made since the last mark. */
static bool is_now(const quern_session *session, const quern_mark *mark)
{
    const quern__arena_point here = quern__arena_mark(session->scope.arena), there = point_of(mark);
    return mark->serial == session->scope.serial && quern__arena_point_same(&here, &there);
}

/* Rewinds that came after the mark stand last, and the first of them went furthest back. */
static bool is_good(const quern_session *session, const quern_mark *mark)
{
    const quern__marks *marks = &session->marks;
    if (!mark->serial || mark->reserved[IDENTITY] != marks->identity)
        return false;
    size_t i = marks->count;
    while (i && marks->cuts[i - 1].generation > mark->reserved[GENERATION])
        i--;
    return i == marks->count || mark->serial <= marks->cuts[i].serial;
}

static bool make_room(quern_session *session)
{
    quern__marks *marks = &session->marks;
    if (marks->count < marks->room)
        return true;
    quern__cut *cuts = quern__allocate(session->scope.allocator, 2 * marks->room * sizeof *cuts);
    if (!cuts)
        return false;
    memcpy(cuts, marks->cuts, marks->count * sizeof *cuts);
    if (marks->cuts != marks->few)
        quern__release(session->scope.allocator, marks->cuts);
    marks->cuts = cuts;
    marks->room *= 2;
    return true;
}

/* Without memory for one more the last one is moved up in time: that is safe, but marks between the two are lost. */
static void cut(quern_session *session, uint64_t serial)
{
    quern__marks *marks = &session->marks;
    marks->generation++;
    while (marks->count && marks->cuts[marks->count - 1].serial >= serial)
        marks->count--;
    if (make_room(session))
        marks->cuts[marks->count++].serial = serial;
    marks->cuts[marks->count - 1].generation = marks->generation;
}

static bool refuse(quern_session *session, const char *site)
{
    quern__failure_set(
        &session->scope.failure,
        &(quern_error){ .code = QUERN_ERROR_USAGE,
                        .message = "the mark is no good in this session",
                        .hint =
                            "a mark is its own session's, until that is rewound to an older one, or reset",
                        .site = site });
    return false;
}

void quern__marks_open(quern_session *session, uint64_t number)
{
    session->marks = (quern__marks){ .cuts = session->marks.few, .room = QUERN__CUTS_FEW };
    session->marks.identity = ((uint64_t)(uintptr_t)session << 16) ^ number;
}

void quern__marks_forget(quern_session *session)
{
    cut(session, 0);
    session->marks.last = (quern_mark){ 0 };
}

void quern__marks_close(quern_session *session)
{
    if (session->marks.cuts != session->marks.few)
        quern__release(session->scope.allocator, session->marks.cuts);
}

void quern__session_hold(quern_session *session, quern__held *held)
{
    quern__held *younger = NULL, *elder = session->youngest;
    while (elder && elder->birth > held->birth) {
        younger = elder;
        elder = elder->elder;
    }
    held->younger = younger;
    held->elder = elder;
    if (elder)
        elder->younger = held;
    *(younger ? &younger->elder : &session->youngest) = held;
}

void quern__session_let_go(quern_session *session, quern__held *held)
{
    if (!held->younger && !held->elder && session->youngest != held)
        return;
    if (held->elder)
        held->elder->younger = held->younger;
    *(held->younger ? &held->younger->elder : &session->youngest) = held->elder;
    held->younger = held->elder = NULL;
}

static void close_held(quern_session *session, quern__held *held)
{
    quern__session_let_go(session, held);
    if (held->end)
        held->end(held);
    else
        quern__arena_close(held->arena);
}

void quern__session_free_younger(quern_session *session, uint64_t serial)
{
    while (session->youngest && session->youngest->birth > serial)
        close_held(session, session->youngest);
}

void quern__session_free_unborn(quern_session *session)
{
    quern__held *held = session->youngest;
    while (held && held->birth)
        held = held->elder;
    while (held) {
        quern__held *elder = held->elder;
        close_held(session, held);
        held = elder;
    }
}

/* Asking for a mark changes nothing that a caller could see. */
quern_mark quern_session_mark(const quern_session *session)
{
    if (!quern__session_usable(session))
        return (quern_mark){ 0 };
    quern_session *writable = (quern_session *)(uintptr_t)session;
    if (!is_now(session, &session->marks.last))
        writable->scope.serial++;
    writable->marks.last = make(session, session->scope.serial);
    return session->marks.last;
}

bool(quern_session_rewind)(quern_session *session, quern_mark mark, const char *site)
{
    if (!quern__session_usable(session))
        return false;
    if (!is_good(session, &mark))
        return refuse(session, site);
    const quern__arena_point point = point_of(&mark);
    quern__session_free_younger(session, mark.serial);
    quern__arena_rewind(session->scope.arena, &point);
    session->scope.serial = mark.serial;
    cut(session, mark.serial);
    session->marks.last = make(session, mark.serial);
    return true;
}

size_t quern_session_bytes(const quern_session *session)
{
    return quern__session_usable(session) ? quern__arena_bytes(session->scope.arena) : 0;
}
