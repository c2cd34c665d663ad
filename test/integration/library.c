/* library.c: see library.h. */
#include "test/integration/library.h"

void close_library(void)
{
    if (!db)
        return;
    sql("DELETE FROM books_book WHERE id > 1000");
    sql("DELETE FROM books_author WHERE id > 1000");
}

/* Those of a test that has failed may be there still. */
void open_library(void)
{
    if (!db)
        return;
    close_library();
    sql("INSERT INTO books_author SELECT n, 'Author ' || n FROM generate_series(1001, 1050) n");
    sql("INSERT INTO books_book SELECT n, 'Book ' || n, CASE WHEN n %% 2 = 0 THEN 'part ' || n END, 1001 + n "
        "%% 50,"
        " CASE WHEN n %% 2 = 0 THEN n - 1 END, true, NULL, 1, n, 1, NULL, 1, NULL, now(), NULL, ''"
        " FROM generate_series(1001, 1100) n");
}

quern_queryset *library_books(quern_session *session)
{
    return quern_order_by(quern_filter(quern_objects(session, book), Q("id__gt", 1000)), "id");
}
