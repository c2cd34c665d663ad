/* report.h: what all reports are made of: a log, and what is found in it. */
#ifndef QUERN__REPORT_REPORT_H
#define QUERN__REPORT_REPORT_H

#include "lib/trace/log.h"

#include <quern/detect.h>
#include <quern/report.h>

/* What is reported of. Borrowed. */
typedef struct quern__report {
    const quern__log *log;
    /* What the detector says: as quern_warning_at, from 1 to so many. */
    int64_t warnings;
    const quern_warning *(*warning_at)(const quern_session *session, int64_t number);
    const quern_session *session; /* only handed on */
    const char *site;             /* where the session was opened; NULL: unknown */
    const char *tag;              /* its tag, or NULL */
} quern__report;

/* As the public functions, of any log. */
bool quern__report_text(const quern__report *report, quern_write *write, void *context);
bool quern__report_json(const quern__report *report, quern_write *write, void *context);
bool quern__report_html(const quern__report *report, quern_write *write, void *context);

/* One word for why a statement ran: "lazy". Static. */
const char *quern__origin_word(quern_query_origin origin);

/* What was neither waiting for a connection nor for the server: sending and loading. */
int64_t quern__query_loading(const quern_query *query);

#endif
