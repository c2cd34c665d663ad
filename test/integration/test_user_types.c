/* test_user_types.c: columns of types that users made, on a real server: enums, citext, domains, arrays of them, and those that
 * no member can take; and how many statements that costs. */
#include "test/support/runner.h"

#include <quern/quern.h>
#include <quern/short.h>

#include <pthread.h>
#include <stdio.h>
#include <string.h>

typedef struct entry entry;
typedef struct spot spot;
typedef struct grid grid;

struct entry {
    quern_object object;
    int64_t id;
    const char *mood;        /* an enum */
    const char *nick;        /* citext */
    const char *label;       /* a domain over text */
    int64_t score;           /* a domain over int */
    quern_array_text moods;  /* of the enum */
    quern_array_text nicks;  /* of citext */
    quern_array_i64 scores;  /* of the domain over int */
    quern_array_text labels; /* of a domain over the enum */
};

/* A column of a type that its member cannot take. */
struct spot {
    quern_object object;
    int64_t id;
    const char *place;
};

/* What may be NULL, and what may not. */
struct grid {
    quern_object object;
    int64_t id;
    quern_array_i32 cells;
    quern_decimal price;
    quern_bytes seal;
    quern_json notes;
    quern_timestamp since;
    quern_null_uuid tag;
};

QUERN_MODEL(entry, "entry",
            QUERN_FIELDS(QUERN_PRIMARY_KEY(id), QUERN_FIELD(mood), QUERN_FIELD(nick), QUERN_FIELD(label),
                         QUERN_FIELD(score), QUERN_FIELD(moods), QUERN_FIELD(nicks), QUERN_FIELD(scores),
                         QUERN_FIELD(labels)));
QUERN_MODEL(spot, "spot", QUERN_FIELDS(QUERN_PRIMARY_KEY(id), QUERN_FIELD(place)));
QUERN_MODEL(grid, "grid",
            QUERN_FIELDS(QUERN_PRIMARY_KEY(id), QUERN_FIELD(cells), QUERN_FIELD(price), QUERN_FIELD(seal),
                         QUERN_FIELD(notes), QUERN_FIELD(since), QUERN_FIELD(tag)));

static quern_db *db;
static quern_session *s;
static const char *citext_name; /* NULL: not tried yet */

/* A test without a server has nothing to do. */
#define NEEDS_SERVER() \
    if (!db)           \
    return

static void must(void)
{
    ck_assert_msg(!quern_failed(s), "%s", quern_error_text(s));
}

static void run(const char *sql)
{
    (quern_execute)(s, sql, NULL, QUERN_SITE);
    must();
}

/* Tables and types lie in a schema of their own, which every connection looks into first. */
static void begin(void)
{
    char uri[500];
    const char *url = quern__test_url();
    if (!url)
        return;
    snprintf(uri, sizeof uri, "%s%coptions=-csearch_path%%3Dquern_user_types,public", url,
             strchr(url, '?') ? '&' : '?');
    db = quern_open(uri, QUERN_MODELS(entry, spot, grid), .pool_max = 4);
    ck_assert_msg(!quern_db_error(db), "%s", quern_db_error(db)->message);
    s = quern_session_open(db);
    citext_name = NULL;
    run("DROP SCHEMA IF EXISTS quern_user_types CASCADE");
    run("CREATE SCHEMA quern_user_types");
}

static void end(void)
{
    if (!db)
        return;
    must();
    run("DROP SCHEMA quern_user_types CASCADE");
    quern_session_close(s);
    ck_assert(quern_close(db, 5000));
}

/* Without the extension its columns are texts, which is said. */
static const char *citext(void)
{
    if (!citext_name) {
        quern_execute(s, "CREATE EXTENSION citext SCHEMA quern_user_types");
        if (quern_failed(s))
            printf("citext is not tested: %s", quern_error_text(s));
        citext_name = quern_failed(s) ? "text" : "citext";
        quern_error_clear(s);
    }
    return citext_name;
}

static void make_entries(void)
{
    char sql[600];
    run("CREATE TYPE mood AS ENUM ('sad', 'it''s \"so\" so', '')");
    run("CREATE DOMAIN label AS varchar(20) CHECK (value <> 'x')");
    run("CREATE DOMAIN score AS int CHECK (value > 0)");
    run("CREATE DOMAIN feeling AS mood");
    snprintf(sql, sizeof sql,
             "CREATE TABLE entry (id int8 PRIMARY KEY, mood mood, nick %s, label label, score score, "
             "moods mood[], nicks %s[], scores score[], labels feeling[])",
             citext(), citext());
    run(sql);
    run("INSERT INTO entry VALUES (1, 'sad', 'Anna', 'new', 7, '{sad,NULL,\"\"}', '{Bo}', '{7,2147483647}', "
        "'{}'),"
        "(2, 'it''s \"so\" so', '', '', 1, '{}', '{}', '{NULL}', '{sad}')");
}

static void check_entries(void)
{
    quern_queryset *entries = quern_order_by(quern_objects(s, entry), "id");
    const entry *one = quern_at(entries, entry, 0), *two = quern_at(entries, entry, 1);
    must();
    ck_assert(one && two);
    ck_assert_str_eq(one->mood, "sad");
    ck_assert_str_eq(one->nick, "Anna");
    ck_assert_str_eq(one->label, "new");
    ck_assert_int_eq(one->score, 7);
    ck_assert_uint_eq(one->moods.count, 3);
    ck_assert_str_eq(one->moods.items[0], "sad");
    ck_assert(one->moods.nulls && one->moods.nulls[1] && !one->moods.nulls[2]);
    ck_assert_str_eq(one->moods.items[2], "");
    ck_assert_str_eq(one->nicks.items[0], "Bo");
    ck_assert_int_eq(one->scores.items[1], 2147483647);
    ck_assert_ptr_null(one->scores.nulls);
    ck_assert(one->labels.items && one->labels.count == 0);
    ck_assert_str_eq(two->mood, "it's \"so\" so");
    ck_assert_str_eq(two->nick, "");
    ck_assert(two->moods.items && two->moods.count == 0);
    ck_assert(two->scores.nulls[0]);
    ck_assert_str_eq(two->labels.items[0], "sad");
}

/* A list of texts has the type of the column that it stands beside. */
START_TEST(lists_of_texts_beside_them)
{
    NEEDS_SERVER();
    make_entries();
    quern_queryset *entries = quern_objects(s, entry);
    const quern_condition matching[] = { Q("mood__in", LIST("sad", "")), Q("nick__in", LIST("Anna", "Bo")),
                                         Q("label__in", LIST("new")),    Q("score__in", LIST(7, 8)),
                                         Q("nick__iexact", "ANNA"),      Q("label__startswith", "n") };
    for (size_t i = 0; i < sizeof matching / sizeof *matching; i++) {
        ck_assert_int_eq(quern_count(quern_filter(entries, matching[i])), 1);
        ck_assert_int_eq(quern_count(quern_exclude(entries, matching[i])), 1);
        must();
    }
}
END_TEST

/* How many statements the call takes, and the number in the log of the first. */
static int64_t count_reading(quern_session *session)
{
    const int64_t before = quern_query_count(session);
    ck_assert_int_ge(quern_len(quern_objects(session, entry)), 1);
    return quern_query_count(session) - before;
}

START_TEST(enums_citext_and_domains_are_read)
{
    NEEDS_SERVER();
    make_entries();
    check_entries();
}
END_TEST

/* The statement that met the types runs again, in its transaction, whose BEGIN and savepoint do not. */
START_TEST(types_are_asked_for_in_a_transaction)
{
    NEEDS_SERVER();
    make_entries();
    const int64_t types = strcmp(citext(), "citext") == 0 ? 6 : 4;
    const int64_t before = quern_query_count(s);
    ck_assert(quern_begin(s) && quern_begin(s));
    check_entries();
    ck_assert(quern_commit(s) && quern_commit(s));
    must();
    ck_assert_int_eq(quern_query_count(s) - before, 2 + 1 + types + 2 + 2); /* two rows are read */
    for (int64_t i = before + 1; i <= quern_query_count(s); i++)
        ck_assert_int_eq(quern_query_at(s, i)->transaction, 1);
}
END_TEST

/* mood, mood[], score[], feeling[], and citext and citext[] where it is there; domains themselves are the server's business. */
START_TEST(a_type_is_asked_for_once_and_db)
{
    NEEDS_SERVER();
    make_entries();
    const int64_t types = strcmp(citext(), "citext") == 0 ? 6 : 4;
    const int64_t before = quern_query_count(s);
    ck_assert_int_eq(count_reading(s), 1 + types + 1);
    ck_assert_int_eq(quern_query_at(s, before + 1)->rows, -1);
    ck_assert_str_eq(quern_query_at(s, before + 1)->sql, quern_query_at(s, -1)->sql);
    ck_assert_ptr_nonnull(strstr(quern_query_at(s, before + 2)->sql, "pg_type"));
    ck_assert_int_eq(quern_query_at(s, before + 2)->rows, 1);
    ck_assert_int_eq(quern_query_at(s, -1)->rows, 2);
    ck_assert_int_eq(count_reading(s), 1);
    quern_session *other = quern_session_open(db);
    ck_assert_int_eq(count_reading(other), 1);
    quern_session_close(other);
    check_entries();
}
END_TEST

START_TEST(what_is_made_anew_is_asked_for_anew)
{
    NEEDS_SERVER();
    for (int i = 0; i < 3; i++) {
        make_entries();
        ck_assert_int_gt(count_reading(s), 4);
        check_entries();
        run("DROP TABLE entry");
        run("DROP DOMAIN label, score, feeling");
        run("DROP TYPE mood");
    }
}
END_TEST

enum { CROWD = 6 };

static void *read_entries(void *argument)
{
    quern_session *session = quern_session_open(db);
    for (int i = 0; i < 20; i++)
        if (quern_len(quern_objects(session, entry)) != 2)
            *(bool *)argument = true;
    quern_session_close(session);
    return NULL;
}

START_TEST(a_crowd_meets_new_types)
{
    NEEDS_SERVER();
    pthread_t threads[CROWD];
    bool failed[CROWD] = { false };
    make_entries();
    for (int i = 0; i < CROWD; i++)
        pthread_create(&threads[i], NULL, read_entries, &failed[i]);
    for (int i = 0; i < CROWD; i++) {
        pthread_join(threads[i], NULL);
        ck_assert(!failed[i]);
    }
    ck_assert_int_eq(count_reading(s), 1);
}
END_TEST

/* A long name, of which all could be quotes. */
#define SNOW "\"\xe2\x98\x83\"\"\xe2\x98\x83 this name is as long as the server allows names to be..\""

static const struct {
    const char *make; /* statements, each ended by a semicolon */
    const char *column, *name;
} unfit[] = {
    { "CREATE TYPE place AS (x int, y int);", "place", "place" },
    { "CREATE TYPE place AS (x int, y int);", "place[]", "place[]" },
    { "CREATE TYPE place AS RANGE (subtype = float8);", "place", "place" },
    { "CREATE DOMAIN place AS int[];", "place[]", "place[]" },
    { "CREATE TABLE place (x int);", "place", "place" },
    { "CREATE SCHEMA quern_hidden; CREATE TYPE quern_hidden.place AS (x int);", "quern_hidden.place",
      "quern_hidden.place" },
    { "CREATE TYPE " SNOW " AS (x int);", SNOW, SNOW },
    { "CREATE DOMAIN place AS point;", "place", "point" },
    { "CREATE TYPE place AS ENUM ('a');", "place[]", "place[]" },
};

static void run_all(const char *statements)
{
    for (const char *next = strchr(statements, ';'); next;
         statements = next + 1, next = strchr(statements, ';')) {
        char sql[300];
        snprintf(sql, sizeof sql, "%.*s", (int)(next - statements), statements);
        run(sql);
    }
}

START_TEST(what_no_member_can_take_is_refused_by_its_name)
{
    NEEDS_SERVER();
    char sql[300], expected[400];
    run("DROP SCHEMA IF EXISTS quern_hidden CASCADE");
    run_all(unfit[_i].make);
    snprintf(sql, sizeof sql, "CREATE TABLE spot (id int8 PRIMARY KEY, place %s)", unfit[_i].column);
    run(sql);
    snprintf(expected, sizeof expected,
             "column \"place\" of \"spot\" is of type %s, which spot.place (const char *) cannot take",
             unfit[_i].name);
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(quern_len(quern_objects(s, spot)), -1);
        const quern_error *error;
        ck_assert(quern_error_take(s, &error));
        ck_assert_int_eq(error->code, QUERN_ERROR_TYPE);
        ck_assert_str_eq(error->message, expected);
    }
    run("DROP TABLE spot");
    run("DROP SCHEMA IF EXISTS quern_hidden CASCADE");
}
END_TEST

/* One column of a good row is replaced. */
static const struct {
    const char *column, *value, *message, *hint;
} rows[] = {
    { "id", "1", NULL, NULL },
    { "tag", "NULL", NULL, NULL },
    { "cells", "NULL", "is NULL in row 1, which grid.cells (quern_array_i32) cannot hold", ".null = true" },
    { "price", "NULL", "is NULL in row 1, which grid.price (quern_decimal) cannot hold", ".null = true" },
    { "seal", "NULL", "is NULL in row 1, which grid.seal (quern_bytes) cannot hold", ".null = true" },
    { "notes", "NULL", "is NULL in row 1, which grid.notes (quern_json) cannot hold", ".null = true" },
    { "since", "NULL", "is NULL in row 1, which grid.since (quern_timestamp) cannot hold",
      "nullable twin: quern_null_timestamp" },
    { "cells", "'{{1},{2}}'",
      "in row 1 has several dimensions, or does not begin at 1, and so is not a value for "
      "grid.cells (quern_array_i32)",
      "one dimension" },
    { "cells", "'[0:0]={1}'", "in row 1 has several dimensions, or does not begin at 1", "begin at 1" },
    { "since", "'294276-12-31'", "in row 1 is out of range for grid.since (quern_timestamp)",
      "294247-01-10" },
};

START_TEST(a_row_that_members_cannot_hold)
{
    NEEDS_SERVER();
    char sql[300];
    run("CREATE TABLE grid (id int8 PRIMARY KEY, cells int[], price numeric, seal bytea, notes json, "
        "since timestamptz, tag uuid)");
    run("INSERT INTO grid VALUES (1, '{1,2}', 0.10, '', '[]', '2024-05-01', gen_random_uuid())");
    snprintf(sql, sizeof sql, "UPDATE grid SET %s = %s", rows[_i].column, rows[_i].value);
    run(sql);
    const grid *got = quern_first(quern_objects(s, grid), grid);
    ck_assert_int_eq(got != NULL, !rows[_i].message);
    if (got) {
        ck_assert_uint_eq(got->cells.count, 2);
        ck_assert_str_eq(got->price.text, "0.10");
        ck_assert(got->seal.data && got->seal.size == 0);
        ck_assert_str_eq(got->notes.text, "[]");
        ck_assert_int_eq(got->tag.present, strcmp(rows[_i].column, "tag") != 0);
        return;
    }
    const quern_error *error;
    ck_assert(quern_error_take(s, &error));
    ck_assert_int_eq(error->code, QUERN_ERROR_DATA);
    ck_assert_msg(strstr(error->message, rows[_i].message), "%s", error->message);
    ck_assert_msg(strstr(error->hint, rows[_i].hint), "%s", error->hint);
}
END_TEST

quern__suite_maker quern__suite_user_types;
Suite *quern__suite_user_types(void)
{
    Suite *suite = suite_create("user_types");
    TCase *tcase = tcase_create("user_types");
    tcase_set_timeout(tcase, 60);
    tcase_add_checked_fixture(tcase, begin, end);
    tcase_add_test(tcase, enums_citext_and_domains_are_read);
    tcase_add_test(tcase, lists_of_texts_beside_them);
    tcase_add_test(tcase, types_are_asked_for_in_a_transaction);
    tcase_add_test(tcase, a_type_is_asked_for_once_and_db);
    tcase_add_test(tcase, what_is_made_anew_is_asked_for_anew);
    tcase_add_test(tcase, a_crowd_meets_new_types);
    tcase_add_loop_test(tcase, what_no_member_can_take_is_refused_by_its_name, 0,
                        sizeof unfit / sizeof *unfit);
    tcase_add_loop_test(tcase, a_row_that_members_cannot_hold, 0, sizeof rows / sizeof *rows);
    suite_add_tcase(suite, tcase);
    return suite;
}
