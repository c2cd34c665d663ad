/* library.c: the models of the tour, and what is in their tables. */
#include "tour.h"

static size_t book_to_text(const void *object, char *out, size_t size)
{
    const book *b = object;
    return (size_t)snprintf(out, size, "%s (%" PRId32 " pages)", b->title, b->pages.value);
}

QUERN_MODEL(author, "tour_author",
            QUERN_FIELDS(QUERN_PRIMARY_KEY(id), QUERN_FIELD(name), QUERN_HAS_MANY(books, book, author),
                         QUERN_PREFETCHED(thick_books, book)));

QUERN_MODEL(book, "tour_book",
            QUERN_FIELDS(QUERN_PRIMARY_KEY(id), QUERN_FIELD(title), QUERN_FOREIGN_KEY(author, author),
                         QUERN_FIELD(published), QUERN_FIELD(created_at), QUERN_FIELD(pages)),
            .to_text = book_to_text);

bool fill(quern_session *s)
{
    quern_create_tables(s);
    quern_execute(s, "TRUNCATE tour_book, tour_author");
    quern_execute(s, "INSERT INTO tour_author SELECT n, 'Author ' || n FROM generate_series(1, $1) n",
                  AUTHORS);
    quern_execute(s,
                  "INSERT INTO tour_book SELECT n, 'Book ' || n, 1 + n % $1, n % 3 <> 0,"
                  " timestamptz '2020-01-01 00:00Z' + n * interval '1 minute',"
                  " CASE WHEN n % 10 <> 0 THEN 50 + n % 900 END FROM generate_series(1, $2) n",
                  AUTHORS, BOOKS);
    quern_execute(s, "ANALYZE tour_book");
    printf("%d authors and %d books, one in three unpublished, one in ten without a number of pages.\n",
           AUTHORS, BOOKS);
    return !quern_failed(s);
}

void drop(quern_session *s)
{
    quern_execute(s, "DROP TABLE IF EXISTS tour_book, tour_author");
}
