/* test_models.c: what models declare, as evaluation sees it: an order of their own, a schema, no primary key; and one model in
 * two dbs. */
#include "test/support/expect.h"
#include "test/support/lending.h"
#include "test/support/runner.h"

#include <quern/backend/script.h>
#include <quern/short.h>

#include <string.h>

typedef struct library {
    quern_script *script;
    quern_db *db;
    quern_session *s;
} library;

static library open_with(const quern_model *const *models)
{
    library l = { .script = quern_script_new(NULL) };
    l.db =
        (quern_open)("script:", models, &(const quern_options){ .backend = quern_script_backend(l.script) },
                     sizeof(quern_options), QUERN_SITE);
    const quern_error *error = quern_db_error(l.db);
    ck_assert_msg(!error, "%s", error ? error->message : "");
    l.s = quern_session_open(l.db);
    return l;
}

static void close_library(library *l)
{
    ck_assert_str_eq(quern_error_text(l->s), "");
    quern_session_close(l->s);
    ck_assert(quern_close(l->db, 1000));
    ck_assert_str_eq(quern_script_report(l->script), "");
    quern_script_free(l->script);
}

static library lib;

static void set_up(void)
{
    lib = open_with(QUERN_MODELS(author, book, reader, loan, feature));
}

static void tear_down(void)
{
    close_library(&lib);
}

#define READERS                                                                                             \
    "SELECT \"reader\".\"id\", \"reader\".\"card\", \"reader\".\"name\", \"reader\".\"favourite_id\" FROM " \
    "\"reader\""
#define OWN_ORDER " ORDER BY \"reader\".\"name\", \"reader\".\"id\" DESC"
#define FEATURES                                                                    \
    "SELECT \"sql_features\".\"feature_id\", \"sql_features\".\"sub_feature_id\", " \
    "\"sql_features\".\"feature_name\", \"sql_features\".\"comments\" FROM "        \
    "\"information_schema\".\"sql_features\""

static void expect_readers(library *l, const char *sql, const char *values)
{
    static const char *const cells[] = { "3", "C1", "Ann", NULL, "2", "A1", "Ann", "7" };
    quern_script_expect(l->script, .sql = sql, .values = values,
                        QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "card", QUERN_KIND_TEXT },
                                             { "name", QUERN_KIND_TEXT }, { "favourite_id", QUERN_KIND_I64 }),
                        .cells = cells, .cell_count = 8);
}

static void expect_features(const char *sql, const char *values)
{
    quern_script_expect(
        lib.script, .sql = sql, .values = values,
        QUERN_SCRIPT_COLUMNS({ "feature_id", QUERN_KIND_TEXT }, { "sub_feature_id", QUERN_KIND_TEXT },
                             { "feature_name", QUERN_KIND_TEXT }, { "comments", QUERN_KIND_TEXT }),
        QUERN_SCRIPT_ROWS("B012", "", "Embedded C", NULL));
}

static void expect_count(const char *sql)
{
    quern_script_expect(lib.script, .sql = sql, QUERN_SCRIPT_COLUMNS({ "count", QUERN_KIND_I64 }),
                        QUERN_SCRIPT_ROWS("2"));
}

static void expect_ran(int64_t statements)
{
    ck_assert_int_eq(quern_script_count(lib.script, QUERN_SCRIPT_STATEMENTS), statements);
    ck_assert_int_eq(quern_query_count(lib.s), statements);
}

static quern_queryset *unordered(quern_queryset *queryset)
{
    return (quern_order_by)(queryset, NULL, QUERN_SITE);
}

START_TEST(rows_come_in_the_models_order)
{
    quern_queryset *readers = quern_objects(lib.s, reader);
    expect_readers(&lib, READERS OWN_ORDER, "");
    int64_t ids[2] = { 0 };
    size_t count = 0;
    QUERN_EACH(reader, r, readers)
        ids[count++] = r->id;
    ck_assert_uint_eq(count, 2);
    ck_assert(ids[0] == 3 && ids[1] == 2);
    ck_assert_int_eq(quern_first(readers, reader)->id, 3);
    expect_ran(1);
}
END_TEST

START_TEST(first_and_slices_go_by_the_models_order)
{
    quern_queryset *readers = quern_objects(lib.s, reader);
    expect_readers(&lib, READERS OWN_ORDER " LIMIT 1", "");
    ck_assert_int_eq(quern_first(readers, reader)->id, 3);
    expect_readers(&lib, READERS OWN_ORDER " LIMIT $1 OFFSET $2", "$1 = 2, $2 = 5");
    ck_assert_int_eq(quern_len(quern_slice(readers, 5, 7)), 2);
    expect_readers(&lib, READERS OWN_ORDER " LIMIT 1 OFFSET $1", "$1 = 5");
    ck_assert_int_eq(quern_first(quern_slice(readers, 5, 7), reader)->id, 3);
    expect_readers(&lib, READERS OWN_ORDER " LIMIT 1 OFFSET $1", "$1 = 4");
    ck_assert_int_eq(quern_at(readers, reader, 4)->id, 3);
    expect_ran(4);
}
END_TEST

START_TEST(what_needs_no_order_asks_for_none)
{
    quern_queryset *readers = quern_objects(lib.s, reader);
    bool found;
    expect_count("SELECT COUNT(*) FROM \"reader\"");
    ck_assert_int_eq(quern_count(readers), 2);
    expect_count("SELECT 1 FROM \"reader\" LIMIT 1");
    ck_assert(quern_exists(readers, &found) && found);
    expect_readers(&lib, READERS " WHERE \"reader\".\"card\" = $1 LIMIT $2", "$1 = 'A1', $2 = 2");
    ck_assert_ptr_null(quern_get(readers, reader, Q("card", "A1")));
    ck_assert_int_eq(quern_answer(lib.s), QUERN_MORE_THAN_ONE);
    expect_ran(3);
}
END_TEST

START_TEST(an_empty_list_takes_the_order_away)
{
    quern_queryset *readers = unordered(quern_objects(lib.s, reader));
    expect_readers(&lib, READERS, "");
    ck_assert_int_eq(quern_len(readers), 2);
    expect_readers(&lib, READERS " ORDER BY \"reader\".\"id\" LIMIT 1", "");
    ck_assert_int_eq(quern_first(readers, reader)->id, 3);
    expect_readers(&lib, READERS " ORDER BY \"reader\".\"card\"", "");
    ck_assert_int_eq(quern_len(quern_order_by(readers, "card")), 2);
    expect_ran(3);
}
END_TEST

static void expect_refusal(const char *name)
{
    static const quern__expected_error expected = {
        .code = QUERN_ERROR_USAGE,
        .message = "quern_first without an order, and feature has no primary key",
        .hint = "order it, or take any of its rows by quern_at(qs, model, 0)",
    };
    const quern_error *error;
    ck_assert_int_eq(quern_answer(lib.s), QUERN_NO_ANSWER);
    quern_error_take(lib.s, &error);
    quern__expect_error(name, error, &expected);
}

START_TEST(a_model_without_a_key_is_read)
{
    quern_queryset *features = quern_objects(lib.s, feature), *none = unordered(features);
    expect_features(FEATURES
                    " ORDER BY \"sql_features\".\"feature_id\", \"sql_features\".\"sub_feature_id\" DESC "
                    "LIMIT 1",
                    "");
    ck_assert_str_eq(quern_first(features, feature)->feature_name, "Embedded C");
    ck_assert_ptr_null(quern_first(none, feature));
    expect_refusal("without an order");
    ck_assert_ptr_null(quern_first(quern_slice(none, 0, 5), feature));
    expect_refusal("of a slice");
    expect_ran(1);
    expect_features(FEATURES " LIMIT 1", "");
    ck_assert_str_eq(quern_at(none, feature, 0)->feature_id, "B012");
    expect_features(FEATURES " WHERE \"sql_features\".\"feature_id\" = $1", "$1 = 'B012'");
    quern_queryset *some = quern_filter(none, Q("feature_id", "B012"));
    ck_assert_int_eq(quern_len(some), 1);
    ck_assert_ptr_null(quern_first(some, feature));
    expect_refusal("of what is cached");
    expect_ran(3);
}
END_TEST

START_TEST(a_relation_is_loaded_as_its_key)
{
    quern_script_expect(lib.script, .contains = "WHERE \"loan\".\"card\" = $1", .values = "$1 = 'A1'",
                        QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I32 }, { "card", QUERN_KIND_TEXT },
                                             { "book_id", QUERN_KIND_I64 },
                                             { "renewal_of_id", QUERN_KIND_I32 }),
                        QUERN_SCRIPT_ROWS("1", "A1", "3", NULL, "3", "A1", "1", "1"));
    quern_queryset *loans = quern_filter(quern_objects(lib.s, loan), Q("reader", "A1"));
    ck_assert_int_eq(quern_len(loans), 2);
    const loan *first = quern_at(loans, loan, 0), *second = quern_at(loans, loan, 1);
    ck_assert_str_eq(first->reader_id, "A1");
    ck_assert_ptr_null(first->reader);
    ck_assert_int_eq(first->book_id, 3);
    ck_assert(!first->renewal_of_id.present);
    ck_assert(second->renewal_of_id.present && second->renewal_of_id.value == 1);
    expect_ran(1);
}
END_TEST

/* As a column of citext may have it: to the server the key is the same. */
START_TEST(a_key_that_is_written_otherwise)
{
    const loan filled = { .id = 1, .reader_id = "c1" };
    loan *l = quern_adopt(lib.s, loan, &filled);
    expect_readers(&lib, READERS " WHERE \"reader\".\"card\" = $1", "$1 = 'c1'");
    ck_assert_int_eq(quern_fetch(l, reader)->id, 3);
    ck_assert_str_eq(quern_fetch(l, reader)->card, "C1");
    expect_ran(1);
    l->reader_id = "C1";
    ck_assert_int_eq(quern_fetch(l, reader)->id, 3);
    expect_ran(1);
    expect_readers(&lib, READERS " WHERE \"reader\".\"card\" = $1", "$1 = 'x1'");
    l->reader_id = "x1";
    ck_assert_int_eq(quern_fetch(l, reader)->id, 3);
    expect_ran(2);
}
END_TEST

/* In the second db the model has another number, and other models beside it. */
START_TEST(two_dbs_hold_one_model)
{
    library second = open_with(QUERN_MODELS(reader, author));
    expect_readers(&second, READERS OWN_ORDER, "");
    expect_readers(&lib, READERS OWN_ORDER, "");
    quern_queryset *theirs = quern_objects(second.s, reader), *mine = quern_objects(lib.s, reader);
    ck_assert_int_eq(quern_len(theirs), 2);
    ck_assert_int_eq(quern_len(mine), 2);
    ck_assert_ptr_ne(quern_at(theirs, reader, 0), quern_at(mine, reader, 0));
    ck_assert_ptr_null(quern_queryset_error(quern_objects(lib.s, loan)));
    ck_assert_ptr_nonnull(quern_queryset_error(quern_objects(second.s, loan)));
    ck_assert_ptr_null(quern_queryset_error(quern_filter(mine, Q("loans", 1))));
    ck_assert_int_eq(quern_queryset_error(quern_filter(theirs, Q("loans", 1)))->code, QUERN_ERROR_FIELD);
    expect_readers(&lib, READERS OWN_ORDER " LIMIT $1", "$1 = 2");
    close_library(&second);
    ck_assert_int_eq(quern_len(quern_slice(quern_all(mine), 0, 2)), 2);
}
END_TEST

quern__suite_maker quern__suite_models;

Suite *quern__suite_models(void)
{
    Suite *suite = suite_create("models");
    TCase *tests = tcase_create("models");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, rows_come_in_the_models_order);
    tcase_add_test(tests, first_and_slices_go_by_the_models_order);
    tcase_add_test(tests, what_needs_no_order_asks_for_none);
    tcase_add_test(tests, an_empty_list_takes_the_order_away);
    tcase_add_test(tests, a_model_without_a_key_is_read);
    tcase_add_test(tests, a_relation_is_loaded_as_its_key);
    tcase_add_test(tests, a_key_that_is_written_otherwise);
    tcase_add_test(tests, two_dbs_hold_one_model);
    suite_add_tcase(suite, tests);
    return suite;
}
