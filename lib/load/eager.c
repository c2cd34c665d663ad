/* eager.c: see eager.h. The sets hang on the result that owns all that was fetched for it, and this in a list of the session's watcher; when
 * its memory goes, it is over. A stream's chunk waits for the end of the stream.
 *
 * Of sets that hang on others which nobody has asked for nothing is said: leaving those out leaves out these. */
#include "lib/load/eager.h"

#include "lib/load/watch.h"

#include "lib/base/digest.h"

#include <string.h>

static void take_out(quern_result *result)
{
    quern_result *next = result->eager_next, *previous = result->eager_previous;
    if (next)
        next->eager_previous = previous;
    *(previous ? &previous->eager_next : &result->session->watcher->eager) = next;
    result->eager = NULL;
}

/* False when there is no memory to watch it. */
static bool put_in(quern_result *result)
{
    if (!quern__watch_detector(result->session) ||
        !quern__arena_on_close(result->arena, quern__eager_end, result))
        return false;
    quern__watcher *watcher = result->session->watcher;
    result->eager_next = watcher->eager;
    result->eager_previous = NULL;
    if (watcher->eager)
        watcher->eager->eager_previous = result;
    watcher->eager = result;
    return true;
}

void quern__eager_note(quern_result *result, quern__sets *sets)
{
    quern_result *root = result->owner ? result->owner : result;
    if (!sets->site || sets->result || sets->member || !quern__has_peers(result) ||
        !quern__watch_is_on(root->session) || (!root->eager && !put_in(root)))
        return;
    sets->result = result;
    sets->also = root->eager;
    root->eager = sets;
}

static bool is_within(const quern_result *result, const quern_result *root)
{
    while (result && result != root)
        result = result->within;
    return result;
}

void quern__eager_forget(quern_result *root)
{
    quern_result *next;
    if (!root->session->watcher)
        return;
    for (quern_result *result = root->session->watcher->eager; result; result = next) {
        next = result->eager_next;
        if (is_within(result, root))
            take_out(result);
    }
}

/* ---- What is said ---- */

/* Whether the objects that these are for came by sets of which nobody knows that they were asked for. */
static bool hangs_on_unused(const quern__sets *sets)
{
    const quern_result *result = sets->result;
    const quern__sets *above =
        result->from ? quern__sets_find(result->from, quern__result_via_name(result)) : NULL;
    return above && above->result && !above->used;
}

/* The relation; of one to one object that .to has put into a set, that. */
static const quern__field *relation_of(const quern__sets *sets)
{
    return sets->reverse ? sets->reverse->as : sets->relation;
}

static quern__errand errand_of(const quern__sets *sets)
{
    return (quern__errand){ .result = (quern_result *)(uintptr_t)sets->result, .field = relation_of(sets) };
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
                          .member = relation_of(sets),
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
    quern__detector *detector = session->watcher ? session->watcher->detector : NULL;
    quern__verdict verdict;
    while (detector && (verdict = quern__detect_over(detector, run)).place)
        if (verdict.answer == QUERN__WARN)
            quern__watch_tell(session, quern__detect_tell(detector, verdict.place));
}

/* In a session that has failed the program may not have come so far; so for streams. */
void quern__eager_end(void *argument)
{
    quern_result *result = argument;
    quern_session *session = result->session;
    quern__sets *sets = result->eager;
    if (!sets)
        return;
    take_out(result);
    quern__detector *detector = quern__scope_failed(&session->scope) ? NULL : quern__watch_detector(session);
    for (; detector && sets; sets = sets->also)
        if (sets->used || !hangs_on_unused(sets))
            put(session, detector, sets, ask_over);
    const bool chunk = !result->held.arena && !result->within;
    if (detector && !chunk)
        end_run(session, result->group);
}

void quern__eager_end_stream(quern_session *session, uint64_t first)
{
    if (first && !quern__scope_failed(&session->scope))
        end_run(session, first);
}

/* A stream is not over before its end. */
void quern__eager_look(quern_session *session)
{
    const quern__watcher *watcher = session->watcher;
    if (watcher)
        quern__detect_look(watcher->detector);
    for (const quern_result *result = watcher ? watcher->eager : NULL; result; result = result->eager_next)
        for (quern__sets *sets = result->eager; sets; sets = sets->also)
            if (!sets->used && !hangs_on_unused(sets))
                put(session, watcher->detector, sets, ask_unasked);
}
