/* test_condition.c: trees of conditions: resolved to the shape that was written, refused where they are not sound, walked
 * from left to right, told which stand under an odd number of NOTs. What always holds, or never, is folded. */
#include "lib/expr/condition.h"

#include "lib/base/text.h"
#include "test/support/expect.h"
#include "test/support/models.h"
#include "test/support/replay.h"

#include <quern/short.h>

#include <check.h>
#include <string.h>

static quern_session *session;

static void set_up(void)
{
    session = quern__test_session_open(NULL);
    ck_assert_ptr_nonnull(session);
}

static void tear_down(void)
{
    quern__test_session_close(session);
}

static const quern_error *resolve_in(quern_session *in, quern_condition_op op, const quern_condition *list,
                                     quern__condition *out)
{
    const quern__scope *scope = (quern__scope *)in;
    return quern__condition_resolve(scope, quern__schema_model(scope->schema, &book_model), op, list,
                                    "here:1", out);
}

/* A pass that writes the tree as text: "all(pages>,none(lent=!))", where ! stands under NOT. */
typedef struct writing {
    quern__pass pass;
    quern__text *out;
} writing;

static void write_open(quern__pass *pass, const quern__condition *composite)
{
    static const char *const names[] = { "", "", "all(", "any(", "none(" };
    quern__text_put(((writing *)pass)->out, names[composite->op]);
}

static void write_between(quern__pass *pass, const quern__condition *composite)
{
    (void)composite;
    quern__text_put(((writing *)pass)->out, ",");
}

static void write_close(quern__pass *pass, const quern__condition *composite)
{
    (void)composite;
    quern__text_put(((writing *)pass)->out, ")");
}

static void write_leaf(quern__pass *pass, const quern__condition *leaf, const quern__condition *parent,
                       bool negated)
{
    ck_assert_ptr_nonnull(parent);
    quern__text_put_format(((writing *)pass)->out, "%s %s%s", leaf->left.as.column.field->name,
                           quern__lookup_rule(leaf->lookup)->name, negated ? "!" : "");
}

static void expect_tree(const char *name, quern_condition_op op, const quern_condition *list,
                        const char *tree)
{
    quern__condition resolved;
    const quern_error *error = resolve_in(session, op, list, &resolved);
    ck_assert_msg(!error, "%s: %s", name, error ? error->message : "");
    quern__text text = quern__text_open(quern_system_allocator());
    writing pass = {
        { .open = write_open, .between = write_between, .close = write_close, .leaf = write_leaf }, &text
    };
    quern__condition_walk(&resolved, &pass.pass);
    quern__expect_text(name, "the tree", quern__text_get(&text), tree);
    quern__text_close(&text);
    quern__condition_walk(&resolved, &(quern__pass){ 0 });
}

#undef LIST
#define LIST(...) QUERN__CONDITIONS(__VA_ARGS__)

START_TEST(keeps_what_was_written)
{
    static const quern_condition none[] = { { 0 } };
    expect_tree("nothing", QUERN_ALL_OF, none, "all()");
    expect_tree("no list", QUERN_ALL_OF, NULL, "all()");
    expect_tree("one", QUERN_ALL_OF, LIST(Q("id", 1)), "all(id exact)");
    expect_tree("two", QUERN_ALL_OF, LIST(Q("id__gt", 1), Q("title__icontains", "x")),
                "all(id gt,title icontains)");
    expect_tree("struct first", QUERN_ALL_OF, LIST(Q(book, author->id, lte, 3), Q(book, pages, isnull, true)),
                "all(author lte,pages isnull)");
    expect_tree("nested", QUERN_ALL_OF,
                LIST(OR(Q("id", 1), AND(Q("sold", 2), Q("copies", 3))), OR(Q("published", true))),
                "all(any(id exact,all(sold exact,copies exact)),any(published exact))");
}
END_TEST

/* An empty list never holds. */
#define NEVER Q("id__in", quern_array_of_i64(NULL, 0))
#define ALWAYS NOT(NEVER)
#define SOME Q("id", 1)

START_TEST(folds_what_always_or_never_holds)
{
    static const quern_condition none[] = { { 0 } };
    expect_tree("empty lists", QUERN_ALL_OF, LIST(ANY(none), ALL(none)), "any()");
    expect_tree("NOT of nothing", QUERN_ALL_OF, LIST(NOT(ANY(none)), SOME), "all(id exact)");
    expect_tree("AND with never", QUERN_ALL_OF, LIST(SOME, NEVER, SOME), "any()");
    expect_tree("AND with always", QUERN_ALL_OF, LIST(ALWAYS, SOME, ALWAYS), "all(id exact)");
    expect_tree("AND of always", QUERN_ALL_OF, LIST(ALWAYS), "all()");
    expect_tree("OR with never", QUERN_ANY_OF, LIST(NEVER, SOME, NEVER), "any(id exact)");
    expect_tree("OR of never", QUERN_ANY_OF, LIST(NEVER, NEVER), "any()");
    expect_tree("OR with always", QUERN_ANY_OF, LIST(SOME, ALWAYS), "all()");
    expect_tree("NOT with never", QUERN_NONE_OF, LIST(SOME, NEVER), "all()");
    expect_tree("NOT with always", QUERN_NONE_OF, LIST(SOME, ALWAYS), "none(id exact!)");
    expect_tree("NOT of always", QUERN_NONE_OF, LIST(ALWAYS), "any()");
    expect_tree("below", QUERN_ALL_OF, LIST(OR(SOME, AND(NEVER, SOME)), NOT(AND(NEVER, SOME))),
                "all(any(id exact))");
    expect_tree("a column that is never NULL", QUERN_ALL_OF, LIST(Q("id__isnull", true)), "all(id isnull)");
}
END_TEST

START_TEST(tells_what_stands_under_not)
{
    expect_tree("without NOT", QUERN_ALL_OF, LIST(Q("pages", 1), Q("copies", 1)),
                "all(pages exact,copies exact)");
    expect_tree("under NOT", QUERN_NONE_OF, LIST(Q("pages", 1), Q("copies", 1)),
                "none(pages exact!,copies exact!)");
    expect_tree("under two", QUERN_NONE_OF, LIST(NOT(Q("pages", 1))), "none(none(pages exact))");
    expect_tree("under three", QUERN_NONE_OF, LIST(NOT(NOT(Q("pages", 1)))),
                "none(none(none(pages exact!)))");
    expect_tree("below OR", QUERN_ALL_OF, LIST(NOT(OR(Q("lent", true), AND(Q("rating__gt", 1), Q("id", 1))))),
                "all(none(any(lent exact!,all(rating gt!,id exact!))))");
}
END_TEST

/* A chain of NOTs, `depth` composites deep when the list's own is counted. */
static const quern_condition *nest(quern_condition (*nodes)[2], size_t depth)
{
    nodes[0][0] = quern_where("pages", quern_value_i32(1));
    for (size_t i = 1; i < depth; i++)
        nodes[i][0] = quern_combine(QUERN_NONE_OF, nodes[i - 1]);
    return nodes[depth - 1];
}

START_TEST(takes_conditions_so_deep_and_no_deeper)
{
    static quern_condition nodes[QUERN__CONDITION_DEPTH + 1][2];
    quern__condition resolved;
    ck_assert_ptr_null(resolve_in(session, QUERN_ALL_OF, nest(nodes, QUERN__CONDITION_DEPTH), &resolved));
    quern__expect_error("101 deep",
                        resolve_in(session, QUERN_ALL_OF, nest(nodes, QUERN__CONDITION_DEPTH + 1), &resolved),
                        &(quern__expected_error){ .code = QUERN_ERROR_USAGE,
                                                  .message = "conditions nested more than 100 deep",
                                                  .hint = "put lists side by side: QUERN_ANY(list)" });
}
END_TEST

START_TEST(a_circle_ends)
{
    static quern_condition circle[2];
    circle[0] = quern_combine(QUERN_ANY_OF, circle);
    quern__condition resolved;
    const quern_error *error = resolve_in(session, QUERN_ALL_OF, circle, &resolved);
    ck_assert_ptr_nonnull(error);
    ck_assert_int_eq(error->code, QUERN_ERROR_USAGE);
}
END_TEST

START_TEST(takes_long_lists)
{
    static quern_condition many[20001];
    for (size_t i = 0; i < 20000; i++)
        many[i] = quern_where("id", quern_value_i64((int64_t)i));
    quern__condition resolved;
    ck_assert_ptr_null(resolve_in(session, QUERN_ANY_OF, many, &resolved));
    ck_assert_uint_eq(resolved.count, 20000);
    ck_assert_int_eq(resolved.children[19999].right.as.constant.as.integer, 19999);
}
END_TEST

START_TEST(copies_all_of_it)
{
    char path[] = "title__icontains", value[] = "emma";
    quern_condition inner[2] = { Q(path, value), { 0 } }, outer[2] = { NOT(Q("id", 1)), { 0 } };
    outer[0].as.children = inner;
    quern__condition resolved;
    ck_assert_ptr_null(resolve_in(session, QUERN_ALL_OF, outer, &resolved));
    memset(path, 'x', sizeof path - 1);
    memset(value, 'x', sizeof value - 1);
    memset(inner, 0xff, sizeof inner);
    memset(outer, 0xff, sizeof outer);
    const quern__condition *leaf = &resolved.children[0].children[0];
    ck_assert_str_eq(leaf->left.as.column.field->name, "title");
    ck_assert_str_eq(leaf->right.as.constant.as.text, "%emma%");
}
END_TEST

/* In a session that stands, a condition is resolved; without memory the error is that, and the next one works. */
static bool resolves(quern__replay *replay, void *context)
{
    const quern_condition *list = context;
    quern__replay_pause(replay);
    quern_session *in = quern__test_session_open(quern__replay_allocator(replay));
    quern__replay_resume(replay);
    quern__condition resolved;
    const quern_error *error = resolve_in(in, QUERN_ALL_OF, list, &resolved);
    if (error) {
        ck_assert_int_eq(error->code, QUERN_ERROR_MEMORY);
        quern__replay_stop_failing(replay);
        ck_assert_msg(!resolve_in(in, QUERN_ALL_OF, list, &resolved), "%s", quern__replay_where(replay));
    }
    quern__test_session_close(in);
    return !error;
}

/* A mistake is told as what it is, at worst without its hint, or as out of memory. */
static bool refuses(quern__replay *replay, void *context)
{
    const quern_condition list[] = { *(const quern_condition *)context, { 0 } };
    quern__replay_pause(replay);
    quern_session *in = quern__test_session_open(quern__replay_allocator(replay));
    quern__replay_resume(replay);
    quern__condition resolved;
    const quern_error *error = resolve_in(in, QUERN_ALL_OF, list, &resolved);
    ck_assert_ptr_nonnull(error);
    const bool told = error->code != QUERN_ERROR_MEMORY;
    if (told && !*error->hint)
        quern__replay_harmless(replay);
    quern__test_session_close(in);
    return told;
}

/* How many points there are depends on the twin of the arena: one has the room already, the other takes each piece anew. */
START_TEST(does_without_memory)
{
    const quern_condition *list = LIST(
        Q("id", 1), OR(Q("title", "a long text, so that it needs room"), NOT(Q("title__icontains", "x"))));
    quern__replay_run("resolves conditions", resolves, (void *)(uintptr_t)list);
    quern_condition wrong[] = { Q("titel", "x"),      Q("title__gtt", "x"),  Q("title", 1),
                                Q("copies", 1 << 30), Q("id__icontains", 1), Q("author__nam", "x"),
                                Q("title", "\xff") };
    wrong[3].as.value.as.integer *= 8;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        quern__replay_run("refuses a condition", refuses, &wrong[i]);
}
END_TEST

Suite *quern__suite_condition(void);

Suite *quern__suite_condition(void)
{
    Suite *suite = suite_create("condition");
    TCase *tests = tcase_create("condition");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, keeps_what_was_written);
    tcase_add_test(tests, folds_what_always_or_never_holds);
    tcase_add_test(tests, tells_what_stands_under_not);
    tcase_add_test(tests, takes_conditions_so_deep_and_no_deeper);
    tcase_add_test(tests, a_circle_ends);
    tcase_add_test(tests, takes_long_lists);
    tcase_add_test(tests, copies_all_of_it);
    tcase_add_test(tests, does_without_memory);
    suite_add_tcase(suite, tests);
    return suite;
}
