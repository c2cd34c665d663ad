/* watch.h: what the detector of loads one by one is told, and what is made of its answers. */
#ifndef QUERN__LOAD_WATCH_H
#define QUERN__LOAD_WATCH_H

#include "lib/detect/detect.h"
#include "lib/load/fetch.h"
#include "lib/load/related.h"
#include "lib/plan/plan.h"
#include "lib/session/run.h"

/* A load that is being watched; zeroed, it is not. */
typedef struct quern__watch {
    quern__place *place; /* NULL: nobody is to know how long it takes */
    bool tell;           /* when it has ended */
    int64_t before;      /* microseconds that the session's statements had taken */
} quern__watch;

static inline bool quern__watch_is_on(const quern_session *session)
{
    return session->options.detect > QUERN_DETECT_OFF;
}

/* A load of quern_fetch for one object. False when it is not to be sent: that is the session's failure then. */
bool quern__watch_fetch(quern__watch *watch, const quern__errand *e);

/* The same of a query that somebody evaluates, as it is to be sent. */
bool quern__watch_this(quern__watch *watch, quern_session *session, const quern_queryset *queryset,
                       const quern__work *work);

static inline bool quern__watch_query(quern__watch *watch, quern_session *session,
                                      const quern_queryset *queryset, const quern__work *work)
{
    return !quern__watch_is_on(session) || quern__watch_this(watch, session, queryset, work);
}

/* Several that are evaluated by one call: one evaluation. Begun at its place; false when it was not there a short while ago, and nothing
 * more is to be told. Then each is put to it; at last there is the verdict, as of one query. */
typedef struct quern__evaluation {
    quern__load load;
    const quern_queryset *first; /* NULL: only such as are no loop */
} quern__evaluation;

bool quern__watch_begin(quern__evaluation *evaluation, quern_session *session, const char *site);
void quern__watch_put(quern__evaluation *evaluation, const quern_session *session,
                      const quern_queryset *queryset, const quern__work *work);
bool quern__watch_several(quern__watch *watch, quern_session *session, quern__evaluation *evaluation);

/* It has ended, well or not. */
void quern__watch_note(const quern__watch *watch, quern_session *session);

static inline void quern__watch_end(const quern__watch *watch, quern_session *session)
{
    if (watch->place)
        quern__watch_note(watch, session);
}

/* What is evaluated between these two is quern's own doing, and no loop of the program's. */
void quern__watch_pause(quern_session *session);
void quern__watch_resume(quern_session *session);

/* ---- Inside ---- */

/* What session.watcher points to. */
typedef struct quern__watcher {
    quern__held held; /* first */
    quern_session *session;
    quern__detector *detector;
    quern_result *eager; /* those that have something which is to be used (eager.h) */
} quern__watcher;

/* The session's detector, made if there was none; NULL when out of memory. */
quern__detector *quern__watch_detector(quern_session *session);

/* The warning is told to the handler of events. */
void quern__watch_tell(quern_session *session, const quern_warning *warning);

/* eager.c: what was prefetched, and is not over, becomes the detector's latest look. */
void quern__eager_look(quern_session *session);

/* Gives a place its names, by what there is to say of its load. */
typedef void quern__describe(quern__words *words, quern__text *path, const void *of);
void quern__watch_name(quern_session *session, quern__place *place, quern__describe *describe,
                       const void *of);

/* naming.c: what there is to say of an errand, or of a queryset. The path is written to the text, and the words point into it. */
void quern__name_errand(quern__words *words, quern__text *path, const void *errand);
void quern__name_query(quern__words *words, quern__text *path, const void *queryset);

/* What was loaded with others: the object is one of several, or of those that others lead to. */
static inline bool quern__has_peers(const quern_result *result)
{
    return result->several || result->count > 1;
}

/* Of a queryset that quern_related gave for an object which is one of more, or that was made of one; else NULL. */
static inline const quern__related *quern__related_to_peer(const quern_queryset *queryset)
{
    const quern__related *related = queryset->related;
    return related && quern__has_peers(related->owner->result) ? related : NULL;
}

#endif
