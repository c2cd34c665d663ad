/* test_order.c: what the terms of an order become: columns, by their JOINs, each once. And orders of models that lead to each
 * other. */
#include "lib/model/order.h"

#include "test/support/expect.h"
#include "test/support/lending.h"
#include "test/support/replay.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

/* A family of models whose own orders are relations: page by chapter, chapter by volume, volume by -title and its maker. Leaf
 * and root lead in a circle. */
typedef struct volume volume;
typedef struct chapter chapter;
typedef struct page page;

struct volume {
    quern_object object;
    int64_t id;
    const char *title;
    int64_t maker_id;
    author *maker;
};

struct chapter {
    quern_object object;
    int64_t id;
    int32_t number;
    quern_null_i64 volume_id;
    volume *volume;
};

struct page {
    quern_object object;
    int64_t id;
    int32_t number;
    int64_t chapter_id;
    chapter *chapter;
    int64_t other_id;
    chapter *other;
};

QUERN_MODEL(volume, "volume",
            QUERN_FIELDS(QUERN_PRIMARY_KEY(id), QUERN_FIELD(title), QUERN_FOREIGN_KEY(maker, author)),
            .ordering = QUERN_NAMES("-title", "maker"));
QUERN_MODEL(chapter, "chapter",
            QUERN_FIELDS(QUERN_PRIMARY_KEY(id), QUERN_FIELD(number), QUERN_FOREIGN_KEY(volume, volume)),
            .ordering = QUERN_NAMES("volume", "number"));
QUERN_MODEL(page, "page",
            QUERN_FIELDS(QUERN_PRIMARY_KEY(id), QUERN_FIELD(number), QUERN_FOREIGN_KEY(chapter, chapter),
                         QUERN_FOREIGN_KEY(other, chapter, .related_name = "+")),
            .ordering = QUERN_NAMES("chapter", "-number"));

typedef struct leaf leaf;
typedef struct root root;

struct leaf {
    quern_object object;
    int64_t id;
    int64_t root_id;
    root *root;
};

struct root {
    quern_object object;
    int64_t id;
    quern_null_i64 leaf_id;
    leaf *leaf;
};

QUERN_DECLARE_MODEL(root);
QUERN_MODEL(leaf, "leaf", QUERN_FIELDS(QUERN_PRIMARY_KEY(id), QUERN_FOREIGN_KEY(root, root)),
            .ordering = QUERN_NAMES("root"));
QUERN_MODEL(root, "root", QUERN_FIELDS(QUERN_PRIMARY_KEY(id), QUERN_FOREIGN_KEY(leaf, leaf)),
            .ordering = QUERN_NAMES("leaf"));

static quern__scope scope;

static const quern__schema *build(const quern_model *const *models)
{
    const quern__schema_facts facts = { quern__test_dialect(), 63 };
    quern__failure_open(&scope.failure, quern_system_allocator());
    scope.allocator = quern_system_allocator();
    scope.arena = quern__arena_open(quern_system_allocator(), NULL);
    scope.schema = quern__schema_build(scope.arena, models, &facts, &scope.failure, "here:1");
    return scope.schema;
}

static void set_up(void)
{
    static const quern_model *const models[] = { &page_model,   &chapter_model, &volume_model, &author_model,
                                                 &reader_model, &loan_model,    &book_model,   NULL };
    ck_assert_msg(build(models) != NULL, "%s", quern__failure_text(&scope.failure));
}

static void tear_down(void)
{
    quern__failure_close(&scope.failure);
    quern__arena_close(scope.arena);
}

/* "-chapter>volume>title, -chapter>number nulls last"; lives until the next call. */
static const char *shown(const quern__order *terms, size_t count)
{
    static const char *const nulls[] = { "", " nulls first", " nulls last" };
    static char text[500];
    text[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        const quern__column *column = &terms[i].column;
        sprintf(text + strlen(text), "%s%s", i ? ", " : "", terms[i].descending ? "-" : "");
        for (size_t j = 0; j < column->hop_count; j++)
            sprintf(text + strlen(text), "%s%s>", column->hops[j]->back ? "<" : "",
                    column->hops[j]->relation->name);
        sprintf(text + strlen(text), "%s%s", column->field ? column->field->column : "?",
                nulls[terms[i].nulls]);
    }
    return text;
}

#define FIRST QUERN_NULLS_ARE_FIRST
#define LAST QUERN_NULLS_ARE_LAST

typedef struct order_case {
    const quern_model *model;
    const char *terms[4]; /* ended by NULL */
    bool descending;
    quern_nulls_place nulls;
    const char *expected;
} order_case;

/* clang-format off */
static const order_case cases[] = {
    { &page_model, { "number" }, false, 0, "number" },
    { &page_model, { "-number" }, false, 0, "-number" },
    { &page_model, { "-number" }, true, 0, "number" },
    { &page_model, { "number" }, true, LAST, "-number nulls last" },
    { &page_model, { "?" }, false, 0, "?" },
    { &page_model, { "?", "id", "?" }, false, 0, "?, id, ?" },
    { &page_model, { "chapter__number" }, false, 0, "chapter>number" },
    { &page_model, { "-chapter->volume->title", "pk" }, false, FIRST, "-chapter>volume>title nulls first, id nulls first" },
    /* A key, and not the relation, is a column. */
    { &page_model, { "chapter_id" }, false, 0, "chapter_id" },
    { &page_model, { "-chapter__pk" }, false, 0, "-chapter_id" },
    { &page_model, { "chapter__volume_id" }, false, 0, "chapter>volume_id" },
    { &page_model, { "chapter__volume__id" }, false, 0, "chapter>volume_id" },
    /* A relation is ordered as its target is, which may be ordered by relations; in the end a key. */
    { &chapter_model, { "volume" }, false, 0, "-volume>title, volume>maker_id" },
    { &chapter_model, { "-volume" }, false, 0, "volume>title, -volume>maker_id" },
    { &chapter_model, { "-volume" }, true, LAST, "-volume>title nulls last, volume>maker_id nulls last" },
    { &page_model, { "chapter" }, false, 0, "-chapter>volume>title, chapter>volume>maker_id, chapter>number" },
    { &page_model, { "-chapter" }, false, FIRST, "chapter>volume>title nulls first, -chapter>volume>maker_id nulls first, -chapter>number nulls first" },
    { &page_model, { "chapter__volume" }, false, 0, "-chapter>volume>title, chapter>volume>maker_id" },
    { &page_model, { "chapter->volume" }, false, 0, "-chapter>volume>title, chapter>volume>maker_id" },
    { &page_model, { "chapter__volume__maker" }, false, 0, "chapter>volume>maker_id" },
    { &page_model, { "other", "chapter" }, false, 0, "-other>volume>title, other>volume>maker_id, other>number, "
      "-chapter>volume>title, chapter>volume>maker_id, chapter>number" },
    /* The other side of a relation likewise. */
    { &chapter_model, { "page_set__number" }, false, 0, "<chapter>number" },
    { &chapter_model, { "-page_set__pk" }, false, 0, "-<chapter>id" },
    { &volume_model, { "chapter_set__page_set__id" }, false, 0, "<volume><chapter>id" },
    { &author_model, { "volume_set" }, false, 0, "-<maker>title, <maker>maker_id" },
    { &author_model, { "book_set" }, false, 0, "<author>id" },
    { &volume_model, { "-chapter_set" }, false, 0, "<volume>volume>title, -<volume>volume>maker_id, -<volume>number" },
    /* By a key that is another field than the target's own. */
    { &loan_model, { "reader" }, false, 0, "reader>name, -reader>id" },
    { &loan_model, { "-reader_id" }, false, 0, "-card" },
    { &loan_model, { "renewal_of__reader" }, false, 0, "renewal_of>reader>name, -renewal_of>reader>id" },
    { &loan_model, { "book", "-renewal_of_id" }, false, 0, "book_id, -renewal_of_id" },
    /* What is there already decides; a second place decides nothing, whatever its direction. */
    { &page_model, { "number", "-number" }, false, 0, "number" },
    { &page_model, { "-chapter__number", "chapter" }, false, 0, "-chapter>number, -chapter>volume>title, chapter>volume>maker_id" },
    { &page_model, { "chapter__pk", "chapter_id", "number" }, false, 0, "chapter_id, number" },
    { &page_model, { "chapter__number", "other__number", "number" }, false, 0, "chapter>number, other>number, number" },
};
/* clang-format on */

START_TEST(terms_become_columns)
{
    const order_case *c = &cases[_i];
    quern__order_list list = { .scope = &scope, .site = "here:1" };
    for (size_t i = 0; c->terms[i]; i++) {
        const quern_error *error = quern__order_add(&list, quern__schema_model(scope.schema, c->model),
                                                    c->terms[i], c->descending, c->nulls);
        ck_assert_msg(!error, "%s: %s", c->terms[i], error ? error->message : "");
    }
    quern__expect_text(c->terms[0], "the order", shown(list.terms, list.count), c->expected);
}
END_TEST

START_TEST(models_have_orders_of_their_own)
{
    const quern__model *pages = quern__schema_model(scope.schema, &page_model);
    quern__expect_text("page", "its order", shown(pages->ordering, pages->ordering_count),
                       "-chapter>volume>title, chapter>volume>maker_id, chapter>number, -number");
    const quern__model *loans = quern__schema_model(scope.schema, &loan_model);
    quern__expect_text("loan", "its order", shown(loans->ordering, loans->ordering_count),
                       "-reader>name, reader>id, book_id, renewal_of_id");
}
END_TEST

START_TEST(orders_that_lead_in_a_circle)
{
    static const quern_model *const models[] = { &leaf_model, &root_model, NULL };
    ck_assert_ptr_null(build(models));
    const quern__expected_error expected = {
        QUERN_ERROR_MODEL,
        "leaf: .ordering by \"root\": the .ordering of root leads in a circle, by leaf.root",
        "order by the key, \"root_id\"", "leaf", NULL
    };
    quern__expect_error("leaf and root", scope.failure.current, &expected);
}
END_TEST

typedef struct wrong_case {
    const quern_model *model;
    const char *term;
    quern__expected_error error;
} wrong_case;

/* clang-format off */
static const wrong_case wrong[] = {
    { &page_model, "chaptre", { QUERN_ERROR_FIELD, "page has no field \"chaptre\"",
      "did you mean \"chapter\"? choices are: id, number, chapter, chapter_id, other, other_id", "chaptre", "chapter" } },
    { &page_model, "-chapter__numbr", { QUERN_ERROR_FIELD, "chapter has no field \"numbr\"",
      "did you mean \"number\"? choices are: id, number, volume, volume_id, page_set", "chapter__numbr", "number" } },
    { &page_model, "-number__gt", { QUERN_ERROR_LOOKUP, "an order by page.number takes no lookup", "leave \"__gt\" away", "number__gt", NULL } },
    { &page_model, "-?", { QUERN_ERROR_FIELD, "page has no field \"?\"",
      "choices are: id, number, chapter, chapter_id, other, other_id", "?", NULL } },
};
/* clang-format on */

START_TEST(wrong_terms)
{
    const wrong_case *c = &wrong[_i];
    quern__order_list list = { .scope = &scope, .site = "here:1" };
    const quern_error *error = quern__order_add(&list, quern__schema_model(scope.schema, c->model), c->term,
                                                false, QUERN_NULLS_DEFAULT);
    quern__expect_error(c->term, error, &c->error);
    quern__expect_text(c->term, "the site", error->site, "here:1");
    ck_assert_uint_eq(list.count, 0);
}
END_TEST

/* Many terms, so that the list grows, and many hops. */
static bool adds(quern__replay *replay, void *context)
{
    const quern__scope mine = { .allocator = quern__replay_allocator(replay),
                                .schema = scope.schema,
                                .arena = quern__arena_open(quern__replay_allocator(replay), NULL) };
    static const char *const terms[] = { "chapter", "number", "other", "id", "chapter_id", "other_id" };
    (void)context;
    quern__order_list list = { .scope = &mine };
    const quern_error *error = mine.arena ? NULL : &quern__out_of_memory;
    for (size_t i = 0; i < sizeof terms / sizeof *terms && !error; i++)
        error = quern__order_add(&list, quern__schema_model(scope.schema, &page_model), terms[i], false,
                                 QUERN_NULLS_DEFAULT);
    ck_assert(!error || error->code == QUERN_ERROR_MEMORY);
    ck_assert(error || list.count == 10);
    quern__arena_close(mine.arena);
    return !error;
}

START_TEST(without_memory)
{
    ck_assert_uint_gt(quern__replay_run("adds orders", adds, NULL), 0);
}
END_TEST

Suite *quern__suite_model_order(void);

Suite *quern__suite_model_order(void)
{
    Suite *suite = suite_create("order");
    TCase *tests = tcase_create("order");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_loop_test(tests, terms_become_columns, 0, sizeof cases / sizeof *cases);
    tcase_add_test(tests, models_have_orders_of_their_own);
    tcase_add_loop_test(tests, wrong_terms, 0, sizeof wrong / sizeof *wrong);
    tcase_add_test(tests, without_memory);
    suite_add_tcase(suite, tests);
    TCase *alone = tcase_create("circles");
    tcase_add_checked_fixture(alone, NULL, tear_down);
    tcase_add_test(alone, orders_that_lead_in_a_circle);
    suite_add_tcase(suite, alone);
    return suite;
}
