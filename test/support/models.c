/* models.c: the shared models and their tables. The rows are chosen so that each lookup has rows on both sides, and NULLs. */
#include "test/support/models.h"

#include "test/support/club.h"
#include "test/support/lending.h"
#include "test/support/specimen.h"

#include "lib/base/memory.h"
#include "lib/model/schema.h"
#include "lib/model/scope.h"
#include "lib/session/session.h"

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
    &author_model, &book_model, &shelf_model,   &odd_model,        &specimen_model,
    &reader_model, &loan_model, &feature_model, &topic_model,      &player_model,
    &badge_model,  &pin_model,  &club_model,    &membership_model, NULL,
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
    "CREATE TABLE topic (code text PRIMARY KEY, weight integer)",
    "CREATE TABLE player (id bigint PRIMARY KEY, name text NOT NULL, born integer, boss_id bigint REFERENCES player)",
    "CREATE TABLE player_friends (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,"
    " from_player_id bigint NOT NULL REFERENCES player ON DELETE CASCADE,"
    " to_player_id bigint NOT NULL REFERENCES player ON DELETE CASCADE, UNIQUE (from_player_id, to_player_id))",
    "CREATE TABLE player_idols (LIKE player_friends INCLUDING ALL)",
    "CREATE TABLE badge (id integer PRIMARY KEY, number text NOT NULL UNIQUE, holder_id bigint UNIQUE REFERENCES player)",
    "CREATE TABLE pin (id bigint PRIMARY KEY, badge_id text REFERENCES badge (number), size integer NOT NULL)",
    "CREATE TABLE club (id bigint PRIMARY KEY, name text NOT NULL, founder_id bigint REFERENCES player)",
    "CREATE TABLE membership (id bigint PRIMARY KEY, club_id bigint NOT NULL REFERENCES club,"
    " player_id bigint NOT NULL REFERENCES player, inviter_id bigint REFERENCES player, fee integer)",
    "CREATE TABLE club_topics (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,"
    " club_id bigint NOT NULL REFERENCES club ON DELETE CASCADE, topic_id text NOT NULL REFERENCES topic ON DELETE CASCADE,"
    " UNIQUE (club_id, topic_id))",
    /* Of each relation some have none, some one, some several; of values too. Topics: 'x' is in no club; clubs: 4 has nobody. */
    "INSERT INTO topic VALUES ('go', 3), ('chess', NULL), ('tea', 1), ('x', 2)",
    "INSERT INTO player VALUES (1, 'Ada', 1815, NULL), (2, 'Bob', NULL, 1), (3, 'Cid', 1900, 1), (4, 'Ada', 1815, 2),"
    " (5, 'Eve', 1950, NULL), (6, 'Fay', NULL, 5), (7, 'Gus', 2000, 7)",
    "INSERT INTO player_friends (from_player_id, to_player_id) VALUES (1, 2), (2, 1), (1, 3), (3, 1), (2, 3), (3, 2), (5, 6),"
    " (6, 5), (7, 7)",
    "INSERT INTO player_idols (from_player_id, to_player_id) VALUES (2, 1), (3, 1), (4, 1), (4, 2), (1, 5), (6, 6)",
    "INSERT INTO badge VALUES (1, 'n1', 1), (2, 'n2', 2), (3, 'n3', NULL), (4, 'n4', 5)",
    "INSERT INTO pin VALUES (1, 'n1', 3), (2, 'n1', 5), (3, 'n3', 3), (4, NULL, 9), (5, 'n4', 1)",
    "INSERT INTO club VALUES (1, 'Gambit', 1), (2, 'Kettle', 2), (3, 'Gambit', NULL), (4, 'Void', 6)",
    "INSERT INTO membership VALUES (1, 1, 1, NULL, 10), (2, 1, 2, 1, NULL), (3, 1, 3, 1, 5), (4, 2, 2, 3, 10), (5, 2, 5, NULL, 0),"
    " (6, 3, 3, 2, NULL), (7, 3, 3, 3, 7), (8, 2, 4, 2, 5)",
    "INSERT INTO club_topics (club_id, topic_id) VALUES (1, 'go'), (1, 'chess'), (2, 'tea'), (2, 'go'), (3, 'chess')",
    "CREATE TABLE specimen ("
    " id bigint PRIMARY KEY, a_bool boolean NOT NULL, a_i16 smallint NOT NULL, a_i32 integer NOT NULL,"
    " a_i64 bigint NOT NULL, a_f32 real NOT NULL, a_f64 double precision NOT NULL, a_timestamp timestamptz NOT NULL,"
    " a_local_timestamp timestamp NOT NULL, a_date date NOT NULL, a_time time NOT NULL,"
    " a_interval interval NOT NULL, a_uuid uuid NOT NULL, a_inet inet NOT NULL, a_text text NOT NULL,"
    " a_bytes bytea NOT NULL, a_decimal numeric NOT NULL, a_json jsonb NOT NULL, maybe_bool boolean,"
    " maybe_i16 smallint, maybe_i32 integer, maybe_i64 bigint, maybe_f32 real, maybe_f64 double precision,"
    " maybe_timestamp timestamptz, maybe_local_timestamp timestamp, maybe_date date, maybe_time time,"
    " maybe_interval interval, maybe_uuid uuid, maybe_inet inet, maybe_text text, maybe_bytes bytea,"
    " maybe_decimal numeric, maybe_json jsonb, many_bool boolean[], many_i16 smallint[], many_i32 integer[],"
    " many_i64 bigint[], many_f32 real[], many_f64 double precision[], many_timestamp timestamptz[],"
    " many_local_timestamp timestamp[], many_date date[], many_time time[], many_interval interval[],"
    " many_uuid uuid[], many_inet inet[], many_text text[], many_bytes bytea[], many_decimal numeric[],"
    " many_json jsonb[])",
    /* Zeros, common ones, the highest, the lowest, and more edges: first the a_… only. */
    "INSERT INTO specimen VALUES"
    " (1, false, 0, 0, 0, 0, 0, '1970-01-01 00:00Z', '1970-01-01 00:00', '1970-01-01', '00:00', 'PT0S',"
    " '00000000-0000-0000-0000-000000000000', '0.0.0.0/0', '', '', '0', 'null'),"
    " (2, true, 300, -70000, 9000000000, 1.5, 0.1, '2024-05-01 12:00:00.25Z', '2024-05-01 12:00:00.25', '2024-05-01',"
    " '12:34:56.5', 'P1Y2M3DT4H5M6.5S', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '192.168.0.1', 'Emma', '\\x00ff27',"
    " '12.50', '{\"a\": [1, null, \"x\"]}'),"
    " (3, true, 32767, 2147483647, 9223372036854775807, 'Infinity', 'Infinity', 'infinity', 'infinity', 'infinity', '24:00',"
    " 'P178000000Y', 'ffffffff-ffff-ffff-ffff-ffffffffffff', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'ünï☃𝄞',"
    " '\\xfffe', 'Infinity', '[[]]'),"
    " (4, false, -32768, -2147483648, -9223372036854775808, '-Infinity', '-Infinity', '-infinity', '-infinity', '-infinity',"
    " '00:00:00.000001', 'P-178000000Y', '00000000-0000-0000-0000-000000000001', '::1',"
    " '100% _real_ \\ ''quoted'' \"text\"', '\\x00', '-Infinity', '\"\\u00e9\\\\\"'),"
    " (5, false, -1, 1, -1, 'NaN', 'NaN', '4714-11-24 00:00Z BC', '0044-03-15 12:00 BC', '4714-11-24 BC', '23:59:59.999999',"
    " 'P-1M1DT-0.000001S', '00000000-0000-0000-0000-00000000000a', '2001:db8::/32', ' ', '\\x', 'NaN', '{}'),"
    " (6, true, 1, 2, 3, '1e-45', '5e-324', '294247-01-10 04:00:54.775806Z', '1969-12-31 23:59:59.999999', '5874897-12-31',"
    " '12:00', 'P30D', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a12', '10.0.0.0/8', 'emma', '\\x61', '0.1', '1.50')",
    "INSERT INTO specimen SELECT n, n % 2 = 0, n % 7, n * 10, n * 1000000000, n / 4.0, n / 10.0,"
    " timestamptz '2020-01-01 00:00Z' + n * interval '1 day', timestamp '2020-01-01 00:00' + n * interval '1 hour',"
    " date '2020-01-01' + n::int, time '00:00' + n * interval '1 minute', n * interval '1 day',"
    " lpad(to_hex(n), 32, '0')::uuid, inet '10.0.0.0' + n, 'thing ' || n, int4send(n::int), n / 3.0, to_jsonb(n)"
    " FROM generate_series(7::bigint, 30) n",
    /* Then the rest: of three rows one has NULL, the others what a neighbour has; there is an array of each sort. */
    "DO $$ DECLARE kind text; BEGIN FOREACH kind IN ARRAY ARRAY['bool', 'i16', 'i32', 'i64', 'f32', 'f64', 'timestamp',"
    " 'local_timestamp', 'date', 'time', 'interval', 'uuid', 'inet', 'text', 'bytes', 'decimal', 'json'] LOOP"
    " EXECUTE format('UPDATE specimen SET maybe_%1$s = CASE WHEN mod(specimen.id, 3) <> 1 THEN other.a_%1$s END,"
    " many_%1$s = CASE mod(specimen.id, 5) WHEN 1 THEN ''{}'' WHEN 2 THEN ARRAY[specimen.a_%1$s]"
    " WHEN 3 THEN ARRAY[specimen.a_%1$s, other.a_%1$s] WHEN 4 THEN ARRAY[NULL, specimen.a_%1$s, NULL] END"
    " FROM specimen AS other WHERE other.id = mod(specimen.id, 30) + 1', kind); END LOOP; END $$",
    NULL,
};
/* clang-format on */

/* A scope is the first member of a session, and all that building looks at; objects that are adopted look at the rest, zeroed. */
typedef struct test_session {
    union {
        quern__scope scope;
        quern_session session;
    };
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
    if (made->scope.arena)
        quern__session_free_younger(session, 0);
    quern__failure_close(&made->scope.failure);
    quern__arena_close(made->scope.arena);
    quern__release(&allocator, made);
}
