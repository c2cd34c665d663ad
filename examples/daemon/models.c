/* models.c: the tables, and what is in them at first. */
#include "daemon.h"

QUERN_MODEL(author, "daemon_author", QUERN_FIELDS(QUERN_PRIMARY_KEY(id), QUERN_FIELD(name)),
            .ordering = QUERN_NAMES("id"));

QUERN_MODEL(book, "daemon_book",
            QUERN_FIELDS(QUERN_PRIMARY_KEY(id), QUERN_FIELD(title),
                         QUERN_FOREIGN_KEY(author, author, .on_delete = QUERN_CASCADE), QUERN_FIELD(pages)),
            .ordering = QUERN_NAMES("id"));

bool make_tables(quern_session *s)
{
    bool found;
    quern_create_tables(s);
    if (quern_exists(quern_objects(s, author), &found) && !found) {
        quern_execute(s,
                      "INSERT INTO daemon_author (name) SELECT 'Author ' || n FROM generate_series(1, 10) n");
        quern_execute(s, "INSERT INTO daemon_book (title, author_id, pages)"
                         " SELECT 'Book ' || n, 1 + n % 9, CASE WHEN n % 10 <> 0 THEN 50 + n * 7 % 400 END"
                         " FROM generate_series(1, 200) n");
    }
    return !quern_failed(s);
}
