/* test_values.c: every kind of value there and back: written by quern_execute, read into a struct, and found by a condition. */
#include "test/integration/fixture.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* clang-format off */
#define SOME(x) { .value = (x), .present = true }
#define SOME_TIME(x) { .value = { x }, .present = true }
/* clang-format on */
#define EVERY_CHARACTER \
    "\x01\t\n\r '\"\\ %_ $1 ; -- /* \x7f \xc3\xa9\xc3\x9f \xe2\x98\x83 \xf0\x9f\x93\x9a \xf4\x8f\xbf\xbf"

#define FIRST_TIME INT64_C(-210866803200000000) /* 4714-11-24 BC, where the server's begin */

static const struct {
    const char *name;
    book book;
} values[] = {
    { "zero and NULL", { .id = 101, .title = "", .author_id = 1, .isbn = "" } },
    { "zero, not NULL",
      { .id = 102,
        .title = "0",
        .subtitle = "",
        .author_id = 1,
        .sequel_of_id = SOME(1),
        .lent = SOME(false),
        .pages = SOME(0),
        .views = SOME(0),
        .rating = SOME(0),
        .returned_at = SOME_TIME(0),
        .isbn = "NULL" } },
    { "the lowest",
      { .id = -1,
        .title = " ",
        .author_id = 1,
        .copies = INT32_MIN,
        .pages = SOME(INT32_MIN),
        .sold = INT64_MIN,
        .views = SOME(INT64_MIN),
        .price = -DBL_MAX,
        .rating = SOME(-INFINITY),
        .created_at = { INT64_MIN },
        .returned_at = SOME_TIME(FIRST_TIME),
        .isbn = "" } },
    { "the highest",
      { .id = INT64_MAX,
        .title = EVERY_CHARACTER,
        .subtitle = EVERY_CHARACTER,
        .author_id = 3,
        .sequel_of_id = SOME(4),
        .published = true,
        .lent = SOME(true),
        .copies = INT32_MAX,
        .pages = SOME(INT32_MAX),
        .sold = INT64_MAX,
        .views = SOME(INT64_MAX),
        .price = DBL_MAX,
        .rating = SOME(INFINITY),
        .created_at = { INT64_MAX },
        .returned_at = SOME_TIME(INT64_MAX - 1),
        .isbn = "'" } },
    { "the smallest",
      { .id = 103,
        .title = "\xe2\x98\x83",
        .author_id = 2,
        .copies = -1,
        .pages = SOME(-1),
        .sold = -1,
        .views = SOME(1),
        .price = DBL_TRUE_MIN,
        .rating = SOME(-0.0),
        .created_at = { -1 },
        .returned_at = SOME_TIME(1),
        .isbn = "\\" } },
    { "beyond 32 bits, and no number",
      { .id = INT64_C(1) << 32,
        .title = "x",
        .author_id = 2,
        .sold = INT64_C(0x0123456789abcdef),
        .views = SOME(-(INT64_C(1) << 32)),
        .price = 0.1,
        .rating = SOME(NAN),
        .created_at = { INT64_C(1714564800123456) },
        .isbn = "x" } },
};

static void insert(const book *b)
{
    const int64_t rows = quern_execute(s,
                                       "INSERT INTO books_book VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, "
                                       "$10, $11, $12, $13, $14, $15, $16)",
                                       b->id, b->title, b->subtitle, b->author_id, b->sequel_of_id,
                                       b->published, b->lent, b->copies, b->pages, b->sold, b->views,
                                       b->price, b->rating, b->created_at, b->returned_at, b->isbn);
    ck_assert_msg(rows == 1, "%s", quern_error_text(s));
}

static bool same_bits(double one, double other)
{
    return memcmp(&one, &other, sizeof one) == 0;
}

#define SAME(member) ck_assert_msg(got->member == put->member, "%s: " #member, name)
#define SAME_TWIN(member)                                                               \
    ck_assert_msg(got->member.present == put->member.present &&                         \
                      (!put->member.present || got->member.value == put->member.value), \
                  "%s: " #member, name)

static void expect_same(const char *name, const book *got, const book *put)
{
    SAME(id), SAME(author_id), SAME(published), SAME(copies), SAME(sold), SAME(created_at.microseconds);
    SAME_TWIN(sequel_of_id), SAME_TWIN(lent), SAME_TWIN(pages), SAME_TWIN(views);
    quern__expect_text(name, "title", got->title, put->title);
    quern__expect_text(name, "subtitle", got->subtitle, put->subtitle);
    quern__expect_text(name, "isbn", got->isbn, put->isbn);
    ck_assert_msg(same_bits(got->price, put->price), "%s: price %a", name, got->price);
    ck_assert_msg(got->rating.present == put->rating.present, "%s: rating", name);
    ck_assert_msg(!put->rating.present || same_bits(got->rating.value, put->rating.value) ||
                      (isnan(got->rating.value) && isnan(put->rating.value)),
                  "%s: rating %a", name, got->rating.value);
    ck_assert_msg(got->returned_at.present == put->returned_at.present &&
                      got->returned_at.value.microseconds == put->returned_at.value.microseconds,
                  "%s: returned_at", name);
    ck_assert_ptr_null(got->author);
}

START_TEST(a_value_comes_back_as_it_was)
{
    NEEDS_SERVER();
    const book *put = &values[_i].book;
    insert(put);
    const book *got = quern_get(quern_objects(s, book), book, Q("id", put->id));
    ck_assert_msg(got != NULL, "%s: %s", values[_i].name, quern_error_text(s));
    expect_same(values[_i].name, got, put);
}
END_TEST

#define FINDS(member)                                                                                   \
    ck_assert_msg(quern_count(quern_filter(only, Q(#member, put->member))) == 1, "%s: " #member ": %s", \
                  values[_i].name, quern_error_text(s))

/* By each of its values; NULL finds NULL. */
START_TEST(a_value_is_found_by_itself)
{
    NEEDS_SERVER();
    const book *put = &values[_i].book;
    insert(put);
    quern_queryset *only = quern_filter(quern_objects(s, book), Q("id", put->id));
    FINDS(title), FINDS(subtitle), FINDS(author_id), FINDS(sequel_of_id), FINDS(published), FINDS(lent);
    FINDS(copies), FINDS(pages), FINDS(sold), FINDS(views), FINDS(price), FINDS(rating), FINDS(created_at);
    FINDS(returned_at), FINDS(isbn);
}
END_TEST

START_TEST(a_long_text)
{
    NEEDS_SERVER();
    enum { SIZE = 3000000 };
    char *text = malloc(SIZE + 1);
    for (size_t i = 0; i < SIZE; i++)
        text[i] = (char)('a' + i % 26);
    text[SIZE] = '\0';
    ck_assert_int_eq(quern_execute(s, "INSERT INTO shelf VALUES ('long', 9)"), 1);
    ck_assert_int_eq(quern_execute(s, "UPDATE books_author SET email = $1 WHERE id = 1", text), 1);
    const author *jane = quern_get(quern_objects(s, author), author, Q("id", 1));
    ck_assert_str_eq(jane->email, text);
    ck_assert_int_eq(quern_count(quern_filter(quern_objects(s, author), Q("email", text))), 1);
    free(text);
}
END_TEST

START_TEST(a_text_that_is_no_utf8_never_leaves)
{
    NEEDS_SERVER();
    ck_assert_int_eq(quern_count(quern_filter(quern_objects(s, shelf), Q("code", "\xff"))), -1);
    take_failure(s, QUERN_ERROR_VALUE);
    ck_assert_int_eq(quern_execute(s, "SELECT $1::text", "\xc3"), -1);
    take_failure(s, QUERN_ERROR_VALUE);
    ck_assert_int_eq(quern_query_count(s), 0);
}
END_TEST

/* ---- A table that is not quite as its model says ---- */

typedef struct sample sample;

struct sample {
    quern_object object;
    int64_t id;
    quern_null_bool b;
    quern_null_i32 i;
    quern_null_i64 l;
    quern_null_f64 f;
    const char *t;
    quern_null_timestamp m;
    int32_t whole; /* may not be NULL */
};

QUERN_MODEL(sample, "sample",
            QUERN_FIELDS(QUERN_PRIMARY_KEY(id), QUERN_FIELD(b), QUERN_FIELD(i), QUERN_FIELD(l),
                         QUERN_FIELD(f), QUERN_FIELD(t, .null = true), QUERN_FIELD(m), QUERN_FIELD(whole)));

/* Makes the table with one column of another type, and one row with a value in it. */
static void make_samples(const char *column, const char *type, const char *value)
{
    sql("DROP TABLE IF EXISTS sample");
    sql("CREATE TABLE sample (id bigint, b boolean, i integer, l bigint, f double precision, t text, m "
        "timestamptz,"
        " whole integer)");
    sql("ALTER TABLE sample DROP COLUMN %s, ADD COLUMN %s %s", column, column, type);
    sql("INSERT INTO sample (id, whole) VALUES (1, 7)");
    sql("UPDATE sample SET %s = %s", column, value);
}

static quern_db *open_samples(quern_session **session)
{
    quern_db *opened = quern_open(schema.uri, QUERN_MODELS(sample), .pool_max = 1);
    *session = quern_session_open(opened);
    return opened;
}

static void write_sample(const sample *x, char *out, size_t size)
{
    size_t used = (size_t)snprintf(out, size, "%lld %d", (long long)x->id, (int)x->whole);
    if (x->b.present)
        used += (size_t)snprintf(out + used, size - used, " %s", x->b.value ? "true" : "false");
    if (x->i.present)
        used += (size_t)snprintf(out + used, size - used, " %d", (int)x->i.value);
    if (x->l.present)
        used += (size_t)snprintf(out + used, size - used, " %lld", (long long)x->l.value);
    if (x->f.present)
        used += (size_t)snprintf(out + used, size - used, " %.17g", x->f.value);
    if (x->m.present)
        used += (size_t)snprintf(out + used, size - used, " %lld", (long long)x->m.value.microseconds);
    snprintf(out + used, size - used, "%s%s", x->t ? " " : "", x->t ? x->t : "");
}

static const struct {
    const char *column, *type, *value, *expected;
} served[] = {
    { "id", "smallint", "-32768", "-32768 7" },
    { "id", "integer", "2147483647", "2147483647 7" },
    { "whole", "smallint", "32767", "1 32767" },
    { "i", "smallint", "-1", "1 7 -1" },
    { "l", "smallint", "-1", "1 7 -1" },
    { "l", "integer", "-2147483648", "1 7 -2147483648" },
    { "l", "oid", "4294967295", "1 7 4294967295" },
    { "f", "real", "0.5", "1 7 0.5" },
    { "t", "varchar(10)", "'x'", "1 7 x" },
    { "t", "character(3)", "'x'", "1 7 x  " },
    { "t", "name", "'x'", "1 7 x" },
    { "t", "\"char\"", "'x'", "1 7 x" },
    { "m", "timestamptz(0)", "'1970-01-01 00:00:01Z'", "1 7 1000000" },
};

START_TEST(a_type_that_can_be_served_is_served)
{
    NEEDS_SERVER();
    char got[200];
    quern_session *session;
    make_samples(served[_i].column, served[_i].type, served[_i].value);
    quern_db *samples = open_samples(&session);
    const sample *x = quern_first(quern_objects(session, sample), sample);
    ck_assert_msg(x != NULL, "%s %s: %s", served[_i].column, served[_i].type, quern_error_text(session));
    write_sample(x, got, sizeof got);
    quern__expect_text(served[_i].type, served[_i].column, got, served[_i].expected);
    quern_session_close(session);
    close_db(samples);
}
END_TEST

static const struct {
    const char *column, *type, *value;
    quern_error_code code;
    const char *message;
} refused[] = {
    { "id", "text", "'1'", QUERN_ERROR_TYPE,
      "column \"id\" of \"sample\" is of type text, which sample.id (int64_t) cannot take" },
    { "b", "integer", "1", QUERN_ERROR_TYPE,
      "column \"b\" of \"sample\" is of type integer, which sample.b (quern_null_bool) cannot take" },
    { "i", "bigint", "1", QUERN_ERROR_TYPE,
      "column \"i\" of \"sample\" is of type bigint, which sample.i (quern_null_i32) cannot take" },
    { "whole", "bigint", "NULL", QUERN_ERROR_TYPE,
      "column \"whole\" of \"sample\" is of type bigint, which sample.whole (int32_t) cannot take" },
    { "l", "numeric", "1", QUERN_ERROR_TYPE,
      "column \"l\" of \"sample\" is of type numeric, which sample.l (quern_null_i64) cannot take" },
    { "f", "numeric", "1", QUERN_ERROR_TYPE,
      "column \"f\" of \"sample\" is of type numeric, which sample.f (quern_null_f64) cannot take" },
    { "t", "bytea", "'x'", QUERN_ERROR_TYPE,
      "column \"t\" of \"sample\" is of type bytea, which sample.t (const char *) cannot take" },
    { "m", "timestamp", "'2024-05-01'", QUERN_ERROR_TYPE,
      "column \"m\" of \"sample\" is of type timestamp without time zone, which sample.m "
      "(quern_null_timestamp) cannot take" },
    { "whole", "integer", "NULL", QUERN_ERROR_DATA,
      "column \"whole\" of \"sample\" is NULL in row 1, which sample.whole (int32_t) cannot hold" },
    { "id", "bigint", "NULL", QUERN_ERROR_DATA,
      "column \"id\" of \"sample\" is NULL in row 1, which sample.id (int64_t) cannot hold" },
    { "m", "timestamptz", "'294276-12-31 00:00Z'", QUERN_ERROR_DATA,
      "column \"m\" of \"sample\" in row 1 is out of range for sample.m (quern_null_timestamp)" },
};

/* And the connection is as good as before. */
START_TEST(what_a_member_cannot_take_names_column_and_member)
{
    NEEDS_SERVER();
    quern_session *session;
    make_samples(refused[_i].column, refused[_i].type, refused[_i].value);
    quern_db *samples = open_samples(&session);
    ck_assert_int_eq(quern_len(quern_objects(session, sample)), -1);
    const quern_error *error = take_failure(session, refused[_i].code);
    quern__expect_text(refused[_i].type, refused[_i].column, error->message, refused[_i].message);
    ck_assert_msg(*error->hint, "%s: no hint", error->message);
    ck_assert_ptr_nonnull(strstr(error->sql, "FROM \"sample\""));
    ck_assert_ptr_nonnull(strstr(error->site, "test_values.c:"));
    ck_assert_int_eq(quern_count(quern_objects(session, sample)), 1);
    quern_session_close(session);
    close_db(samples);
}
END_TEST

/* Around the borders of blocks of rows, and many more than a socket takes at once. */
static const int sizes[] = { 0, 1, 3, 4, 5, 12, 28, 29, 20000 };

START_TEST(rows_come_whole_and_in_order)
{
    NEEDS_SERVER();
    int64_t n = 0;
    quern_session *session;
    make_samples("t", "text", "NULL");
    sql("DELETE FROM sample");
    sql("INSERT INTO sample (id, whole, t, i) SELECT n, n, 'row ' || n, CASE WHEN n %% 3 = 0 THEN n END"
        " FROM generate_series(0, %d - 1) n",
        sizes[_i]);
    quern_db *samples = open_samples(&session);
    quern_queryset *all = quern_order_by(quern_objects(session, sample), "id");
    QUERN_EACH(sample, x, all) {
        char text[30];
        snprintf(text, sizeof text, "row %d", (int)n);
        ck_assert(x->id == n && x->whole == n && strcmp(x->t, text) == 0);
        ck_assert(x->i.present == (n % 3 == 0) && (!x->i.present || x->i.value == n));
        ck_assert(!x->b.present && !x->l.present && !x->f.present && !x->m.present);
        n++;
    }
    ck_assert_str_eq(quern_error_text(session), "");
    ck_assert_int_eq(n, sizes[_i]);
    ck_assert_int_eq(quern_len(all), sizes[_i]);
    quern_session_close(session);
    close_db(samples);
}
END_TEST

Suite *quern__suite_values(void);

Suite *quern__suite_values(void)
{
    enum { VALUES = sizeof values / sizeof *values };
    Suite *suite = suite_create("values");
    TCase *there_and_back = server_case("there and back"), *found = server_case("found");
    tcase_add_loop_test(there_and_back, a_value_comes_back_as_it_was, 0, VALUES);
    tcase_add_test(there_and_back, a_long_text);
    tcase_add_test(there_and_back, a_text_that_is_no_utf8_never_leaves);
    suite_add_tcase(suite, there_and_back);
    tcase_add_loop_test(found, a_value_is_found_by_itself, 0, VALUES);
    suite_add_tcase(suite, found);
    TCase *samples = server_case("samples");
    tcase_add_loop_test(samples, a_type_that_can_be_served_is_served, 0, sizeof served / sizeof *served);
    tcase_add_loop_test(samples, what_a_member_cannot_take_names_column_and_member, 0,
                        sizeof refused / sizeof *refused);
    tcase_add_loop_test(samples, rows_come_whole_and_in_order, 0, sizeof sizes / sizeof *sizes);
    suite_add_tcase(suite, samples);
    return suite;
}
