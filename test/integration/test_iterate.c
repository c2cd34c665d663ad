/* test_iterate.c: streams on a real server: which rows they give, of what, in how many statements, and what they hold meanwhile. */
#include "test/integration/fixture.h"
#include "test/support/serverlog.h"

#include <stdio.h>

typedef struct title_line title_line;
struct title_line {
    quern_object object;
    const char *title;
    const char *writer;
};
QUERN_ROW(title_line, QUERN_FIELDS(QUERN_FIELD(title), QUERN_FIELD(writer, .column = "author__name")));

static quern_queryset *books;
static int64_t count;

static void begin(void)
{
    if (db)
        books = quern_order_by(quern_objects(s, book), "id");
}

static void must(void)
{
    ck_assert_msg(!quern_failed(s), "%s", quern_error_text(s));
}

static void start_counting(void)
{
    must();
    count = quern_query_count(s);
}

static void expect_statements(const char *name, int64_t expected)
{
    const int64_t ran = quern_query_count(s) - count;
    must();
    ck_assert_msg(ran == expected, "%s: %d statements, not %d", name, (int)ran, (int)expected);
}

/* All of a stream of books must come, in order. */
static void expect_ids_ahead(const char *name, quern_queryset *of, uint32_t chunk, int32_t ahead,
                             int64_t from, int64_t to)
{
    int64_t next = from;
    QUERN_STREAM(book, b, of, .chunk = chunk, .ahead = ahead)
    {
        ck_assert_msg(b->id == next, "%s: book %d, not %d", name, (int)b->id, (int)next);
        next++;
    }
    must();
    ck_assert_msg(next == to + 1, "%s: ends before %d, not after %d", name, (int)next, (int)to);
}

static void expect_ids(const char *name, quern_queryset *of, uint32_t chunk, int64_t from, int64_t to)
{
    expect_ids_ahead(name, of, chunk, 0, from, to);
}

/* ---- Chunks ---- */

static const struct {
    const char *name;
    uint32_t chunk;
    int64_t fetches;
} chunks[] = {
    { "1", 1, 41 },
    { "7", 7, 6 },
    { "8: the last one is full", 8, 6 },
    { "39", 39, 2 },
    { "40: all", 40, 2 },
    { "41", 41, 1 },
    { "default", 0, 1 },
    { "the most", INT32_MAX, 1 },
};

static const struct {
    int32_t option;
    int64_t ahead;
} aheads[] = { { -1, 0 }, { 1, 1 }, { 0, 2 }, { 2, 2 }, { 5, 5 }, { 16, 16 } };

/* Those that are ahead of the last one find nothing; behind a first one that is not full there are none. */
START_TEST(a_fetch_for_each_chunk)
{
    NEEDS_SERVER();
    for (size_t i = 0; i < sizeof aheads / sizeof *aheads; i++) {
        start_counting();
        expect_ids_ahead(chunks[_i].name, books, chunks[_i].chunk, aheads[i].option, 1, 40);
        expect_statements(chunks[_i].name,
                          3 + chunks[_i].fetches + (chunks[_i].fetches > 1 ? aheads[i].ahead : 0));
    }
}
END_TEST

START_TEST(the_server_is_asked_no_more_than_that)
{
    NEEDS_SERVER();
    static char application[80], parameter[100], site[100];
    quern__server_log log;
    snprintf(application, sizeof application, "%s_stream", schema.name);
    snprintf(parameter, sizeof parameter, "application_name=%s", application);
    const bool has_log = quern__server_log_open(&log, application);
    quern_db *other = open_db(&(quern_options){ .pool_max = 1 }, quern__test_schema_uri(&schema, parameter));
    quern_session *t = quern_session_open(other);
    int64_t sum = 0;
    quern_queryset *few = quern_filter(quern_objects(t, author), Q("id__lt", 3));
    snprintf(site, sizeof site, "test_iterate.c:%d", __LINE__ + 1);
    QUERN_STREAM(author, a, few, .chunk = 2, .ahead = -1) sum += a->id;
    ck_assert_int_eq(sum, 3);
    static const char *const expected[] = { "BEGIN READ ONLY",
                                            "DECLARE \"quern_1\" NO SCROLL CURSOR FOR SELECT ",
                                            "FETCH FORWARD 2 FROM \"quern_1\"",
                                            "FETCH FORWARD 2 FROM \"quern_1\"", "COMMIT" };
    ck_assert_int_eq(quern_query_count(t), 5);
    for (int i = 0; i < 5; i++) {
        const quern_query *query = quern_query_at(t, i + 1);
        ck_assert_msg(strncmp(query->sql, expected[i], strlen(expected[i])) == 0, "%s", query->sql);
        ck_assert_ptr_nonnull(strstr(query->site, site));
        ck_assert_int_eq(query->origin, i == 0 || i == 4 ? QUERN_ORIGIN_TRANSACTION : QUERN_ORIGIN_STREAM);
    }
    ck_assert_int_eq(quern_query_at(t, 3)->rows, 2);
    ck_assert_int_eq(quern_query_at(t, 4)->rows, 0);
    if (has_log) {
        size_t ran;
        const char *text = quern__server_log_read(&log, &ran);
        ck_assert_msg(ran == 5, "%zu statements:\n%s", ran, text);
        ck_assert_ptr_nonnull(strstr(text, "BEGIN READ ONLY"));
        ck_assert_ptr_nonnull(strstr(text, "DECLARE"));
    }
    quern_session_close(t);
    close_db(other);
}
END_TEST

/* What no row can come of is not asked. */
START_TEST(an_empty_plan_asks_nothing)
{
    NEEDS_SERVER();
    start_counting();
    expect_ids("none", quern_none(books), 5, 1, 0);
    quern_iterator *rows = quern_iterate(quern_none(books), book);
    ck_assert_ptr_nonnull(rows);
    ck_assert_ptr_null(quern_iterator_next(rows, book));
    quern_iterator_close(rows);
    expect_statements("none", 0);
    expect_ids("no rows", quern_filter(books, Q("id__lt", 0)), 5, 1, 0);
    expect_statements("one FETCH", 4);
}
END_TEST

START_TEST(the_cache_is_not_touched)
{
    NEEDS_SERVER();
    book *cached = quern_at(books, book, 0);
    ck_assert_int_eq(quern_len(books), 40);
    start_counting();
    expect_ids("cached", books, 100, 1, 40);
    expect_statements("cached", 4);
    quern_queryset *others = quern_filter(books, Q("id__gt", 0));
    expect_ids("not cached", others, 100, 1, 40);
    start_counting();
    ck_assert_int_eq(quern_len(others), 40);
    expect_statements("quern_len", 1);
    ck_assert_str_eq(cached->title, "Emma");
}
END_TEST

/* ---- Of what ---- */

START_TEST(refined_querysets)
{
    NEEDS_SERVER();
    expect_ids("a slice", quern_slice(books, 10, 20), 3, 11, 20);
    expect_ids("its end", quern_slice(books, 35, 100), 3, 36, 40);
    expect_ids("a filter", quern_filter(books, Q("id__lte", 7), Q("title__contains", "")), 2, 1, 7);
    expect_ids("by a relation", quern_filter(books, Q("author__name__startswith", "Jane"), Q("id__lt", 3)), 1,
               1, 2);
    int rows = 0;
    QUERN_STREAM(book, b, quern_only(books, "title"), .chunk = 30)
    {
        ck_assert(quern_loaded(b, title) && !quern_loaded(b, price));
        ck_assert_str_ne(b->title, "");
        rows++;
    }
    QUERN_STREAM(author, a, quern_distinct(quern_order_by(quern_objects(s, author), "name")), .chunk = 2)
    rows++;
    must();
    ck_assert_int_eq(rows, 43);
}
END_TEST

START_TEST(rows_of_values)
{
    NEEDS_SERVER();
    int rows = 0;
    quern_queryset *some = quern_filter(books, Q("id__lte", 3));
    const char *title, *name;
    QUERN_STREAM(quern_row, r, quern_values(some, "title", "author__name"), .chunk = 2)
    {
        const bool read = quern_read(r, "title", &title) && quern_read(r, "author__name", &name);
        ck_assert(read);
        ck_assert_str_eq(name, rows < 2 ? "Jane Austen" : "Émile Zola");
        rows++;
    }
    QUERN_STREAM(title_line, l, quern_values_into(some, title_line), .chunk = 2)
    {
        ck_assert_str_eq(l->writer, rows < 5 ? "Jane Austen" : "Émile Zola");
        rows++;
    }
    QUERN_STREAM(quern_row, r, quern_dates(books, "created_at", QUERN_YEAR), .chunk = 1) rows++;
    must();
    ck_assert_int_gt(rows, 6);
    ck_assert_ptr_null(quern_iterate(some, title_line));
    ck_assert_ptr_nonnull(strstr(take_failure(s, QUERN_ERROR_USAGE)->message, "line"));
}
END_TEST

/* SQL of the program's own, whose rows are not all of a field's, and of which some columns are of a type that nobody knows yet. */
START_TEST(rows_of_own_sql)
{
    NEEDS_SERVER();
    sql("CREATE TYPE size AS ENUM ('small', 'big')");
    int64_t next = 1;
    const char *size;
    quern_queryset *raw =
        quern_raw(s, book,
                  "SELECT title, id, CASE WHEN id < 5 THEN 'small'::size ELSE 'big' END AS size"
                  " FROM books_book WHERE id <= $1 ORDER BY id",
                  7);
    for (int again = 0; again < 2; again++, next = 1) {
        start_counting();
        QUERN_STREAM(book, b, raw, .chunk = 3, .ahead = 1)
        {
            ck_assert_int_eq(b->id, next++);
            ck_assert(quern_loaded(b, title) && !quern_loaded(b, price));
            const bool read = quern_read(b, "size", &size);
            ck_assert(read);
            ck_assert_str_eq(size, b->id < 5 ? "small" : "big");
        }
        ck_assert_int_eq(next, 8);
        expect_statements("own SQL", again ? 7 : 8);
    }
    QUERN_STREAM(quern_row, r, quern_raw(s, quern_row, "VALUES (1), (2), (3)"), .chunk = 2) next++;
    ck_assert_int_eq(next, 4);
    must();
    sql("DROP TYPE size");
}
END_TEST

START_TEST(own_sql_that_is_wrong)
{
    NEEDS_SERVER();
    int rows = 0;
    QUERN_STREAM(book, b, quern_raw(s, book, "DELETE FROM books_book RETURNING id")) rows++;
    ck_assert_str_eq(take_failure(s, QUERN_ERROR_SERVER)->sqlstate, "42601");
    QUERN_STREAM(book, b, quern_raw(s, book, "SELECT title FROM books_book")) rows++;
    ck_assert_str_eq(take_failure(s, QUERN_ERROR_USAGE)->path, "id");
    QUERN_STREAM(shelf, h,
                 quern_raw(s, shelf, "SELECT 'a' AS code, NULLIF(n, 3) AS room FROM generate_series(1, 9) n"),
                 .chunk = 2)
    rows++;
    ck_assert_ptr_nonnull(strstr(take_failure(s, QUERN_ERROR_DATA)->message, "in row 3"));
    ck_assert_int_eq(rows, 2);
    ck_assert(quern_begin(s));
    QUERN_STREAM(book, b, quern_raw(s, book, "SELECT title FROM books_book")) rows++;
    take_failure(s, QUERN_ERROR_USAGE);
    ck_assert_int_eq(sql("SELECT FROM pg_cursors WHERE name <> ''"), 0);
    ck_assert(quern_commit(s));
}
END_TEST

START_TEST(what_is_wrong_is_told_at_the_call)
{
    NEEDS_SERVER();
    start_counting();
    ck_assert_ptr_null(quern_iterate(books, author));
    take_failure(s, QUERN_ERROR_USAGE);
    ck_assert_ptr_null(quern_iterate(books, book, .chunk = (uint32_t)-1));
    const quern_error *error = take_failure(s, QUERN_ERROR_USAGE);
    ck_assert_str_eq(error->message, "quern_iterate: .chunk is out of range");
    ck_assert_str_eq(error->path, "chunk");
    ck_assert_ptr_nonnull(strstr(error->site, "test_iterate.c:"));
    for (int32_t ahead = -2; ahead < 20; ahead += 19) {
        ck_assert_ptr_null(quern_iterate(books, book, .ahead = ahead));
        error = take_failure(s, QUERN_ERROR_USAGE);
        ck_assert_str_eq(error->message, "quern_iterate: .ahead is out of range");
        ck_assert_str_eq(error->path, "ahead");
        ck_assert_str_eq(error->hint, "it is 1 to 16 chunks, or -1 for none; 0 is 2");
    }
    QUERN_STREAM(book, b, quern_filter(books, Q("titel", "x"))) ck_abort_msg("a row");
    ck_assert_str_eq(take_failure(s, QUERN_ERROR_FIELD)->nearest, "title");
    ck_assert_ptr_null(quern_iterate(NULL, book));
    ck_assert_ptr_null((quern_iterator_next)(NULL));
    quern_iterator_close(NULL);
    quern_iterator_clear(NULL);
    expect_statements("none", 0);
    ck_assert(quern_execute(s, "no such statement") < 0);
    ck_assert_ptr_null(quern_iterate(books, book));
    take_failure(s, QUERN_ERROR_SERVER);
}
END_TEST

/* Without options, as other languages call it. */
START_TEST(no_options)
{
    NEEDS_SERVER();
    quern_iterator *rows = (quern_iterate)(books, &book_model, NULL, 0, "here.c:1");
    ck_assert_int_eq(quern_iterator_next(rows, book)->id, 1);
    quern_iterator_clear(&rows);
    ck_assert_ptr_null(rows);
    must();
}
END_TEST

/* ---- Failures ---- */

/* The third of the rows that come is wrong; the two of the first chunk have been handed out. */
START_TEST(a_row_that_cannot_be_decoded)
{
    NEEDS_SERVER();
    sql("ALTER TABLE shelf ALTER room DROP NOT NULL");
    sql("INSERT INTO shelf VALUES ('x1', 1), ('x2', 2), ('x3', NULL), ('x4', 4)");
    quern_queryset *bad =
        quern_order_by(quern_filter(quern_objects(s, shelf), Q("code__startswith", "x")), "code");
    int rows = 0;
    start_counting();
    QUERN_STREAM(shelf, h, bad, .chunk = 2, .ahead = -1) rows++;
    const quern_error *error = take_failure(s, QUERN_ERROR_DATA);
    ck_assert_ptr_nonnull(strstr(error->message, "\"room\" of \"shelf\" is NULL in row 3"));
    ck_assert_ptr_nonnull(strstr(error->sql, "FETCH"));
    ck_assert_int_eq(rows, 2);
    expect_statements("BEGIN, DECLARE, FETCH, FETCH, ROLLBACK", 5);
    ck_assert(quern_begin(s));
    QUERN_STREAM(shelf, h, bad, .chunk = 3) rows++;
    take_failure(s, QUERN_ERROR_DATA);
    ck_assert_int_eq(rows, 2);
    ck_assert_int_eq(sql("SELECT FROM pg_cursors WHERE name LIKE 'quern%%'"), 0);
    ck_assert(quern_rollback(s));
}
END_TEST

/* A server that fails in the middle of the rows. */
START_TEST(a_row_that_the_server_cannot_make)
{
    NEEDS_SERVER();
    sql("DROP VIEW IF EXISTS odd_view");
    sql("ALTER TABLE shelf RENAME TO shelf_table");
    sql("CREATE VIEW shelf AS SELECT 'c' || n AS code, 10 / (5 - n) AS room FROM generate_series(1, 9) n");
    int rows = 0;
    QUERN_STREAM(shelf, h, quern_objects(s, shelf), .chunk = 2) rows++;
    ck_assert_str_eq(take_failure(s, QUERN_ERROR_SERVER)->sqlstate, "22012");
    ck_assert_int_eq(rows, 4);
    QUERN_STREAM(shelf, h, quern_objects(s, shelf), .chunk = 20) rows++;
    ck_assert_str_eq(take_failure(s, QUERN_ERROR_SERVER)->sqlstate, "22012");
    sql("DROP VIEW shelf");
    sql("ALTER TABLE shelf_table RENAME TO shelf");
    ck_assert_int_eq(rows, 4);
}
END_TEST

START_TEST(a_table_that_is_not_there)
{
    NEEDS_SERVER();
    sql("ALTER TABLE shelf RENAME TO shelf_table");
    QUERN_STREAM(shelf, h, quern_objects(s, shelf)) ck_abort_msg("a row");
    const quern_error *error = take_failure(s, QUERN_ERROR_SERVER);
    ck_assert_str_eq(error->sqlstate, "42P01");
    ck_assert_ptr_nonnull(strstr(error->sql, "DECLARE \"quern_1\" NO SCROLL CURSOR FOR SELECT"));
    ck_assert_int_eq(quern_len(books), 40);
    sql("ALTER TABLE shelf_table RENAME TO shelf");
}
END_TEST

/* ---- Types that users made ---- */

START_TEST(types_that_nobody_knows_yet)
{
    NEEDS_SERVER();
    sql("CREATE TYPE code AS ENUM ('one', 'two', 'three')");
    sql("ALTER TABLE shelf RENAME TO shelf_table");
    sql("CREATE TABLE shelf (code code, room int)");
    sql("INSERT INTO shelf VALUES ('one', 1), ('two', 2), ('three', 3)");
    quern_queryset *shelves = quern_order_by(quern_objects(s, shelf), "room");
    for (int again = 0; again < 2; again++) {
        int rows = 0;
        start_counting();
        QUERN_STREAM(shelf, h, shelves, .chunk = 2, .ahead = -1)
        {
            ck_assert_int_eq(h->room, ++rows);
            ck_assert_str_eq(h->code, rows == 1 ? "one" : rows == 2 ? "two" : "three");
        }
        ck_assert_int_eq(rows, 3);
        expect_statements(again ? "known"
                                : "BEGIN, DECLARE, FETCH, the question, CLOSE, DECLARE, 2 FETCH, COMMIT",
                          again ? 5 : 9);
    }
    sql("DROP TABLE shelf");
    sql("ALTER TABLE shelf_table RENAME TO shelf");
    sql("DROP TYPE code");
}
END_TEST

/* ---- Memory ---- */

typedef struct number number;
struct number {
    quern_object object;
    int64_t id;
    const char *text;
    int64_t author_id;
    author *author;
};
QUERN_MODEL(number, "number",
            QUERN_FIELDS(QUERN_PRIMARY_KEY(id), QUERN_FIELD(text), QUERN_FOREIGN_KEY(author, author)));

static quern_db *open_numbers(int rows)
{
    sql("DROP VIEW IF EXISTS number");
    sql("CREATE VIEW number AS SELECT n::bigint AS id, 'number ' || n AS text, (1 + n %% 3)::bigint AS "
        "author_id"
        " FROM generate_series(1, %d) n",
        rows);
    quern_db *opened = quern_open(schema.uri, QUERN_MODELS(number, author), .pool_max = 1);
    ck_assert_ptr_null(quern_db_error(opened));
    return opened;
}

enum { MANY = 1000000, FETCHES = 3000 };

/* After the first chunk nothing more is held, however many follow. */
START_TEST(a_million_rows_in_flat_memory)
{
    NEEDS_SERVER();
    quern_db *many = open_numbers(MANY);
    quern_session *t = quern_session_open(many);
    size_t most = 0;
    int64_t sum = 0, rows = 0;
    QUERN_STREAM(number, n, quern_objects(t, number))
    {
        if (++rows == 2000)
            most = quern_session_bytes(t) * 11 / 10; /* numbers grow longer */
        ck_assert_uint_le(rows > 2000 ? quern_session_bytes(t) : 0, most);
        sum += n->id;
    }
    ck_assert_msg(!quern_failed(t), "%s", quern_error_text(t));
    ck_assert_int_eq(rows, MANY);
    ck_assert_int_eq(sum, (int64_t)MANY * (MANY + 1) / 2);
    ck_assert_uint_lt(most, 400000);
    quern_session_close(t);
    close_db(many);
}
END_TEST

/* With an object fetched and a queryset refined and counted for each. */
START_TEST(work_in_the_loop_in_flat_memory)
{
    NEEDS_SERVER();
    quern_db *many = open_numbers(FETCHES);
    quern_session *t = quern_session_open(many);
    size_t most = 0;
    int64_t rows = 0;
    quern_queryset *authors = quern_objects(t, author);
    QUERN_STREAM(number, n, quern_objects(t, number), .chunk = 100)
    {
        const quern_mark mark = quern_session_mark(t);
        ck_assert_str_ne(quern_fetch(n, author)->name, "");
        ck_assert_int_eq(quern_count(quern_filter(authors, Q("id", n->author_id))), 1);
        ck_assert_int_eq(quern_len(quern_filter(authors, Q("id__lte", n->author_id))), n->author_id);
        ck_assert(quern_session_rewind(t, mark));
        if (++rows == 200)
            most = quern_session_bytes(t) * 11 / 10;
        ck_assert_uint_le(rows > 200 ? quern_session_bytes(t) : 0, most);
    }
    ck_assert_msg(!quern_failed(t), "%s", quern_error_text(t));
    ck_assert_int_eq(rows, FETCHES);
    quern_session_close(t);
    close_db(many);
}
END_TEST

/* Streams that were closed leave nothing; of those that a program closed by quern_iterator_close a handle stays until a rewind. */
START_TEST(many_streams_in_flat_memory)
{
    NEEDS_SERVER();
    const quern_mark mark = quern_session_mark(s);
    size_t most = 0;
    for (int i = 0; i < 300; i++) {
        QUERN_STREAM(book, b, books, .chunk = 10)
        if (b->id == 15)
            break;
        if (i == 1)
            most = quern_session_bytes(s);
    }
    must();
    ck_assert_uint_eq(quern_session_bytes(s), most);
    for (int i = 0; i < 300; i++) {
        quern_iterator *rows = quern_iterate(books, book);
        ck_assert_ptr_nonnull(quern_iterator_next(rows, book));
        quern_iterator_close(rows);
    }
    ck_assert_uint_eq(quern_session_bytes(s), most);
    ck_assert(quern_session_rewind(s, mark));
    must();
}
END_TEST

START_TEST(a_chunk_over_the_limit)
{
    NEEDS_SERVER();
    quern_session *t = quern_session_open(db, .max_result_bytes = 4000);
    quern_queryset *all = quern_order_by(quern_objects(t, book), "id");
    QUERN_STREAM(book, b, all) ck_abort_msg("a row");
    take_failure(t, QUERN_ERROR_LIMIT);
    int rows = 0;
    QUERN_STREAM(book, b, all, .chunk = 4) rows++;
    ck_assert_msg(!quern_failed(t), "%s", quern_error_text(t));
    ck_assert_int_eq(rows, 40);
    quern_session_close(t);
}
END_TEST

Suite *quern__suite_iterate(void);

Suite *quern__suite_iterate(void)
{
    Suite *suite = suite_create("iterate");
    TCase *tests = server_case("iterate");
    tcase_add_checked_fixture(tests, begin, NULL);
    tcase_set_timeout(tests, 120);
    tcase_add_loop_test(tests, a_fetch_for_each_chunk, 0, (int)(sizeof chunks / sizeof *chunks));
    tcase_add_test(tests, the_server_is_asked_no_more_than_that);
    tcase_add_test(tests, an_empty_plan_asks_nothing);
    tcase_add_test(tests, the_cache_is_not_touched);
    tcase_add_test(tests, refined_querysets);
    tcase_add_test(tests, rows_of_values);
    tcase_add_test(tests, rows_of_own_sql);
    tcase_add_test(tests, own_sql_that_is_wrong);
    tcase_add_test(tests, what_is_wrong_is_told_at_the_call);
    tcase_add_test(tests, no_options);
    tcase_add_test(tests, a_row_that_cannot_be_decoded);
    tcase_add_test(tests, a_row_that_the_server_cannot_make);
    tcase_add_test(tests, a_table_that_is_not_there);
    tcase_add_test(tests, types_that_nobody_knows_yet);
    tcase_add_test(tests, a_million_rows_in_flat_memory);
    tcase_add_test(tests, work_in_the_loop_in_flat_memory);
    tcase_add_test(tests, many_streams_in_flat_memory);
    tcase_add_test(tests, a_chunk_over_the_limit);
    suite_add_tcase(suite, tests);
    return suite;
}
