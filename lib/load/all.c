/* all.c: quern_evaluate_all: the line that a query walks, for several at once.
 *
 * Each queryset becomes an item. Those that have to ask are made ready first; then what they ask runs together (quern__run_all). SQL of
 * the user's own may change what those behind it read, so it runs by itself, where it stands. What fails on the way is the item's: the
 * session has no failure before all is done. What is fetched along with a queryset's objects is asked for behind them, by round trips of
 * its own.
 *
 * To the detector of loops all of it is one evaluation: what is sent first stands for the rest. */
#include "lib/load/behind.h"
#include "lib/load/evaluate.h"
#include "lib/load/related.h"
#include "lib/load/span.h"
#include "lib/load/watch.h"

#include <stdio.h>

/* Why a queryset could not be evaluated. As old as that. */
typedef struct quern__mishap {
    quern__held held;
    quern_queryset *queryset;
} mishap;

/* A queryset of the list. */
typedef struct quern__item {
    quern_queryset *queryset;
    struct quern__item *other;         /* whose rows are its own, or have them; NULL: it has its own */
    const quern_error *failed;         /* NULL: not, or not yet */
    const struct quern__item *because; /* of a failure that is another's: whose */
    quern_result *result;              /* that is being filled */
    quern__ready ready;
    quern__loader loader;
    quern__work work;
    quern__part *part; /* NULL: it asks for nothing, or has asked */
    bool came;         /* its rows have, and nothing that is fetched along with them */
} item;

/* All of it. */
typedef struct quern__all {
    quern_session *session;
    const char *site;
    item *items;
    size_t count;
    item *unsent;       /* the first item that may be ready */
    quern__part *parts; /* of those that are */
    size_t part_count;
    const item *culprit; /* it has ended the transaction, or the call, or is refused; NULL: all goes on */
    bool looked;         /* the detector has */
    quern__watch watch;
} all;

/* ---- Failures ---- */

void quern__evaluation_forget(quern_queryset *queryset)
{
    mishap *old = queryset->mishap;
    queryset->failed = NULL;
    queryset->mishap = NULL;
    if (!old)
        return;
    quern_session *session = quern__queryset_session(queryset);
    quern__session_let_go(session, &old->held);
    quern__arena_close(old->held.arena);
}

/* The error as the queryset tells it: its path is the number of the one that failed. */
static const quern_error *spell(const all *a, const item *failed, const quern_error *error,
                                quern__arena *arena)
{
    const item *whose = failed->because ? failed->because : failed;
    const size_t number = (size_t)(whose - a->items);
    quern_error spelt = *error;
    spelt.path = quern__arena_format(arena, "%zu", number);
    if (failed->because)
        spelt.message = quern__arena_format(arena, "queryset %zu, which was evaluated with it, failed: %s",
                                            number, error->message);
    return spelt.path ? quern__error_copy(arena, &spelt) : &quern__out_of_memory;
}

/* Keeps it for the queryset, in an arena of its own. */
static void fail(const all *a, item *failed, const quern_error *error)
{
    quern_session *session = a->session;
    quern_queryset *queryset = failed->queryset;
    quern__arena *arena = quern__arena_open(session->scope.allocator, queryset->scope->arena);
    mishap *made = arena ? quern__arena_take(arena, sizeof *made) : NULL;
    quern__evaluation_forget(queryset);
    failed->failed = queryset->failed = made ? spell(a, failed, error, arena) : &quern__out_of_memory;
    if (!made) {
        quern__arena_close(arena);
        return;
    }
    *made = (mishap){ .held = { .birth = queryset->birth, .arena = arena }, .queryset = queryset };
    queryset->mishap = made;
    if (!queryset->scope->above) /* else it goes with that */
        quern__session_hold(session, &made->held);
}

/* What has become the session's failure is the item's instead. */
static void fail_by_session(const all *a, item *failed)
{
    fail(a, failed, a->session->scope.failure.current);
    quern__failure_clear(&a->session->scope.failure);
}

static void fail_by_other(const all *a, item *failed, const item *other)
{
    failed->because = other->because ? other->because : other;
    fail(a, failed, failed->because->failed);
}

/* It would have run in a transaction that has ended, after the session was told to stop, or in a loop that is an error. */
static bool is_cut_off(const all *a, item *next)
{
    if (a->culprit)
        fail_by_other(a, next, a->culprit);
    return a->culprit;
}

/* ---- Making ready ---- */

/* Whose rows it has, when they are there already, or on their way: a slice has those of what it was made of. */
static item *find_other(const quern_queryset *queryset)
{
    const quern_queryset *node = queryset;
    while (!node->item && node->clause == QUERN__CLAUSE_SLICE)
        node = node->parent;
    return node->item;
}

/* The result is as old as the queryset from the first: so it has its place among those that the session holds at once. */
static bool make_ready(const all *a, item *next)
{
    static const quern__wish all_rows = { .intent = QUERN__INTENT_ROWS, .most = -1 };
    quern_queryset *queryset = next->queryset;
    quern_result *result = quern__result_open_for(a->session, queryset);
    quern__arena *arena = result ? result->arena : NULL;
    quern__shape shape;
    next->result = result;
    if (!quern__ready_make(a->session, queryset, &all_rows, arena, a->site, &shape, &next->ready))
        return false;
    quern__result_born(result, queryset->birth);
    if (!quern__ready_settle(&next->ready, arena, &shape)) {
        quern__ready_close(a->session, &next->ready);
        quern__failure_no_memory(&a->session->scope.failure, a->site);
        return false;
    }
    quern__result_of(result, queryset);
    next->loader = quern__loader_make(result, next->ready.plan);
    return true;
}

/* One that asks for nothing is evaluated with that. */
static void put(all *a, item *next)
{
    if (!make_ready(a, next)) {
        quern__result_close(next->result);
        fail_by_session(a, next);
    } else if (!next->ready.compiled) {
        next->queryset->result = next->result;
    } else {
        next->work =
            quern__ready_work(&next->ready, next->queryset, &next->loader.sink, QUERN_ORIGIN_QUERY, a->site);
        next->part = &a->parts[a->part_count++];
        *next->part = (quern__part){ .work = &next->work };
    }
}

/* ---- Running ---- */

static const item *item_of(const quern__part *part)
{
    return (const item *)(const void *)((const char *)part->work - offsetof(item, work));
}

/* Gives the item its rows, or its failure. */
static void take(all *a, item *sent)
{
    quern__part *part = sent->part;
    if (part->state == QUERN__PART_DONE) {
        sent->queryset->result = sent->result;
        quern__related_point_back(sent->queryset, sent->result);
        sent->came = quern__behind_wanted(sent->queryset);
    } else {
        quern_error error = *part->failure.current;
        error.outcome = part->outcome;
        sent->because = part->because ? item_of(part->because) : NULL;
        quern__result_close(sent->result);
        fail(a, sent, &error);
    }
    quern__ready_close(a->session, &sent->ready);
    quern__part_close(part);
    sent->part = NULL;
}

/* Whether the transaction that was open goes no further. */
static bool has_ended(const quern__hold *hold)
{
    return hold->lost || hold->over || quern__hold_state(hold) == QUERN_LINK_FAILED_TRANSACTION;
}

static void note_culprit(all *a, const item *failed)
{
    const quern__hold *hold = &a->session->hold;
    if (a->culprit || !failed->failed)
        return;
    if (failed->failed->code == QUERN_ERROR_CANCELLED || (quern__hold_wanted(hold) && has_ended(hold)))
        a->culprit = failed;
}

/* Whoever has not got all of it has failed, and has no rows. */
static void fetch_along(all *a, item *came)
{
    quern_queryset *queryset = came->queryset;
    came->came = false;
    if (!queryset->result->count ||
        (!is_cut_off(a, came) && quern__behind_fetch(a->session, queryset, queryset->result, a->site)))
        return;
    quern__result_close(queryset->result);
    queryset->result = NULL;
    if (came->failed)
        return;
    fail_by_session(a, came);
    note_culprit(a, came);
}

/* Of what is sent first: `raw`, or, where that is NULL, what is ready. False when it is not to be sent. */
static bool look(all *a, const quern_queryset *raw, const quern__work *work)
{
    quern__evaluation evaluation;
    const bool looked = a->looked;
    a->looked = true;
    if (looked || !quern__watch_is_on(a->session) || !quern__watch_begin(&evaluation, a->session, a->site))
        return true;
    if (raw)
        quern__watch_put(&evaluation, a->session, raw, work);
    for (size_t i = 0; i < a->part_count; i++)
        quern__watch_put(&evaluation, a->session, item_of(&a->parts[i])->queryset, a->parts[i].work);
    return quern__watch_several(&a->watch, a->session, &evaluation);
}

/* The detector has refused what is ready. */
static void drop(all *a, const item *end)
{
    for (item *unsent = a->unsent; unsent < end; unsent++) {
        if (!unsent->part)
            continue;
        quern__result_close(unsent->result);
        quern__ready_close(a->session, &unsent->ready);
        unsent->part = NULL;
        if (is_cut_off(a, unsent))
            continue;
        fail_by_session(a, unsent);
        a->culprit = unsent;
    }
}

/* Runs what is ready, and stands before `end`. */
static void run(all *a, const item *end)
{
    if (a->part_count && !look(a, NULL, NULL))
        drop(a, end);
    else if (a->part_count)
        quern__run_all(a->session, a->parts, a->part_count);
    item *first = a->unsent;
    for (item *sent = first; sent < end; a->unsent = ++sent) {
        if (!sent->part)
            continue;
        take(a, sent);
        note_culprit(a, sent);
    }
    a->part_count = 0;
    for (item *sent = first; sent < end; sent++)
        if (sent->came)
            fetch_along(a, sent);
}

static void run_raw(all *a, item *next)
{
    run(a, next);
    if (is_cut_off(a, next))
        return;
    quern_queryset *queryset = next->queryset;
    const quern__work work = { .sql = queryset->as.raw.sql,
                               .count = queryset->as.raw.count,
                               .values = queryset->as.raw.values,
                               .kinds = queryset->as.raw.kinds };
    if (!look(a, queryset, &work)) {
        fail_by_session(a, next);
        a->culprit = next;
        return;
    }
    quern__watch_pause(a->session);
    quern_result *result = quern__evaluate_and_prefetch(a->session, queryset, NULL, SIZE_MAX, a->site);
    quern__watch_resume(a->session);
    if (result)
        quern__evaluation_keep(queryset, result);
    else
        fail_by_session(a, next);
    note_culprit(a, next);
}

/* One that is to be read as of one moment, and so has a transaction of its own. */
static void run_alone(all *a, item *next)
{
    run(a, next);
    if (is_cut_off(a, next))
        return;
    quern__watch_pause(a->session);
    const quern_result *result = quern__evaluate_cached(next->queryset, a->site);
    quern__watch_resume(a->session);
    if (!result)
        fail_by_session(a, next);
    note_culprit(a, next);
}

/* The rest of it is filled when it is sent. */
static void begin(item *next, quern_queryset *queryset)
{
    next->queryset = queryset;
    next->other = NULL;
    next->failed = NULL;
    next->because = NULL;
    next->part = NULL;
    next->came = false;
}

static void evaluate(all *a, item *next)
{
    quern_queryset *queryset = next->queryset;
    quern__span cached;
    next->failed = queryset->error;
    if (next->failed)
        return;
    if (!queryset->item)
        quern__evaluation_forget(queryset);
    if (quern__span_cached(queryset, &cached))
        return;
    next->other = find_other(queryset);
    if (next->other)
        return;
    queryset->item = next;
    if (is_cut_off(a, next))
        return;
    if (!quern__related_fetch(queryset, a->site)) {
        fail_by_session(a, next);
        note_culprit(a, next);
        return;
    }
    if (quern__span_cached(queryset, &cached))
        return;
    if (queryset->raw)
        run_raw(a, next);
    else if (quern__behind_snapshot(queryset))
        run_alone(a, next);
    else
        put(a, next);
}

/* ---- quern_evaluate_all ---- */

static bool refuse(quern_session *session, quern_error error, size_t number, const char *site)
{
    char path[24];
    snprintf(path, sizeof path, "%zu", number);
    error.path = path;
    error.site = site;
    quern__failure_set(&session->scope.failure, &error);
    return false;
}

/* Whether all of them are of this session, or in an error that belongs to none. */
static bool check(quern_session *session, quern_queryset *const *querysets, const char *site)
{
    static const quern_error other = { .code = QUERN_ERROR_USAGE,
                                       .message = "quern_evaluate_all: a queryset of another session",
                                       .hint = "each session evaluates its own" };
    static const quern_error none = { .code = QUERN_ERROR_USAGE,
                                      .message =
                                          "quern_evaluate_all: a shared queryset, which is of no session",
                                      .hint = "take it into one: quern_in(session, shared)" };
    for (size_t i = 0; querysets[i]; i++) {
        const quern_queryset *queryset = querysets[i];
        if (quern__queryset_usable(queryset) && quern__queryset_session(queryset) != session)
            return refuse(session, other, i, site);
        if (!quern__queryset_usable(queryset) && !queryset->error)
            return refuse(session, none, i, site);
    }
    return true;
}

/* Slices whose rows were to come with those of another. */
static void follow(const all *a, item *next)
{
    if (!next->other || !next->other->failed)
        return;
    if (next->other->queryset == next->queryset)
        next->failed = next->other->failed;
    else
        fail_by_other(a, next, next->other);
}

/* The first failure is the session's. */
static bool conclude(const all *a)
{
    for (size_t i = 0; i < a->count; i++) {
        const quern_error *error = a->items[i].failed;
        if (error)
            return refuse(a->session, *error, i, error->site ? error->site : a->site);
    }
    return true;
}

static bool evaluate_all(all *a, quern_queryset *const *querysets)
{
    a->unsent = a->items;
    for (size_t i = 0; i < a->count; i++) {
        begin(&a->items[i], querysets[i]);
        evaluate(a, &a->items[i]);
    }
    run(a, a->items + a->count);
    quern__watch_end(&a->watch, a->session);
    for (size_t i = 0; i < a->count; i++) {
        follow(a, &a->items[i]);
        if (quern__queryset_usable(querysets[i]))
            querysets[i]->item = NULL;
    }
    return conclude(a);
}

/* Of those that have no rows yet, each says so. */
static bool fail_all(quern_session *session, quern_queryset *const *querysets, const char *site)
{
    quern__span cached;
    for (size_t i = 0; querysets[i]; i++) {
        if (querysets[i]->error || quern__span_cached(querysets[i], &cached))
            continue;
        quern__evaluation_forget(querysets[i]);
        querysets[i]->failed = &quern__out_of_memory;
    }
    quern__failure_no_memory(&session->scope.failure, site);
    return false;
}

bool(quern_evaluate_all)(quern_session *session, quern_queryset *const *querysets, const char *site)
{
    static const quern_error no_list = { .code = QUERN_ERROR_USAGE,
                                         .message = "quern_evaluate_all without a list",
                                         .hint = "an array of querysets, ended by NULL" };
    all a = { .session = session, .site = site };
    if (quern__scope_failed(&session->scope))
        return false;
    if (!querysets)
        return refuse(session, no_list, 0, site);
    while (querysets[a.count])
        a.count++;
    if (!a.count)
        return true;
    if (!check(session, querysets, site))
        return false;
    a.items = quern__allocate(session->scope.allocator, a.count * sizeof *a.items);
    a.parts = quern__allocate(session->scope.allocator, a.count * sizeof *a.parts);
    const bool done = a.items && a.parts ? evaluate_all(&a, querysets) : fail_all(session, querysets, site);
    quern__release(session->scope.allocator, a.parts);
    quern__release(session->scope.allocator, a.items);
    return done;
}
