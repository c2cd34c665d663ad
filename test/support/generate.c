/* generate.c: random querysets. The generator of numbers is splitmix64 (Steele, Lea, Flood 2014): one word of state, and any
 * seed will do. */
#include "test/support/generate.h"

#include "lib/query/queryset.h"
#include "test/support/models.h"
#include "test/support/specimen.h"
#include "test/support/values.h"

#include <check.h>
#include <string.h>

enum { MOST_CHILDREN = 4 };

uint64_t quern__random_next(quern__random *random)
{
    uint64_t z = random->state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

size_t quern__random_below(quern__random *random, size_t count)
{
    return (size_t)(quern__random_next(random) % count);
}

/* One of the elements of an array. */
#define ONE_OF(random, list) ((list)[quern__random_below((random), sizeof(list) / sizeof *(list))])

static quern_value bool_value(quern__random *random, quern__arena *arena)
{
    (void)arena;
    return quern_value_bool(quern__random_below(random, 2));
}

static quern_value i32_value(quern__random *random, quern__arena *arena)
{
    (void)arena;
    static const int32_t values[] = { 0, 1, 2, 3, 100, 474, INT32_MIN, INT32_MAX };
    return quern_value_i32(ONE_OF(random, values));
}

static quern_value i64_value(quern__random *random, quern__arena *arena)
{
    (void)arena;
    static const int64_t values[] = { 0, 1, 2, 3, 20, 9000000000, INT64_MIN, INT64_MAX };
    return quern_value_i64(ONE_OF(random, values));
}

static quern_value f64_value(quern__random *random, quern__arena *arena)
{
    (void)arena;
    static const double values[] = { 0, -0.5, 3, 4.5, 1e300, 5e-324 };
    return quern__random_below(random, 4) ? quern_value_f64(ONE_OF(random, values))
                                          : i32_value(random, arena);
}

static quern_value text_value(quern__random *random, quern__arena *arena)
{
    (void)arena;
    static const char *const values[] = {
        "", "Emma", "novel", "1", "%", "_real_", "'", "\\", "ünï", "☃", "A", "\"t",
    };
    return quern_value_text(ONE_OF(random, values));
}

static quern_value timestamp_value(quern__random *random, quern__arena *arena)
{
    (void)arena;
    static const int64_t values[] = { 0, -1, 1577836800000000, INT64_MIN, INT64_MAX, -210866803200000000 };
    return quern_value_timestamp((quern_timestamp){ ONE_OF(random, values) });
}

/* Three in four are an edge. */
static quern_value kind_value(quern__random *random, quern__arena *arena, int kind)
{
    size_t edges = 0;
    while (quern__edge_value((quern_kind)kind, edges, arena).kind)
        edges++;
    return quern__random_below(random, 4)
               ? quern__edge_value((quern_kind)kind, quern__random_below(random, edges), arena)
               : quern__random_value(random, arena, (quern_kind)kind);
}

#define MAKERS(NAME, name, type)                                                     \
    static quern_value a_##name(quern__random *random, quern__arena *arena)          \
    {                                                                                \
        return kind_value(random, arena, QUERN_KIND_##NAME);                         \
    }                                                                                \
    static quern_value many_##name(quern__random *random, quern__arena *arena)       \
    {                                                                                \
        return kind_value(random, arena, (int)QUERN_KIND_##NAME | (int)QUERN_ARRAY); \
    }
QUERN__ELEMENTS(MAKERS)
#undef MAKERS

typedef quern_value value_maker(quern__random *random, quern__arena *arena);

typedef struct member {
    const char *name, *icontains; /* NULL where that does not fit: it is no text */
    bool ordered;
    value_maker *value;
} member;

static const member book_members[] = {
    { "id", NULL, true, i64_value },
    { "pk", NULL, true, i64_value },
    { "title", "title__icontains", true, text_value },
    { "subtitle", "subtitle__icontains", true, text_value },
    { "author", NULL, true, i64_value },
    { "author_id", NULL, true, i64_value },
    { "author__id", NULL, true, i64_value },
    { "sequel_of", NULL, true, i64_value },
    { "sequel_of->id", NULL, true, i64_value },
    { "published", NULL, false, bool_value },
    { "lent", NULL, false, bool_value },
    { "copies", NULL, true, i32_value },
    { "pages", NULL, true, i32_value },
    { "sold", NULL, true, i64_value },
    { "views", NULL, true, i64_value },
    { "price", NULL, true, f64_value },
    { "rating", NULL, true, f64_value },
    { "created_at", NULL, true, timestamp_value },
    { "returned_at", NULL, true, timestamp_value },
    { "isbn", "isbn__icontains", true, text_value },
};

/* Of related objects: for querysets, which join them. */
static const member far_members[] = {
    { "author__name", "author__name__icontains", true, text_value },
    { "author->email", "author->email__icontains", true, text_value },
    { "author__born", NULL, true, i32_value },
    { "sequel_of__title", "sequel_of__title__icontains", true, text_value },
    { "sequel_of__pages", NULL, true, i32_value },
    { "sequel_of__author", NULL, true, i64_value },
    { "sequel_of__author__name", "sequel_of__author__name__icontains", true, text_value },
    { "sequel_of__sequel_of__views", NULL, true, i64_value },
};

/* `name` is nowhere handed on to another macro: it would become _Bool for bool. */
#define IS(NAME, OTHER) ((int)QUERN_KIND_##NAME == (int)QUERN_KIND_##OTHER)
#define ORDERED(NAME) (!IS(NAME, BOOL) && !IS(NAME, JSON))
#define MEMBERS(NAME, name, type)                                                                          \
    { "a_" #name, IS(NAME, TEXT) ? "a_" #name "__icontains" : NULL, ORDERED(NAME), a_##name },             \
        { "maybe_" #name, IS(NAME, TEXT) ? "maybe_" #name "__icontains" : NULL, ORDERED(NAME), a_##name }, \
        { "many_" #name, NULL, !IS(NAME, JSON), many_##name },

static const member specimen_members[] = { QUERN__ELEMENTS(MEMBERS) };

static const member *any_member(quern__random *random, const quern_model *model, bool far)
{
    if (far && model == &book_model && quern__random_below(random, 3) == 0)
        return &ONE_OF(random, far_members);
    return model == &specimen_model ? &ONE_OF(random, specimen_members) : &ONE_OF(random, book_members);
}

/* Up to three values of the member, some of them NULL; or a range of two. */
static quern_value several(quern__random *random, const member *member, size_t count, bool nulls,
                           quern__arena *arena)
{
    quern_value *list = quern__arena_take_array(arena, count + 1, sizeof *list);
    ck_assert_ptr_nonnull(list);
    for (size_t i = 0; i < count; i++)
        list[i] =
            nulls && quern__random_below(random, 4) == 0 ? quern_value_null() : member->value(random, arena);
    return nulls ? quern_value_list(list) : quern_value_range(list);
}

/* An integer member whose values are small, plus or minus another or a number: nothing that the server could not compute. */
static quern_value computed(quern__random *random, quern__arena *arena)
{
    static const char *const integers[] = { "id", "pages", "author", "sequel_of" };
    quern_value *operands = quern__arena_take_array(arena, 3, sizeof *operands);
    ck_assert_ptr_nonnull(operands);
    for (size_t i = 0; i < 2; i++)
        operands[i] = i && quern__random_below(random, 2) ? i32_value(random, arena)
                                                          : quern_value_path(ONE_OF(random, integers));
    return quern__random_below(random, 2)
               ? operands[0]
               : quern_value_call(quern__random_below(random, 2) ? QUERN_OP_PLUS : QUERN_OP_MINUS, operands);
}

/* Of books: what is computed is compared. */
static quern_condition comparison(quern__random *random, quern__arena *arena)
{
    static const quern_lookup lookups[] = { QUERN_LOOKUP_exact, QUERN_LOOKUP_gt, QUERN_LOOKUP_lte };
    quern_value *left = quern__arena_take_array(arena, 2, sizeof *left);
    ck_assert_ptr_nonnull(left);
    *left = computed(random, arena);
    return quern_compare(left, ONE_OF(random, lookups),
                         quern__random_below(random, 2) ? computed(random, arena) : quern_value_i64(7));
}

static quern_condition leaf(quern__random *random, const quern_model *model, quern__arena *arena, bool far)
{
    static const quern_lookup texts[] = { QUERN_LOOKUP_iexact,     QUERN_LOOKUP_contains,
                                          QUERN_LOOKUP_startswith, QUERN_LOOKUP_istartswith,
                                          QUERN_LOOKUP_endswith,   QUERN_LOOKUP_iendswith };
    static const quern_lookup orders[] = { QUERN_LOOKUP_gt, QUERN_LOOKUP_gte, QUERN_LOOKUP_lt,
                                           QUERN_LOOKUP_lte };
    const member *member = any_member(random, model, far);
    quern_condition made = quern_where(member->name, member->value(random, arena));
    switch (quern__random_below(random, 10)) {
    case 0:
        made.lookup = QUERN_LOOKUP_isnull;
        made.as.value = bool_value(random, arena);
        break;
    case 1:
        made.as.value = quern_value_null();
        break;
    case 2:
        if (member->icontains)
            made = quern_where(member->icontains, text_value(random, arena));
        break;
    case 3:
    case 4:
        if (member->ordered)
            made.lookup = (uint16_t)ONE_OF(random, orders);
        break;
    case 5:
        if (strncmp(member->name, "many_", 5) == 0)
            break;
        made.lookup = QUERN_LOOKUP_in;
        made.as.value = several(random, member, quern__random_below(random, 4), true, arena);
        break;
    case 6:
        if (!member->ordered)
            break;
        made.lookup = QUERN_LOOKUP_range;
        made.as.value = several(random, member, 2, false, arena);
        break;
    case 7:
        if (member->icontains)
            made.lookup = (uint16_t)ONE_OF(random, texts);
        break;
    case 8:
        return model == &book_model ? comparison(random, arena) : made;
    default:
        break;
    }
    return made;
}

static quern_condition condition(quern__random *random, const quern_model *model, quern__arena *arena,
                                 size_t depth, bool far);

static quern_condition *conditions(quern__random *random, const quern_model *model, quern__arena *arena,
                                   size_t depth, bool far)
{
    const size_t count = quern__random_below(random, MOST_CHILDREN);
    quern_condition *list = quern__arena_take_array(arena, count + 1, sizeof *list);
    ck_assert_ptr_nonnull(list);
    for (size_t i = 0; i < count; i++)
        list[i] = condition(random, model, arena, depth, far);
    return list;
}

static quern_condition condition(quern__random *random, const quern_model *model, quern__arena *arena,
                                 size_t depth, bool far)
{
    static const quern_condition_op composites[] = { QUERN_ALL_OF, QUERN_ANY_OF, QUERN_NONE_OF };
    if (depth == 0 || quern__random_below(random, 2))
        return leaf(random, model, arena, far);
    const quern_condition_op op = ONE_OF(random, composites);
    return quern_combine(op, conditions(random, model, arena, depth - 1, far));
}

quern_condition quern__generate_condition(quern__random *random, const quern_model *model,
                                          quern__arena *arena, size_t depth)
{
    return condition(random, model, arena, depth, false);
}

static quern_queryset *order(quern__random *random, quern_queryset *queryset, bool books)
{
    static const char *const any_names[] = { "pk", "-pk", "?" };
    static const char *const book_names[] = { "pk",
                                              "-id",
                                              "?",
                                              "title",
                                              "-author",
                                              "author->id",
                                              "-pages",
                                              "author__name",
                                              "-sequel_of__title",
                                              "sequel_of__author__name",
                                              "sequel_of" };
    quern_order terms[4] = { 0 };
    const size_t count = quern__random_below(random, 4);
    for (size_t i = 0; i < count; i++) {
        const char *name = books ? ONE_OF(random, book_names) : ONE_OF(random, any_names);
        terms[i] = quern_nulls(quern_order_name(name), (quern_nulls_place)quern__random_below(random, 3));
        if (quern__random_below(random, 2) && *name != '?')
            terms[i] = quern_descending(terms[i]);
    }
    quern_queryset *made = (quern_order_by)(queryset, terms, QUERN_SITE);
    return queryset->distinct && quern_queryset_error(made) ? queryset
                                                            : made; /* a random order cannot be distinct */
}

/* A path, without an end in a list of them. */
static const char *const book_paths[] = {
    "id",         "title", "author", "author__name", "sequel_of__title", "sequel_of__author__name",
    "created_at", "isbn",  "pages"
};

/* Some of the paths, each once, ended by NULL; on other models than books their keys. */
static void names(quern__random *random, bool books, const char **list)
{
    size_t count = 0;
    for (size_t i = 0; books && i < sizeof book_paths / sizeof *book_paths; i++)
        if (quern__random_below(random, 4) == 0)
            list[count++] = book_paths[i];
    if (!books && quern__random_below(random, 2))
        list[count++] = "pk";
    list[count] = NULL;
}

/* A step that changes what comes along, and which columns of it: of books. */
static quern_queryset *along(quern__random *random, quern_queryset *queryset)
{
    static const char *const relations[] = { "author", "sequel_of", "sequel_of__author",
                                             "sequel_of->sequel_of" };
    static const char *const columns[] = {
        "title",         "author__name",        "author__email", "author", "sequel_of__author__born",
        "sequel_of__id", "sequel_of__sequel_of"
    };
    const char *list[] = { ONE_OF(random, relations), ONE_OF(random, relations), NULL };
    const char *few[] = { ONE_OF(random, columns), ONE_OF(random, columns), NULL };
    if (quern__queryset_rows_model(queryset) != queryset->model)
        return queryset;
    switch (quern__random_below(random, 4)) {
    case 0:
        return (quern_only)(queryset, few, QUERN_SITE);
    case 1:
        return (quern_defer)(queryset, few + quern__random_below(random, 2), QUERN_SITE);
    default:
        return (quern_select_related)(queryset, list, QUERN_SITE);
    }
}

/* A step that changes what is selected. */
static quern_queryset *select(quern__random *random, quern_queryset *queryset, bool books)
{
    const char *list[16];
    names(random, books, list);
    switch (quern__random_below(random, 8)) {
    case 6:
    case 7:
        return books ? along(random, queryset) : queryset;
    case 0:
        return (quern_values)(queryset, list, QUERN_SITE);
    case 1:
        return quern__queryset_rows_model(queryset) == queryset->model ? quern_only(queryset, "pk")
                                                                       : queryset;
    case 2:
        return quern__queryset_rows_model(queryset) == queryset->model ? quern_defer(queryset, "pk")
                                                                       : queryset;
    case 3:
        return quern_all(queryset);
    default:
        return quern__random_below(random, 8) ? queryset : quern_none(queryset);
    }
}

/* A step that is refused after a slice. */
static quern_queryset *arrange(quern__random *random, quern_queryset *queryset, bool books)
{
    const char *list[16];
    names(random, books, list);
    quern_queryset *made = quern__random_below(random, 3) ? (quern_distinct)(queryset, list, QUERN_SITE)
                                                          : quern_reverse(queryset);
    return quern_queryset_error(made) ? queryset : made; /* what is ordered at random cannot be distinct */
}

/* The last step, if any: of moments that are cut off. */
static quern_queryset *cut_off(quern__random *random, quern_queryset *queryset)
{
    static const char *const zones[] = { NULL, "UTC", "Europe/Berlin", "Etc/GMT+5" };
    static const char *const moments[] = { "created_at", "returned_at", "sequel_of__created_at" };
    const quern_dates_options options = { .zone = ONE_OF(random, zones),
                                          .descending = quern__random_below(random, 2) };
    const char *name = ONE_OF(random, moments);
    return quern__random_below(random, 2)
               ? (quern_dates)(queryset, name, (quern_unit)(1 + quern__random_below(random, 5)), &options,
                               sizeof options, QUERN_SITE)
               : (quern_datetimes)(queryset, name, (quern_unit)(1 + quern__random_below(random, 8)), &options,
                                   sizeof options, QUERN_SITE);
}

static quern_queryset *slice(quern__random *random, quern_queryset *queryset)
{
    static const int64_t bounds[] = { 0, 1, 2, 3, 10, 11, QUERN_OPEN_END - 1, QUERN_OPEN_END };
    const int64_t low = ONE_OF(random, bounds);
    return quern_slice(queryset, low, ONE_OF(random, bounds));
}

static quern_queryset *choose(quern__random *random, quern_queryset *queryset, const quern_model *model,
                              bool without, quern__arena *arena)
{
    const bool any = model == &book_model || model == &specimen_model;
    const quern_condition by_key[] = {
        quern_where("pk__isnull", quern_value_bool(quern__random_below(random, 2))), { 0 }
    };
    const quern_condition *list = any ? conditions(random, model, arena, 3, true) : by_key;
    return (without ? quern_exclude : quern_filter)(queryset, list, QUERN_SITE);
}

/* Those whose key is, or is not, one of others. */
static quern_queryset *choose_by_others(quern__random *random, quern_queryset *queryset,
                                        quern_session *session, quern__arena *arena)
{
    static const char *const columns[] = { "id", "sequel_of", "author", "sequel_of__author" };
    const char *const names[] = { ONE_OF(random, columns), NULL };
    quern_queryset *others =
        choose(random, quern_objects(session, book), &book_model, quern__random_below(random, 2), arena);
    if (quern__random_below(random, 3) == 0)
        others = slice(random, order(random, others, true));
    others = (quern_values)(others, names, QUERN_SITE);
    const quern_condition list[] = { quern_where("pk__in", quern_value_queryset(others)), { 0 } };
    return (quern__random_below(random, 2) ? quern_exclude : quern_filter)(queryset, list, QUERN_SITE);
}

static const quern_model *any_model(quern__random *random)
{
    static const quern_model *const others[] = { &author_model, &shelf_model, &odd_model, &specimen_model };
    return quern__random_below(random, 4) ? &book_model : ONE_OF(random, others);
}

quern_queryset *quern__generate_queryset(quern__random *random, quern_session *session, quern__arena *arena,
                                         size_t most)
{
    const quern_model *model = any_model(random);
    quern_queryset *made = (quern_objects)(session, model, QUERN_SITE);
    const size_t steps = quern__random_below(random, most + 1);
    bool sliced = false;
    for (size_t i = 0; i < steps; i++) {
        const size_t kind = sliced ? 4 + quern__random_below(random, 2)
                                   : quern__random_below(random, model == &book_model ? 7 : 6);
        if (kind < 2)
            made = choose(random, made, model, kind == 1, arena);
        else if (kind == 2)
            made = order(random, made, model == &book_model);
        else if (kind == 3)
            made = arrange(random, made, model == &book_model);
        else if (kind == 4)
            made = select(random, made, model == &book_model);
        else if (kind == 5)
            made = slice(random, made);
        else
            made = choose_by_others(random, made, session, arena);
        sliced |= kind == 5;
    }
    if (model == &book_model && !sliced && quern__random_below(random, 10) == 0)
        made = cut_off(random, made);
    const quern_error *error = quern_queryset_error(made);
    ck_assert_msg(!error, "a generated queryset is in error: %s", error ? error->message : "");
    return made;
}
