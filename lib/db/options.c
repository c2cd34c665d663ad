/* options.c: defaults, and what makes no sense. */
#include "lib/db/options.h"

#include "lib/base/memory.h"

#include <string.h>
#include <unistd.h>

#define POOL_MAX_LIMIT 10000
#define WAITING_MAX_LIMIT 1000000
#define APPLICATION_NAME_MOST 63 /* bytes; PostgreSQL cuts off the rest */

static uint32_t default_pool_max(void)
{
    const long processors = sysconf(_SC_NPROCESSORS_ONLN);
    return processors < 1 ? 2 : processors > 8 ? 16 : 2 * (uint32_t)processors;
}

quern_options quern__options_complete(const quern_options *given, size_t size)
{
    quern_options options;
    memset(&options, 0, sizeof options);
    if (given)
        memcpy(&options, given, size < sizeof options ? size : sizeof options);
    if (!options.pool_max)
        options.pool_max = default_pool_max();
    if (!options.turn_ms)
        options.turn_ms = 5000;
    if (!options.connect_ms)
        options.connect_ms = 5000;
    if (!options.statement_ms)
        options.statement_ms = 30000;
    if (!options.waiting_max)
        options.waiting_max = 10 * options.pool_max;
    if (!options.idle_ms)
        options.idle_ms = 600000;
    if (!options.lifetime_ms)
        options.lifetime_ms = 1800000;
    if (!options.keepalive_ms)
        options.keepalive_ms = 30000;
    if (!options.held_ms)
        options.held_ms = 30000;
    if (options.no_log)
        options.log_size = 0;
    else if (!options.log_size)
        options.log_size = 100;
    if (!options.slow_ms)
        options.slow_ms = 500;
    if (!options.cache_max)
        options.cache_max = 1000;
    if (!options.application_name)
        options.application_name = "quern";
    if (!options.on_event_level)
        options.on_event_level = QUERN_LEVEL_WARNING;
    if (!options.allocator)
        options.allocator = &quern__system_allocator;
    if (!options.backend)
        options.backend = quern_postgres_backend();
    if (!options.fetch_mode)
        options.fetch_mode = QUERN_FETCH_ONE;
    if (!options.detect)
        options.detect = QUERN_DETECT_LOG;
    return options;
}

static bool has_bad_time(const quern_options *options)
{
    const int32_t times[] = { options->turn_ms,      options->connect_ms, options->statement_ms,
                              options->wait_ms,      options->idle_ms,    options->lifetime_ms,
                              options->keepalive_ms, options->held_ms,    options->slow_ms };
    bool bad = false;
    for (size_t i = 0; i < sizeof times / sizeof *times; i++)
        bad |= times[i] < -1;
    return bad;
}

/* Of what is loaded one by one. */
static const char *modes_fault(quern_fetch_kind fetch_mode, quern_detect_mode detect)
{
    if ((unsigned)fetch_mode > QUERN_FETCH_RAISE)
        return "fetch_mode is none: QUERN_FETCH_ONE, …_PEERS or …_RAISE";
    if ((unsigned)detect > QUERN_DETECT_ERROR)
        return "detect is no mode: QUERN_DETECT_OFF, …_COUNT, …_LOG or …_ERROR";
    return NULL;
}

const char *quern__options_fault(const char *uri, const quern_options *options)
{
    if (!uri)
        return "the URI is NULL";
    if (options->pool_max > POOL_MAX_LIMIT)
        return "pool_max is over 10000: a server has far fewer connections";
    if (options->pool_min > options->pool_max)
        return "pool_min is more than pool_max: the pool never has so many connections";
    if (options->waiting_max > WAITING_MAX_LIMIT)
        return "waiting_max is over 1000000: a program has far fewer threads that could wait";
    if (has_bad_time(options))
        return "a time is negative: -1 is no limit, 0 the default, all others are milliseconds";
    if (strlen(options->application_name) > APPLICATION_NAME_MOST)
        return "application_name has more than 63 bytes, which is all that the server shows";
    if ((int)options->on_event_level < QUERN_LEVEL_DEBUG || options->on_event_level > QUERN_LEVEL_ERROR)
        return "on_event_level is no level: QUERN_LEVEL_DEBUG, …_INFO, …_WARNING or …_ERROR";
    if (!options->backend->dialect)
        return "the backend has no dialect";
    return modes_fault(options->fetch_mode, options->detect);
}

quern_session_options quern__session_options_complete(const quern_options *db,
                                                      const quern_session_options *given, size_t size)
{
    quern_session_options options;
    memset(&options, 0, sizeof options);
    if (given)
        memcpy(&options, given, size < sizeof options ? size : sizeof options);
    if (!options.turn_ms)
        options.turn_ms = db->turn_ms;
    if (!options.statement_ms)
        options.statement_ms = db->statement_ms;
    if (!options.fetch_mode)
        options.fetch_mode = db->fetch_mode;
    if (!options.detect)
        options.detect = db->detect;
    return options;
}

const char *quern__session_options_fault(const quern_session_options *options)
{
    if (options->turn_ms < -1 || options->statement_ms < -1 || options->deadline_ms < -1)
        return "a time is negative: -1 is no limit, 0 the db's, all others are milliseconds";
    if ((unsigned)options->explain > QUERN_EXPLAIN_ANALYZE)
        return "explain is none: QUERN_EXPLAIN_NEVER, …_PLAN or …_ANALYZE";
    if (options->explain && !options->log_parameters)
        return "explain without log_parameters: plans show the values of parameters";
    return modes_fault(options->fetch_mode, options->detect);
}
