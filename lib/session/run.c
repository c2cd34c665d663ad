/* run.c: what runs together, from borrowing its connection to the lines in the log; again where that is due. */
#include "lib/session/run.h"

#include "lib/base/clock.h"
#include "lib/session/cancel.h"
#include "lib/session/explain.h"
#include "lib/session/flight.h"
#include "lib/session/learn.h"
#include "lib/session/record.h"

#include <string.h>

/* All of it, in as many units as that takes. */
typedef struct course {
    quern_session *session;
    quern__part *parts;
    size_t count;
    const quern_backend *backend; /* of the last connection */
    quern__learnt learnt;
    quern__arena *arena; /* of what was learnt; NULL: nothing has been asked */
    bool apart;          /* each part is a unit of its own: one has failed */
    bool has_reset;      /* a reset has failed, and was answered by another connection */
    const quern__part
        *culprit;   /* it has failed with all that had no answer, so nothing runs any more; NULL: none has */
    int64_t waited; /* for connections, and not in the log yet */
} course;

/* A session of a db that could not be opened has that error from the start; this is for whoever cleared it. */
static const quern_error no_db = { .code = QUERN_ERROR_USAGE,
                                   .message = "the db of this session could not be opened",
                                   .hint = "quern_db_error says why" };

const quern_error *quern__run_impossible(const quern_session *session)
{
    if (!session->pool)
        return &no_db;
    return quern__pool_forked(session->pool) ? &quern__pool_forked_error : NULL;
}

bool quern__run_possible(quern_session *session, const char *sql, const char *site)
{
    const quern_error *impossible = quern__run_impossible(session);
    if (!impossible)
        return true;
    quern_error error = *impossible;
    error.sql = sql;
    error.site = site;
    quern__failure_set(&session->scope.failure, &error);
    return false;
}

/* ---- Parts ---- */

static quern__part *first_in(const course *c, quern__part_state state)
{
    for (size_t i = 0; i < c->count; i++)
        if (c->parts[i].state == state)
            return &c->parts[i];
    return NULL;
}

static void fail(quern__part *part, const quern_error *error)
{
    part->state = QUERN__PART_FAILED;
    part->outcome = error->outcome;
    quern__failure_set(&part->failure, error);
}

/* All that are in that state fail like the first of them, which has its failure. */
static bool fail_all(course *c, quern__part_state state)
{
    const quern_error *error = NULL;
    for (size_t i = 0; i < c->count; i++) {
        quern__part *part = &c->parts[i];
        if (part->state != state)
            continue;
        if (!error)
            error = part->failure.current;
        fail(part, error);
    }
    return false;
}

/* ---- One unit ---- */

static bool borrow(quern_session *session, quern__part *first, quern__lease *lease)
{
    const quern__work *work = first->work;
    const quern__turn turn = { .turn_ms = session->options.turn_ms,
                               .site = work->site,
                               .arena = session->scope.arena,
                               .deadline = session->deadline,
                               .deadline_ms = session->options.deadline_ms,
                               .interrupt = &session->interrupt,
                               .sql = work->sql };
    quern_error error;
    const quern_error *impossible = quern__run_impossible(session);
    if (!impossible && quern__pool_borrow(session->pool, &turn, lease, &error))
        return true;
    if (impossible)
        error = *impossible;
    error.sql = work->sql;
    error.site = impossible ? work->site : error.site;
    quern__failure_set(&first->failure, &error);
    return false;
}

/* What runs once more, as it is, and why: it failed by how the server kept it. In a transaction, that failed with it. */
static bool may_heal(const quern__exchange *x, const quern__part *part)
{
    return part->again && part->repeats && !x->gave_up && !x->in_transaction && !part->work->before_count;
}

/* A connection that could not be reset is the last borrower's doing, and nothing has run: once it is worth another connection. */
static bool resets_again(course *c, const quern__exchange *x)
{
    if (c->has_reset || !x->reset_failed || x->gave_up)
        return false;
    for (const quern__part *part = x->first; part; part = quern__exchange_following(x, part))
        if (part->ran)
            return false;
    return c->has_reset = true;
}

/* Whether what had no answer fails with the part that failed. */
static bool ends_all(const quern__exchange *x)
{
    return x->in_transaction || x->reset_failed || (x->gave_up && (x->hold || !x->alone));
}

/* Whose failure that is, then. */
static bool is_culprit(const quern__exchange *x, const quern__part *part)
{
    return x->gave_up ? part == x->part : part->sends && (x->reset_failed || !part->ran);
}

/* What has become of a part. One that failed, with all that have no answer, is *culprit from then on. */
static void judge(course *c, const quern__exchange *x, quern__part *part, const quern__part **culprit)
{
    const bool dropped = x->gave_up && part == x->part && part->unknown_count;
    const bool answered = part->ran || dropped || (part->sent && !x->aborted && !x->gave_up);
    if (part->failure.current && may_heal(x, part)) {
        quern__failure_clear(&part->failure);
        part->plain = true;
    } else if (part->failure.current) {
        part->state = QUERN__PART_FAILED;
        part->outcome = quern__exchange_outcome(x, part);
        if (!*culprit && ends_all(x) && is_culprit(x, part))
            *culprit = part;
        c->apart |= x->aborted;
    } else if (*culprit && (x->reset_failed || !answered)) {
        fail(part, (*culprit)->failure.current);
        part->outcome = quern__exchange_outcome(x, part);
        part->because = *culprit;
    } else if (answered) {
        part->state = part->unknown_count ? QUERN__PART_UNKNOWN : QUERN__PART_DONE;
    }
}

/* Whether it is settled for any of them. */
static bool judge_all(course *c, const quern__exchange *x)
{
    const quern__part *culprit = NULL;
    const bool again = resets_again(c, x);
    bool settled = false;
    c->apart |= x->crowded;
    for (size_t i = 0; i < c->count; i++) {
        quern__part *part = &c->parts[i];
        if (again)
            quern__failure_clear(&part->failure);
        else if (part->state == QUERN__PART_WAITS)
            judge(c, x, part, &culprit);
        settled |= part->sends && part->state != QUERN__PART_WAITS;
    }
    if (culprit)
        c->culprit = culprit;
    return settled;
}

/* One that failed as it was kept, and not as it is, says that tables have changed. */
static bool has_healed(const quern__exchange *x)
{
    for (const quern__part *part = x->first; part; part = quern__exchange_following(x, part))
        if (part->plain && part->ran && !part->failure.current)
            return true;
    return false;
}

/* What is in flight comes first. */
static bool land(quern_session *session, quern__part *first)
{
    const quern_error *error = quern__flights_land(session, first->work);
    if (!error || (first->work->always && !session->hold.lost))
        return true;
    quern__failure_set(&first->failure, error);
    return false;
}

static bool may_run(quern_session *session, quern__part *first)
{
    const quern__work *work = first->work;
    const quern_error *impossible = quern__run_impossible(session);
    if (!impossible)
        return quern__hold_admits(session, work->sql, work->site, &first->failure) && land(session, first);
    quern_error error = *impossible;
    error.sql = work->sql;
    error.site = work->site;
    quern__failure_set(&first->failure, &error);
    return false;
}

/* Sends what waits, on one connection, and says what has become of it; false when there was no connection for it, and so it has
 * failed. */
static bool attempt(course *c)
{
    quern_session *session = c->session;
    quern__lease own = { .link = NULL };
    quern__part *first = first_in(c, QUERN__PART_WAITS);
    const bool kept = quern__hold_wanted(&session->hold);
    quern__lease *lease = kept ? &session->hold.lease : &own;
    quern__exchange x;
    if (kept && !may_run(session, first))
        return fail_all(c, QUERN__PART_WAITS);
    if (!lease->link) {
        if (!borrow(session, first, lease))
            return fail_all(c, QUERN__PART_WAITS);
        c->waited += lease->waited;
    }
    if (kept)
        quern__hold_count(&session->hold);
    c->backend = lease->backend;
    quern__exchange_begin(&x, session, c->parts, c->count, c->apart, lease, &c->learnt);
    quern__exchange_finish(&x);
    const bool settled = judge_all(c, &x);
    if (x.outdated || has_healed(&x))
        quern__pool_outdate(session->pool, x.epoch);
    if (!kept) /* before the program is told, which may take its time */
        quern__pool_return(session->pool, lease, x.how);
    quern__record_end(session, &x, c->waited, x.began);
    c->waited = settled ? 0 : c->waited;
    if (kept)
        quern__hold_note(session, &x);
    return true;
}

static void run(course *c);

/* ---- Types ---- */

static bool knows(const course *c, uint32_t number)
{
    for (size_t i = 0; i < c->learnt.count; i++)
        if (c->learnt.types[i].number == number)
            return true;
    return quern__types_find(c->session->types, number) != NULL;
}

/* Asks the server about one type; nothing is learnt of one that is gone. */
static bool ask(course *c, quern__part *part, uint32_t number)
{
    const quern_value value = quern_value_i64(number);
    const quern_kind kind = QUERN_KIND_I64;
    quern__type_sink sink = quern__type_sink_make(c->arena, number);
    const quern__work work = { .sql = c->backend->resolve_type,
                               .count = 1,
                               .values = &value,
                               .kinds = &kind,
                               .site = part->work->site,
                               .origin = QUERN_ORIGIN_TYPE,
                               .sink = &sink.sink };
    quern__part asking = { .work = &work, .asked = true };
    quern__failure_open(&asking.failure, c->session->scope.allocator);
    run(&(course){ .session = c->session, .parts = &asking, .count = 1 });
    const bool done = asking.state == QUERN__PART_DONE;
    if (!done)
        quern__failure_set(&part->failure, asking.failure.current);
    quern__part_close(&asking);
    if (sink.found && done) {
        c->learnt.types[c->learnt.count++] = sink.type;
        quern__types_add(c->session->types, &sink.type);
    }
    return done;
}

/* Room for as many more as parts have met. */
static bool make_room(course *c)
{
    size_t count = c->learnt.count;
    for (size_t i = 0; i < c->count; i++)
        count += c->parts[i].state == QUERN__PART_UNKNOWN ? c->parts[i].unknown_count : 0;
    if (!c->arena)
        c->arena = quern__arena_open(c->session->scope.allocator, NULL);
    quern__type *types = c->arena ? quern__arena_take_array(c->arena, count, sizeof *types) : NULL;
    if (types && c->learnt.count)
        memcpy(types, c->learnt.types, c->learnt.count * sizeof *types);
    c->learnt.types = types;
    return types != NULL;
}

/* Asks about all types that a part met and nobody knows. Then it runs again, once. */
static bool ask_for(course *c, quern__part *part)
{
    for (size_t i = 0; i < part->unknown_count; i++)
        if (!knows(c, part->unknown[i]) && !ask(c, part, part->unknown[i]))
            return false;
    if (part->work->again)
        part->work = part->work->again;
    part->asked = true;
    part->state = QUERN__PART_WAITS;
    return true;
}

static bool ask_for_all(course *c)
{
    quern__part *first = first_in(c, QUERN__PART_UNKNOWN);
    if (first && !make_room(c))
        quern__failure_set(&first->failure, &quern__out_of_memory);
    for (; first && !first->failure.current; first = first_in(c, QUERN__PART_UNKNOWN))
        if (!ask_for(c, first))
            break;
    return first ? fail_all(c, QUERN__PART_UNKNOWN) : true;
}

/* ---- All of it ---- */

/* Where it has ended for all, those that would have to ask, or are to be sent again, fail too. */
static void stop(course *c)
{
    for (size_t i = 0; i < c->count; i++) {
        quern__part *part = &c->parts[i];
        if (part->state != QUERN__PART_WAITS && part->state != QUERN__PART_UNKNOWN)
            continue;
        fail(part, c->culprit->failure.current);
        part->because = c->culprit;
    }
}

static void run(course *c)
{
    do {
        while (first_in(c, QUERN__PART_WAITS))
            if (!attempt(c) || c->culprit)
                break;
        if (c->culprit)
            stop(c);
        ask_for_all(c);
    } while (first_in(c, QUERN__PART_WAITS));
    if (c->arena)
        quern__arena_close(c->arena);
}

void quern__part_close(quern__part *part)
{
    const quern__failure *failure = &part->failure;
    if (part->columns)
        quern__release(failure->allocator, part->columns);
    if (failure->current || failure->taken || failure->text)
        quern__failure_close(&part->failure);
}

/* What it failed with is the session's from now on. */
static void conclude(quern_session *session, const quern__part *part)
{
    quern_error error = *part->failure.current;
    error.outcome = part->outcome;
    if (part->work->null_hint && strcmp(error.sqlstate, "23502") == 0) /* not_null_violation */
        error.hint = part->work->null_hint;
    if (!part->work->quiet)
        quern__failure_set(&session->scope.failure, &error);
}

static bool run_one(quern_session *session, const quern__work *work, int64_t *rows)
{
    quern__part part = { .work = work };
    *rows = -1;
    if (!work->always && quern__scope_failed(&session->scope))
        return false;
    quern__failure_open(&part.failure, session->scope.allocator);
    if (work->always || quern__may_begin(session, work, &part.failure))
        run(&(course){ .session = session, .parts = &part, .count = 1 });
    const bool done = part.state == QUERN__PART_DONE;
    if (done)
        *rows = part.rows;
    if (done && work->rows_before)
        *work->rows_before = part.rows_before;
    if (!done)
        conclude(session, &part);
    quern__part_close(&part);
    return done;
}

bool quern__run_all(quern_session *session, quern__part *parts, size_t count)
{
    course c = { .session = session, .parts = parts, .count = count };
    bool done = true;
    for (size_t i = 0; i < count; i++)
        quern__failure_open(&parts[i].failure, session->scope.allocator);
    if (!count)
        return true;
    if (quern__scope_failed(&session->scope))
        quern__failure_set(&parts->failure, session->scope.failure.current);
    if (!parts->failure.current && quern__may_begin(session, parts->work, &parts->failure))
        run(&c);
    else
        fail_all(&c, QUERN__PART_WAITS);
    for (size_t i = 0; i < count; i++)
        done &= parts[i].state == QUERN__PART_DONE;
    return done;
}

bool quern__run(quern_session *session, const quern__work *work, int64_t *rows)
{
    const bool explains = quern__explain_begin(session, work);
    const bool done = run_one(session, work, rows);
    if (explains)
        quern__explain_end(session, work, done);
    return done;
}
