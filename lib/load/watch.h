/* watch.h: what the detector of loads one by one is told, and what is made of its answers. */
#ifndef QUERN__LOAD_WATCH_H
#define QUERN__LOAD_WATCH_H

#include "lib/detect/detect.h"
#include "lib/load/fetch.h"
#include "lib/plan/plan.h"

/* A load that is being watched; zeroed, it is not. */
typedef struct quern__watch {
    quern__place *place; /* NULL: nobody is to know how long it takes */
    bool tell;           /* when it has ended */
    int64_t before;      /* microseconds that the session's statements had taken */
} quern__watch;

/* A load of quern_fetch for one object; a query that somebody evaluates, with its values. False when it is not to be sent: that is the
 * session's failure then. */
bool quern__watch_fetch(quern__watch *watch, const quern__errand *e);
bool quern__watch_query(quern__watch *watch, quern_session *session, const quern_queryset *queryset,
                        const char *sql, const quern__parameters *parameters, const char *site);

/* It has ended, well or not. */
void quern__watch_end(quern__watch *watch, quern_session *session);

/* What there is to say of an errand; path as quern__errand_put_path writes it. */
quern__load quern__watch_load(const quern__errand *e, const char *path);

/* What is evaluated between these two is quern's own doing, and no loop of the program's. */
void quern__watch_pause(quern_session *session);
void quern__watch_resume(quern_session *session);

#endif
