/* test_bounds.c: what the cache does in hard times: shapes whose hashes are all the same, and 100,000 shapes. */
#include "lib/compile/statements.h"

#include "test/support/expect.h"
#include "test/support/models.h"

#include <quern/short.h>

#include <check.h>
#include <stdio.h>

static quern_session *session;
static quern__statements *statements;

enum { MOST = 300, SHAPES = 100000, BITS = 17 };

static void set_up(void)
{
    session = quern__test_session_open(NULL);
    ck_assert_ptr_nonnull(session);
    statements = quern__statements_open(quern_system_allocator(), quern__test_dialect(), MOST);
    ck_assert_ptr_nonnull(statements);
}

static void tear_down(void)
{
    quern__statements_close(statements);
    quern__test_session_close(session);
}

static const quern__wish all_rows = { .intent = QUERN__INTENT_ROWS, .most = -1 };

/* The statement of a queryset whose shape has this hash. */
static const quern__compiled *compile_as(const quern_queryset *queryset, uint64_t hash)
{
    quern__arena *arena = quern__arena_open(quern_system_allocator(), NULL);
    quern__shape shape;
    quern__plan plan;
    quern__shape_make(queryset, &all_rows, arena, &shape);
    shape.hash = hash;
    const quern__compiled *compiled = quern__compiled_find(statements, &shape);
    if (!compiled) {
        ck_assert(quern__plan_make(queryset, &all_rows, arena, &plan));
        compiled = quern__compiled_make(statements, &shape, &plan);
    }
    quern__shape_close(&shape);
    quern__arena_close(arena);
    return compiled;
}

START_TEST(equal_hashes_are_not_equal_shapes)
{
    quern_queryset *books = quern_objects(session, book);
    quern_queryset *const all[] = {
        books,
        quern_filter(books, Q("id", 1)),
        quern_filter(books, Q("id__gt", 1)),
        quern_exclude(books, Q("id", 1)),
        quern_filter(books, Q("sold", 1)),
        quern_filter(books, Q("author__id", 1)),
        quern_filter(books, Q("author__name", "x")),
        quern_filter(books, Q("pages", QUERN_NULL)),
        quern_filter(books, Q("id", 1), Q("sold", 1)),
        quern_filter(books, OR(Q("id", 1), Q("sold", 1))),
        quern_filter(quern_filter(books, Q("id", 1)), Q("sold", 1)),
        quern_order_by(books, "id"),
        quern_order_by(books, "-id"),
        quern_order_by(books, QUERN_NULLS_FIRST("id")),
        quern_slice(books, 0, 5),
        quern_slice(books, 0, 1),
        quern_slice(books, 2, 5),
        quern_distinct(books),
        quern_only(books, "title"),
        quern_values(books, "title"),
        quern_values(books, "author__name"),
        quern_filter(books, Q("author__in", quern_objects(session, author))),
        quern_filter(books, Q("author__in", quern_filter(quern_objects(session, author), Q("id", 1)))),
        quern_exclude(books, Q("author__in", quern_objects(session, author))),
    };
    for (int round = 0; round < 2; round++)
        for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
            const quern__compiled *compiled = compile_as(all[i], 1);
            char name[20];
            snprintf(name, sizeof name, "queryset %zu", i);
            quern__expect_text(name, "its SQL", compiled->sql, quern_statement(all[i])->sql);
            quern__compiled_release(statements, compiled);
        }
    const quern__statements_counts counts = quern__statements_count(statements);
    ck_assert_uint_eq(counts.hits, sizeof all / sizeof *all);
    ck_assert_uint_eq(counts.kept, sizeof all / sizeof *all);
}
END_TEST

/* One for each number: its bits say in which direction each of so many orders goes. */
static quern_queryset *shape_of(quern_queryset *books, unsigned number)
{
    static const char *const fields[BITS] = { "id",           "title",      "subtitle",    "author_id",
                                              "sequel_of_id", "published",  "lent",        "copies",
                                              "pages",        "sold",       "views",       "price",
                                              "rating",       "created_at", "returned_at", "isbn",
                                              "author__name" };
    quern_order terms[BITS + 1] = { { 0 } };
    for (unsigned bit = 0; bit < BITS; bit++) {
        terms[bit] = quern_order_name(fields[bit]);
        terms[bit].descending = number >> bit & 1;
    }
    return (quern_order_by)(books, terms, QUERN_SITE);
}

START_TEST(it_stays_within_its_bounds)
{
    quern_queryset *books = quern_objects(session, book);
    quern__arena_point point = quern__arena_mark(((quern__scope *)session)->arena);
    for (unsigned i = 0; i < SHAPES; i++) {
        quern_queryset *queryset = shape_of(books, i);
        quern__arena *arena = quern__arena_open(quern_system_allocator(), NULL);
        quern__plan plan;
        ck_assert(quern__plan_make(queryset, &all_rows, arena, &plan));
        quern__compiled_release(statements, quern__compile(statements, &plan));
        quern__arena_close(arena);
        quern__arena_rewind(((quern__scope *)session)->arena, &point);
        ck_assert_uint_le(quern__statements_count(statements).kept, MOST);
    }
    const quern__statements_counts counts = quern__statements_count(statements);
    ck_assert_uint_eq(counts.kept, MOST);
    ck_assert_uint_eq(counts.misses, SHAPES);
    ck_assert_uint_eq(counts.evicted, SHAPES - MOST);
}
END_TEST

Suite *quern__suite_bounds(void);

Suite *quern__suite_bounds(void)
{
    Suite *suite = suite_create("bounds");
    TCase *tests = tcase_create("bounds");
    tcase_set_timeout(tests, 120);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, equal_hashes_are_not_equal_shapes);
    tcase_add_test(tests, it_stays_within_its_bounds);
    suite_add_tcase(suite, tests);
    return suite;
}
