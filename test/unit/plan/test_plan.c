/* test_plan.c: a chain folded, for each kind of wish. */
#include "lib/plan/plan.h"

#include "test/support/club.h"
#include "test/support/models.h"
#include "test/support/replay.h"

#include <quern/short.h>

#include <check.h>
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

#define WISH(intent_, ...) (&(const quern__wish){ .intent = QUERN__INTENT_##intent_, __VA_ARGS__ })

static quern__plan plan_of(const quern_queryset *queryset, const quern__wish *wish)
{
    quern__plan plan;
    ck_assert(quern__plan_make(queryset, wish, ((quern__scope *)session)->arena, &plan));
    return plan;
}

START_TEST(conditions_come_in_the_order_of_the_calls)
{
    quern_queryset *one = quern_filter(books, Q("id", 1)), *two = quern_exclude(one, Q("id", 2));
    quern_queryset *three = quern_filter(quern_order_by(two, "id"), Q("id", 3), Q("id", 4));
    const quern__plan plan = plan_of(three, WISH(ROWS, .most = -1));
    ck_assert_uint_eq(plan.condition_count, 3);
    ck_assert_ptr_eq(plan.conditions[0], &one->as.filter);
    ck_assert_ptr_eq(plan.conditions[1], &two->as.filter);
    ck_assert_ptr_eq(plan.conditions[2], &three->as.filter);
    ck_assert_ptr_eq(plan.model, books->model);
}
END_TEST

START_TEST(the_order_is_kept_where_it_matters)
{
    quern_queryset *ordered = quern_order_by(books, "title"), *sliced = quern_slice(ordered, 0, 5);
    ck_assert_uint_eq(plan_of(ordered, WISH(ROWS, .most = -1)).order_count, 1);
    ck_assert_uint_eq(plan_of(ordered, WISH(ROWS, .unordered = true, .most = -1)).order_count, 0);
    ck_assert_uint_eq(plan_of(sliced, WISH(ROWS, .unordered = true, .most = -1)).order_count, 1);
    ck_assert_uint_eq(plan_of(ordered, WISH(COUNT, .most = -1)).order_count, 0);
    ck_assert_uint_eq(plan_of(sliced, WISH(COUNT, .most = -1)).order_count, 0);
    ck_assert_uint_eq(plan_of(sliced, WISH(EXISTS, .most = 1)).order_count, 0);
}
END_TEST

/* Its columns are part of what makes rows the same, so without it there would be fewer. */
START_TEST(the_order_of_what_is_distinct_is_kept)
{
    quern_queryset *titles = quern_order_by(quern_distinct(quern_values(books, "title")), "pages");
    quern_queryset *firsts = quern_order_by(quern_distinct(books, "author"), "author", "-id");
    ck_assert_uint_eq(plan_of(titles, WISH(ROWS, .unordered = true, .most = 2)).order_count, 1);
    ck_assert_uint_eq(plan_of(titles, WISH(COUNT, .most = -1)).order_count, 1);
    ck_assert_uint_eq(plan_of(titles, WISH(EXISTS, .most = 1)).order_count, 0);
    ck_assert_uint_eq(plan_of(quern_slice(titles, 3, 9), WISH(EXISTS, .most = 1)).order_count, 1);
    ck_assert_uint_eq(plan_of(firsts, WISH(ROWS, .unordered = true, .most = 2)).order_count, 2);
    ck_assert_uint_eq(plan_of(firsts, WISH(COUNT, .most = -1)).order_count, 0);
    ck_assert_uint_eq(plan_of(quern_slice(firsts, 3, 9), WISH(EXISTS, .most = 1)).order_count, 0);
}
END_TEST

START_TEST(distinct_on_needs_its_order)
{
    quern_queryset *firsts = quern_distinct(books, "author", "title");
    ck_assert_ptr_null(plan_of(firsts, WISH(ROWS, .most = -1)).fault);
    ck_assert_ptr_null(
        plan_of(quern_order_by(firsts, "-title", "author", "id"), WISH(ROWS, .most = -1)).fault);
    ck_assert_ptr_null(plan_of(quern_order_by(firsts, "title"), WISH(ROWS, .most = -1)).fault);
    const quern__plan wrong = plan_of(quern_order_by(firsts, "title", "id"), WISH(ROWS, .most = -1));
    ck_assert_ptr_nonnull(wrong.fault);
    ck_assert_int_eq(wrong.fault->code, QUERN_ERROR_USAGE);
    ck_assert_ptr_nonnull(plan_of(quern_order_by(firsts, "sequel_of__title"), WISH(ROWS, .most = -1)).fault);
    ck_assert_ptr_null(plan_of(quern_order_by(firsts, "id"), WISH(COUNT, .most = -1)).fault);
    quern_queryset *twice = quern_distinct(books, "author", "author__pk");
    ck_assert_ptr_null(plan_of(quern_order_by(twice, "author", "id"), WISH(ROWS, .most = -1)).fault);
    ck_assert_uint_eq(plan_of(twice, WISH(ROWS, .most = -1)).distinct_count, 1);
    ck_assert_uint_eq(plan_of(quern_distinct(firsts), WISH(ROWS, .most = -1)).distinct_count, 0);
}
END_TEST

START_TEST(nothing_comes_of_none)
{
    quern_queryset *none = quern_none(books);
    ck_assert(plan_of(none, WISH(ROWS, .most = -1)).empty);
    ck_assert(plan_of(quern_order_by(quern_filter(none, Q("id", 1)), "id"), WISH(COUNT, .most = -1)).empty);
    ck_assert(plan_of(quern_slice(quern_all(none), 2, 9), WISH(EXISTS, .most = 1)).empty);
    ck_assert(plan_of(quern_distinct(quern_values(none, "title")), WISH(ROWS, .most = 1)).empty);
    ck_assert(!plan_of(quern_all(books), WISH(ROWS, .most = -1)).empty);
}
END_TEST

START_TEST(what_is_loaded)
{
    quern__plan plan = plan_of(quern_only(books, "title", "author"), WISH(ROWS, .most = -1));
    ck_assert_uint_eq(plan.output_count, 3);
    ck_assert_str_eq(quern__plan_member(&plan, 0)->name, "id");
    ck_assert_str_eq(quern__plan_member(&plan, 1)->name, "title");
    ck_assert_str_eq(quern__plan_member(&plan, 2)->name, "author");
    plan = plan_of(quern_values(quern_only(books, "title"), "isbn", "author__name"), WISH(ROWS, .most = -1));
    ck_assert_uint_eq(plan.output_count, 2);
    ck_assert_str_eq(quern__plan_member(&plan, 1)->name, "author__name");
    ck_assert_uint_eq(plan.join_count, 1);
    plan = plan_of(quern_values(quern_values(books, "title"), "isbn"), WISH(ROWS, .most = -1));
    ck_assert_uint_eq(plan.output_count, 1);
    ck_assert_str_eq(quern__plan_member(&plan, 0)->name, "isbn");
}
END_TEST

START_TEST(the_first_goes_by_the_key_without_an_order)
{
    quern__plan plan = plan_of(books, WISH(ROWS, .by_key_if_unordered = true, .most = 1));
    ck_assert_uint_eq(plan.order_count, 1);
    ck_assert_ptr_eq(plan.order[0].column.field, books->model->key);
    ck_assert(!plan.order[0].descending);
    plan = plan_of(quern_order_by(books, "-title"), WISH(ROWS, .by_key_if_unordered = true, .most = 1));
    ck_assert_uint_eq(plan.order_count, 1);
    ck_assert_str_eq(plan.order[0].column.field->name, "title");
}
END_TEST

#define END QUERN_OPEN_END

START_TEST(skip_and_most_count_within_the_slice)
{
    static const struct {
        int64_t low, high, skip, most, from, to; /* low -1: no slice */
        bool empty, limit, offset, one;
    } cases[] = {
        { -1, 0, 0, -1, 0, END, false, false, false, false },
        { -1, 0, 0, 1, 0, 1, false, true, false, true },
        { -1, 0, 7, 1, 7, 8, false, true, true, true },
        { -1, 0, 0, 2, 0, 2, false, true, false, false },
        { -1, 0, END, 1, END, END, true, false, true, false },
        { -1, 0, END - 1, 1, END - 1, END, false, false, true, false },
        { -1, 0, END - 2, 1, END - 2, END - 1, false, true, true, true },
        { 5, 10, 0, -1, 5, 10, false, true, true, false },
        { 5, 10, 4, 1, 9, 10, false, true, true, true },
        { 5, 10, 5, 1, 10, 10, true, true, true, false },
        { 5, 10, 0, 2, 5, 7, false, true, true, false },
        { 9, 10, 0, 2, 9, 10, false, true, true, true },
        { 5, END, 0, -1, 5, END, false, false, true, false },
        { 0, 0, 0, -1, 0, 0, true, true, false, false },
        { 0, 0, 0, 1, 0, 0, true, true, false, false },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        quern_queryset *chain = cases[i].low < 0 ? books : quern_slice(books, cases[i].low, cases[i].high);
        const quern__plan plan = plan_of(chain, WISH(ROWS, .skip = cases[i].skip, .most = cases[i].most));
        ck_assert_msg(plan.low == cases[i].from && plan.high == cases[i].to, "case %zu: rows %lld to %lld", i,
                      (long long)plan.low, (long long)plan.high);
        ck_assert_msg(plan.empty == cases[i].empty, "case %zu: empty", i);
        ck_assert_msg(quern__plan_has_limit(&plan) == cases[i].limit, "case %zu: a limit", i);
        ck_assert_msg(quern__plan_has_offset(&plan) == cases[i].offset, "case %zu: an offset", i);
        ck_assert_msg(quern__plan_limit_is_one(&plan) == cases[i].one, "case %zu: a limit of one", i);
    }
}
END_TEST

/* ---- Of many owners ---- */

#define OWN(field_) ((quern__column){ .field = (field_) })
#define FAR(field_, hop) ((quern__column){ .field = (field_), .hops = (hop), .hop_count = 1 })

static const quern__field *field_of(const quern_model *descriptor, const char *name)
{
    const quern__model *model = quern__schema_model(((quern__scope *)session)->schema, descriptor);
    return quern__model_field(model, name, strlen(name));
}

static quern__owners owners_of(quern__column key)
{
    static const int64_t numbers[] = { 1, 2 };
    static const char *const texts[] = { "n1", "n2" };
    const bool text = key.field->kind == QUERN_KIND_TEXT;
    return (quern__owners){ .key = key,
                            .keys = { .kind = (uint16_t)((unsigned)key.field->kind | QUERN_ARRAY),
                                      .count = 2,
                                      .as.array.items = text ? (const void *)texts : numbers } };
}

/* An index that finds an owner's rows is one of the key's own column; what a slice is of comes in an order that the key settles. */
START_TEST(slices_are_of_each_owner)
{
    const quern__field *author = field_of(&book_model, "author"),
                       *sequel = field_of(&book_model, "sequel_of");
    const struct {
        const char *what;
        quern__column key;
        quern_queryset *queryset;
        quern__slicing slicing;
        size_t terms;
    } cases[] = {
        { "no slice", OWN(author), quern_order_by(books, "pages"), QUERN__SLICING_NONE, 1 },
        { "an index", OWN(author), quern_slice(quern_order_by(books, "pages"), 0, 3), QUERN__SLICING_LATERAL,
          3 },
        { "no order", OWN(author), quern_slice(books, 0, 3), QUERN__SLICING_LATERAL, 2 },
        { "settled", OWN(author), quern_slice(quern_order_by(books, "-id"), 0, 3), QUERN__SLICING_LATERAL,
          2 },
        { "random", OWN(author), quern_slice(quern_order_by(books, "?"), 0, 3), QUERN__SLICING_LATERAL, 2 },
        { "no index", OWN(field_of(&book_model, "pages")), quern_slice(books, 0, 3), QUERN__SLICING_NUMBERED,
          1 },
        { "a text", OWN(field_of(&pin_model, "badge")), quern_slice(quern_objects(session, pin), 0, 3),
          QUERN__SLICING_NUMBERED, 1 },
        { "a table between", FAR(field_of(&book_model, "id"), &sequel->back),
          quern_slice(books, 2, QUERN_OPEN_END), QUERN__SLICING_NUMBERED, 1 },
        { "groups", OWN(author), quern_distinct(books, "pages"), QUERN__SLICING_NONE, 1 },
        { "some groups", OWN(author), quern_slice(quern_distinct(books, "pages"), 0, 3),
          QUERN__SLICING_LATERAL, 3 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const quern__owners owners = owners_of(cases[i].key);
        const quern__plan plan = plan_of(cases[i].queryset, WISH(ROWS, .most = -1, .owners = &owners));
        ck_assert_msg(plan.slicing == cases[i].slicing, "%s: %d", cases[i].what, (int)plan.slicing);
        ck_assert_msg(plan.order_count == cases[i].terms, "%s: %zu terms", cases[i].what, plan.order_count);
        ck_assert_msg(!plan.fault && plan.condition_count == 1, "%s", cases[i].what);
    }
}
END_TEST

START_TEST(whose_a_row_is_is_told_where_no_member_tells)
{
    const quern__field *author = field_of(&book_model, "author"),
                       *sequel = field_of(&book_model, "sequel_of");
    const quern__owners own = owners_of(OWN(author));
    const quern__owners far = owners_of(FAR(author, &sequel->back));
    const quern__plan whole = plan_of(books, WISH(ROWS, .most = -1, .owners = &own)),
                      part = plan_of(quern_defer(books, "author"), WISH(ROWS, .most = -1, .owners = &own)),
                      other = plan_of(books, WISH(ROWS, .most = -1, .owners = &far)),
                      none = plan_of(books, WISH(ROWS, .most = -1));
    ck_assert(!quern__plan_tells_owner(&whole) && quern__plan_tells_owner(&part));
    ck_assert(quern__plan_tells_owner(&other) && !quern__plan_tells_owner(&none));
}
END_TEST

static bool plans(quern__replay *replay, void *context)
{
    (void)context;
    quern__replay_pause(replay);
    quern_session *in = quern__test_session_open(quern__replay_allocator(replay));
    quern_queryset *chain = quern_filter(quern_objects(in, book), Q("id", 1), Q("title", "x"));
    chain = quern_slice(quern_exclude(chain, Q("pages", 2)), 3, 5);
    quern_queryset *grouped = quern_slice(quern_distinct(quern_objects(in, book), "pages"), 0, 3);
    quern__replay_resume(replay);
    quern__arena *arena = quern__arena_open(quern__replay_allocator(replay), NULL);
    quern__plan plan;
    quern__parameters parameters;
    const quern__wish *wish = WISH(ROWS, .by_key_if_unordered = true, .most = -1);
    const quern__owners owners = owners_of(OWN(field_of(&book_model, "author")));
    quern__plan of_owners;
    const bool done = arena && quern__plan_make(chain, wish, arena, &plan) &&
                      quern__plan_parameters(&plan, arena, &parameters) &&
                      quern__plan_make(grouped, WISH(ROWS, .most = -1, .owners = &owners), arena, &of_owners);
    if (done)
        ck_assert_uint_eq(parameters.count + of_owners.distinct_count, 5 + 2);
    quern__arena_close(arena);
    quern__test_session_close(in);
    return done;
}

START_TEST(does_without_memory)
{
    ck_assert_uint_gt(quern__replay_run("makes a plan", plans, NULL), 0);
}
END_TEST

Suite *quern__suite_plan(void);

Suite *quern__suite_plan(void)
{
    Suite *suite = suite_create("plan");
    TCase *tests = tcase_create("plan");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, conditions_come_in_the_order_of_the_calls);
    tcase_add_test(tests, the_order_is_kept_where_it_matters);
    tcase_add_test(tests, the_order_of_what_is_distinct_is_kept);
    tcase_add_test(tests, distinct_on_needs_its_order);
    tcase_add_test(tests, nothing_comes_of_none);
    tcase_add_test(tests, what_is_loaded);
    tcase_add_test(tests, the_first_goes_by_the_key_without_an_order);
    tcase_add_test(tests, skip_and_most_count_within_the_slice);
    tcase_add_test(tests, slices_are_of_each_owner);
    tcase_add_test(tests, whose_a_row_is_is_told_where_no_member_tells);
    tcase_add_test(tests, does_without_memory);
    suite_add_tcase(suite, tests);
    return suite;
}
