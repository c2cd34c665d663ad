/* watch.c: see watch.h. The detector of a session is there once there is something to watch: an object of several is to be loaded, or a
 * queryset is evaluated where one was a short while ago. It lives until the session is reset or closed. */
#include "lib/load/watch.h"

#include "lib/base/digest.h"
#include "lib/compile/statements.h"
#include "lib/value/digest.h"

#include <string.h>

/* What session.watcher points to. */
typedef struct quern__watcher {
    quern__held held; /* first */
    quern_session *session;
    quern__detector *detector;
} watcher;

/* Older than any mark: no rewind ends it, but a reset does. */
enum { OLDEST = 1 };

static void end_held(quern__held *held)
{
    watcher *w = (watcher *)(void *)held;
    w->session->watcher = NULL;
    quern__detector_close(w->detector);
    quern__release(w->session->scope.allocator, w);
}

/* NULL when out of memory. */
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

static void tell(quern_session *session, const quern_warning *warning)
{
    if (!quern__tracer_hears(session->tracer, QUERN_LEVEL_WARNING))
        return;
    quern__text text = quern__text_open(session->scope.allocator);
    quern__text_put_format(&text, "%s: %s", warning->message, warning->advice);
    quern__tracer_tell(session->tracer, &(quern_trace_event){ .kind = QUERN_TRACE_N_PLUS_ONE,
                                                              .level = QUERN_LEVEL_WARNING,
                                                              .message = text.broken ? warning->message
                                                                                     : quern__text_get(&text),
                                                              .site = warning->site,
                                                              .tag = session->options.tag,
                                                              .session = session,
                                                              .warning = warning });
    quern__text_close(&text);
}

/* Asks for the verdict. `e`: of an errand, whose path is made only when it is wanted. */
static bool judge(quern__watch *watch, quern_session *session, quern__load *load, const quern__errand *e)
{
    quern__detector *detector = session->watcher ? session->watcher->detector : make(session);
    if (!detector)
        return true;
    const quern__verdict verdict = quern__detect(detector, load);
    if (verdict.unnamed) {
        quern__text path = quern__text_open(session->scope.allocator);
        if (e)
            quern__errand_put_path(&path, e);
        load->path = quern__text_get(&path);
        if (!path.broken)
            quern__detect_name(verdict.place, load);
        quern__text_close(&path);
    }
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
        tell(session, quern__detect_tell(session->watcher->detector, watch->place));
}

/* ---- Loads ---- */

quern__load quern__watch_load(const quern__errand *e, const char *path)
{
    const quern_result *result = e->result, *first = result;
    while (first->from)
        first = first->from;
    return (quern__load){ .kind = QUERN_WARNING_LAZY,
                          .site = e->site,
                          .member = e->field,
                          .way = result->way,
                          .run = result->group,
                          .last_run = result->group,
                          .subject = result->number << 32 ^ e->object->row,
                          .queryset = first->site,
                          .model = first->model->name,
                          .path = path,
                          .relation = e->field->reach != NULL,
                          .raw = first->extras != NULL };
}

/* An object that was loaded alone may load what it likes. */
bool quern__watch_fetch(quern__watch *watch, const quern__errand *e)
{
    if (!quern__watch_is_on(e->session) || !(e->result->several || e->result->count > 1))
        return true;
    quern__load load = quern__watch_load(e, "");
    return judge(watch, e->session, &load, e);
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

bool quern__watch_begin(quern__load *load, quern_session *session, const char *site)
{
    if (session->recent.off)
        return false;
    const uint64_t last = quern__recent_add(&session->recent, site, session->marks.generation);
    if (!last)
        return false;
    *load = (quern__load){
        .kind = QUERN_WARNING_LOOP, .site = site, .run = session->recent.count, .last_run = last
    };
    return true;
}

void quern__watch_put(quern__load *load, const quern_session *session, const quern_queryset *queryset,
                      const quern__work *work)
{
    if (is_page(queryset))
        return;
    if (!load->model) {
        load->queryset = queryset->site;
        load->model = queryset->model->name;
    }
    load->way = quern__digest_mix(load->way, statement_of(session, work));
    load->subject = quern__values_digest(load->subject, work->values, work->kinds, work->count);
}

bool quern__watch_several(quern__watch *watch, quern_session *session, quern__load *load)
{
    return !load->model || judge(watch, session, load, NULL);
}

bool quern__watch_this(quern__watch *watch, quern_session *session, const quern_queryset *queryset,
                       const quern__work *work)
{
    quern__load load;
    if (is_page(queryset) || !quern__watch_begin(&load, session, work->site))
        return true;
    quern__watch_put(&load, session, queryset, work);
    return judge(watch, session, &load, NULL);
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

int64_t quern_warning_count(const quern_session *session)
{
    return session->watcher ? quern__detector_count(session->watcher->detector) : 0;
}

const quern_warning *quern_warning_at(const quern_session *session, int64_t number)
{
    return session->watcher ? quern__detector_at(session->watcher->detector, number) : NULL;
}
