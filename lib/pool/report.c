/* report.c: connections that come and go, or do not come back, for the program's handler. Each is named by the server's process for it, as the server's
 * own log and pg_stat_activity do. Called by whoever opens or closes, never with the lock held. */
#include "lib/pool/pool_private.h"

#include <inttypes.h>
#include <stdio.h>

enum { MESSAGE_MOST = 100 };

static void tell(const quern__pool *pool, quern_trace_kind kind, quern_level level, const char *message,
                 const quern_error *error)
{
    quern__tracer_tell(pool->tracer, &(quern_trace_event){
                                         .kind = kind, .level = level, .message = message, .error = error });
}

static void tell_of(const quern__pool *pool, quern_trace_kind kind, quern_level level, const char *what,
                    const quern_link_info *info)
{
    char message[MESSAGE_MOST];
    if (info->process)
        snprintf(message, sizeof message, "a connection was %s: the server's process %" PRId64, what,
                 info->process);
    else
        snprintf(message, sizeof message, "a connection was %s", what);
    tell(pool, kind, level, message, NULL);
}

void quern__report_connected(const quern__pool *pool, quern_link *link)
{
    quern_link_info info;
    if (!quern__tracer_hears(pool->tracer, QUERN_LEVEL_INFO))
        return;
    pool->backend->info(link, &info);
    tell_of(pool, QUERN_TRACE_CONNECTED, QUERN_LEVEL_INFO, "opened", &info);
}

void quern__report_connect_failed(const quern__pool *pool, const quern_error *error)
{
    const char *message = error->message ? error->message : "the connect failed";
    tell(pool, QUERN_TRACE_CONNECT_FAILED, QUERN_LEVEL_WARNING, message, error);
}

void quern__report_disconnected(const quern__pool *pool, quern_link *link)
{
    quern_link_info info;
    if (!quern__tracer_hears(pool->tracer, QUERN_LEVEL_WARNING))
        return;
    pool->backend->info(link, &info);
    const bool lost = info.state == QUERN_LINK_LOST;
    tell_of(pool, QUERN_TRACE_DISCONNECTED, lost ? QUERN_LEVEL_WARNING : QUERN_LEVEL_INFO,
            lost ? "lost" : "closed", &info);
}

void quern__report_held(const quern__pool *pool, const char *site, uint64_t kernel_thread)
{
    char thread[80], message[200];
    if (!quern__tracer_hears(pool->tracer, QUERN_LEVEL_WARNING))
        return;
    quern__thread_describe(kernel_thread, thread, sizeof thread);
    snprintf(message, sizeof message, "a connection has been on loan for over %d ms, to %s",
             (int)(pool->held / 1000), thread);
    quern__tracer_tell(pool->tracer, &(quern_trace_event){ .kind = QUERN_TRACE_HELD_LONG,
                                                           .level = QUERN_LEVEL_WARNING,
                                                           .message = message,
                                                           .site = site });
}
