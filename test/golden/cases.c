/* cases.c: the cases of the golden files. A case is an expression: its text is the comment in the file, its value is the
 * queryset whose SQL is written below it. */
#include "test/golden/cases.h"

#include "lib/sql/select.h"
#include "test/support/lending.h"

#include <check.h>

const quern__wish quern__golden_rows = { .intent = QUERN__INTENT_ROWS, .most = -1 };
const quern__wish quern__golden_count = { .intent = QUERN__INTENT_COUNT, .most = -1 };
static const quern__wish existing = { .intent = QUERN__INTENT_EXISTS, .most = 1 };
static const quern__wish the_first = { .intent = QUERN__INTENT_ROWS, .by_key_if_unordered = true, .most = 1 };
static const quern__wish the_only = { .intent = QUERN__INTENT_ROWS, .unordered = true, .most = 2 };

#define EXISTS(...) golden->take(golden, "quern_exists(" #__VA_ARGS__ ", &found)", __VA_ARGS__, &existing)
#define FIRST(type, ...) \
    golden->take(golden, "quern_first(" #__VA_ARGS__ ", " #type ")", __VA_ARGS__, &the_first)
#define AT(type, index, ...)                                                               \
    golden->take(golden, "quern_at(" #__VA_ARGS__ ", " #type ", " #index ")", __VA_ARGS__, \
                 &(const quern__wish){ .intent = QUERN__INTENT_ROWS, .skip = (index), .most = 1 })
#define GET(type, qs, ...)                                                                                 \
    golden->take(golden, "quern_get(" #qs ", " #type ", " #__VA_ARGS__ ")", quern_filter(qs, __VA_ARGS__), \
                 &the_only)
#define ONLY(type, ...) golden->take(golden, "quern_get(" #__VA_ARGS__ ", " #type ")", __VA_ARGS__, &the_only)

/* clang-format off */
static void filter(quern__golden *golden)
{
    static const quern_condition none[] = { { 0 } };
    BOOKS;
    quern_queryset *odds = quern_objects(golden->session, odd);
    CASE(books);
    CASE(quern_filter(books, Q("title", "Emma")));
    CASE(quern_filter(books, Q("title__exact", "Emma")));
    CASE(quern_filter(books, Q("pages", 300)));
    CASE(quern_filter(books, Q("pages__gt", 300)));
    CASE(quern_filter(books, Q("pages__gte", 300)));
    CASE(quern_filter(books, Q("pages__lt", 300)));
    CASE(quern_filter(books, Q("pages__lte", 300)));
    CASE(quern_filter(books, Q("title__gt", "M")));
    CASE(quern_filter(books, Q("created_at__lt", AT_TIME(0))));
    CASE(quern_filter(books, Q("pages__isnull", true)));
    CASE(quern_filter(books, Q("pages__isnull", false)));
    CASE(quern_filter(books, Q("title__isnull", true)));
    CASE(quern_filter(books, Q("title__icontains", "emma")));
    CASE(quern_filter(books, Q("title__icontains", "100%_\\")));
    CASE(quern_filter(books, Q("title__icontains", "")));
    CASE(quern_filter(books, Q("pages", QUERN_NULL)));
    CASE(quern_filter(books, Q("subtitle", (const char *)NULL)));
    CASE(quern_filter(books, Q(book, pages, gt, 300)));
    CASE(quern_filter(books, Q("pk", 5)));
    CASE(quern_filter(books, Q("author", 5)));
    CASE(quern_filter(books, Q("author_id", 5)));
    CASE(quern_filter(books, Q("author__id__gt", 5)));
    CASE(quern_filter(books, Q(book, author->id, exact, 5)));
    CASE(quern_filter(books, Q("sequel_of__pk__isnull", true)));
    CASE(quern_filter(books, Q("isbn", "978-1")));
    CASE(quern_filter(odds, Q("select", "from"), Q("quote", 1), Q("snow", true), Q("upper", 1), Q("shelf", "b'B")));
    CASE(quern_filter(books, Q("published", true), Q("pages__gt", 300)));
    CASE(quern_filter(quern_filter(books, Q("published", true)), Q("pages__gt", 300)));
    CASE(quern_filter(books, AND(Q("published", true), Q("pages__gt", 300))));
    CASE(quern_filter(books, OR(Q("published", true), Q("pages__gt", 300))));
    CASE(quern_filter(books, OR(Q("published", true))));
    CASE(quern_filter(books, NOT(Q("published", true))));
    CASE(quern_filter(books, OR(AND(Q("id", 1), Q("id", 2)), NOT(OR(Q("id", 3), Q("id", 4))))));
    CASE(quern_filter(books, Q("id", 1), OR(Q("id", 2), AND(Q("id", 3), OR(Q("id", 4), Q("id", 5))))));
    CASE((quern_filter)(books, none, QUERN_SITE));
    CASE(quern_filter(books, ANY(none)));
    CASE(quern_filter(books, ALL(none)));
    CASE(quern_filter(books, NOT(ANY(none))));
    CASE(quern_filter(books, NOT(ALL(none)), Q("id", 1)));
}

static void exclude(quern__golden *golden)
{
    static const quern_condition none[] = { { 0 } };
    BOOKS;
    CASE(quern_exclude(books, Q("title", "Emma")));
    CASE(quern_exclude(books, Q("pages__gt", 300)));
    CASE(quern_exclude(books, Q("subtitle__icontains", "novel")));
    CASE(quern_exclude(books, Q("pages__isnull", true)));
    CASE(quern_exclude(books, Q("pages", QUERN_NULL)));
    CASE(quern_exclude(books, Q("author", 1)));
    CASE(quern_exclude(books, Q("sequel_of", 1)));
    CASE(quern_exclude(books, Q("published", true), Q("pages__gt", 300)));
    CASE(quern_exclude(books, Q("pages__gt", 300), Q("rating__lt", 3)));
    CASE(quern_exclude(books, OR(Q("pages__gt", 300), Q("rating__lt", 3))));
    CASE(quern_exclude(books, OR(Q("pages__gt", 300))));
    CASE(quern_exclude(books, NOT(Q("pages__gt", 300))));
    CASE(quern_exclude(books, NOT(NOT(Q("pages__gt", 300)))));
    CASE(quern_filter(books, NOT(Q("pages__gt", 300))));
    CASE(quern_filter(books, NOT(OR(Q("lent", true), AND(Q("rating__gt", 4.5), Q("id", 1))))));
    CASE(quern_exclude(quern_exclude(quern_filter(books, Q("id__gt", 1)), Q("id", 2)), Q("pages", 3)));
    CASE((quern_exclude)(books, none, QUERN_SITE));
    CASE(quern_exclude(books, ANY(none)));
}

static void order(quern__golden *golden)
{
    static const quern_order none[] = { { 0 } };
    BOOKS;
    CASE(quern_order_by(books, "title"));
    CASE(quern_order_by(books, "-title", "pk"));
    CASE(quern_order_by(books, DESC("title"), ASC(book, author->id)));
    CASE(quern_order_by(books, NULLS_FIRST("pages"), NULLS_LAST(DESC(book, rating))));
    CASE(quern_order_by(books, "author", "-sequel_of__pk"));
    CASE(quern_order_by(books, "?"));
    CASE(quern_order_by(quern_order_by(books, "title"), "-id"));
    CASE((quern_order_by)(quern_order_by(books, "title"), none, QUERN_SITE));
    CASE(quern_filter(quern_order_by(books, "title"), Q("published", true)));
    CASE(quern_order_by(quern_objects(golden->session, odd), "select", "-quote", "upper"));
}

static void slice(quern__golden *golden)
{
    BOOKS;
    CASE(quern_slice(books, 0, 10));
    CASE(quern_slice(books, 5, 10));
    CASE(quern_slice(books, 5, QUERN_OPEN_END));
    CASE(quern_slice(books, 0, QUERN_OPEN_END));
    CASE(quern_slice(books, 0, 1));
    CASE(quern_slice(books, 5, 6));
    CASE(quern_slice(quern_slice(books, 5, 10), 2, 100));
    CASE(quern_slice(quern_slice(books, 5, QUERN_OPEN_END), 5, QUERN_OPEN_END));
    CASE(quern_slice(books, 3, 3));
    CASE(quern_slice(books, 5, 2));
    CASE(quern_slice(quern_slice(books, 5, 10), 7, 9));
    CASE(quern_slice(books, 0, QUERN_OPEN_END - 1));
    CASE(quern_slice(books, QUERN_OPEN_END, QUERN_OPEN_END));
    CASE(quern_slice(quern_order_by(quern_filter(books, Q("id__gt", 1), Q("title__gt", "")), "-id"), 2, 4));
}

static void count(quern__golden *golden)
{
    BOOKS;
    COUNT(books);
    COUNT(quern_filter(books, Q("pages__gt", 300)));
    COUNT(quern_order_by(books, "title"));
    COUNT(quern_slice(books, 0, 10));
    COUNT(quern_slice(books, 5, QUERN_OPEN_END));
    COUNT(quern_slice(quern_order_by(quern_exclude(books, Q("pages__gt", 300)), "title"), 5, 6));
}

static void exists(quern__golden *golden)
{
    BOOKS;
    EXISTS(books);
    EXISTS(quern_filter(books, Q("pages__gt", 300)));
    EXISTS(quern_order_by(books, "title"));
    EXISTS(quern_slice(books, 5, 10));
    EXISTS(quern_slice(books, 5, QUERN_OPEN_END));
}

static void one(quern__golden *golden)
{
    BOOKS;
    quern_queryset *by_title = quern_order_by(books, "-title");
    FIRST(book, books);
    FIRST(book, by_title);
    FIRST(book, quern_slice(by_title, 5, 10));
    FIRST(book, quern_filter(books, Q("pages__gt", 300)));
    AT(book, 0, books);
    AT(book, 5, by_title);
    AT(book, 2, quern_slice(by_title, 5, 10));
    GET(book, books, Q("id", 5));
    GET(book, by_title, Q("title", "Emma"), Q("published", true));
    ONLY(book, quern_slice(by_title, 5, 10));
    ONLY(book, quern_slice(by_title, 5, 6));
}

/* What models declare: their own order, columns of relations, a schema, no key. */
static void models(quern__golden *golden)
{
    static const quern_order none[] = { { 0 } };
    quern_queryset *readers = quern_objects(golden->session, reader);
    quern_queryset *loans = quern_objects(golden->session, loan);
    quern_queryset *features = quern_objects(golden->session, feature);
    CASE(readers);
    CASE(quern_filter(readers, Q("card", "A1")));
    CASE(quern_slice(readers, 1, 3));
    CASE(quern_order_by(readers, "card"));
    CASE((quern_order_by)(readers, none, QUERN_SITE));
    CASE(quern_slice((quern_order_by)(readers, none, QUERN_SITE), 1, 3));
    COUNT(readers);
    COUNT(quern_slice(readers, 1, 3));
    EXISTS(readers);
    EXISTS(quern_slice(readers, 1, 3));
    FIRST(reader, readers);
    FIRST(reader, (quern_order_by)(readers, none, QUERN_SITE));
    FIRST(reader, quern_slice(readers, 1, 3));
    AT(reader, 1, readers);
    GET(reader, readers, Q("card", "A1"));
    ONLY(reader, quern_slice(readers, 1, 2));
    CASE(loans);
    CASE(quern_filter(loans, Q("reader", "A1")));
    CASE(quern_filter(loans, Q("reader_id", "A1")));
    CASE(quern_filter(loans, Q("reader__card", "A1")));
    CASE(quern_filter(loans, Q(loan, reader->card, icontains, "a")));
    CASE(quern_filter(loans, Q("book", 2), Q("book__pk__gt", 1)));
    CASE(quern_exclude(loans, Q("renewal_of", 1)));
    CASE(quern_filter(loans, Q("renewal_of__isnull", true)));
    CASE(quern_order_by(loans, "book", "-renewal_of__id"));
    CASE(features);
    CASE(quern_filter(features, Q("feature_id", "B012"), Q("comments__isnull", true)));
    CASE(quern_exclude(quern_order_by(features, "-feature_id", "sub_feature_id"), Q("comments", "x")));
    CASE(quern_filter((quern_order_by)(features, none, QUERN_SITE), Q("feature_id", "B012")));
    COUNT(features);
    COUNT(quern_slice(features, 5, 10));
    EXISTS(quern_filter(features, Q("feature_id", "B012")));
    FIRST(feature, features);
}
/* clang-format on */

const quern__golden_group quern__golden_groups[QUERN__GOLDEN_GROUPS + 1] = {
    { "filter", filter },
    { "exclude", exclude },
    { "order", order },
    { "slice", slice },
    { "count", count },
    { "exists", exists },
    { "one", one },
    { "kinds", quern__golden_kinds },
    { "arrays", quern__golden_arrays },
    { "models", models },
    { "lookups", quern__golden_lookups },
    { "in", quern__golden_in },
    { "subqueries", quern__golden_subqueries },
    { "expressions", quern__golden_expressions },
    { "joins", quern__golden_joins },
    { "distinct", quern__golden_distinct },
    { "values", quern__golden_values },
    { "only", quern__golden_only },
    { "dates", quern__golden_dates },
    { "reverse", quern__golden_reverse },
    { "many", quern__golden_many },
    { "many_excluded", quern__golden_many_excluded },
    { "many_rows", quern__golden_many_rows },
    { "owners", quern__golden_owners },
    { "select_related", quern__golden_select_related },
    { "select_related_more", quern__golden_select_related_more },
    { "only_related", quern__golden_only_related },
    { "triggers", quern__golden_triggers },
};

const char *quern__golden_sql(quern_session *session, const quern__plan *plan, bool as_sent)
{
    const quern__scope *scope = (quern__scope *)session;
    quern__text text = quern__text_open(scope->allocator);
    quern__sql_select(plan, scope->schema->dialect,
                      as_sent ? QUERN__SPELL_PLACEHOLDERS : QUERN__SPELL_LITERALS, &text);
    const char *kept = quern__text_keep(&text, scope->arena);
    quern__text_close(&text);
    ck_assert_ptr_nonnull(kept);
    return kept;
}

/* Where literals are written. */
typedef struct appender {
    quern_writer writer; /* first */
    quern__text *out;
} appender;

static void append(quern_writer *writer, const char *bytes, size_t size)
{
    quern__text_put_bytes(((appender *)(void *)writer)->out, bytes, size);
}

const char *quern__golden_literal(quern_session *session, const quern_value *value, quern_kind kind)
{
    const quern__scope *scope = (quern__scope *)session;
    quern__text text = quern__text_open(scope->allocator);
    appender at_end = { .writer = { .put = append }, .out = &text };
    quern__test_dialect()->literal(&at_end.writer, value, kind);
    const char *kept = quern__text_keep(&text, scope->arena);
    quern__text_close(&text);
    ck_assert_ptr_nonnull(kept);
    return kept;
}
