/* test_refusals.c: wrong use of the public functions: what each mistake is told, word by word. */
#include "lib/model/scope.h"
#include "test/support/club.h"
#include "test/support/expect.h"
#include "test/support/lending.h"
#include "test/support/specimen.h"

#include <quern/short.h>

#include <check.h>

static quern_session *session;
static quern_queryset *books, *odds, *authors, *loans, *features, *sliced, *things;

static void set_up(void)
{
    session = quern__test_session_open(NULL);
    ck_assert_ptr_nonnull(session);
    books = quern_objects(session, book);
    odds = quern_objects(session, odd);
    authors = quern_objects(session, author);
    loans = quern_objects(session, loan);
    features = quern_objects(session, feature);
    sliced = quern_slice(books, 0, 10);
    things = quern_objects(session, specimen);
}

static void tear_down(void)
{
    quern__test_session_close(session);
}

static quern_condition of_kind(uint16_t op)
{
    return (quern_condition){ .op = op, .path = "id" };
}

static quern_condition with_lookup(const char *path, uint16_t lookup)
{
    quern_condition made = quern_where(path, quern_value_i32(1));
    made.lookup = lookup;
    return made;
}

static quern_order by_number(void)
{
    return (quern_order){ .present = 1, .by = quern_value_i32(1) };
}

static quern_order with_nulls(const char *name)
{
    quern_order made = quern_order_name(name);
    made.nulls = 3;
    return made;
}

/* A condition of NOTs in NOTs, too deep. */
static const quern_condition *deep(void)
{
    static quern_condition nodes[200][2];
    nodes[0][0] = quern_where("id", quern_value_i32(1));
    for (int i = 1; i < 200; i++)
        nodes[i][0] = quern_combine(QUERN_NONE_OF, nodes[i - 1]);
    return nodes[199];
}

typedef struct unknown {
    quern_object object;
    const char *name;
} unknown;
QUERN_ROW(unknown, QUERN_FIELDS(QUERN_FIELD(name, .column = "author__nmae")));

typedef struct with_lookup_in {
    quern_object object;
    const char *title;
} with_lookup_in;
QUERN_ROW(with_lookup_in, QUERN_FIELDS(QUERN_FIELD(title, .column = "title__gt")));

typedef struct narrow {
    quern_object object;
    int32_t sold;
} narrow;
QUERN_ROW(narrow, QUERN_FIELDS(QUERN_FIELD(sold)));

typedef struct other_kind {
    quern_object object;
    double title;
} other_kind;
QUERN_ROW(other_kind, QUERN_FIELDS(QUERN_FIELD(title)));

static const quern_model foreign_model = { .name = "foreign" };

#define FIELDS                                                                                        \
    "choices are: id, title, subtitle, author, author_id, sequel_of, sequel_of_id, published, lent, " \
    "copies, pages, sold, views, price, rating, created_at, returned_at, isbn, book_set"
#define AUTHOR_FIELDS "choices are: id, name, email, born, book_set"
#define NUMBER_LOOKUPS "lookups for it are: exact, gt, gte, lt, lte, isnull, in, range"
#define TEXT_LOOKUPS                                                                                 \
    "lookups for it are: exact, gt, gte, lt, lte, isnull, icontains, iexact, contains, startswith, " \
    "istartswith, endswith, iendswith, regex, iregex, in, range"
#define NEWER "the program was compiled with a newer <quern/quern.h> than the library that it runs with"
#define AFTER_SLICE "it would choose among all rows, not among the sliced ones: do it before the slice"
#define BEFORE_SLICE "it would change which rows are in the slice: do it before"
#define RANDOM "each row would be another one by its random number: leave \"?\" away"
#define ROWS "rows have the fields that quern_values names, and no others"
#define ONCE "give the lookup once: as the third argument, or at the path's end"

/* Calls the function whose refusal is in the line, and compares. The line's own place is the error's site. */
#define REFUSED(call, ...)                                                                                 \
    do {                                                                                                   \
        const quern_error *error = quern_queryset_error(call);                                             \
        quern__expect_error(#call, error, &(quern__expected_error){ __VA_ARGS__ });                        \
        quern__expect_text(#call, "the site", error->site, QUERN_SITE);                                    \
        ck_assert_msg(!((const quern__scope *)session)->failure.current, "%s: the session failed", #call); \
    } while (0)

/* clang-format off */
START_TEST(limits_of_time)
{
    static const char hint[] = "-1 is no limit, all others are milliseconds from 1 on";
    REFUSED(quern_timeout(books, 0), QUERN_ERROR_USAGE, "quern_timeout of 0 ms: no statement is so quick", hint, "", NULL);
    REFUSED(quern_timeout(books, -2), QUERN_ERROR_USAGE, "quern_timeout of -2 ms: no statement is so quick", hint, "", NULL);
    REFUSED(quern_timeout(sliced, INT32_MIN), QUERN_ERROR_USAGE, "quern_timeout of -2147483648 ms: no statement is so quick", hint, "", NULL);
    ck_assert_ptr_null(quern_queryset_error(quern_timeout(sliced, 1)));
    ck_assert_ptr_null(quern_queryset_error(quern_timeout(quern_none(books), -1)));
}
END_TEST

START_TEST(modes_of_fetching)
{
    static const char hint[] = "QUERN_FETCH_ONE, QUERN_FETCH_PEERS or QUERN_FETCH_RAISE";
    REFUSED(quern_fetch_mode(books, (quern_fetch_kind)-1), QUERN_ERROR_USAGE, "quern_fetch_mode of -1, which is no mode", hint, "", NULL);
    REFUSED(quern_fetch_mode(sliced, (quern_fetch_kind)4), QUERN_ERROR_USAGE, "quern_fetch_mode of 4, which is no mode", hint, "", NULL);
    ck_assert_ptr_null(quern_queryset_error(quern_fetch_mode(sliced, QUERN_FETCH_DEFAULT)));
    ck_assert_ptr_null(quern_queryset_error(quern_fetch_mode(quern_none(books), QUERN_FETCH_RAISE)));
    ck_assert_int_eq(quern_queryset_error(quern_fetch_mode(NULL, QUERN_FETCH_PEERS))->code, QUERN_ERROR_USAGE);
}
END_TEST

START_TEST(unknown_names)
{
    REFUSED(quern_filter(books, Q("titel", "x")), QUERN_ERROR_FIELD, "book has no field \"titel\"", "did you mean \"title\"? " FIELDS, "titel", "title");
    REFUSED(quern_filter(books, Q("id", 1), Q("titel__icontains", "x")), QUERN_ERROR_FIELD, "book has no field \"titel\"", "did you mean \"title\"? " FIELDS, "titel__icontains", "title");
    REFUSED(quern_filter(books, OR(Q("id", 1), NOT(Q("autor", 1)))), QUERN_ERROR_FIELD, "book has no field \"autor\"", "did you mean \"author\"? " FIELDS, "autor", "author");
    REFUSED(quern_exclude(books, Q("publised", true)), QUERN_ERROR_FIELD, "book has no field \"publised\"", "did you mean \"published\"? " FIELDS, "publised", "published");
    REFUSED(quern_filter(books, Q("", 1)), QUERN_ERROR_FIELD, "a condition without a path", "name a field: QUERN_Q(\"title\", value)", "", NULL);
    REFUSED(quern_filter(books, quern_where(NULL, quern_value_i32(1))), QUERN_ERROR_FIELD, "a condition without a path", "name a field: QUERN_Q(\"title\", value)", "", NULL);
    REFUSED(quern_filter(books, Q("author__nmae", "x")), QUERN_ERROR_FIELD, "author has no field \"nmae\"", "did you mean \"name\"? choices are: id, name, email, born, book_set", "author__nmae", "name");
    REFUSED(quern_filter(books, Q("author__nmae__icontains", "x")), QUERN_ERROR_FIELD, "author has no field \"nmae\"", "did you mean \"name\"? choices are: id, name, email, born, book_set", "author__nmae__icontains", "name");
    REFUSED(quern_filter(books, Q("author__xyzzy", "x")), QUERN_ERROR_FIELD, "author has no field \"xyzzy\"", "choices are: id, name, email, born, book_set", "author__xyzzy", NULL);
    REFUSED(quern_filter(books, Q("author__emait", "x")), QUERN_ERROR_FIELD, "author has no field \"emait\"", "did you mean \"email\"? choices are: id, name, email, born, book_set", "author__emait", "email");
    REFUSED(quern_filter(books, Q("author__i__snull", true)), QUERN_ERROR_FIELD, "author has no field \"i\"", "did you mean \"id\"? choices are: id, name, email, born, book_set", "author__i__snull", "id");
    REFUSED(quern_filter(books, Q("sequel_of__titel", "x")), QUERN_ERROR_FIELD, "book has no field \"titel\"", "did you mean \"title\"? " FIELDS, "sequel_of__titel", "title");
    REFUSED(quern_filter(authors, Q("bookset", 1)), QUERN_ERROR_FIELD, "author has no field \"bookset\"", "did you mean \"book_set\"? " AUTHOR_FIELDS, "bookset", "book_set");
    REFUSED(quern_filter(books, Q("author__book_sit", 1)), QUERN_ERROR_FIELD, "author has no field \"book_sit\"", "did you mean \"book_set\"? " AUTHOR_FIELDS, "author__book_sit", "book_set");
    REFUSED(quern_filter(features, Q("pk", "x")), QUERN_ERROR_FIELD, "feature has no field \"pk\"", "choices are: feature_id, sub_feature_id, feature_name, comments", "pk", NULL);
    REFUSED(quern_order_by(features, "-pk"), QUERN_ERROR_FIELD, "feature has no field \"pk\"", "choices are: feature_id, sub_feature_id, feature_name, comments", "pk", NULL);
    REFUSED(quern_order_by(books, "titel"), QUERN_ERROR_FIELD, "book has no field \"titel\"", "did you mean \"title\"? " FIELDS, "titel", "title");
    REFUSED(quern_order_by(books, "-titel"), QUERN_ERROR_FIELD, "book has no field \"titel\"", "did you mean \"title\"? " FIELDS, "titel", "title");
    REFUSED(quern_order_by(books, "--title"), QUERN_ERROR_FIELD, "book has no field \"-title\"", "did you mean \"title\"? " FIELDS, "-title", "title");
    REFUSED(quern_order_by(books, ""), QUERN_ERROR_FIELD, "book has no field \"\"", FIELDS, "", NULL);
    REFUSED(quern_order_by(books, "-"), QUERN_ERROR_FIELD, "book has no field \"\"", FIELDS, "", NULL);
    REFUSED(quern_order_by(books, "id", "author__nmae"), QUERN_ERROR_FIELD, "author has no field \"nmae\"", "did you mean \"name\"? choices are: id, name, email, born, book_set", "author__nmae", "name");
}
END_TEST

START_TEST(wrong_lookups)
{
    REFUSED(quern_filter(books, Q("pages__gtt", 1)), QUERN_ERROR_LOOKUP, "book.pages has no lookup \"gtt\"", "did you mean \"gt\"? " NUMBER_LOOKUPS, "pages__gtt", "gt");
    REFUSED(quern_filter(books, Q("title__matches", "x")), QUERN_ERROR_LOOKUP, "book.title has no lookup \"matches\"", TEXT_LOOKUPS, "title__matches", NULL);
    REFUSED(quern_filter(books, Q("title__gt__lt", "x")), QUERN_ERROR_LOOKUP, "book.title has no lookup \"gt__lt\"", TEXT_LOOKUPS, "title__gt__lt", NULL);
    REFUSED(quern_filter(books, Q("author__gtt", 1)), QUERN_ERROR_LOOKUP, "book.author has no lookup \"gtt\"", "did you mean \"gt\"? " NUMBER_LOOKUPS, "author__gtt", "gt");
    REFUSED(quern_filter(books, Q("author__id__xyzzy", 1)), QUERN_ERROR_LOOKUP, "book.author has no lookup \"xyzzy\"", NUMBER_LOOKUPS, "author__id__xyzzy", NULL);
    REFUSED(quern_filter(books, Q("author_id__name", 1)), QUERN_ERROR_LOOKUP, "book.author has no lookup \"name\"", NUMBER_LOOKUPS, "author_id__name", NULL);
    REFUSED(quern_filter(books, Q("id__icontains", "x")), QUERN_ERROR_LOOKUP, "icontains does not fit book.id, which is declared as int64_t", NUMBER_LOOKUPS, "id__icontains", NULL);
    REFUSED(quern_filter(books, Q("lent__gt", true)), QUERN_ERROR_LOOKUP, "gt does not fit book.lent, which is declared as quern_null_bool", "lookups for it are: exact, isnull, in", "lent__gt", NULL);
    REFUSED(quern_filter(books, Q("created_at__icontains", "x")), QUERN_ERROR_LOOKUP, "icontains does not fit book.created_at, which is declared as quern_timestamp", NUMBER_LOOKUPS, "created_at__icontains", NULL);
    REFUSED(quern_filter(books, with_lookup("pages__gt", QUERN_LOOKUP_lt)), QUERN_ERROR_LOOKUP, "\"pages__gt\" has a lookup in the path already", ONCE, "pages__gt", NULL);
    REFUSED(quern_filter(books, with_lookup("pages", 999)), QUERN_ERROR_LOOKUP, "this libquern has no lookup 999", NEWER, "pages", NULL);
    REFUSED(quern_order_by(books, "title__gt"), QUERN_ERROR_LOOKUP, "an order by book.title takes no lookup", "leave \"__gt\" away", "title__gt", NULL);
    REFUSED(quern_order_by(books, "author_id__name"), QUERN_ERROR_LOOKUP, "an order by book.author takes no lookup", "leave \"__name\" away", "author_id__name", NULL);
}
END_TEST

START_TEST(wrong_values)
{
    REFUSED(quern_filter(books, Q("pages__gt", "many")), QUERN_ERROR_VALUE, "gt takes an integer for book.pages, and was given a text", "book.pages is declared as quern_null_i32", "pages__gt", NULL);
    REFUSED(quern_filter(books, Q("title", 5)), QUERN_ERROR_VALUE, "exact takes a text for book.title, and was given an integer", "book.title is declared as const char *", "title", NULL);
    REFUSED(quern_filter(books, Q("copies", 1.5)), QUERN_ERROR_VALUE, "exact takes an integer for book.copies, and was given a double", "book.copies is declared as int32_t", "copies", NULL);
    REFUSED(quern_filter(books, Q("created_at__lt", "2020-01-01")), QUERN_ERROR_VALUE, "lt takes a timestamp for book.created_at, and was given a text", "book.created_at is declared as quern_timestamp: quern_timestamp_parse reads one from a text", "created_at__lt", NULL);
    REFUSED(quern_filter(books, Q("published", "true")), QUERN_ERROR_VALUE, "exact takes a bool for book.published, and was given a text", "book.published is declared as bool", "published", NULL);
    REFUSED(quern_filter(books, Q("price", "1")), QUERN_ERROR_VALUE, "exact takes a double for book.price, and was given a text", "book.price is declared as double", "price", NULL);
    REFUSED(quern_filter(books, Q("pages__isnull", "yes")), QUERN_ERROR_VALUE, "isnull takes a bool for book.pages, and was given a text", "give true or false", "pages__isnull", NULL);
    REFUSED(quern_filter(books, Q("pages__isnull", QUERN_NULL)), QUERN_ERROR_VALUE, "isnull on book.pages needs a value, and was given NULL", "give true or false", "pages__isnull", NULL);
    REFUSED(quern_filter(books, Q("pages__gt", QUERN_NULL)), QUERN_ERROR_VALUE, "gt on book.pages needs a value, and was given NULL", "to find rows without one, use \"pages__isnull\"", "pages__gt", NULL);
    REFUSED(quern_filter(books, Q("subtitle__icontains", (char *)NULL)), QUERN_ERROR_VALUE, "icontains on book.subtitle needs a value, and was given NULL", "to find rows without one, use \"subtitle__isnull\"", "subtitle__icontains", NULL);
    REFUSED(quern_filter(books, Q("copies__gt", INT64_C(3000000000))), QUERN_ERROR_VALUE, "3000000000 is out of range for book.copies", "book.copies is declared as int32_t", "copies__gt", NULL);
    REFUSED(quern_filter(books, Q("sold", UINT64_MAX)), QUERN_ERROR_VALUE, "a number over 9223372036854775807 is out of range for book.sold", "book.sold is declared as int64_t", "sold", NULL);
    REFUSED(quern_filter(books, Q("title", "\xff")), QUERN_ERROR_VALUE, "the text for book.title is not valid UTF-8", "texts in quern are UTF-8: convert it first", "title", NULL);
    REFUSED(quern_filter(books, Q("id", (quern_value){ 0 })), QUERN_ERROR_VALUE, "exact takes an integer for book.id, and was given something else", "book.id is declared as int64_t", "id", NULL);
    REFUSED(quern_filter(odds, Q("shelf", 5)), QUERN_ERROR_VALUE, "exact takes a text for odd.shelf, and was given an integer", "odd.shelf is declared as const char *", "shelf", NULL);
}
END_TEST

/* In each function that takes paths, the same. */
START_TEST(wrong_paths)
{
    REFUSED(quern_filter(books, Q("author__nmae", "x")), QUERN_ERROR_FIELD, "author has no field \"nmae\"", "did you mean \"name\"? " AUTHOR_FIELDS, "author__nmae", "name");
    REFUSED(quern_order_by(books, "-author__nmae"), QUERN_ERROR_FIELD, "author has no field \"nmae\"", "did you mean \"name\"? " AUTHOR_FIELDS, "author__nmae", "name");
    REFUSED(quern_order_by(books, "sequel_of->titel"), QUERN_ERROR_FIELD, "book has no field \"titel\"", "did you mean \"title\"? " FIELDS, "sequel_of->titel", "title");
    REFUSED(quern_distinct(books, "title", "author__nmae"), QUERN_ERROR_FIELD, "author has no field \"nmae\"", "did you mean \"name\"? " AUTHOR_FIELDS, "author__nmae", "name");
    REFUSED(quern_distinct(books, "author__name__gt"), QUERN_ERROR_LOOKUP, "quern_distinct by author.name takes no lookup", "leave \"__gt\" away", "author__name__gt", NULL);
    REFUSED(quern_values(books, "titel"), QUERN_ERROR_FIELD, "book has no field \"titel\"", "did you mean \"title\"? " FIELDS, "titel", "title");
    REFUSED(quern_values(books, "title", "author__nmae"), QUERN_ERROR_FIELD, "author has no field \"nmae\"", "did you mean \"name\"? " AUTHOR_FIELDS, "author__nmae", "name");
    REFUSED(quern_values(books, "title__icontains"), QUERN_ERROR_LOOKUP, "a value by book.title takes no lookup", "leave \"__icontains\" away", "title__icontains", NULL);
    REFUSED(quern_only(books, "title", "titel"), QUERN_ERROR_FIELD, "book has no field \"titel\"", "did you mean \"title\"? " FIELDS, "titel", "title");
    REFUSED(quern_defer(books, "title__gt"), QUERN_ERROR_LOOKUP, "a choice by book.title takes no lookup", "leave \"__gt\" away", "title__gt", NULL);
    REFUSED(quern_values_into(books, unknown), QUERN_ERROR_FIELD, "author has no field \"nmae\"", "did you mean \"name\"? " AUTHOR_FIELDS, "author__nmae", "name");
    REFUSED(quern_values_into(books, with_lookup_in), QUERN_ERROR_LOOKUP, "a value by book.title takes no lookup", "leave \"__gt\" away", "title__gt", NULL);
    REFUSED(quern_values_into(books, narrow), QUERN_ERROR_VALUE, "narrow.sold (int32_t) cannot take book.sold (int64_t)", "declare the member with the type of the field, or its nullable twin", "sold", NULL);
    REFUSED(quern_values_into(books, other_kind), QUERN_ERROR_VALUE, "other_kind.title (double) cannot take book.title (const char *)", "declare the member with the type of the field, or its nullable twin", "title", NULL);
}
END_TEST

/* An order from a client: only what was allowed. */
START_TEST(wrong_clients)
{
#define CHOICES "choices are: title, author__name, ?"
#define CLIENT(text) quern_order_by_allowed(books, text, "title", "author__name", "?")
    REFUSED(CLIENT("titel"), QUERN_ERROR_VALUE, "\"titel\" is not allowed to order by", "did you mean \"title\"? " CHOICES, "titel", "title");
    REFUSED(CLIENT("title, -titel"), QUERN_ERROR_VALUE, "\"-titel\" is not allowed to order by", "did you mean \"title\"? " CHOICES, "-titel", "title");
    REFUSED(CLIENT("id"), QUERN_ERROR_VALUE, "\"id\" is not allowed to order by", CHOICES, "id", NULL); /* a field, and not allowed */
    REFUSED(CLIENT("author->name"), QUERN_ERROR_VALUE, "\"author->name\" is not allowed to order by", "did you mean \"author__name\"? " CHOICES, "author->name", "author__name");
    REFUSED(CLIENT("Title"), QUERN_ERROR_VALUE, "\"Title\" is not allowed to order by", "did you mean \"title\"? " CHOICES, "Title", "title");
    REFUSED(CLIENT("--title"), QUERN_ERROR_VALUE, "\"--title\" is not allowed to order by", "did you mean \"title\"? " CHOICES, "--title", "title");
    REFUSED(CLIENT("- title"), QUERN_ERROR_VALUE, "\"- title\" is not allowed to order by", "did you mean \"title\"? " CHOICES, "- title", "title");
    REFUSED(CLIENT("title,"), QUERN_ERROR_VALUE, "\"\" is not allowed to order by", CHOICES, NULL, NULL);
    REFUSED(CLIENT(",title"), QUERN_ERROR_VALUE, "\"\" is not allowed to order by", CHOICES, NULL, NULL);
    REFUSED(CLIENT("-"), QUERN_ERROR_VALUE, "\"-\" is not allowed to order by", CHOICES, "-", NULL);
    REFUSED(CLIENT("-?"), QUERN_ERROR_VALUE, "\"-?\" is not allowed to order by", "did you mean \"?\"? " CHOICES, "-?", "?");
    REFUSED(CLIENT("title; DROP TABLE"), QUERN_ERROR_VALUE, "\"title; DROP TABLE\" is not allowed to order by", CHOICES, "title; DROP TABLE", NULL);
    REFUSED((quern_order_by_allowed)(books, "title", NULL, QUERN_SITE), QUERN_ERROR_VALUE, "\"title\" is not allowed to order by", "there are no choices", "title", NULL);
    REFUSED(quern_order_by_allowed(books, "titel", "titel"), QUERN_ERROR_FIELD, "book has no field \"titel\"", "did you mean \"title\"? " FIELDS, "titel", "title"); /* the program's mistake */
    REFUSED(quern_order_by_allowed(sliced, "title", "title"), QUERN_ERROR_USAGE, "quern_order_by after quern_slice", BEFORE_SLICE, NULL, NULL);
    REFUSED(quern_order_by_allowed(quern_distinct(books), "?", "?"), QUERN_ERROR_USAGE, "a random order after quern_distinct", "each row would be another one by its random number", "?", NULL);
#undef CLIENT
#undef CHOICES
}
END_TEST

START_TEST(wrong_dates)
{
    quern_queryset *years = quern_dates(books, "created_at", QUERN_YEAR);
    ck_assert_ptr_null(quern_queryset_error(years));
#define UNITS_OF_DATES "its units are QUERN_YEAR to QUERN_DAY"
#define A_NAME "give a name such as \"Europe/Berlin\""
#define VALUES "they are values already"
    REFUSED(quern_dates(books, NULL, QUERN_YEAR), QUERN_ERROR_FIELD, "quern_dates without a path", "name a field", "", NULL);
    REFUSED(quern_dates(books, "creatd_at", QUERN_YEAR), QUERN_ERROR_FIELD, "book has no field \"creatd_at\"", "did you mean \"created_at\"? " FIELDS, "creatd_at", "created_at");
    REFUSED(quern_dates(books, "created_at__gt", QUERN_YEAR), QUERN_ERROR_LOOKUP, "quern_dates by book.created_at takes no lookup", "leave \"__gt\" away", "created_at__gt", NULL);
    REFUSED(quern_dates(books, "title", QUERN_YEAR), QUERN_ERROR_LOOKUP, "quern_dates does not fit book.title, which is declared as const char *", "it takes dates and timestamps", "title", NULL);
    REFUSED(quern_datetimes(books, "sequel_of__pages", QUERN_DAY), QUERN_ERROR_LOOKUP, "quern_datetimes does not fit book.pages, which is declared as quern_null_i32", "it takes timestamps", "sequel_of__pages", NULL);
    REFUSED(quern_datetimes(things, "a_date", QUERN_DAY), QUERN_ERROR_LOOKUP, "quern_datetimes does not fit specimen.a_date, which is declared as quern_date", "it takes timestamps", "a_date", NULL);
    REFUSED(quern_dates(things, "a_time", QUERN_DAY), QUERN_ERROR_LOOKUP, "quern_dates does not fit specimen.a_time, which is declared as quern_time", "it takes dates and timestamps", "a_time", NULL);
    REFUSED(quern_dates(books, "created_at", QUERN_HOUR), QUERN_ERROR_USAGE, "quern_dates with a unit that it does not have", UNITS_OF_DATES, "created_at", NULL);
    REFUSED(quern_dates(books, "created_at", (quern_unit)0), QUERN_ERROR_USAGE, "quern_dates with a unit that it does not have", UNITS_OF_DATES, "created_at", NULL);
    REFUSED(quern_datetimes(books, "created_at", (quern_unit)9), QUERN_ERROR_USAGE, "quern_datetimes with a unit that it does not have", "its units are QUERN_YEAR to QUERN_SECOND", "created_at", NULL);
    REFUSED(quern_dates(books, "created_at", QUERN_DAY, .zone = ""), QUERN_ERROR_VALUE, "quern_dates with a time zone that is no name of one", A_NAME, "created_at", NULL);
    REFUSED(quern_dates(books, "created_at", QUERN_DAY, .zone = "UTC'"), QUERN_ERROR_VALUE, "quern_dates with a time zone that is no name of one", A_NAME, "created_at", NULL);
    REFUSED(quern_datetimes(books, "created_at", QUERN_DAY, .zone = "Europe/Berlin "), QUERN_ERROR_VALUE, "quern_datetimes with a time zone that is no name of one", A_NAME, "created_at", NULL);
    REFUSED(quern_datetimes(books, "created_at", QUERN_DAY, .zone = "a234567890123456789012345678901234567890123456789012345678901234"), QUERN_ERROR_VALUE, "quern_datetimes with a time zone that is no name of one", A_NAME, "created_at", NULL);
    REFUSED(quern_dates(things, "a_date", QUERN_DAY, .zone = "UTC"), QUERN_ERROR_USAGE, "specimen.a_date has no time zone to be looked at in", "leave .zone away", "a_date", NULL);
    REFUSED(quern_dates(sliced, "created_at", QUERN_DAY), QUERN_ERROR_USAGE, "quern_dates after quern_slice", "it would choose among all rows, not among the sliced ones", NULL, NULL);
    REFUSED(quern_datetimes(years, "created_at", QUERN_DAY), QUERN_ERROR_USAGE, "quern_datetimes after quern_dates", VALUES, NULL, NULL);
    REFUSED(quern_order_by(years, "id"), QUERN_ERROR_USAGE, "quern_order_by after quern_dates", "they are in order: give .descending, or turn it around by quern_reverse", NULL, NULL);
    REFUSED(quern_distinct(quern_filter(years, Q("id", 1))), QUERN_ERROR_USAGE, "quern_distinct after quern_dates", "no two of them are the same", NULL, NULL);
    REFUSED(quern_values(years, "id"), QUERN_ERROR_USAGE, "quern_values after quern_dates", VALUES, NULL, NULL);
    REFUSED(quern_values_into(years, narrow), QUERN_ERROR_USAGE, "quern_values after quern_dates", VALUES, NULL, NULL);
    REFUSED(quern_only(years, "id"), QUERN_ERROR_USAGE, "quern_only after quern_values", ROWS, NULL, NULL);
}
END_TEST

START_TEST(wrong_calls)
{
    REFUSED(quern_filter(sliced, Q("id", 1)), QUERN_ERROR_USAGE, "quern_filter after quern_slice", AFTER_SLICE, NULL, NULL);
    REFUSED(quern_exclude(sliced, Q("titel", 1)), QUERN_ERROR_USAGE, "quern_exclude after quern_slice", AFTER_SLICE, NULL, NULL);
    REFUSED(quern_order_by(sliced, "id"), QUERN_ERROR_USAGE, "quern_order_by after quern_slice", "it would change which rows are in the slice: do it before", NULL, NULL);
    REFUSED(quern_reverse(sliced), QUERN_ERROR_USAGE, "quern_reverse after quern_slice", BEFORE_SLICE, NULL, NULL);
    REFUSED(quern_distinct(sliced), QUERN_ERROR_USAGE, "quern_distinct after quern_slice", BEFORE_SLICE, NULL, NULL);
    REFUSED(quern_distinct(sliced, "titel"), QUERN_ERROR_USAGE, "quern_distinct after quern_slice", BEFORE_SLICE, NULL, NULL);
    REFUSED(quern_distinct(quern_order_by(books, "title", "?")), QUERN_ERROR_USAGE, "quern_distinct of rows in random order", RANDOM, NULL, NULL);
    REFUSED(quern_distinct(quern_reverse(quern_order_by(books, "?")), "title"), QUERN_ERROR_USAGE, "quern_distinct of rows in random order", RANDOM, NULL, NULL);
    REFUSED(quern_order_by(quern_distinct(books), "id", "?"), QUERN_ERROR_USAGE, "a random order after quern_distinct", "each row would be another one by its random number", "?", NULL);
    REFUSED(quern_only(quern_values(books, "title"), "title"), QUERN_ERROR_USAGE, "quern_only after quern_values", ROWS, NULL, NULL);
    REFUSED(quern_defer(quern_values(books, "title"), "title"), QUERN_ERROR_USAGE, "quern_defer after quern_values", ROWS, NULL, NULL);
    REFUSED(quern_values(books, "title", "author__name", "title"), QUERN_ERROR_USAGE, "\"title\" is asked for twice", "name it once", "title", NULL);
    REFUSED((quern_values_into)(books, NULL, QUERN_SITE), QUERN_ERROR_USAGE, "a row of no type", "describe the struct with QUERN_ROW", NULL, NULL);
    REFUSED(quern_slice(books, -1, 5), QUERN_ERROR_USAGE, "a slice from -1 to 5: it cannot be counted from the end", "turn the order around, and slice from 0", NULL, NULL);
    REFUSED(quern_slice(sliced, 0, -3), QUERN_ERROR_USAGE, "a slice from 0 to -3: it cannot be counted from the end", "turn the order around, and slice from 0", NULL, NULL);
    REFUSED(quern_slice(books, INT64_MIN, INT64_MIN), QUERN_ERROR_USAGE, "a slice from -9223372036854775808 to -9223372036854775808: it cannot be counted from the end", "turn the order around, and slice from 0", NULL, NULL);
    REFUSED(quern_filter(books, of_kind(9)), QUERN_ERROR_USAGE, "this libquern has no condition of kind 9", "make conditions with QUERN_Q, QUERN_AND, QUERN_OR and QUERN_NOT, and end a list with { 0 }", NULL, NULL);
    REFUSED((quern_filter)(books, deep(), QUERN_SITE), QUERN_ERROR_USAGE, "conditions nested more than 100 deep", "put lists side by side: QUERN_ANY(list)", NULL, NULL);
    REFUSED(quern_order_by(books, by_number()), QUERN_ERROR_USAGE, "an order term that is no name", "give a field: \"title\", \"-title\" or QUERN_DESC(book, title)", NULL, NULL);
    REFUSED(quern_order_by(books, with_nulls("-pages")), QUERN_ERROR_USAGE, "order by \"-pages\": no such place for NULLs", "use QUERN_NULLS_FIRST or QUERN_NULLS_LAST", "pages", NULL);
    REFUSED(quern_objects(session, foreign), QUERN_ERROR_MODEL, "the db has no model foreign", "add it to QUERN_MODELS where the db is opened", "foreign", NULL);
    REFUSED((quern_objects)(session, NULL, QUERN_SITE), QUERN_ERROR_MODEL, "the db has no model ?", "add it to QUERN_MODELS where the db is opened", "?", NULL);
}
END_TEST

START_TEST(wrong_paths_to_many)
{
    quern_queryset *clubs = quern_objects(session, club);
    REFUSED(quern_filter(authors, Q("book_set__titel", "x")), QUERN_ERROR_FIELD, "book has no field \"titel\"", "did you mean \"title\"? " FIELDS, "book_set__titel", "title");
    REFUSED(quern_filter(authors, Q("book_set__icontains", "x")), QUERN_ERROR_LOOKUP, "icontains does not fit book.id, which is declared as int64_t", "lookups for it are: exact, gt, gte, lt, lte, isnull, in, range", "book_set__icontains", NULL);
    REFUSED(quern_filter(authors, Q("book_set", "x")), QUERN_ERROR_VALUE, "exact takes an integer for book.id, and was given a text", "book.id is declared as int64_t", "book_set", NULL);
    REFUSED(quern_filter(authors, Q("book_set__in", clubs)), QUERN_ERROR_VALUE, "in takes a queryset of book for author.book_set, and was given one of club", "or name the column that is meant: quern_values(qs, \"id\")", "book_set__in", NULL);
    REFUSED(quern_exclude(clubs, Q("topics__weight", "x")), QUERN_ERROR_VALUE, "exact takes an integer for topic.weight, and was given a text", "topic.weight is declared as quern_null_i32", "topics__weight", NULL);
    REFUSED(quern_filter(clubs, Q("topic__weight", 1)), QUERN_ERROR_FIELD, "club has no field \"topic\"", "did you mean \"topics\"? choices are: id, name, founder, founder_id, members, topics, memberships", "topic__weight", "topics");
    REFUSED(quern_order_by(authors, "book_set__title__gt"), QUERN_ERROR_LOOKUP, "an order by book.title takes no lookup", "leave \"__gt\" away", "book_set__title__gt", NULL);
    REFUSED(quern_values(authors, "book_set__titel"), QUERN_ERROR_FIELD, "book has no field \"titel\"", "did you mean \"title\"? " FIELDS, "book_set__titel", "title");
    REFUSED(quern_filter(books, Q("pages", F("author__book_set__titel"))), QUERN_ERROR_FIELD, "book has no field \"titel\"", "did you mean \"title\"? " FIELDS, "author__book_set__titel", "title");
    REFUSED(quern_filter(authors, NOT(OR(Q("book_set__pages", 1), Q("book_set__titel", 1)))), QUERN_ERROR_FIELD, "book has no field \"titel\"", "did you mean \"title\"? " FIELDS, "book_set__titel", "title");
}
END_TEST
/* clang-format on */

/* The first mistake is the one that is told. */
START_TEST(the_first_mistake_stays)
{
    quern_queryset *wrong = quern_filter(books, Q("one", 1), Q("two", 2));
    wrong = quern_slice(quern_order_by(quern_exclude(wrong, Q("three", 3)), "four"), -5, 5);
    quern__expect_text("five mistakes", "the one told", quern_queryset_error(wrong)->path, "one");
    ck_assert_ptr_null(quern_queryset_error(books));
}
END_TEST

Suite *quern__suite_refusals(void);

Suite *quern__suite_refusals(void)
{
    Suite *suite = suite_create("refusals");
    TCase *tests = tcase_create("refusals");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, limits_of_time);
    tcase_add_test(tests, modes_of_fetching);
    tcase_add_test(tests, unknown_names);
    tcase_add_test(tests, wrong_lookups);
    tcase_add_test(tests, wrong_values);
    tcase_add_test(tests, wrong_paths);
    tcase_add_test(tests, wrong_clients);
    tcase_add_test(tests, wrong_dates);
    tcase_add_test(tests, wrong_calls);
    tcase_add_test(tests, wrong_paths_to_many);
    tcase_add_test(tests, the_first_mistake_stays);
    suite_add_tcase(suite, tests);
    return suite;
}
