/* quern.h: all of quern but the short names (<quern/short.h>) and what backends need (<quern/backend/backend.h>).
 *
 *     quern_db *db = quern_open("postgresql://localhost/books", QUERN_MODELS(author, book));
 *     quern_session *s = quern_session_open(db);
 *     quern_queryset *books = quern_filter(quern_objects(s, book), QUERN_Q("published", true));
 *     QUERN_EACH(book, b, quern_order_by(books, "-created_at"))
 *         puts(b->title);
 *     if (quern_failed(s))
 *         fputs(quern_error_text(s), stderr);
 *     quern_session_close(s);
 *     quern_close(db, 5000);
 */
#ifndef QUERN_QUERN_H
#define QUERN_QUERN_H

#include <quern/api.h>
#include <quern/convert.h>
#include <quern/db.h>
#include <quern/detect.h>
#include <quern/error.h>
#include <quern/evaluate.h>
#include <quern/execute.h>
#include <quern/expr.h>
#include <quern/iterate.h>
#include <quern/memory.h>
#include <quern/model.h>
#include <quern/object.h>
#include <quern/pool.h>
#include <quern/queryset.h>
#include <quern/related.h>
#include <quern/report.h>
#include <quern/row.h>
#include <quern/schema.h>
#include <quern/session.h>
#include <quern/share.h>
#include <quern/trace.h>
#include <quern/transaction.h>
#include <quern/value.h>

#endif
