/* watch.c: see watch.h. The detector of a session is there once there is something to watch: an object of several is to be loaded, or a
 * queryset is evaluated where one was a short while ago. It lives until the session is reset or closed. */
#include "lib/load/watch.h"

#include "lib/load/eager.h"

#include "lib/base/digest.h"
#include "lib/compile/statements.h"
#include "lib/value/digest.h"

#include <string.h>

typedef quern__watcher watcher;

/* Older than any mark: no rewind ends it, but a reset does. */
enum { OLDEST = 1 };

static void end_held(quern__held *held)
{
    watcher *w = (watcher *)(void *)held;
    while (w->eager)
        quern__eager_end(w->eager);
    w->session->watcher = NULL;
    quern__detector_close(w->detector);
    quern__release(w->session->scope.allocator, w);
}

static quern__detector *make(quern_session *session)
{
    const quern_allocator *allocator = session->scope.allocator;
    watcher *w = quern__allocate_zeroed(allocator, 1, sizeof *w);
    quern__detector *detector = w ? quern__detector_open(allocator, session->options.detect) : NULL;
    if (!detector) {
        quern__release(allocator, w);
        return NULL;
    }
    *w = (watcher){ .held = { .birth = OLDEST, .end = end_held }, .session = session, .detector = detector };
    quern__session_hold(session, &w->held);
    session->watcher = w;
    return detector;
}

quern__detector *quern__watch_detector(quern_session *session)
{
    return session->watcher ? session->watcher->detector : make(session);
}

/* ---- Verdicts ---- */

static bool refuse(quern_session *session, const quern_warning *warning)
{
    quern__failure_set(&session->scope.failure, &(quern_error){ .code = QUERN_ERROR_USAGE,
                                                                .message = warning->message,
                                                                .hint = warning->advice,
                                                                .path = warning->path,
                                                                .site = warning->site });
    return false;
}

void quern__watch_tell(quern_session *session, const quern_warning *warning)
{
    if (!quern__tracer_hears(session->tracer, QUERN_LEVEL_WARNING))
        return;
    quern__text text = quern__text_open(session->scope.allocator);
    quern__text_put_format(&text, "%s: %s", warning->message, warning->advice);
    quern__tracer_tell(
        session->tracer,
        &(quern_trace_event){ .kind = warning->kind == QUERN_WARNING_UNUSED ? QUERN_TRACE_UNUSED
                                                                            : QUERN_TRACE_N_PLUS_ONE,
                              .level = QUERN_LEVEL_WARNING,
                              .message = text.broken ? warning->message : quern__text_get(&text),
                              .site = warning->site,
                              .tag = session->options.tag,
                              .session = session,
                              .warning = warning });
    quern__text_close(&text);
}

void quern__watch_name(quern_session *session, quern__place *place, quern__describe *describe, const void *of)
{
    quern__words words = { 0 };
    quern__text path = quern__text_open(session->scope.allocator);
    describe(&words, &path, of);
    if (!path.broken)
        quern__detect_name(place, &words);
    quern__text_close(&path);
}

/* Asks for the verdict. Names are made only when they are wanted. */
static bool judge(quern__watch *watch, quern_session *session, const quern__load *load,
                  quern__describe *describe, const void *of)
{
    quern__detector *detector = quern__watch_detector(session);
    if (!detector)
        return true;
    const quern__verdict verdict = quern__detect(detector, load);
    if (verdict.unnamed)
        quern__watch_name(session, verdict.place, describe, of);
    if (verdict.answer == QUERN__REFUSE)
        return refuse(session, quern__detect_tell(detector, verdict.place));
    watch->place = verdict.place;
    watch->tell = verdict.answer == QUERN__WARN;
    watch->before = session->log.totals.elapsed_microseconds;
    return true;
}

void quern__watch_note(const quern__watch *watch, quern_session *session)
{
    quern__detect_end(watch->place, session->log.totals.elapsed_microseconds - watch->before);
    if (watch->tell)
        quern__watch_tell(session, quern__detect_tell(session->watcher->detector, watch->place));
}

/* ---- Loads ---- */

static uint64_t subject_of(const quern_object *object)
{
    return object->result->number << 32 ^ object->row;
}

/* An object that was loaded alone may load what it likes. */
bool quern__watch_fetch(quern__watch *watch, const quern__errand *e)
{
    const quern_result *result = e->result;
    if (!quern__watch_is_on(e->session) || !quern__has_peers(result))
        return true;
    const quern__load load = { .kind = QUERN_WARNING_LAZY,
                               .site = e->site,
                               .member = e->field,
                               .way = result->way,
                               .run = result->group,
                               .last_run = result->group,
                               .subject = subject_of(e->object) };
    return judge(watch, e->session, &load, quern__name_errand, e);
}

/* ---- Queries ---- */

/* Whoever reads page after page means to. */
static bool is_page(const quern_queryset *queryset)
{
    if (!queryset->sliced)
        return false;
    const quern__rows rows = quern__queryset_rows(queryset);
    return rows.high - rows.low > 1;
}

/* What stands for the text: its number, if it has one for longer than this time. */
static uint64_t statement_of(const quern_session *session, const quern__work *work)
{
    return work->number && quern__statements_keep(session->statements)
               ? work->number
               : quern__digest_bytes(0, work->sql, strlen(work->sql));
}

bool quern__watch_begin(quern__evaluation *evaluation, quern_session *session, const char *site)
{
    if (session->recent.off)
        return false;
    const uint64_t last = quern__recent_add(&session->recent, site, session->marks.generation);
    if (!last)
        return false;
    evaluation->load = (quern__load){
        .kind = QUERN_WARNING_LOOP, .site = site, .run = session->recent.count, .last_run = last
    };
    evaluation->first = NULL;
    return true;
}

/* Of some rows of each object's, the object is what changes: who reads one page of it after another means to. */
void quern__watch_put(quern__evaluation *evaluation, const quern_session *session,
                      const quern_queryset *queryset, const quern__work *work)
{
    quern__load *load = &evaluation->load;
    const bool page = is_page(queryset);
    const quern__related *related = page ? quern__related_to_peer(queryset) : NULL;
    if (page && !related)
        return;
    if (!evaluation->first)
        evaluation->first = queryset;
    load->way = quern__digest_mix(load->way, statement_of(session, work));
    load->subject = related ? quern__digest_mix(load->subject, subject_of(related->owner))
                            : quern__values_digest(load->subject, work->values, work->kinds, work->count);
}

bool quern__watch_several(quern__watch *watch, quern_session *session, quern__evaluation *evaluation)
{
    return !evaluation->first ||
           judge(watch, session, &evaluation->load, quern__name_query, evaluation->first);
}

/* All of what belongs to one object after another is a load of each; it does not matter what else runs there. */
bool quern__watch_this(quern__watch *watch, quern_session *session, const quern_queryset *queryset,
                       const quern__work *work)
{
    quern__evaluation evaluation;
    const quern__related *related = quern__related_to_peer(queryset);
    if (related && related->whole == queryset) {
        const quern__errand e = quern__related_errand(queryset, work->site);
        return quern__watch_fetch(watch, &e);
    }
    if (!quern__watch_begin(&evaluation, session, work->site))
        return true;
    quern__watch_put(&evaluation, session, queryset, work);
    return quern__watch_several(watch, session, &evaluation);
}

void quern__watch_pause(quern_session *session)
{
    session->recent.off++;
}

void quern__watch_resume(quern_session *session)
{
    session->recent.off--;
}

/* ---- Warnings, for the program ---- */

/* With what is prefetched, and nobody has asked for yet. */
static quern__detector *look(const quern_session *session)
{
    quern__eager_look((quern_session *)(uintptr_t)session);
    return session->watcher ? session->watcher->detector : NULL;
}

int64_t quern_warning_count(const quern_session *session)
{
    const quern__detector *detector = look(session);
    return detector ? quern__detector_count(detector) : 0;
}

const quern_warning *quern_warning_at(const quern_session *session, int64_t number)
{
    quern__detector *detector = look(session);
    return detector ? quern__detector_at(detector, number) : NULL;
}
