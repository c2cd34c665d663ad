/* models.c: the shared models and their tables. The rows are chosen so that each lookup has rows on both sides, and NULLs. */
#include "test/support/models.h"

#include "test/support/lending.h"

#include "lib/base/memory.h"
#include "lib/model/schema.h"
#include "lib/model/scope.h"

#include <quern/backend/backend.h>

QUERN_MODEL(author, "books_author",
            QUERN_FIELDS(QUERN_PRIMARY_KEY(id), QUERN_FIELD(name), QUERN_FIELD(email, .null = true),
                         QUERN_FIELD(born)));

QUERN_MODEL(book, "books_book",
            QUERN_FIELDS(QUERN_PRIMARY_KEY(id), QUERN_FIELD(title), QUERN_FIELD(subtitle, .null = true),
                         QUERN_FOREIGN_KEY(author, author), QUERN_FOREIGN_KEY(sequel_of, book),
                         QUERN_FIELD(published), QUERN_FIELD(lent), QUERN_FIELD(copies), QUERN_FIELD(pages),
                         QUERN_FIELD(sold), QUERN_FIELD(views), QUERN_FIELD(price), QUERN_FIELD(rating),
                         QUERN_FIELD(created_at), QUERN_FIELD(returned_at),
                         QUERN_FIELD(isbn, .column = "ISBN-13")));

QUERN_MODEL(shelf, "shelf", QUERN_FIELDS(QUERN_PRIMARY_KEY(code), QUERN_FIELD(room)));

QUERN_MODEL(odd, "od\"d table; DROP",
            QUERN_FIELDS(QUERN_PRIMARY_KEY(id), QUERN_FIELD(select), QUERN_FIELD(quote, .column = "a\"b"),
                         QUERN_FIELD(snow, .column = "schnee ☃"), QUERN_FIELD(upper, .column = "UPPER Case"),
                         QUERN_FOREIGN_KEY(shelf, shelf, .null = true)));

const quern_model *const quern__test_models[] = {
    &author_model, &book_model, &shelf_model, &odd_model, &reader_model, &loan_model, &feature_model, NULL,
};

/* clang-format off */
const char *const quern__test_tables[] = {
    "CREATE TABLE books_author (id bigint PRIMARY KEY, name text NOT NULL, email text, born integer)",
    "CREATE TABLE books_book (id bigint PRIMARY KEY, title text NOT NULL, subtitle text,"
    " author_id bigint NOT NULL REFERENCES books_author, sequel_of_id bigint REFERENCES books_book,"
    " published boolean NOT NULL, lent boolean, copies integer NOT NULL, pages integer, sold bigint NOT NULL,"
    " views bigint, price double precision NOT NULL, rating double precision, created_at timestamptz NOT NULL,"
    " returned_at timestamptz, \"ISBN-13\" text NOT NULL)",
    "CREATE TABLE shelf (code text PRIMARY KEY, room integer NOT NULL)",
    "CREATE TABLE \"od\"\"d table; DROP\" (id integer PRIMARY KEY, \"select\" text NOT NULL, \"a\"\"b\" integer NOT NULL,"
    " \"schnee ☃\" boolean NOT NULL, \"UPPER Case\" integer, shelf_id text REFERENCES shelf)",
    "INSERT INTO books_author VALUES (1, 'Jane Austen', 'jane@example.org', 1775), (2, 'Émile Zola', NULL, 1840),"
    " (3, 'O''Brien \\ Söhne', NULL, NULL)",
    "INSERT INTO books_book VALUES"
    " (1, 'Emma', NULL, 1, NULL, true, NULL, 3, 474, 9000000000, 5, 9.5, 4.5, '1815-12-23 00:00Z', NULL, '978-1'),"
    " (2, 'Persuasion', 'A novel', 1, 1, true, false, 0, NULL, 0, NULL, 0, NULL, '1817-12-20 00:00Z', '2020-02-29 12:00Z', '978-2'),"
    " (3, 'Germinal', '', 2, NULL, false, true, -2147483648, 591, -9223372036854775808, 9223372036854775807, '-Infinity',"
    " 'NaN', '1885-03-01 00:00:00.000001Z', 'infinity', ''),"
    " (4, '100% _real_ \\ ''quoted'' \"text\"', 'ünï☃', 3, 3, false, NULL, 2147483647, 0, 1, 0, 'Infinity', 0,"
    " '-infinity', '1969-12-31 23:59:59.999999Z', 'x')",
    "INSERT INTO books_book SELECT n, 'Volume ' || n, CASE WHEN n % 3 = 0 THEN 'part ' || n END, 1 + n % 3,"
    " CASE WHEN n % 4 = 0 THEN n - 1 END, n % 2 = 0, CASE n % 3 WHEN 0 THEN true WHEN 1 THEN false END, n % 5,"
    " CASE WHEN n % 6 <> 0 THEN n * 20 END, n * 1000, CASE WHEN n % 2 = 0 THEN n END, n / 4.0,"
    " CASE WHEN n % 5 <> 0 THEN n % 5 END, timestamptz '2020-01-01 00:00Z' + n * interval '1 day',"
    " CASE WHEN n % 7 = 0 THEN timestamptz '2021-01-01 00:00Z' END, '979-' || n FROM generate_series(5, 40) n",
    "INSERT INTO shelf VALUES ('A', 1), ('b''B', 2)",
    "INSERT INTO \"od\"\"d table; DROP\" VALUES (1, 'from', 1, true, 1, 'A'), (2, '', -1, false, NULL, NULL),"
    " (3, 'x', 2147483647, true, NULL, 'b''B')",
    "CREATE TABLE reader (id bigint PRIMARY KEY, card varchar(10) NOT NULL UNIQUE, name text NOT NULL,"
    " favourite_id bigint REFERENCES books_author ON DELETE SET NULL)",
    "CREATE TABLE loan (id integer PRIMARY KEY, card varchar(10) NOT NULL REFERENCES reader (card) ON DELETE CASCADE,"
    " book_id bigint NOT NULL UNIQUE REFERENCES books_book, renewal_of_id integer UNIQUE REFERENCES loan)",
    "INSERT INTO reader VALUES (1, 'B1', 'Zoë', 1), (2, 'A1', 'Ann', NULL), (3, 'C1', 'Ann', 2)",
    "INSERT INTO loan VALUES (1, 'A1', 3, NULL), (2, 'C1', 2, NULL), (3, 'A1', 1, 1)",
    NULL,
};
/* clang-format on */

/* A scope is the first member of a session, and all that building looks at. */
typedef struct test_session {
    quern__scope scope;
    quern_allocator allocator;
} test_session;

const quern_dialect *quern__test_dialect(void)
{
    return quern_postgres_backend()->dialect;
}

quern_session *quern__test_session_open(const quern_allocator *allocator)
{
    allocator = allocator ? allocator : quern_system_allocator();
    test_session *made = quern__allocate_zeroed(allocator, 1, sizeof *made);
    if (!made)
        return NULL;
    made->allocator = *allocator;
    made->scope.allocator = &made->allocator;
    quern__failure_open(&made->scope.failure, &made->allocator);
    made->scope.arena = quern__arena_open(&made->allocator, NULL);
    const quern__schema_facts facts = { quern__test_dialect(), quern__test_dialect()->identifier_bytes };
    if (made->scope.arena)
        made->scope.schema = quern__schema_build(made->scope.arena, quern__test_models, &facts,
                                                 &made->scope.failure, QUERN_SITE);
    if (made->scope.schema)
        return (quern_session *)made;
    quern__test_session_close((quern_session *)made);
    return NULL;
}

void quern__test_session_close(quern_session *session)
{
    if (!session)
        return;
    test_session *made = (test_session *)session;
    const quern_allocator allocator = made->allocator;
    quern__failure_close(&made->scope.failure);
    quern__arena_close(made->scope.arena);
    quern__release(&allocator, made);
}
