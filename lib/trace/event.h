/* event.h: what happens, for the handler of the program's own (.on_event in quern_options). */
#ifndef QUERN__TRACE_EVENT_H
#define QUERN__TRACE_EVENT_H

#include <quern/trace.h>

/* Who is told, and of what. Where nobody is, a pointer to one is NULL. */
typedef struct quern__tracer {
    quern_trace_handler *handler;
    void *context;
    quern_level level; /* the least that is told */
} quern__tracer;

/* True when somebody is to be told of what matters so much: to be asked before anything is done for an event. */
static inline bool quern__tracer_hears(const quern__tracer *tracer, quern_level level)
{
    return tracer && level >= tracer->level;
}

/* Tells it, if it matters enough. Not with a lock held: the handler is the program's, and takes as long as it likes. Texts of the
 * error may be NULL here: the handler sees "". */
void quern__tracer_tell(const quern__tracer *tracer, const quern_trace_event *event);

#endif
