/* cases_triggers.c: the cases about the calls that give one object by an order, look for one, or ask for many by their keys. */
#include "test/golden/cases.h"

#include "lib/model/order.h"
#include "lib/model/scope.h"
#include "test/support/lending.h"

#include <check.h>

static const quern__wish the_last = {
    .intent = QUERN__INTENT_ROWS, .by_key_if_unordered = true, .turned = true, .most = 1
};
static const quern__wish existing = { .intent = QUERN__INTENT_EXISTS, .most = 1 };
static const quern__wish any_order = { .intent = QUERN__INTENT_ROWS, .unordered = true, .most = -1 };
static const quern__wish few = { .intent = QUERN__INTENT_ROWS, .most = 21 };

/* The one that is first by these names, or by their opposites. */
static void by_names(quern__golden *golden, const char *text, quern_queryset *queryset,
                     const char *const *names, bool turned)
{
    quern__order_list list = { .scope = (quern__scope *)golden->session };
    for (; *names; names++)
        ck_assert_ptr_null(quern__order_add(&list, queryset->model, *names, turned, QUERN_NULLS_DEFAULT));
    const quern__wish wish = {
        .intent = QUERN__INTENT_ROWS, .most = 1, .order = list.terms, .order_count = list.count
    };
    golden->take(golden, text, queryset, &wish);
}

#define LAST(type, ...) \
    golden->take(golden, "quern_last(" #__VA_ARGS__ ", " #type ")", __VA_ARGS__, &the_last)
#define EARLIEST(qs, type, ...)                                                                            \
    by_names(golden, "quern_earliest(" #qs ", " #type ", " #__VA_ARGS__ ")", qs, QUERN_NAMES(__VA_ARGS__), \
             false)
#define LATEST(qs, type, ...) \
    by_names(golden, "quern_latest(" #qs ", " #type ", " #__VA_ARGS__ ")", qs, QUERN_NAMES(__VA_ARGS__), true)
#define CONTAINS(...)                                                                                       \
    golden->take(                                                                                           \
        golden, "quern_contains(" #__VA_ARGS__ ", b, &found)",                                              \
        quern_filter(quern__queryset_filterable(__VA_ARGS__, (__VA_ARGS__)->model->key, NULL), Q("pk", 5)), \
        &existing)
#define IN_BULK(qs, type, name, keys)                                                                \
    golden->take(golden, "quern_in_bulk(" #qs ", " #type ", \"" name "\", " #keys ")",               \
                 quern_filter(quern__queryset_filterable(                                            \
                                  qs, quern__model_field((qs)->model, name, sizeof name - 1), NULL), \
                              Q(name "__in", keys)),                                                 \
                 &any_order)
#define PRINT(...) golden->take(golden, "quern_print(" #__VA_ARGS__ ", stdout)", __VA_ARGS__, &few)

/* clang-format off */
void quern__golden_triggers(quern__golden *golden)
{
    static const quern_order none[] = { { 0 } };
    BOOKS;
    quern_queryset *by_title = quern_order_by(books, "-title");
    quern_queryset *by_author = quern_distinct(quern_order_by(books, "author_id", "-pages"), "author_id");
    quern_queryset *readers = quern_objects(golden->session, reader);
    quern_queryset *loans = quern_objects(golden->session, loan);
    LAST(book, books);
    LAST(book, by_title);
    LAST(book, quern_order_by(books, NULLS_FIRST("pages"), NULLS_LAST("-rating"), "id"));
    LAST(book, quern_order_by(books, "-author__name", "?"));
    LAST(reader, readers);
    LAST(reader, (quern_order_by)(readers, none, QUERN_SITE));
    LAST(loan, loans);
    LAST(book, by_author);
    LAST(book, quern_distinct(quern_order_by(books, "author_id"), "author_id"));
    LAST(quern_row, quern_values(by_title, "title", "author__name"));
    LAST(quern_row, quern_dates(books, "created_at", QUERN_YEAR));
    EARLIEST(books, book, "created_at");
    EARLIEST(by_title, book, "pages", "-rating");
    EARLIEST(books, book, "author__name", "author__email");
    EARLIEST(loans, loan, "reader");
    LATEST(books, book, "created_at");
    LATEST(by_title, book, "pages", "-rating");
    LATEST(books, book, "sequel_of__created_at", "author__born");
    LATEST(readers, reader, "pk");
    LATEST(quern_filter(books, Q("sequel_of__pages__gt", 1)), book, "sequel_of__title");
    CONTAINS(books);
    CONTAINS(quern_filter(by_title, Q("pages__gt", 300)));
    CONTAINS(quern_slice(by_title, 5, 10));
    CONTAINS(by_author);
    CONTAINS(quern_distinct(by_title));
    IN_BULK(by_title, book, "pk", LIST(3, 1, 2));
    IN_BULK(quern_filter(books, Q("published", true)), book, "id", LIST(3, QUERN_NULL));
    IN_BULK(readers, reader, "card", LIST("A1", "B1"));
    IN_BULK(loans, loan, "book", LIST(1, 2));
    IN_BULK(by_author, book, "id", LIST(1, 2));
    PRINT(books);
    PRINT(quern_slice(by_title, 5, 10));
}
