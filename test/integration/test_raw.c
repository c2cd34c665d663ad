/* test_raw.c: quern_raw on a real server: columns that find their fields, and those that find none; what it costs; what is refused,
 * and when. */
#include "test/integration/fixture.h"
#include "test/support/lending.h"

#include <stdio.h>

static int64_t count;

static void start_counting(void)
{
    ck_assert_msg(!quern_failed(s), "%s", quern_error_text(s));
    count = quern_query_count(s);
}

static void expect_statements(const char *name, int64_t expected)
{
    const int64_t ran = quern_query_count(s) - count;
    ck_assert_msg(ran == expected, "%s: %d statements, not %d", name, (int)ran, (int)expected);
}

/* What a call of the row could read, by the function, as READ: the macro cannot stand within a macro of check's. */
#define READ(o, name, out)                                                                                \
    ck_assert_msg((quern_read)(&(o)->object, name, out, QUERN__KIND(*(out)), QUERN_SITE), "%s: %s", name, \
                  quern_error_text(s))

START_TEST(it_is_lazy_and_cached)
{
    NEEDS_SERVER();
    start_counting();
    quern_queryset *some =
        quern_raw(s, author, "SELECT name, id FROM books_author WHERE id <> $1 ORDER BY id", 2);
    ck_assert_ptr_null(quern_queryset_error(some));
    expect_statements("building it", 0);
    int rows = 0;
    QUERN_EACH(author, a, some) {
        ck_assert_str_eq(a->name, rows++ ? "O'Brien \\ Söhne" : "Jane Austen");
        ck_assert(quern_loaded(a, name) && !quern_loaded(a, email));
    }
    ck_assert_int_eq(rows, 2);
    QUERN_EACH(author, a, some)
        rows++;
    bool found = false;
    ck_assert(quern_len(some) == 2 && quern_count(some) == 2 && quern_exists(some, &found) && found);
    ck_assert_int_eq(quern_at(some, author, 1)->id, 3);
    ck_assert_ptr_null(quern_at(some, author, 2));
    ck_assert_int_eq(quern_answer(s), QUERN_NOT_FOUND);
    expect_statements("all of that", 1);
    ck_assert_str_eq(quern_query_at(s, -1)->sql,
                     "SELECT name, id FROM books_author WHERE id <> $1 ORDER BY id");
}
END_TEST

/* Each of the calls that want less evaluates the whole, once. */
START_TEST(every_call_fills_the_cache)
{
    NEEDS_SERVER();
    const char *text = "SELECT id FROM books_author ORDER BY id";
    start_counting();
    quern_queryset *one = quern_raw(s, author, text);
    ck_assert(quern_count(one) == 3 && quern_len(one) == 3);
    quern_queryset *two = quern_raw(s, author, text);
    bool found = false;
    ck_assert(quern_exists(two, &found) && found && quern_len(two) == 3);
    quern_queryset *three = quern_raw(s, author, text);
    ck_assert(quern_at(three, author, 2)->id == 3 && quern_len(three) == 3);
    expect_statements("one each", 3);
    quern_queryset *none = quern_raw(s, author, "SELECT id FROM books_author WHERE false");
    ck_assert(quern_exists(none, &found) && !found && quern_count(none) == 0);
    expect_statements("and of nothing", 4);
}
END_TEST

/* By the column's name, by the member's, and not by that of a relation. */
START_TEST(columns_find_their_fields)
{
    NEEDS_SERVER();
    quern_queryset *some =
        quern_raw(s, book,
                  "SELECT b.id, b.title, \"ISBN-13\", author_id, a.name AS author, 'x' AS \"Title\" "
                  "FROM books_book b JOIN books_author a ON a.id = author_id ORDER BY b.id LIMIT 3");
    book *b = quern_at(some, book, 1);
    ck_assert_msg(b != NULL, "%s", quern_error_text(s));
    ck_assert(b->id == 2 && b->author_id == 1 && !b->author);
    ck_assert_str_eq(b->title, "Persuasion");
    ck_assert_str_eq(b->isbn, "978-2");
    const char *text = NULL;
    READ(b, "author", &text);
    ck_assert_str_eq(text, "Jane Austen");
    READ(b, "Title", &text);
    ck_assert_str_eq(text, "x");
    READ(b, "title", &text);
    ck_assert_str_eq(text, "Persuasion");
    book *by_member = quern_at(quern_raw(s, book, "SELECT 7 AS id, 'by its member' AS isbn"), book, 0);
    ck_assert_str_eq(by_member->isbn, "by its member");
    loan *l = quern_at(quern_raw(s, loan, "SELECT id, card AS reader_id FROM loan WHERE id = 1"), loan, 0);
    ck_assert_str_eq(l->reader_id, "A1");
}
END_TEST

START_TEST(what_is_missing_is_fetched)
{
    NEEDS_SERVER();
    book *b = quern_at(quern_raw(s, book, "SELECT id FROM books_book WHERE id = $1", 2), book, 0);
    start_counting();
    ck_assert_str_eq(quern_fetch(b, title), "Persuasion");
    ck_assert_str_eq(quern_fetch(quern_fetch(b, author), name), "Jane Austen");
    expect_statements("title, key, author", 3);
    const char *text = "as it was";
    ck_assert(!quern_read(b, "subtitle", &text));
    ck_assert_str_eq(text, "as it was");
    ck_assert_str_eq(take_failure(s, QUERN_ERROR_USAGE)->message,
                     "book.subtitle was not loaded with this object");
    READ(b, "title", &text);
    ck_assert_str_eq(text, "Persuasion");
}
END_TEST

START_TEST(extra_columns_of_several_kinds)
{
    NEEDS_SERVER();
    quern_queryset *some = quern_raw(
        s, author,
        "SELECT id, 7::int2 AS small, 8 AS number, 9::int8 AS big, 'text' AS word, 2.50::numeric AS price,"
        " 1.5::float8 AS real, true AS yes, '\\x00ff'::bytea AS raw, '{\"a\": 1}'::jsonb AS doc,"
        " '2024-05-01'::date AS day, '2024-05-01 12:00Z'::timestamptz AS moment,"
        " 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid AS tag, '{1,NULL,3}'::int[] AS numbers,"
        " '{a,\"b c\"}'::text[] AS words, NULL::int AS nothing, NULL::text AS no_text, '' AS empty,"
        " count(*) OVER () AS rows FROM books_author ORDER BY id");
    author *a = quern_at(some, author, 0);
    ck_assert_msg(a != NULL, "%s", quern_error_text(s));
    int16_t small = 0;
    int32_t number = 0;
    int64_t big = 0, wide = 0, rows = 0;
    const char *word = NULL, *no_text = "", *empty = NULL;
    quern_decimal price;
    double real = 0;
    bool yes = false;
    quern_bytes raw;
    quern_json doc;
    quern_date day;
    quern_timestamp moment;
    quern_uuid tag;
    quern_array_i32 numbers;
    quern_array_text words;
    quern_null_i32 nothing = { 1, true }, something;
    READ(a, "small", &small);
    READ(a, "number", &number);
    READ(a, "big", &big);
    READ(a, "number", &wide);
    READ(a, "word", &word);
    READ(a, "price", &price);
    READ(a, "real", &real);
    READ(a, "yes", &yes);
    READ(a, "raw", &raw);
    READ(a, "doc", &doc);
    READ(a, "day", &day);
    READ(a, "moment", &moment);
    READ(a, "tag", &tag);
    READ(a, "numbers", &numbers);
    READ(a, "words", &words);
    READ(a, "nothing", &nothing);
    READ(a, "number", &something);
    READ(a, "no_text", &no_text);
    READ(a, "empty", &empty);
    READ(a, "rows", &rows);
    ck_assert(small == 7 && number == 8 && big == 9 && wide == 8 && real == 1.5 && yes && rows == 3);
    ck_assert_str_eq(word, "text");
    ck_assert_str_eq(empty, "");
    ck_assert_str_eq(price.text, "2.50");
    ck_assert_str_eq(doc.text, "{\"a\": 1}");
    ck_assert(raw.size == 2 && memcmp(raw.data, "\0\xff", 2) == 0);
    ck_assert_int_eq(moment.microseconds, 1714564800000000);
    ck_assert(day.days == 19844 && tag.bytes[0] == 0xa0);
    ck_assert(numbers.count == 3 && numbers.items[2] == 3 && numbers.nulls[1]);
    ck_assert(words.count == 2 && strcmp(words.items[1], "b c") == 0);
    ck_assert(!nothing.present && something.present && something.value == 8 && !no_text);
    READ(quern_at(some, author, 2), "word", &word);
    ck_assert_str_eq(word, "text");
}
END_TEST

static void expect_refusal(bool read, quern_error_code code, const char *message, const char *nearest)
{
    ck_assert(!read);
    const quern_error *error = take_failure(s, code);
    ck_assert_str_eq(error->message, message);
    ck_assert_str_eq(error->nearest, nearest);
    ck_assert_ptr_nonnull(strstr(error->site, "test_raw.c:"));
}

START_TEST(extra_columns_that_cannot_be_read_so)
{
    NEEDS_SERVER();
    author *a = quern_at(
        quern_raw(s, author, "SELECT 1 AS id, 300 AS number, NULL::int AS nothing, 'x' AS word"), author, 0);
    ck_assert_msg(a != NULL, "%s", quern_error_text(s));
    int64_t number = 77;
    const char *word = "as it was";
    bool read = quern_read(a, "numbr", &number);
    expect_refusal(read, QUERN_ERROR_FIELD, "the row has no value \"numbr\"", "number");
    read = quern_read(a, "word", &number);
    expect_refusal(read, QUERN_ERROR_VALUE, "\"word\" is of the server's type text", "");
    read = quern_read(a, "number", &word);
    expect_refusal(read, QUERN_ERROR_VALUE, "\"number\" is of the server's type integer", "");
    read = quern_read(a, "nothing", &number);
    expect_refusal(read, QUERN_ERROR_DATA, "\"nothing\" is NULL in this row", "");
    ck_assert_int_eq(number, 77);
    ck_assert_str_eq(word, "as it was");
}
END_TEST

START_TEST(rows_without_a_model)
{
    NEEDS_SERVER();
    quern_queryset *some =
        quern_raw(s, quern_row,
                  "SELECT born / 100 AS century, count(*) AS number FROM books_author GROUP BY 1 ORDER BY 1");
    int rows = 0;
    QUERN_EACH_ROW(r, some)
    {
        quern_null_i32 century;
        int64_t number = 0;
        READ(r, "century", &century);
        READ(r, "number", &number);
        ck_assert(number == 1 && century.present == (rows < 2) && (rows || century.value == 17));
        rows++;
    }
    ck_assert_int_eq(rows, 3);
    int64_t number = 0;
    const bool read = quern_read(quern_at(some, quern_row, 0), "id", &number);
    ck_assert(!read);
    ck_assert_str_eq(take_failure(s, QUERN_ERROR_FIELD)->hint, "it has: century, number");
    ck_assert_int_eq(quern_len(quern_raw(s, quern_row, "SET TIME ZONE 'UTC'")), 0);
}
END_TEST

START_TEST(types_that_users_made)
{
    NEEDS_SERVER();
    sql("CREATE TYPE mood AS ENUM ('sad', 'glad')");
    sql("CREATE TABLE moody (id bigint, name mood)");
    start_counting();
    quern_queryset *some =
        quern_raw(s, author,
                  "INSERT INTO moody VALUES ($1, 'sad'), ($1 + 1, NULL) RETURNING id, name, name AS mood,"
                  " ARRAY[name] AS moods, ARRAY['glad'::mood] AS more",
                  10);
    ck_assert_int_eq(quern_len(some), -1);
    ck_assert_int_eq(quern_session_error(s)->outcome, QUERN_APPLIED);
    ck_assert_str_eq(
        take_failure(s, QUERN_ERROR_DATA)->message,
        "column \"name\" of \"books_author\" is NULL in row 2, which author.name (const char *) cannot hold");
    expect_statements("it, and about two types", 3);
    ck_assert_int_eq(sql("SELECT FROM moody"), 2);
    sql("DELETE FROM moody");
    /* Another db knows nothing of it. */
    quern_db *other = open_db(&(quern_options){ .pool_max = 1 }, schema.uri);
    quern_session *t = quern_session_open(other);
    some = quern_raw(t, author,
                     "INSERT INTO moody VALUES ($1, 'sad'), ($1 + 1, 'glad') RETURNING id, name, name AS "
                     "mood, ARRAY[name] AS moods",
                     10);
    author *a = quern_at(some, author, 1);
    ck_assert_msg(a != NULL, "%s", quern_error_text(t));
    ck_assert_str_eq(a->name, "glad");
    const char *mood = NULL;
    quern_array_text moods;
    READ(a, "mood", &mood);
    READ(a, "moods", &moods);
    ck_assert_str_eq(mood, "glad");
    ck_assert(moods.count == 1 && strcmp(moods.items[0], "glad") == 0);
    ck_assert_int_eq(quern_query_count(t), 3);
    ck_assert_int_eq(quern_len(quern_raw(t, author, "SELECT id, name FROM moody")), 2);
    ck_assert_int_eq(quern_query_count(t), 4);
    quern_session_close(t);
    close_db(other);
    ck_assert_int_eq(sql("SELECT FROM moody"), 2);
}
END_TEST

/* The error of evaluating it. */
static void expect_failure(quern_queryset *raw, quern_error_code code, const char *message,
                           quern_outcome outcome)
{
    ck_assert_int_eq(quern_len(raw), -1);
    const quern_error *error = take_failure(s, code);
    ck_assert_msg(strcmp(error->message, message) == 0, "%s, not %s", error->message, message);
    ck_assert_msg(error->outcome == outcome, "%s: its outcome is %d", message, (int)error->outcome);
    ck_assert_ptr_nonnull(strstr(error->site, "test_raw.c:"));
}

START_TEST(what_is_refused_when_it_is_evaluated)
{
    NEEDS_SERVER();
    expect_failure(quern_raw(s, author, "SELECT name FROM books_author"), QUERN_ERROR_USAGE,
                   "the SQL gives no column for the primary key of author: \"id\"", QUERN_APPLIED);
    expect_failure(quern_raw(s, author, "SELECT id, 1 AS x, 2 AS x FROM books_author"), QUERN_ERROR_USAGE,
                   "the SQL gives two columns \"x\"", QUERN_APPLIED);
    expect_failure(quern_raw(s, author, "SELECT id, id FROM books_author"), QUERN_ERROR_USAGE,
                   "the SQL gives two columns \"id\"", QUERN_APPLIED);
    expect_failure(quern_raw(s, loan, "SELECT id, card, card AS reader_id FROM loan"), QUERN_ERROR_USAGE,
                   "the SQL gives two columns for loan.reader: \"card\" and \"reader_id\"", QUERN_APPLIED);
    expect_failure(quern_raw(s, author, "SELECT id, born AS name FROM books_author"), QUERN_ERROR_TYPE,
                   "column \"name\" of \"books_author\" is of type integer, which author.name (const char *) "
                   "cannot take",
                   QUERN_APPLIED);
    expect_failure(quern_raw(s, author, "UPDATE books_author SET born = born"), QUERN_ERROR_USAGE,
                   "the SQL of quern_raw gives no rows, but changes some or does something else",
                   QUERN_APPLIED);
    expect_failure(quern_raw(s, author, "SELECT nonsense"), QUERN_ERROR_SERVER,
                   "column \"nonsense\" does not exist", QUERN_NOT_APPLIED);
    expect_failure(quern_raw(s, author, "SELECT 1; SELECT 2"), QUERN_ERROR_SERVER,
                   "cannot insert multiple commands into a prepared statement", QUERN_NOT_APPLIED);
    expect_failure(quern_raw(s, author, "BEGIN"), QUERN_ERROR_USAGE, "the statement left a transaction open",
                   QUERN_NOT_APPLIED);
}
END_TEST

/* The connection is reset, as after quern_execute. */
START_TEST(settings_do_not_stay)
{
    NEEDS_SERVER();
    ck_assert_int_eq(quern_len(quern_raw(s, quern_row, "SELECT set_config('application_name', 'me', false)")),
                     1);
    const char *name = NULL;
    quern_row *r =
        quern_at(quern_raw(s, quern_row, "SELECT current_setting('application_name') AS name"), quern_row, 0);
    READ(r, "name", &name);
    ck_assert_str_ne(name, "me");
}
END_TEST

/* A mistake is the queryset's. */
static void expect_mistake(const char *name, quern_queryset *raw, quern_error_code code, const char *message)
{
    const quern_error *error = quern_queryset_error(raw);
    ck_assert_msg(error != NULL, "%s: no error", name);
    ck_assert_msg(error->code == code, "%s: %s", name, quern_error_name(error->code));
    ck_assert_msg(strcmp(error->message, message) == 0, "%s: %s", name, error->message);
    ck_assert_msg(error->site && strstr(error->site, "test_raw.c:"), "%s: %s", name, error->site);
    ck_assert_msg(!quern_failed(s), "%s: it is the session's", name);
}

#define MISTAKE(qs, code, message) expect_mistake(#qs, qs, QUERN_ERROR_##code, message)

START_TEST(what_is_refused_at_once)
{
    NEEDS_SERVER();
    start_counting();
    MISTAKE(quern_raw(s, author, ""), USAGE, "there is no SQL to execute");
    MISTAKE(quern_raw(s, author, NULL), USAGE, "there is no SQL to execute");
    MISTAKE(quern_raw(s, author, "SELECT '\xff'"), VALUE, "the SQL is not UTF-8");
    MISTAKE(quern_raw(s, author, "SELECT $1", "\xff"), VALUE, "parameter $1 is not valid UTF-8");
    MISTAKE(quern_raw(s, author, "SELECT $2", 1, (quern_decimal){ "x" }), VALUE, "parameter $2 is no number");
    MISTAKE((quern_raw)(s, NULL, "SELECT 1", NULL, QUERN_SITE), MODEL, "the db has no model ?");
    quern_queryset *raw = quern_raw(s, author, "SELECT id, name FROM books_author");
    const char *refusal = "a queryset of quern_raw cannot be refined";
    MISTAKE(quern_filter(raw, Q("id", 1)), USAGE, refusal);
    MISTAKE(quern_exclude(raw, Q("no such", 1)), USAGE, refusal);
    MISTAKE(quern_order_by(raw, "id"), USAGE, refusal);
    MISTAKE(quern_slice(raw, 0, 1), USAGE, refusal);
    MISTAKE(quern_all(raw), USAGE, refusal);
    MISTAKE(quern_none(raw), USAGE, refusal);
    MISTAKE(quern_reverse(raw), USAGE, refusal);
    MISTAKE(quern_distinct(raw), USAGE, refusal);
    MISTAKE(quern_values(raw, "id"), USAGE, refusal);
    MISTAKE(quern_only(raw, "id"), USAGE, refusal);
    MISTAKE(quern_filter(quern_objects(s, book), Q("author__in", raw)), USAGE,
            "in was given a queryset of quern_raw");
    ck_assert_int_eq(quern_len(quern_raw(s, author, "")), -1);
    take_failure(s, QUERN_ERROR_USAGE);
    ck_assert_ptr_null(quern_first(raw, author));
    ck_assert_str_eq(take_failure(s, QUERN_ERROR_USAGE)->message,
                     "a queryset of quern_raw cannot be asked that");
    ck_assert_ptr_null(quern_get(raw, author));
    take_failure(s, QUERN_ERROR_USAGE);
    ck_assert_ptr_null(quern_get(raw, author, Q("id", 1)));
    take_failure(s, QUERN_ERROR_USAGE);
    ck_assert_ptr_null(quern_at(raw, book, 0));
    take_failure(s, QUERN_ERROR_USAGE);
    expect_statements("none of it", 0);
}
END_TEST

START_TEST(its_sql)
{
    NEEDS_SERVER();
    quern_queryset *raw =
        quern_raw(s, author, "SELECT id FROM books_author WHERE name = $1 OR id = ANY($2) -- $1", "O'Brien",
                  QUERN_VALUE(((quern_array_i64){ (const int64_t[]){ 1, 2 }, NULL, 2 })));
    ck_assert_str_eq(quern_sql(raw), "SELECT id FROM books_author WHERE name = 'O''Brien' OR id = "
                                     "ANY(ARRAY[1, 2]::bigint[]) -- $1");
    ck_assert_int_eq(sql("%s", quern_sql(raw)), 2);
    ck_assert_int_eq(quern_len(raw), 2);
    const quern_sql_statement *sent = quern_statement(raw);
    ck_assert_str_eq(sent->sql, "SELECT id FROM books_author WHERE name = $1 OR id = ANY($2) -- $1");
    ck_assert(sent->count == 2 && sent->parameters[1].kind == (QUERN_KIND_I64 | QUERN_ARRAY));
}
END_TEST

static void expect_printed(quern_queryset *raw, const char *expected)
{
    char text[2000] = "";
    FILE *out = fmemopen(text, sizeof text - 1, "w");
    const bool printed = quern_print(raw, out);
    fclose(out);
    ck_assert_msg(printed, "%s", quern_error_text(s));
    ck_assert_str_eq(text, expected);
}

START_TEST(it_is_printed)
{
    NEEDS_SERVER();
    start_counting();
    expect_printed(
        quern_raw(
            s, quern_row,
            "SELECT 1 AS i, 2.50 AS d, 1.5::float8 AS f, 'it' AS t, NULL::int AS n, NULL AS u, true AS b,"
            " '2024-05-01'::date AS day, '{1,NULL}'::int[] AS many, '{x}'::text[] AS texts,"
            " '\\x00'::bytea AS raw, '(1,2)'::point AS place"),
        "i=1, d=2.50, f=1.5, t=it, n=NULL, u=NULL, b=true, day=2024-05-01, many=ARRAY[1, "
        "NULL]::bigint[], "
        "texts='{\"x\"}', raw=E'\\\\x00'::bytea, place=?\n");
    quern_queryset *authors = quern_raw(s, author, "SELECT id, 7 AS more FROM books_author ORDER BY id");
    expect_printed(authors, "author 1\nauthor 2\nauthor 3\n");
    ck_assert_int_eq(quern_len(authors), 3);
    expect_statements("one each", 2);
    author *const *list = quern_list(authors, author);
    ck_assert(list && list[2]->id == 3 && !list[3]);
    expect_statements("from the cache", 2);
}
END_TEST

START_TEST(what_else_is_refused)
{
    NEEDS_SERVER();
    quern_queryset *raw = quern_raw(s, author, "SELECT id FROM books_author");
    author *a = quern_get(quern_objects(s, author), author, Q("id", 1));
    bool found;
    start_counting();
    ck_assert_ptr_null(quern_last(raw, author));
    take_failure(s, QUERN_ERROR_USAGE);
    ck_assert_ptr_null(quern_latest(raw, author, "id"));
    take_failure(s, QUERN_ERROR_USAGE);
    ck_assert_ptr_null(quern_explain(raw));
    take_failure(s, QUERN_ERROR_USAGE);
    ck_assert(!quern_contains(raw, a, &found) && !found);
    take_failure(s, QUERN_ERROR_USAGE);
    ck_assert_ptr_null(quern_in_bulk(raw, author, "id", QUERN_VALUE(((quern_array_i64){ &a->id, NULL, 1 }))));
    take_failure(s, QUERN_ERROR_USAGE);
    ck_assert_ptr_null(quern_result_take(raw));
    take_failure(s, QUERN_ERROR_USAGE);
    expect_statements("none of it", 0);
    ck_assert_int_gt(quern_len(raw), 0);
    ck_assert(!quern_contains(raw, a, &found) && !found); /* nor from the cache */
    take_failure(s, QUERN_ERROR_USAGE);
}
END_TEST

/* What was given to it need not live. */
START_TEST(arguments_are_copied)
{
    NEEDS_SERVER();
    char text[] = "SELECT id FROM books_author WHERE name = $1 OR name = ANY($2)", name[] = "Jane Austen",
         other[] = "Émile Zola";
    const char *names[] = { other, NULL };
    quern_queryset *raw =
        quern_raw(s, author, text, name, QUERN_VALUE(((quern_array_text){ names, NULL, 2 })));
    memset(text, 'x', sizeof text - 1);
    memset(name, 'x', sizeof name - 1);
    memset(other, 'x', sizeof other - 1);
    ck_assert_int_eq(quern_len(raw), 2);
}
END_TEST

Suite *quern__suite_raw(void);

Suite *quern__suite_raw(void)
{
    Suite *suite = suite_create("raw");
    TCase *tests = server_case("raw");
    tcase_add_test(tests, it_is_lazy_and_cached);
    tcase_add_test(tests, every_call_fills_the_cache);
    tcase_add_test(tests, columns_find_their_fields);
    tcase_add_test(tests, what_is_missing_is_fetched);
    tcase_add_test(tests, extra_columns_of_several_kinds);
    tcase_add_test(tests, extra_columns_that_cannot_be_read_so);
    tcase_add_test(tests, rows_without_a_model);
    tcase_add_test(tests, types_that_users_made);
    tcase_add_test(tests, what_is_refused_when_it_is_evaluated);
    tcase_add_test(tests, settings_do_not_stay);
    tcase_add_test(tests, what_is_refused_at_once);
    tcase_add_test(tests, its_sql);
    tcase_add_test(tests, it_is_printed);
    tcase_add_test(tests, what_else_is_refused);
    tcase_add_test(tests, arguments_are_copied);
    suite_add_tcase(suite, tests);
    return suite;
}
