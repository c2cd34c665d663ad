/* watch.h: what the detector of loads one by one is told, and what is made of its answers. */
#ifndef QUERN__LOAD_WATCH_H
#define QUERN__LOAD_WATCH_H

#include "lib/detect/detect.h"
#include "lib/load/fetch.h"
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
bool quern__watch_begin(quern__load *load, quern_session *session, const char *site);
void quern__watch_put(quern__load *load, const quern_session *session, const quern_queryset *queryset,
                      const quern__work *work);
bool quern__watch_several(quern__watch *watch, quern_session *session, quern__load *load);

/* It has ended, well or not. */
void quern__watch_note(const quern__watch *watch, quern_session *session);

static inline void quern__watch_end(const quern__watch *watch, quern_session *session)
{
    if (watch->place)
        quern__watch_note(watch, session);
}

/* What there is to say of an errand; path as quern__errand_put_path writes it. */
quern__load quern__watch_load(const quern__errand *e, const char *path);

/* What is evaluated between these two is quern's own doing, and no loop of the program's. */
void quern__watch_pause(quern_session *session);
void quern__watch_resume(quern_session *session);

#endif
