/* html.h: pieces of the page. */
#ifndef QUERN__REPORT_HTML_H
#define QUERN__REPORT_HTML_H

#include "lib/report/findings.h"
#include "lib/report/out.h"

/* Any text as text: nothing in it is markup, for elements and for attributes in quotes. */
void quern__html_text(quern__out *out, const char *text);

/* SQL with its pieces coloured; what is long is folded, and has each clause on a line of its own when it is not. */
void quern__html_sql(quern__out *out, const char *sql);

/* The row of a statement in the time-line. */
void quern__html_statement(quern__out *out, const quern__findings *findings, const quern_query *query);

extern const char *const quern__html_style[]; /* style.c: lines, ended by NULL */

#endif
