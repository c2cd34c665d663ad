/* eager.c: see eager.h. The sets hang on the result that owns all that was fetched for it. A result that is held by its session is ended by
 * a function of this file, so that rewinds, and the end of the session, come by here.
 *
 * Of sets that hang on others which nobody has asked for nothing is said: leaving those out leaves out these. */
#include "lib/load/eager.h"

#include "lib/load/watch.h"

#include "lib/base/digest.h"

#include <string.h>

static quern_result *result_of(const quern__held *held)
{
    return (quern_result *)(uintptr_t)((const char *)held - offsetof(quern_result, held));
}

static void end_held(quern__held *held)
{
    quern_result *result = result_of(held);
    quern__eager_end(result);
    quern__arena_close(result->arena);
}

void quern__eager_note(quern_result *result, quern__sets *sets)
{
    quern_result *root = result->owner ? result->owner : result;
    if (sets->result || sets->member || !quern__has_peers(result) || !quern__watch_is_on(root->session))
        return;
    sets->result = result;
    sets->also = root->eager;
    root->eager = sets;
    if (root->held.arena)
        root->held.end = end_held;
}

void quern__eager_forget(quern_result *result)
{
    result->eager = NULL;
    result->held.end = NULL;
}

/* ---- What is said ---- */

/* Whether the objects that these are for came by sets of which nobody knows that they were asked for. */
static bool hangs_on_unused(const quern__sets *sets)
{
    const quern_result *result = sets->result;
    const quern__sets *above = result->from ? result->from->sets : NULL;
    while (above && !(above->result && above->reverse->as == result->via && !above->used))
        above = above->next;
    return above;
}

static quern__errand errand_of(const quern__sets *sets)
{
    return (quern__errand){ .result = (quern_result *)(uintptr_t)sets->result, .field = sets->reverse->as };
}

/* The path with the sets' own name at its end. */
static void name(quern__words *words, quern__text *path, const void *of)
{
    const quern__sets *sets = of;
    const quern__errand e = errand_of(sets);
    quern__name_errand(words, path, &e);
    words->kind = QUERN_WARNING_UNUSED;
    quern__text_clear(path);
    quern__errand_put_way(path, &e);
    quern__text_put(path, sets->name);
    words->path = quern__text_get(path);
}

static quern__load load_of(const quern__sets *sets)
{
    return (quern__load){ .kind = QUERN_WARNING_UNUSED,
                          .site = sets->site,
                          .member = sets->reverse,
                          .way = quern__digest_bytes(sets->result->way, sets->name, strlen(sets->name)),
                          .run = sets->result->group };
}

static void put(quern_session *session, quern__detector *detector, quern__sets *sets,
                quern__verdict (*ask)(quern__detector *detector, const quern__load *load,
                                      const quern__sets *sets))
{
    const quern__load load = load_of(sets);
    const quern__verdict verdict = ask(detector, &load, sets);
    if (verdict.unnamed)
        quern__watch_name(session, verdict.place, name, sets);
}

static quern__verdict ask_over(quern__detector *detector, const quern__load *load, const quern__sets *sets)
{
    return quern__detect_eager(detector, load, sets->used);
}

static quern__verdict ask_unasked(quern__detector *detector, const quern__load *load, const quern__sets *sets)
{
    (void)sets;
    return quern__detect_unasked(detector, load);
}

static void end_run(quern_session *session, uint64_t run)
{
    quern__detector *detector = session->watcher ? quern__watch_detector(session) : NULL;
    quern__verdict verdict;
    while (detector && (verdict = quern__detect_over(detector, run)).place)
        if (verdict.answer == QUERN__WARN)
            quern__watch_tell(session, quern__detect_tell(detector, verdict.place));
}

/* In a session that has failed the program may not have come so far. A chunk has no hold of its own. */
void quern__eager_end(quern_result *result)
{
    quern_session *session = result->session;
    const bool says = result->eager && !quern__scope_failed(&session->scope);
    quern__detector *detector = says ? quern__watch_detector(session) : NULL;
    for (quern__sets *sets = result->eager; detector && sets; sets = sets->also)
        if (sets->used || !hangs_on_unused(sets))
            put(session, detector, sets, ask_over);
    result->eager = NULL;
    if (detector && result->held.arena)
        end_run(session, result->group);
}

void quern__eager_end_stream(quern_session *session, uint64_t first)
{
    if (first)
        end_run(session, first);
}

/* Of those that the session holds: a stream is not over before its end. */
void quern__eager_look(quern_session *session)
{
    const quern__held *held = session->youngest;
    while (held && held->end != end_held)
        held = held->elder;
    quern__detector *detector = held || session->watcher ? quern__watch_detector(session) : NULL;
    if (detector)
        quern__detect_look(detector);
    for (; detector && held; held = held->elder) {
        if (held->end != end_held)
            continue;
        for (quern__sets *sets = result_of(held)->eager; sets; sets = sets->also)
            if (!sets->used && !hangs_on_unused(sets))
                put(session, detector, sets, ask_unasked);
    }
}
