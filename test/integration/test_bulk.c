/* test_bulk.c: quern_in_bulk by unique fields of every kind, and by such that the server compares otherwise than by their bytes. */
#include "test/integration/fixture.h"
#include "test/support/lending.h"

#include <math.h>
#include <stdio.h>

typedef struct coin coin;

/* All fields are unique. */
struct coin {
    quern_object object;
    int64_t id;
    int16_t a_i16;
    quern_null_i32 an_i32;
    float a_f32;
    double a_f64;
    const char *a_text; /* may be NULL */
    quern_bytes a_bytes;
    quern_decimal a_decimal;
    quern_timestamp a_timestamp;
    quern_local_timestamp a_local;
    quern_date a_date;
    quern_time a_time;
    quern_interval an_interval;
    quern_uuid a_uuid;
    quern_inet an_inet;
    const char *padded;   /* char(8) */
    const char *caseless; /* what "Emma" and "EMMA" are the same in */
};

QUERN_MODEL(coin, "coin",
            QUERN_FIELDS(QUERN_PRIMARY_KEY(id), QUERN_FIELD(a_i16, .unique = true),
                         QUERN_FIELD(an_i32, .unique = true), QUERN_FIELD(a_f32, .unique = true),
                         QUERN_FIELD(a_f64, .unique = true),
                         QUERN_FIELD(a_text, .unique = true, .null = true),
                         QUERN_FIELD(a_bytes, .unique = true), QUERN_FIELD(a_decimal, .unique = true),
                         QUERN_FIELD(a_timestamp, .unique = true), QUERN_FIELD(a_local, .unique = true),
                         QUERN_FIELD(a_date, .unique = true), QUERN_FIELD(a_time, .unique = true),
                         QUERN_FIELD(an_interval, .unique = true), QUERN_FIELD(a_uuid, .unique = true),
                         QUERN_FIELD(an_inet, .unique = true), QUERN_FIELD(padded, .unique = true),
                         QUERN_FIELD(caseless, .unique = true)));

static quern_db *coins_db;
static quern_session *purse;
static quern_queryset *coins;

static void make_coins(void)
{
    if (!db)
        return;
    sql("DROP TABLE IF EXISTS coin");
    sql("DROP COLLATION IF EXISTS caseless");
    sql("CREATE COLLATION caseless (provider = icu, locale = 'und-u-ks-level1', deterministic = false)");
    sql("CREATE TABLE coin (id bigint PRIMARY KEY, a_i16 smallint UNIQUE, an_i32 int UNIQUE, a_f32 real "
        "UNIQUE,"
        " a_f64 float8 UNIQUE, a_text text UNIQUE, a_bytes bytea UNIQUE, a_decimal numeric UNIQUE,"
        " a_timestamp timestamptz UNIQUE, a_local timestamp UNIQUE, a_date date UNIQUE, a_time time UNIQUE,"
        " an_interval interval UNIQUE, a_uuid uuid UNIQUE, an_inet inet UNIQUE, padded char(8) UNIQUE,"
        " caseless text COLLATE caseless UNIQUE)");
    sql("INSERT INTO coin VALUES"
        " (1, 1, 1, 0.1, 0.1, 'one', 'one', 1.50, '2024-05-01 12:00Z', '2024-05-01 12:00', '2024-05-01', "
        "'12:00', '1 month',"
        " '00000000-0000-0000-0000-000000000001', '10.0.0.1', 'one', 'Emma'),"
        " (2, -2, NULL, 0, 0, NULL, '\\x00', 0.0, 'infinity', 'infinity', 'infinity', '24:00', '36 hours',"
        " '00000000-0000-0000-0000-000000000002', '10.0.0.0/8', 'two', 'Zoë'),"
        " (3, 3, 3, 'NaN', 'NaN', '', '', 'NaN', '-infinity', '-infinity', '-infinity', '00:00', '-1 day',"
        " '00000000-0000-0000-0000-000000000003', '2001:db8::/32', '', 'x')");
    coins_db = quern_open(schema.uri, QUERN_MODELS(coin));
    ck_assert_ptr_null(quern_db_error(coins_db));
    purse = quern_session_open(coins_db);
    coins = quern_objects(purse, coin);
}

static void drop_coins(void)
{
    if (!db)
        return;
    ck_assert_str_eq(quern_error_text(purse), "");
    quern_session_close(purse);
    close_db(coins_db);
    sql("DROP TABLE coin");
    sql("DROP COLLATION caseless");
}

/* The ids of what is found, and "-" for what is not: "1,-,2". */
static const char *ids(coin *const *found, size_t count)
{
    static char text[200];
    size_t size = 0;
    ck_assert_msg(found != NULL, "%s", quern_error_text(purse));
    for (size_t i = 0; i < count; i++)
        size += (size_t)snprintf(text + size, sizeof text - size, found[i] ? "%s%d" : "%s-", i ? "," : "",
                                 found[i] ? (int)found[i]->id : 0);
    ck_assert_ptr_null(found[count]);
    return text;
}

static size_t count_of(quern_value keys)
{
    size_t count = 0;
    while (keys.kind == QUERN_KIND_LIST && keys.as.list[count].kind)
        count++;
    return keys.kind == QUERN_KIND_LIST ? count : keys.count;
}

/* Fails the test unless these keys give the coins of these ids, in so many statements. */
static void expect_coins(const char *name, quern_value keys, const char *expected, int64_t statements)
{
    const int64_t before = quern_query_count(purse);
    coin *const *found = quern_in_bulk(coins, coin, name, keys);
    quern__expect_text(name, "what is found", ids(found, count_of(keys)), expected);
    ck_assert_msg(quern_query_count(purse) - before == statements, "%s: %d statements", name,
                  (int)(quern_query_count(purse) - before));
}

static quern_value uuid_of(uint8_t last)
{
    quern_uuid uuid = { { 0 } };
    uuid.bytes[15] = last;
    return quern_value_uuid(uuid);
}

static quern_value inet_of(const char *text)
{
    quern_inet inet;
    ck_assert(quern_inet_parse(text, &inet));
    return quern_value_inet(inet);
}

/* Each form of a value that the server takes for the same is the same key. */
START_TEST(keys_of_every_kind)
{
    NEEDS_SERVER();
    static const int64_t wide[] = { 3, 4, -2 };
    static const int16_t narrow[] = { 3, 4, 1 };
    const int64_t day = INT64_C(86400000000);
    expect_coins("id", V(quern_array_of_i64(wide, 3)), "3,-,-", 1);
    expect_coins("pk", V(quern_array_of_i16(narrow, 3)), "3,-,1", 1);
    expect_coins("a_i16", V(quern_array_of_i64(wide, 3)), "3,-,2", 1);
    expect_coins("an_i32", LIST(QUERN_NULL, 3, 5, QUERN_NULL, 1, 3), "-,3,-,-,1,3", 1);
    expect_coins("a_f32", LIST(0.1, -0.0, 7.0, (double)NAN), "1,2,-,3", 1);
    expect_coins("a_f64", LIST(0.1, 0, 7, (double)NAN), "1,2,-,3", 1);
    expect_coins("a_text", LIST("", "one", (const char *)NULL, "Two"), "3,1,-,-", 1);
    expect_coins("a_bytes", LIST(quern_bytes_of("one", 3), quern_bytes_of("", 1), quern_bytes_of("", 0)),
                 "1,2,3", 1);
    expect_coins("a_decimal",
                 LIST(quern_decimal_of("1.5"), quern_decimal_of("0.15e1"), quern_decimal_of("-0"), 0,
                      quern_decimal_of("NaN"), 2),
                 "1,1,2,2,3,-", 1);
    expect_coins("a_timestamp",
                 LIST(((quern_timestamp){ INT64_MIN }), ((quern_timestamp){ INT64_MAX }),
                      ((quern_timestamp){ INT64_C(1714564800000000) })),
                 "3,2,1", 1);
    expect_coins("a_local",
                 LIST(((quern_local_timestamp){ INT64_C(1714564800000000) }), ((quern_local_timestamp){ 0 })),
                 "1,-", 1);
    expect_coins("a_date", LIST(((quern_date){ INT32_MAX }), ((quern_date){ 19844 }), ((quern_date){ 1 })),
                 "2,1,-", 1);
    expect_coins("a_time", LIST(((quern_time){ 0 }), ((quern_time){ day }), ((quern_time){ day / 2 })),
                 "3,2,1", 1);
    expect_coins("an_interval",
                 LIST(((quern_interval){ .days = 30 }),
                      ((quern_interval){ .days = 1, .microseconds = day / 2 }),
                      ((quern_interval){ .microseconds = -day }), ((quern_interval){ .days = 2 })),
                 "1,2,3,-", 1);
    expect_coins("a_uuid", LIST(uuid_of(2), uuid_of(9), uuid_of(1)), "2,-,1", 1);
    expect_coins("an_inet", LIST(inet_of("10.0.0.0/8"), inet_of("10.0.0.0"), inet_of("2001:db8::/32")),
                 "2,-,3", 1);
}
END_TEST

/* Where case matters, the server is asked so often before that is believed. */
START_TEST(keys_that_are_like_a_row)
{
    NEEDS_SERVER();
    expect_coins("a_text", LIST("One", "one", "two"), "-,1,-", 2);
    expect_coins("a_text", LIST("One", "One", "One", "one "), "-,-,-,-", 1);
    expect_coins("a_text", LIST("one", "One", "ONE", "OnE", "oNe", "onE"), "1,-,-,-,-,-", 4);
}
END_TEST

/* A key that is not the row's by its bytes costs a statement of its own, and is found. */
START_TEST(keys_that_only_the_server_takes_for_the_same)
{
    NEEDS_SERVER();
    expect_coins("caseless", LIST("Emma", "Zoë", "y"), "1,2,-", 1);
    expect_coins("caseless", LIST("EMMA", "X", "y"), "1,3,-", 3);
    expect_coins("caseless", LIST("nobody", "ZOË", "ZOË", "emma", "Emma"), "-,2,2,1,1", 3);
    expect_coins("caseless", LIST("nobody", "Zoe", "Émma", "Zoe"), "-,2,1,2", 4); /* not even alike */
    expect_coins("padded", LIST("two", "none", "one"), "2,-,1", 3);
    expect_coins("padded", LIST("two     ", "none"), "2,-", 1);
}
END_TEST

START_TEST(what_the_queryset_leaves_out_is_not_found)
{
    NEEDS_SERVER();
    quern_queryset *all = coins;
    coins = quern_exclude(all, Q("a_i16", 1));
    expect_coins("id", LIST(1, 2), "-,2", 1);
    coins = quern_none(all);
    expect_coins("id", LIST(1, 2), "-,-", 0);
    coins = quern_distinct(quern_order_by(all, "-id"), "a_i16");
    coins = quern_only(all, "a_date");
    expect_coins("a_text", LIST("", "one"), "3,1", 1);
    ck_assert(quern_loaded(quern_in_bulk(coins, coin, "a_text", LIST("one"))[0], a_date));
    ck_assert(!quern_loaded(quern_in_bulk(coins, coin, "a_text", LIST("one"))[0], a_f64));
    coins = quern_distinct(quern_order_by(all, "a_i16", "-id"), "a_i16");
    expect_coins("a_text", LIST("", "one"), "3,1", 1);
    ck_assert_ptr_nonnull(strstr(quern_query_at(purse, -1)->sql, " IN (SELECT DISTINCT ON "));
    coins = all;
    expect_coins("a_text", LIST((const char *)NULL, QUERN_NULL), "-,-", 0);
    const int64_t nothing[] = { 0 };
    coin *const *none = quern_in_bulk(all, coin, "id", V(quern_array_of_i64(nothing, 0)));
    ck_assert(none && !none[0]);
    ck_assert_int_eq(quern_len(all), 3);
}
END_TEST

/* In one statement, however many. */
START_TEST(many_keys)
{
    NEEDS_SERVER();
    enum { MANY = 100000 };
    static int64_t keys[MANY];
    for (int64_t i = 0; i < MANY; i++)
        keys[i] = MANY - i;
    const int64_t before = quern_query_count(s);
    book *const *found = quern_in_bulk(quern_objects(s, book), book, "id", V(quern_array_of_i64(keys, MANY)));
    ck_assert_ptr_nonnull(found);
    for (int64_t i = 0; i < MANY; i++)
        ck_assert_msg(keys[i] <= 40 ? found[i] && found[i]->id == keys[i] : !found[i], "key %d",
                      (int)keys[i]);
    ck_assert_ptr_null(found[MANY]);
    ck_assert_int_eq(quern_query_count(s) - before, 1);
    ck_assert_int_eq(quern_query_at(s, -1)->rows, 40);
}
END_TEST

/* By a relation of one to one, by its name and by its key's. */
START_TEST(keys_of_relations)
{
    NEEDS_SERVER();
    quern_queryset *loans = quern_objects(s, loan);
    loan *const *found = quern_in_bulk(loans, loan, "book_id", LIST(1, 3, 2, 9));
    ck_assert(found[0]->id == 3 && found[1]->id == 1 && found[2]->id == 2 && !found[3]);
    found = quern_in_bulk(loans, loan, "renewal_of", LIST(1, 2));
    ck_assert(found[0]->id == 3 && !found[1]);
    reader *const *readers = quern_in_bulk(quern_objects(s, reader), reader, "card", LIST("C1", "c1", "B1"));
    ck_assert(readers[0]->id == 3 && !readers[1] && readers[2]->id == 1);
}
END_TEST

Suite *quern__suite_bulk(void);

Suite *quern__suite_bulk(void)
{
    Suite *suite = suite_create("bulk");
    TCase *tests = server_case("kinds");
    tcase_add_checked_fixture(tests, make_coins, drop_coins);
    tcase_add_test(tests, keys_of_every_kind);
    tcase_add_test(tests, keys_that_are_like_a_row);
    tcase_add_test(tests, keys_that_only_the_server_takes_for_the_same);
    tcase_add_test(tests, what_the_queryset_leaves_out_is_not_found);
    suite_add_tcase(suite, tests);
    tests = server_case("bulk");
    tcase_add_test(tests, many_keys);
    tcase_add_test(tests, keys_of_relations);
    suite_add_tcase(suite, tests);
    return suite;
}
