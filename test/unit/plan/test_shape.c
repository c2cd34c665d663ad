/* test_shape.c: two querysets with the same shape have the same SQL and send the same kinds, and what a shape gathers are the values of
 * the plan. Shown for pairs, and for 20,000 random querysets. */
#include "lib/plan/shape.h"

#include "lib/sql/select.h"
#include "lib/value/same.h"
#include "test/support/generate.h"
#include "test/support/models.h"

#include <quern/short.h>

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static quern_session *session;
static quern_queryset *books;

static void set_up(void)
{
    session = quern__test_session_open(NULL);
    ck_assert_ptr_nonnull(session);
    books = quern_objects(session, book);
}

static void tear_down(void)
{
    quern__test_session_close(session);
}

/* What one plan gives. */
typedef struct sample {
    quern__text shape, sql;
    quern__parameters parameters;
} sample;

static void expect_values(const quern__shape *shape, const quern__parameters *plan, const char *sql)
{
    ck_assert_msg(shape->value_count == plan->count, "%zu values in the shape, %zu in the plan of %s",
                  shape->value_count, plan->count, sql);
    for (size_t i = 0; i < plan->count; i++)
        ck_assert_msg(shape->kinds[i] == plan->kinds[i] &&
                          quern__value_same(&shape->values[i], &plan->values[i]),
                      "value %zu of the shape is not that of the plan: %s", i + 1, sql);
}

static void take_shape(sample *made, const quern_queryset *queryset, const quern__wish *wish)
{
    quern__shape shape;
    quern__shape_make(queryset, wish, ((quern__scope *)session)->arena, &shape);
    ck_assert(!shape.broken);
    quern__text_put_bytes(&made->shape, shape.words, shape.count * sizeof *shape.words);
    expect_values(&shape, &made->parameters, made->sql.bytes);
    quern__shape_close(&shape);
}

static sample sample_of(const quern_queryset *queryset, const quern__wish *wish)
{
    quern__arena *arena = ((quern__scope *)session)->arena;
    sample made = { .shape = quern__text_open(quern_system_allocator()),
                    .sql = quern__text_open(quern_system_allocator()) };
    quern__plan plan;
    ck_assert(quern__plan_make(queryset, wish, arena, &plan));
    ck_assert(quern__plan_parameters(&plan, arena, &made.parameters));
    quern__sql_select(&plan, quern__test_dialect(), QUERN__SPELL_PLACEHOLDERS, &made.sql);
    take_shape(&made, queryset, wish);
    ck_assert(!made.shape.broken && !made.sql.broken);
    return made;
}

static void drop(sample *old)
{
    quern__text_close(&old->shape);
    quern__text_close(&old->sql);
}

static int compare_shapes(const void *a, const void *b)
{
    const quern__text *x = &((const sample *)a)->shape, *y = &((const sample *)b)->shape;
    const size_t common = x->size < y->size ? x->size : y->size;
    const int order = memcmp(x->bytes, y->bytes, common);
    return order ? order : (x->size > y->size) - (x->size < y->size);
}

static bool same_kinds(const sample *a, const sample *b)
{
    const size_t count = a->parameters.count;
    return count == b->parameters.count &&
           (count == 0 || memcmp(a->parameters.kinds, b->parameters.kinds, count * sizeof(quern_kind)) == 0);
}

static const quern__wish all_rows = { .intent = QUERN__INTENT_ROWS, .most = -1 };

START_TEST(values_are_not_in_the_shape)
{
    static const struct {
        const char *name;
        quern_condition one, other;
        bool same;
    } pairs[] = {
        { "two numbers",
          { QUERN_LEAF, .path = "id", .as.value = { .kind = QUERN_KIND_I64, .as.integer = 1 } },
          { QUERN_LEAF, .path = "id", .as.value = { .kind = QUERN_KIND_I64, .as.integer = 2 } },
          true },
        { "a number and NULL",
          { QUERN_LEAF, .path = "id", .as.value = { .kind = QUERN_KIND_I64 } },
          { QUERN_LEAF, .path = "id", .as.value = { .kind = QUERN_KIND_NULL } },
          false },
        { "NULL and a NULL text",
          { QUERN_LEAF, .path = "title", .as.value = { .kind = QUERN_KIND_TEXT } },
          { QUERN_LEAF, .path = "title", .as.value = { .kind = QUERN_KIND_NULL } },
          true },
        { "isnull true and false",
          { QUERN_LEAF, .path = "id__isnull", .as.value = { .kind = QUERN_KIND_BOOL, .as.boolean = true } },
          { QUERN_LEAF, .path = "id__isnull", .as.value = { .kind = QUERN_KIND_BOOL } },
          false },
        { "two lookups",
          { QUERN_LEAF, .path = "id__gt", .as.value = { .kind = QUERN_KIND_I64 } },
          { QUERN_LEAF, .path = "id__lt", .as.value = { .kind = QUERN_KIND_I64 } },
          false },
        { "two spellings",
          { QUERN_LEAF, .path = "author__pk__exact", .as.value = { .kind = QUERN_KIND_I64 } },
          { QUERN_LEAF, .path = "author_id", .as.value = { .kind = QUERN_KIND_I64 } },
          true },
        { "two columns",
          { QUERN_LEAF, .path = "sold", .as.value = { .kind = QUERN_KIND_I64 } },
          { QUERN_LEAF, .path = "id", .as.value = { .kind = QUERN_KIND_I64 } },
          false },
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        sample one = sample_of(quern_filter(books, pairs[i].one), &all_rows);
        sample other = sample_of(quern_filter(books, pairs[i].other), &all_rows);
        const bool same = compare_shapes(&one, &other) == 0;
        ck_assert_msg(same == pairs[i].same, "%s: the shapes are %s", pairs[i].name,
                      same ? "equal" : "not equal");
        ck_assert_msg(same == (strcmp(one.sql.bytes, other.sql.bytes) == 0), "%s: the SQL", pairs[i].name);
        drop(&one);
        drop(&other);
    }
}
END_TEST

START_TEST(bounds_are_in_the_shape_as_far_as_they_are_in_the_sql)
{
    quern_queryset *querysets[] = { books,
                                    quern_slice(books, 0, 5),
                                    quern_slice(books, 0, 1),
                                    quern_slice(books, 3, 5),
                                    quern_slice(books, 3, 4),
                                    quern_slice(books, 3, QUERN_OPEN_END) };
    enum { COUNT = sizeof querysets / sizeof *querysets };
    for (size_t i = 0; i < COUNT; i++)
        for (size_t j = 0; j < COUNT; j++) {
            sample one = sample_of(querysets[i], &all_rows), other = sample_of(querysets[j], &all_rows);
            ck_assert_msg((compare_shapes(&one, &other) == 0) == (i == j), "%zu and %zu", i, j);
            drop(&one);
            drop(&other);
        }
    sample one = sample_of(quern_slice(books, 7, 20), &all_rows);
    sample other = sample_of(quern_slice(books, 3, 5), &all_rows);
    ck_assert(compare_shapes(&one, &other) == 0);
    drop(&one);
    drop(&other);
}
END_TEST

/* Which, where it hangs, and which columns of it; but of a count, nothing. */
START_TEST(what_comes_along_is_in_the_shape)
{
    static const quern__wish count = { .intent = QUERN__INTENT_COUNT, .most = -1 };
    quern_queryset *both = quern_select_related(books, "author", "sequel_of");
    quern_queryset *querysets[] = { books,
                                    both,
                                    quern_select_related(books, "sequel_of__author"),
                                    quern_select_related(books, "author"),
                                    quern_select_related(books, "sequel_of"),
                                    quern_only(both, "author__name"),
                                    quern_only(both, "author__email"),
                                    quern_only(both, "sequel_of__title"),
                                    quern_defer(both, "author__name"),
                                    quern_only(books, "author", "sequel_of") };
    enum { COUNT = sizeof querysets / sizeof *querysets };
    for (size_t i = 0; i < COUNT; i++)
        for (size_t j = 0; j < COUNT; j++) {
            sample one = sample_of(querysets[i], &all_rows), other = sample_of(querysets[j], &all_rows);
            ck_assert_msg((compare_shapes(&one, &other) == 0) == (i == j), "%zu and %zu", i, j);
            drop(&one);
            drop(&other);
        }
    sample one = sample_of(both, &count), other = sample_of(books, &count);
    ck_assert(compare_shapes(&one, &other) == 0);
    drop(&one);
    drop(&other);
}
END_TEST

#define PAGES Q("book_set__pages__gt", 1)

/* The same leaves, each time in other calls: which of them are about one object is in the shape. */
START_TEST(calls_are_in_the_shape)
{
    quern_queryset *authors = quern_objects(session, author);
    const quern_queryset *querysets[] = {
        quern_filter(authors, PAGES, PAGES, PAGES),
        quern_filter(quern_filter(authors, PAGES), PAGES, PAGES),
        quern_filter(quern_filter(authors, PAGES, PAGES), PAGES),
        quern_filter(quern_filter(quern_filter(authors, PAGES), PAGES), PAGES),
        quern_exclude(authors, PAGES, PAGES, PAGES),
        quern_exclude(quern_exclude(authors, PAGES), PAGES, PAGES),
        quern_exclude(quern_exclude(authors, PAGES, PAGES), PAGES),
        quern_exclude(authors, PAGES, NOT(PAGES), PAGES),
        quern_exclude(authors, PAGES, NOT(AND(PAGES, PAGES))),
        quern_exclude(authors, NOT(AND(PAGES, PAGES, PAGES))),
        quern_exclude(authors, NOT(PAGES), PAGES, PAGES),
        quern_filter(authors, PAGES, OR(PAGES, NOT(PAGES))),
        quern_filter(authors, OR(PAGES, PAGES, NOT(PAGES))),
        quern_filter(authors, OR(PAGES, NOT(PAGES)), PAGES),
        quern_filter(authors, OR(PAGES, NOT(PAGES), PAGES)),
        quern_filter(authors, OR(PAGES, NOT(AND(PAGES, PAGES)))),
        quern_filter(quern_filter(authors, PAGES), OR(PAGES, NOT(PAGES))),
        quern_order_by(quern_filter(quern_filter(authors, PAGES), PAGES, PAGES), "book_set__pages"),
        quern_order_by(quern_filter(authors, PAGES, PAGES, PAGES), "book_set__pages"),
        quern_values(quern_filter(authors, PAGES, PAGES, PAGES), "book_set__pages"),
        quern_values(quern_exclude(authors, PAGES, PAGES, PAGES), "book_set__pages"),
    };
    enum { COUNT = sizeof querysets / sizeof *querysets };
    sample samples[COUNT];
    for (size_t i = 0; i < COUNT; i++)
        samples[i] = sample_of(querysets[i], &all_rows);
    for (size_t i = 0; i < COUNT; i++)
        for (size_t j = 0; j < i; j++) {
            ck_assert_msg(strcmp(samples[i].sql.bytes, samples[j].sql.bytes) != 0, "%zu and %zu: the SQL", i,
                          j);
            ck_assert_msg(compare_shapes(&samples[i], &samples[j]) != 0, "%zu and %zu", i, j);
        }
    for (size_t i = 0; i < COUNT; i++)
        drop(&samples[i]);
}
END_TEST

/* An order over many makes rows, which are counted. What else is in the order does not show. */
START_TEST(orders_over_many_are_in_the_shape_of_a_count)
{
    static const quern__wish counted = { .intent = QUERN__INTENT_COUNT, .most = -1 };
    quern_queryset *authors = quern_objects(session, author);
    sample none = sample_of(quern_order_by(authors, "name"), &counted),
           one = sample_of(quern_order_by(authors, "book_set__title"), &counted),
           more = sample_of(quern_order_by(authors, "name", "book_set__title"), &counted);
    ck_assert_int_ne(compare_shapes(&none, &one), 0);
    ck_assert_str_eq(one.sql.bytes, more.sql.bytes);
    drop(&none);
    drop(&one);
    drop(&more);
}
END_TEST

static quern_queryset *ordered_by_many(size_t count, quern_queryset *base)
{
    quern_order *terms = calloc(count + 1, sizeof *terms);
    for (size_t i = 0; i < count; i++)
        terms[i] = quern_order_name("?");
    quern_queryset *made = (quern_order_by)(base, terms, QUERN_SITE);
    free(terms);
    return made;
}

START_TEST(long_lists_are_counted_in_full)
{
    sample few = sample_of(ordered_by_many(1, books), &all_rows);
    sample many = sample_of(ordered_by_many(65537, books), &all_rows);
    ck_assert_int_ne(memcmp(few.shape.bytes, many.shape.bytes, few.shape.size), 0);
    drop(&few);
    drop(&many);
}
END_TEST

/* The highest n of $n; each from 1 on must come, in order. */
static size_t placeholders(const char *sql)
{
    size_t count = 0;
    for (const char *at = sql; (at = strchr(at, '$')); at++) {
        const size_t number = strtoul(at + 1, NULL, 10);
        ck_assert_msg(number == count + 1, "$%zu after $%zu: %s", number, count, sql);
        count = number;
    }
    return count;
}

enum { SAMPLES = 20000 };

static const quern__wish wishes[] = {
    { .intent = QUERN__INTENT_ROWS, .most = -1 },
    { .intent = QUERN__INTENT_COUNT, .most = -1 },
    { .intent = QUERN__INTENT_EXISTS, .most = 1 },
    { .intent = QUERN__INTENT_ROWS, .by_key_if_unordered = true, .most = 1 },
    { .intent = QUERN__INTENT_ROWS, .unordered = true, .most = 2 },
    { .intent = QUERN__INTENT_ROWS, .skip = 5, .most = 1 },
};

START_TEST(equal_shapes_have_equal_sql)
{
    quern__random random = { 20 };
    sample *samples = calloc(SAMPLES, sizeof *samples);
    for (size_t i = 0; i < SAMPLES; i++) {
        quern__arena *arena = quern__arena_open(quern_system_allocator(), NULL);
        const quern_queryset *queryset = quern__generate_queryset(&random, session, arena, 4);
        samples[i] =
            sample_of(queryset, &wishes[quern__random_below(&random, sizeof wishes / sizeof *wishes)]);
        quern__arena_close(arena);
        const size_t highest = placeholders(samples[i].sql.bytes);
        ck_assert_msg(highest == samples[i].parameters.count, "%zu parameters: %s",
                      samples[i].parameters.count, samples[i].sql.bytes);
    }
    qsort(samples, SAMPLES, sizeof *samples, compare_shapes);
    size_t shapes = 1;
    for (size_t i = 1; i < SAMPLES; i++) {
        if (compare_shapes(&samples[i - 1], &samples[i]) != 0) {
            shapes++;
            continue;
        }
        ck_assert_msg(strcmp(samples[i - 1].sql.bytes, samples[i].sql.bytes) == 0, "one shape:\n%s\n%s",
                      samples[i - 1].sql.bytes, samples[i].sql.bytes);
        ck_assert_msg(same_kinds(&samples[i - 1], &samples[i]), "other kinds: %s", samples[i].sql.bytes);
    }
    printf("%d random plans have %zu shapes\n", SAMPLES, shapes);
    ck_assert_msg(shapes > SAMPLES / 20 && shapes < SAMPLES * 9 / 10, "that tests too little");
    for (size_t i = 0; i < SAMPLES; i++)
        drop(&samples[i]);
    free(samples);
}
END_TEST

Suite *quern__suite_shape(void);

Suite *quern__suite_shape(void)
{
    Suite *suite = suite_create("shape");
    TCase *tests = tcase_create("shape");
    tcase_set_timeout(tests, 120);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, values_are_not_in_the_shape);
    tcase_add_test(tests, bounds_are_in_the_shape_as_far_as_they_are_in_the_sql);
    tcase_add_test(tests, what_comes_along_is_in_the_shape);
    tcase_add_test(tests, calls_are_in_the_shape);
    tcase_add_test(tests, orders_over_many_are_in_the_shape_of_a_count);
    tcase_add_test(tests, long_lists_are_counted_in_full);
    tcase_add_test(tests, equal_shapes_have_equal_sql);
    suite_add_tcase(suite, tests);
    return suite;
}
