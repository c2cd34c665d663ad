/* report.c: reports of sessions, and what all reports say in the same words. */
#include "lib/report/report.h"

#include "lib/session/session.h"

#include <stdio.h>

static quern__report report_of(const quern_session *session)
{
    return (quern__report){ .log = &session->log,
                            .warnings = quern_warning_count(session),
                            .warning_at = quern_warning_at,
                            .session = session,
                            .site = session->site,
                            .tag = session->options.tag };
}

bool quern_write_file(void *file, const char *bytes, size_t size)
{
    return fwrite(bytes, 1, size, file) == size;
}

bool quern_report_text(const quern_session *session, quern_write *write, void *context)
{
    const quern__report report = report_of(session);
    return quern__report_text(&report, write, context);
}

bool quern_report_json(const quern_session *session, quern_write *write, void *context)
{
    const quern__report report = report_of(session);
    return quern__report_json(&report, write, context);
}

bool quern_report_html(const quern_session *session, quern_write *write, void *context)
{
    const quern__report report = report_of(session);
    return quern__report_html(&report, write, context);
}

const char *quern__origin_word(quern_query_origin origin)
{
    static const char *const words[] = {
        [QUERN_ORIGIN_QUERY] = "query",     [QUERN_ORIGIN_LAZY] = "lazy",
        [QUERN_ORIGIN_STREAM] = "stream",   [QUERN_ORIGIN_OWN] = "own SQL",
        [QUERN_ORIGIN_SCHEMA] = "schema",   [QUERN_ORIGIN_TRANSACTION] = "transaction",
        [QUERN_ORIGIN_TYPE] = "type",       [QUERN_ORIGIN_PREFETCH] = "prefetch",
        [QUERN_ORIGIN_EXPLAIN] = "explain", [QUERN_ORIGIN_WRITE] = "write",
    };
    return (size_t)origin < sizeof words / sizeof *words ? words[origin] : "?";
}

int64_t quern__query_loading(const quern_query *query)
{
    const int64_t rest = query->elapsed_microseconds - query->server_microseconds;
    return rest > 0 ? rest : 0;
}
