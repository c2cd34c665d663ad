/* cases_rows.c: cases about relations, what is distinct, and what is selected. */
#include "test/golden/cases.h"

#include "test/support/lending.h"
#include "test/support/specimen.h"

#define EXISTS(...) golden->take(golden, "quern_exists(" #__VA_ARGS__ ", &found)", __VA_ARGS__, &existing)
#define FIRST(type, ...) \
    golden->take(golden, "quern_first(" #__VA_ARGS__ ", " #type ")", __VA_ARGS__, &the_first)
#define GET(type, ...) golden->take(golden, "quern_get(" #__VA_ARGS__ ", " #type ")", __VA_ARGS__, &the_only)

static const quern__wish existing = { .intent = QUERN__INTENT_EXISTS, .most = 1 };
static const quern__wish the_first = { .intent = QUERN__INTENT_ROWS, .by_key_if_unordered = true, .most = 1 };
static const quern__wish the_only = { .intent = QUERN__INTENT_ROWS, .unordered = true, .most = 2 };

typedef struct line {
    quern_object object;
    const char *title;
    const char *writer;
    int64_t pages;
} line;
QUERN_ROW(line, QUERN_FIELDS(QUERN_FIELD(title), QUERN_FIELD(writer, .column = "author__name"),
                             QUERN_FIELD(pages)));

#define LOANS quern_queryset *loans = quern_objects(golden->session, loan)

/* clang-format off */
void quern__golden_joins(quern__golden *golden)
{
    BOOKS;
    LOANS;
    COUNT(quern_filter(books, Q("author__name", "Jane Austen")));
    COUNT(quern_filter(books, Q(book, author->name, icontains, "jane")));
    COUNT(quern_filter(books, Q("author__email__isnull", true)));
    COUNT(quern_filter(books, Q("sequel_of__title", "Emma")));
    COUNT(quern_filter(books, Q("sequel_of__title__isnull", true)));
    COUNT(quern_filter(books, Q("sequel_of__author", 1)));
    COUNT(quern_filter(books, Q("sequel_of__author__name", "Jane Austen")));
    COUNT(quern_filter(books, Q("sequel_of__sequel_of__pages__gt", 300)));
    COUNT(quern_exclude(books, Q("author__name", "Jane Austen")));
    COUNT(quern_exclude(books, Q("author__email", "x")));
    COUNT(quern_exclude(books, Q("sequel_of__title", "Emma")));
    COUNT(quern_exclude(books, Q("sequel_of__author__name", "Jane Austen"), Q("id__gt", 3)));
    COUNT(quern_exclude(books, Q("sequel_of__title__isnull", true)));
    COUNT(quern_filter(books, OR(Q("sequel_of__title", "Emma"), Q("id", 1))));
    COUNT(quern_filter(books, OR(Q("sequel_of__title", "Emma"), Q("sequel_of__pages__gt", 300))));
    COUNT(quern_filter(books, OR(Q("sequel_of__author__name", "x"), Q("author__name", "y"))));
    COUNT(quern_filter(quern_filter(books, OR(Q("sequel_of__title", "Emma"), Q("id", 1))), Q("sequel_of__pages__gt", 300)));
    COUNT(quern_filter(quern_filter(books, Q("author__name__gt", "A")), Q("author__born__gt", 1800)));
    COUNT(quern_filter(loans, Q("reader__name", "Ann")));
    COUNT(quern_filter(loans, Q("reader__pk", 1)));
    COUNT(quern_filter(loans, Q("reader__favourite__name", "Jane Austen")));
    COUNT(quern_exclude(loans, Q("reader__favourite__name", "Jane Austen")));
    COUNT(quern_filter(loans, OR(Q("renewal_of__reader__name", "Ann"), Q("id", 1))));
    CASE(quern_order_by(quern_filter(loans, Q("book__author__name", "Jane Austen")), "-book__title"));
    CASE(quern_order_by(loans, "reader"));
    CASE(quern_order_by(loans, "-renewal_of__reader", "id"));
    CASE(quern_reverse(loans));
    CASE(quern_order_by(loans, NULLS_LAST("renewal_of__book__sequel_of__title"), "id"));
    FIRST(loan, quern_filter(loans, Q("reader__name", "Ann")));
    EXISTS(quern_filter(loans, Q("reader__name", "Ann")));
}

void quern__golden_distinct(quern__golden *golden)
{
    BOOKS;
    quern_queryset *titles = quern_values(books, "title");
    quern_queryset *firsts = quern_order_by(quern_distinct(books, "author"), "author", "-pages");
    CASE(quern_distinct(titles));
    CASE(quern_distinct(quern_order_by(titles, "title")));
    CASE(quern_distinct(quern_order_by(titles, "pages")));
    CASE(quern_distinct(quern_order_by(titles, "author__name", "title")));
    CASE(quern_slice(quern_distinct(quern_order_by(titles, "title")), 2, 5));
    CASE(quern_distinct(quern_filter(titles, Q("author__name", "Jane Austen"))));
    CASE(quern_distinct(quern_only(books, "title")));
    CASE(quern_distinct(books));
    CASE(quern_distinct(titles, "author"));
    CASE(quern_distinct(titles, "author__name"));
    CASE(quern_order_by(quern_distinct(titles, "author", "published"), "published", "author", "-id"));
    CASE(quern_order_by(quern_distinct(titles, "sequel_of__author__name"), "-sequel_of__author__name", "id"));
    CASE(quern_distinct(quern_distinct(titles, "author")));
    COUNT(quern_distinct(titles));
    COUNT(quern_distinct(quern_order_by(titles, "pages")));
    COUNT(quern_slice(quern_distinct(titles), 2, 5));
    COUNT(firsts);
    EXISTS(quern_distinct(quern_order_by(titles, "pages")));
    EXISTS(quern_slice(quern_distinct(quern_order_by(titles, "pages")), 2, 5));
    EXISTS(quern_slice(quern_distinct(titles, "author"), 2, 5));
    FIRST(quern_row, quern_distinct(titles));
    FIRST(book, firsts);
    GET(book, firsts);
}

void quern__golden_values(quern__golden *golden)
{
    BOOKS;
    LOANS;
    CASE(quern_values(books, "title"));
    CASE(quern_values(books, "isbn", "pk", "author"));
    CASE(quern_values(books, "title", "author__name"));
    CASE(quern_values(books, "title", "sequel_of__author__name"));
    CASE(quern_values(books));
    CASE(quern_values(loans, "id", "reader", "reader__pk"));
    CASE(quern_values_into(books, line));
    CASE(quern_slice(quern_order_by(quern_filter(quern_values(books, "title"), Q("author__born__gt", 1800)), "-id"), 1, 3));
    CASE(quern_values(quern_slice(quern_order_by(books, "id"), 1, 3), "title"));
    CASE(quern_values(quern_only(books, "id"), "title"));
    CASE(quern_values_into(quern_values(books, "id"), line));
    COUNT(quern_values(books, "title"));
    EXISTS(quern_values(books, "title", "author__name"));
    FIRST(quern_row, quern_values(books, "title"));
    GET(line, quern_filter(quern_values_into(books, line), Q("id", 1)));
}

void quern__golden_only(quern__golden *golden)
{
    BOOKS;
    LOANS;
    CASE(quern_only(books, "title"));
    CASE(quern_filter(quern_fetch_mode(quern_only(books, "title"), QUERN_FETCH_PEERS), Q("id", 5)));
    CASE(quern_only(books, "author", "pk", "isbn"));
    CASE(quern_only(quern_only(books, "title"), "pages"));
    CASE(quern_defer(quern_only(books, "title", "pages"), "title"));
    CASE(quern_only(quern_defer(books, "title"), "title", "pages"));
    CASE(quern_defer(quern_objects(golden->session, author), "email", "name"));
    CASE(quern_defer(quern_defer(quern_objects(golden->session, author), "email"), "born", "id"));
    CASE(quern_defer(quern_only(quern_objects(golden->session, author), "name")));
    CASE(quern_only(quern_objects(golden->session, author)));
    CASE(quern_order_by(quern_only(loans, "reader"), "reader__name"));
    CASE(quern_slice(quern_only(quern_filter(books, Q("id", 1)), "title"), 0, 5));
}

void quern__golden_dates(quern__golden *golden)
{
    BOOKS;
    quern_queryset *things = quern_objects(golden->session, specimen);
    CASE(quern_dates(books, "created_at", QUERN_YEAR));
    CASE(quern_dates(books, "created_at", QUERN_MONTH, .descending = true));
    CASE(quern_dates(books, "created_at", QUERN_DAY, .zone = "Europe/Berlin"));
    CASE(quern_dates(books, "sequel_of__returned_at", QUERN_WEEK));
    CASE(quern_dates(quern_filter(things, Q("id__gt", 6)), "a_date", QUERN_QUARTER));
    CASE(quern_dates(things, "maybe_local_timestamp", QUERN_MONTH));
    CASE(quern_datetimes(books, "created_at", QUERN_HOUR));
    CASE(quern_datetimes(books, "returned_at", QUERN_SECOND, .zone = "Europe/Berlin", .descending = true));
    CASE(quern_datetimes(things, "maybe_local_timestamp", QUERN_MINUTE));
    CASE(quern_slice(quern_filter(quern_dates(books, "created_at", QUERN_YEAR), Q("pages__gt", 300)), 1, 3));
    CASE(quern_reverse(quern_dates(books, "created_at", QUERN_YEAR)));
    COUNT(quern_dates(books, "created_at", QUERN_YEAR));
    EXISTS(quern_dates(books, "created_at", QUERN_YEAR));
    EXISTS(quern_slice(quern_dates(books, "created_at", QUERN_YEAR), 2, 4));
    FIRST(quern_row, quern_dates(books, "created_at", QUERN_YEAR));
}
/* clang-format on */
