/* test_triggers.c: the calls that evaluate: how many statements each runs on a queryset as it is built, on one that has its rows,
 * and on a slice of one that has; and what the less plain of them give. */
#include "test/integration/counted.h"
#include "test/support/lending.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- The table ---- */

/* Asks for something of the books 1 to 10, ordered by id. */
typedef void trigger(quern_queryset *ten);

static void each(quern_queryset *ten)
{
    int64_t id = 0;
    QUERN_EACH(book, b, ten)
        ck_assert_int_eq(b->id, ++id);
    ck_assert_int_eq(id, 10);
}

static void list(quern_queryset *ten)
{
    book *const *all = quern_list(ten, book);
    for (int64_t i = 0; i < 10; i++)
        ck_assert_int_eq(all[i]->id, i + 1);
    ck_assert_ptr_null(all[10]);
    ck_assert_ptr_eq(quern_list(ten, book), all);
}

static void len(quern_queryset *ten)
{
    ck_assert_int_eq(quern_len(ten), 10);
}

static void count(quern_queryset *ten)
{
    ck_assert_int_eq(quern_count(ten), 10);
}

static void exists(quern_queryset *ten)
{
    bool found = false;
    ck_assert(quern_exists(ten, &found) && found);
}

static void at(quern_queryset *ten)
{
    ck_assert_int_eq(quern_at(ten, book, 9)->id, 10);
}

static void at_the_end(quern_queryset *ten)
{
    ck_assert_ptr_null(quern_at(ten, book, 10));
    ck_assert_int_eq(quern_answer(counted), QUERN_NOT_FOUND);
}

static void first(quern_queryset *ten)
{
    ck_assert_int_eq(quern_first(ten, book)->id, 1);
}

static void last(quern_queryset *ten)
{
    ck_assert_int_eq(quern_last(ten, book)->id, 10);
    ck_assert_int_eq(quern_answer(counted), QUERN_FOUND);
}

static void earliest(quern_queryset *ten)
{
    ck_assert_int_eq(quern_earliest(ten, book, "pages", "-id")->id, 4); /* has 0 of them */
}

static void latest(quern_queryset *ten)
{
    ck_assert_int_eq(quern_latest(ten, book, "pages")->id, 3); /* 2 and 6 have NULL */
}

/* An object of another queryset, whose statement is not counted. */
static book *the_book(int64_t id)
{
    book *b = quern_get(quern_objects(s, book), book, Q("id", id));
    ck_assert_ptr_nonnull(b);
    return b;
}

static void contains(quern_queryset *ten)
{
    bool found = false;
    ck_assert(quern_contains(ten, the_book(10), &found) && found);
}

static void contains_not(quern_queryset *ten)
{
    bool found = true;
    ck_assert(quern_contains(ten, the_book(11), &found) && !found);
}

static void in_bulk(quern_queryset *ten)
{
    book *const *found = quern_in_bulk(ten, book, "id", LIST(7, 11, 3, 7));
    ck_assert(found[0]->id == 7 && !found[1] && found[2]->id == 3 && found[3] == found[0] && !found[4]);
}

static void print(quern_queryset *ten)
{
    char text[400] = "";
    FILE *out = fmemopen(text, sizeof text, "w");
    ck_assert(quern_print(ten, out));
    fclose(out);
    ck_assert_str_eq(text,
                     "book 1\nbook 2\nbook 3\nbook 4\nbook 5\nbook 6\nbook 7\nbook 8\nbook 9\nbook 10\n");
}

static void explain(quern_queryset *ten)
{
    const char *plan = quern_explain(ten);
    ck_assert_msg(plan && strstr(plan, "Scan"), "%s", plan ? plan : quern_error_text(counted));
}

enum { REFUSED = -1 };

/* How many statements, or REFUSED. */
static const struct {
    const char *name;
    trigger *ask;
    int fresh, cached, slice, fresh_slice;
    bool caches;
    const char *sql; /* of the fresh one, a part of it */
} triggers[] = {
    { "QUERN_EACH", each, 1, 0, 0, 1, true, "SELECT \"books_book\".\"id\", \"books_book\".\"title\", " },
    { "quern_list", list, 1, 0, 0, 1, true, "SELECT \"books_book\".\"id\", \"books_book\".\"title\", " },
    { "quern_len", len, 1, 0, 0, 1, true, "ORDER BY \"books_book\".\"id\"\n" },
    { "quern_count", count, 1, 0, 0, 1, false,
      "SELECT COUNT(*) FROM \"books_book\" WHERE \"books_book\".\"id\" <= $1\n" },
    { "quern_exists", exists, 1, 0, 0, 1, false,
      "SELECT 1 FROM \"books_book\" WHERE \"books_book\".\"id\" <= $1 LIMIT 1\n" },
    { "quern_at", at, 1, 0, 0, 1, false, " ORDER BY \"books_book\".\"id\" LIMIT 1 OFFSET $2\n" },
    { "quern_at behind the end", at_the_end, 1, 0, 0, 0, false,
      " ORDER BY \"books_book\".\"id\" LIMIT 1 OFFSET $2\n" },
    { "quern_first", first, 1, 0, 0, 1, false, " ORDER BY \"books_book\".\"id\" LIMIT 1\n" },
    { "quern_last", last, 1, 0, 0, REFUSED, false, " ORDER BY \"books_book\".\"id\" DESC LIMIT 1\n" },
    { "quern_earliest", earliest, 1, 1, REFUSED, REFUSED, false,
      " ORDER BY \"books_book\".\"pages\", \"books_book\".\"id\" DESC LIMIT 1\n" },
    { "quern_latest", latest, 1, 1, REFUSED, REFUSED, false,
      " ORDER BY \"books_book\".\"pages\" DESC NULLS LAST LIMIT 1\n" },
    { "quern_contains", contains, 1, 0, 0, 1, false,
      "SELECT 1 FROM \"books_book\" WHERE \"books_book\".\"id\" <= $1 AND \"books_book\".\"id\" = $2 LIMIT "
      "1\n" },
    { "quern_contains of another", contains_not, 1, 0, 0, 1, false, "SELECT 1 FROM \"books_book\" WHERE " },
    { "quern_in_bulk", in_bulk, 1, 1, REFUSED, REFUSED, false,
      " WHERE \"books_book\".\"id\" <= $1 AND \"books_book\".\"id\" = ANY($2)\n" },
    { "quern_print", print, 1, 0, 0, 1, false, " ORDER BY \"books_book\".\"id\" LIMIT $2\n" },
    { "quern_explain", explain, 1, 1, 1, 1, false, "EXPLAIN SELECT \"books_book\".\"id\", " },
};

static quern_queryset *all_books(void)
{
    return quern_order_by(quern_objects(counted, book), "id");
}

static quern_queryset *ten_books(void)
{
    return quern_filter(all_books(), Q("id__lte", 10));
}

/* The call runs so many statements; or it is refused, and then none. */
static const char *expect_asked(int trigger, const char *of, quern_queryset *ten, int statements)
{
    char name[100];
    snprintf(name, sizeof name, "%s of %s", triggers[trigger].name, of);
    count_from_here();
    if (statements != REFUSED) {
        triggers[trigger].ask(ten);
        return expect_statements(name, statements);
    }
    if (triggers[trigger].ask == last)
        ck_assert_ptr_null(quern_last(ten, book));
    else if (triggers[trigger].ask == earliest)
        ck_assert_ptr_null(quern_earliest(ten, book, "pages"));
    else if (triggers[trigger].ask == latest)
        ck_assert_ptr_null(quern_latest(ten, book, "pages"));
    else
        ck_assert_ptr_null(quern_in_bulk(ten, book, "id", LIST(7)));
    take_failure(counted, QUERN_ERROR_USAGE);
    return expect_statements(name, 0);
}

START_TEST(a_trigger_runs_as_many_as_it_says)
{
    NEEDS_SERVER();
    quern_queryset *books = all_books(), *ten = ten_books();
    const char *seen = expect_asked(_i, "a queryset as it is built", ten, triggers[_i].fresh);
    ck_assert_msg(!seen || strstr(seen, triggers[_i].sql), "%s: the server saw\n%s", triggers[_i].name, seen);
    expect_asked(_i, "the same", ten, triggers[_i].caches ? 0 : triggers[_i].fresh);
    expect_asked(_i, "a slice as it is built", quern_slice(books, 0, 10), triggers[_i].fresh_slice);
    ck_assert_int_eq(quern_len(ten), 10);
    ck_assert_int_eq(quern_len(books), 40);
    expect_asked(_i, "one with its rows", ten, triggers[_i].cached);
    expect_asked(_i, "a slice of one with its rows", quern_slice(books, 0, 10), triggers[_i].slice);
    expect_asked(_i, "a slice of a slice of one with its rows", quern_slice(quern_slice(books, 0, 20), 0, 10),
                 triggers[_i].slice);
}
END_TEST

/* ---- Slices of a cache ---- */

static void expect_slice(quern_queryset *slice, int64_t first, int64_t count)
{
    int64_t id = first;
    QUERN_EACH(book, b, slice)
        ck_assert_int_eq(b->id, id++);
    ck_assert_int_eq(id - first, count);
    ck_assert_int_eq(quern_len(slice), count);
    ck_assert_int_eq(quern_count(slice), count);
    book *const *all = quern_list(slice, book);
    for (int64_t i = 0; i < count; i++)
        ck_assert_int_eq(all[i]->id, first + i);
    ck_assert_ptr_null(all[count]);
}

START_TEST(a_slice_of_a_cache_has_its_objects)
{
    NEEDS_SERVER();
    quern_queryset *books = all_books();
    ck_assert_int_eq(quern_len(books), 40);
    count_from_here();
    ck_assert_ptr_eq(quern_at(quern_slice(books, 5, 8), book, 2), quern_at(books, book, 7));
    expect_slice(quern_slice(books, 0, 3), 1, 3);
    expect_slice(quern_slice(books, 30, QUERN_OPEN_END), 31, 10);
    expect_slice(quern_slice(books, 38, 100), 39, 2);
    expect_slice(quern_slice(books, 40, 50), 41, 0);
    expect_slice(quern_slice(books, 100, 200), 41, 0);
    expect_slice(quern_slice(books, 9, 3), 10, 0);
    expect_slice(quern_slice(quern_slice(books, 10, 20), 5, QUERN_OPEN_END), 16, 5);
    expect_slice(quern_slice(quern_slice(books, 10, QUERN_OPEN_END), 5, 7), 16, 2);
    expect_slice(quern_slice(quern_slice(books, 10, 12), 1, 9), 12, 1);
    expect_slice(quern_slice(quern_slice(books, 38, 60), 1, 9), 40, 1);
    expect_statements("slices of a cache", 0);
    quern_queryset *few = quern_slice(all_books(), 10, 20);
    ck_assert_int_eq(quern_len(few), 10);
    expect_slice(quern_slice(few, 2, 5), 13, 3);
    expect_slice(quern_slice(quern_slice(few, 2, 8), 1, 3), 14, 2);
    expect_slice(quern_slice(few, 8, 50), 19, 2);
    expect_statements("a slice that is cached itself", 1);
}
END_TEST

/* What is no slice asks anew, and a slice that was evaluated before keeps its own rows. */
START_TEST(what_is_no_slice_of_a_cache_asks)
{
    NEEDS_SERVER();
    quern_queryset *books = all_books(), *before = quern_slice(books, 0, 5);
    book *own = quern_at(before, book, 0);
    ck_assert_int_eq(quern_len(before), 5);
    own = quern_at(before, book, 0);
    ck_assert_int_eq(quern_len(books), 40);
    count_from_here();
    ck_assert_ptr_eq(quern_at(before, book, 0), own);
    ck_assert_ptr_ne(own, quern_at(books, book, 0));
    expect_statements("a slice with rows of its own", 0);
    ck_assert_int_eq(quern_len(quern_slice(quern_all(books), 0, 5)), 5);
    ck_assert_int_eq(quern_count(quern_slice(quern_reverse(books), 0, 5)), 5);
    expect_statements("slices of what is not cached", 2);
}
END_TEST

/* ---- The last, the earliest, the latest ---- */

START_TEST(the_last_is_the_first_of_the_other_end)
{
    NEEDS_SERVER();
    quern_queryset *books = quern_filter(quern_objects(s, book), Q("id__lte", 8));
    ck_assert_int_eq(quern_last(books, book)->id, 8);
    ck_assert_int_eq(quern_last(quern_order_by(books, "pages", "id"), book)->id, 6);
    ck_assert_int_eq(quern_last(quern_order_by(books, NULLS_FIRST("pages")), book)->id, 3);
    ck_assert_int_eq(quern_last(quern_order_by(books, NULLS_LAST("-pages"), "id"), book)->id, 6);
    ck_assert_int_eq(quern_last(quern_order_by(books, "author__name", "-id"), book)->id, 3);
    ck_assert_ptr_null(quern_last(quern_filter(books, Q("id", 404)), book));
    ck_assert_int_eq(quern_answer(s), QUERN_NOT_FOUND);
    ck_assert_int_eq(quern_last(quern_objects(s, reader), reader)->id, 1);
    ck_assert_int_eq(quern_last(quern_objects(s, loan), loan)->id, 2);
    ck_assert_str_eq(quern_last(quern_objects(s, shelf), shelf)->code, "b'B");
    ck_assert_ptr_nonnull(quern_last(quern_order_by(books, "?"), book));
    int64_t pages = 0;
    ck_assert(quern_read(quern_last(quern_values(quern_order_by(books, "-id"), "pages"), quern_row), "pages",
                         &pages));
    ck_assert_int_eq(pages, 474);
}
END_TEST

/* The last one is one that the queryset has: of each author the first book by its date, whichever way it is looked at. */
START_TEST(the_last_of_one_row_each)
{
    NEEDS_SERVER();
    quern_queryset *firsts =
        quern_distinct(quern_order_by(quern_objects(s, book), "author_id", "-created_at"), "author_id");
    const int64_t id = quern_last(firsts, book)->id;
    ck_assert_int_eq(quern_len(firsts), 3);
    ck_assert_int_eq(quern_at(firsts, book, 2)->id, id);
    ck_assert_int_eq(quern_last(firsts, book)->id, id);
}
END_TEST

START_TEST(earliest_and_latest_have_a_value)
{
    NEEDS_SERVER();
    quern_queryset *books = quern_order_by(quern_filter(quern_objects(s, book), Q("id__lte", 8)), "title");
    ck_assert_int_eq(quern_latest(books, book, "pages")->id, 3);
    ck_assert_int_eq(quern_earliest(books, book, "pages")->id, 4);
    ck_assert_int_eq(quern_earliest(books, book, "-pages")->id, 3);
    ck_assert_int_eq(quern_latest(books, book, "-pages")->id, 4);
    ck_assert_int_eq(quern_latest(books, book, "sequel_of__pages", "id")->id, 4);
    ck_assert_int_eq(quern_latest(books, book, "created_at")->id, 8);
    ck_assert_int_eq(quern_earliest(books, book, "author__name", "-id")->id, 6);
    ck_assert_int_eq(quern_latest(books, book, "id")->id, 8);
    ck_assert_ptr_null(quern_latest(quern_filter(books, Q("id", 404)), book, "id"));
    ck_assert_int_eq(quern_answer(s), QUERN_NOT_FOUND);
    quern_queryset *none = quern_filter(books, Q("pages", QUERN_NULL));
    ck_assert(!quern_latest(none, book, "pages", "-id")->pages.present);
}
END_TEST

/* ---- contains ---- */

static bool has(quern_queryset *books, int64_t id)
{
    bool found = false;
    const bool asked = quern_contains(books, the_book(id), &found);
    ck_assert_msg(asked, "%s", quern_error_text(s));
    return found;
}

START_TEST(a_set_contains_what_it_would_give)
{
    NEEDS_SERVER();
    quern_queryset *books = quern_order_by(quern_objects(s, book), "id"), *slice = quern_slice(books, 10, 20);
    ck_assert(has(books, 40) && has(slice, 11) && has(slice, 20) && !has(slice, 10) && !has(slice, 21));
    ck_assert(!has(quern_none(books), 1) && !has(quern_exclude(books, Q("id", 3)), 3));
    ck_assert(has(quern_only(books, "title"), 3) && has(quern_distinct(books), 3));
    quern_queryset *firsts = quern_distinct(quern_order_by(books, "author_id", "-created_at"), "author_id");
    int64_t ids[3] = { 0 };
    size_t count = 0;
    QUERN_EACH(book, b, quern_all(firsts))
        ids[count++] = b->id;
    ck_assert(has(firsts, ids[0]) && has(firsts, ids[1]) && has(firsts, ids[2]) && !has(firsts, 1));
    bool found = true;
    const shelf *b = quern_get(quern_objects(s, shelf), shelf, Q("code", "b'B"));
    quern_queryset *shelves = quern_filter(quern_objects(s, shelf), Q("room__gt", 1));
    ck_assert(quern_contains(shelves, b, &found) && found);
    ck_assert(quern_contains(quern_exclude(shelves, Q("room", 2)), b, &found) && !found);
    quern_len(shelves);
    const int64_t before = quern_query_count(s);
    ck_assert(quern_contains(shelves, b, &found) && found);
    ck_assert(quern_contains(books, b, &found) && !found);
    ck_assert_int_eq(quern_query_count(s), before);
}
END_TEST

/* ---- Texts ---- */

static const char *printed(quern_queryset *queryset)
{
    static char text[3000];
    memset(text, 0, sizeof text);
    FILE *out = fmemopen(text, sizeof text, "w");
    ck_assert_msg(quern_print(queryset, out), "%s", quern_error_text(s));
    fclose(out);
    return text;
}

START_TEST(printing)
{
    NEEDS_SERVER();
    quern_queryset *books = quern_order_by(quern_objects(s, book), "id");
    ck_assert_str_eq(printed(quern_objects(s, reader)), "Ann (C1)\nAnn (A1)\nZoë (B1)\n");
    ck_assert_str_eq(printed(quern_objects(s, shelf)), "shelf A\nshelf b'B\n");
    ck_assert_str_eq(printed(quern_none(books)), "");
    ck_assert_str_eq(
        printed(quern_values(quern_slice(books, 0, 2), "title", "pages", "lent", "created_at", "price",
                             "returned_at")),
        "title=Emma, pages=474, lent=NULL, created_at=1815-12-23T00:00:00Z, price=9.5, returned_at=NULL\n"
        "title=Persuasion, pages=NULL, lent=false, created_at=1817-12-20T00:00:00Z, price=0, "
        "returned_at=2020-02-29T12:00:00Z\n");
    const char *text = printed(books);
    ck_assert_msg(strstr(text, "book 20\n... and more\n") && !strstr(text, "book 21"), "%s", text);
    ck_assert_int_eq(quern_query_at(s, -1)->rows, 21);
    ck_assert_str_eq(printed(quern_slice(books, 38, 60)), "book 39\nbook 40\n");
    text = printed(quern_slice(books, 0, 20));
    ck_assert_msg(strstr(text, "book 20\n") && !strstr(text, "more"), "%s", text);
    ck_assert_int_eq(quern_len(books), 40);
    text = printed(books);
    ck_assert_msg(strstr(text, "book 20\n... and more\n"), "%s", text);
}
END_TEST

/* ---- explain ---- */

START_TEST(explaining)
{
    NEEDS_SERVER();
    quern_queryset *books =
        quern_filter(quern_objects(s, book), Q("id__in", LIST(1, 2)), Q("title__icontains", "e"));
    const char *text = quern_explain(books);
    ck_assert_msg(text && strstr(text, "\n") && strstr(text, "cost="), "%s", text);
    text = quern_explain(books, .no_costs = true, .verbose = true);
    ck_assert_msg(text && !strstr(text, "cost=") && strstr(text, "Output: "), "%s", text);
    text = quern_explain(books, .analyze = true, .buffers = true, .wal = true, .settings = true,
                         .summary = true);
    ck_assert_msg(text && strstr(text, "actual time=") && strstr(text, "Execution Time"), "%s", text);
    text = quern_explain(books, .analyze = true, .no_timing = true);
    ck_assert_msg(text && strstr(text, "actual rows="), "%s", text);
    ck_assert_int_eq(quern_query_at(s, -1)->origin, QUERN_ORIGIN_QUERY);
    text = quern_explain(quern_slice(books, 1, 3), .format = QUERN_EXPLAIN_JSON);
    ck_assert_msg(text && strstr(text, "\"Node Type\": \"Limit\""), "%s", text);
    text = quern_explain(books, .format = QUERN_EXPLAIN_XML);
    ck_assert_msg(text && strstr(text, "<Node-Type>"), "%s", text);
    text = quern_explain(books, .format = QUERN_EXPLAIN_YAML);
    ck_assert_msg(text && strstr(text, "Node Type: "), "%s", text);
    const int64_t before = quern_query_count(s);
    ck_assert_str_eq(quern_explain(quern_none(books)), "nothing is asked: no row can come of it");
    ck_assert_int_eq(quern_query_count(s), before);
    ck_assert_int_eq(quern_len(books), 2);
}
END_TEST

/* Of what a server is too old for, nothing is sent. */
START_TEST(explaining_what_is_too_new)
{
    NEEDS_SERVER();
    quern_queryset *books = quern_filter(quern_objects(s, book), Q("id", 1));
    const int version =
        sql("SELECT FROM pg_settings WHERE name = 'server_version_num' AND setting >= '170000'")   ? 17
        : sql("SELECT FROM pg_settings WHERE name = 'server_version_num' AND setting >= '160000'") ? 16
                                                                                                   : 15;
    const int64_t before = quern_query_count(s);
    const char *generic = quern_explain(books, .generic_plan = true);
    if (version < 16)
        ck_assert_str_eq(take_failure(s, QUERN_ERROR_UNSUPPORTED)->message,
                         "the statement needs a server of version 16, and this one is of 15");
    else
        ck_assert_msg(generic && strstr(generic, "$1"), "%s", generic);
    const char *memory = quern_explain(books, .memory = true);
    if (version < 17)
        take_failure(s, QUERN_ERROR_UNSUPPORTED);
    else
        ck_assert_msg(memory && strstr(memory, "Memory"), "%s", memory);
    ck_assert_int_eq(quern_query_count(s) - before, (version >= 16) + (version >= 17));
    ck_assert_int_eq(quern_len(books), 1);
}
END_TEST

Suite *quern__suite_triggers(void);

Suite *quern__suite_triggers(void)
{
    Suite *suite = suite_create("triggers");
    TCase *tests = server_case("triggers");
    tcase_add_checked_fixture(tests, open_counted, close_counted);
    tcase_add_loop_test(tests, a_trigger_runs_as_many_as_it_says, 0, sizeof triggers / sizeof *triggers);
    tcase_add_test(tests, a_slice_of_a_cache_has_its_objects);
    tcase_add_test(tests, what_is_no_slice_of_a_cache_asks);
    tcase_add_test(tests, the_last_is_the_first_of_the_other_end);
    tcase_add_test(tests, the_last_of_one_row_each);
    tcase_add_test(tests, earliest_and_latest_have_a_value);
    tcase_add_test(tests, a_set_contains_what_it_would_give);
    tcase_add_test(tests, printing);
    tcase_add_test(tests, explaining);
    tcase_add_test(tests, explaining_what_is_too_new);
    suite_add_tcase(suite, tests);
    return suite;
}
