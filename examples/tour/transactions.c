/* transactions.c: statements that belong together. */
#include "tour.h"

static int64_t drafts(quern_session *s)
{
    return quern_count(quern_filter(quern_objects(s, book), Q("published", false)));
}

static void one(quern_session *s)
{
    step(s, "BEGIN goes along with the first statement: no round trip of its own");
    RUN(quern_begin(s));
    ran(s, 0);
    RUN(quern_execute(s, "UPDATE tour_book SET published = true"));
    check("drafts, seen from within", drafts(s), 0);
    RUN(quern_rollback(s));
    ran(s, 4);
    check("drafts, after the rollback", drafts(s), BOOKS / 3);
}

static void nested(quern_session *s)
{
    step(s, "A transaction in a transaction is a savepoint");
    RUN(quern_begin(s));
    RUN(quern_execute(s, "DELETE FROM tour_book WHERE id = 1"));
    RUN(quern_begin(s));
    RUN(quern_execute(s, "DELETE FROM tour_book"));
    RUN(quern_rollback(s));
    check("books, when the inner one is undone", quern_count(quern_objects(s, book)), BOOKS - 1);
    RUN(quern_rollback(s));
    check("books, when the outer one is", quern_count(quern_objects(s, book)), BOOKS);
}

void transactions(quern_session *s)
{
    chapter("Transactions");
    one(s);
    nested(s);
}
