/* event.c: handing out events, and their names. */
#include "lib/trace/event.h"

#include "lib/base/failure.h"

static const char *const kind_names[] = {
    [QUERN_TRACE_STATEMENT_START] = "QUERN_TRACE_STATEMENT_START",
    [QUERN_TRACE_STATEMENT_END] = "QUERN_TRACE_STATEMENT_END",
    [QUERN_TRACE_CONNECTED] = "QUERN_TRACE_CONNECTED",
    [QUERN_TRACE_CONNECT_FAILED] = "QUERN_TRACE_CONNECT_FAILED",
    [QUERN_TRACE_DISCONNECTED] = "QUERN_TRACE_DISCONNECTED",
    [QUERN_TRACE_UNREAD_FAILURE] = "QUERN_TRACE_UNREAD_FAILURE",
    [QUERN_TRACE_ROLLED_BACK] = "QUERN_TRACE_ROLLED_BACK",
    [QUERN_TRACE_HELD_LONG] = "QUERN_TRACE_HELD_LONG",
    [QUERN_TRACE_SLOW_STATEMENT] = "QUERN_TRACE_SLOW_STATEMENT",
    [QUERN_TRACE_N_PLUS_ONE] = "QUERN_TRACE_N_PLUS_ONE",
    [QUERN_TRACE_UNUSED] = "QUERN_TRACE_UNUSED",
};

void quern__tracer_tell(const quern__tracer *tracer, const quern_trace_event *event)
{
    if (!quern__tracer_hears(tracer, event->level))
        return;
    quern_trace_event whole = *event;
    quern_error error;
    if (event->error) {
        error = quern__error_whole(event->error);
        whole.error = &error;
    }
    tracer->handler(tracer->context, &whole);
}

const char *quern_trace_name(quern_trace_kind kind)
{
    const size_t count = sizeof kind_names / sizeof *kind_names;
    const char *name = (size_t)kind < count ? kind_names[kind] : NULL;
    return name ? name : "QUERN_TRACE_?";
}
