/* test_lookups.c: which rows the lookups, lists, subqueries and computed values select, where NULLs are about; and for which of
 * them nothing is asked. */
#include "test/integration/fixture.h"
#include "test/support/lending.h"

#include <stdio.h>

static quern_queryset *books, *few, *authors; /* 40, the first 8 of them; 3 */

static void begin(void)
{
    if (!db)
        return;
    books = quern_objects(s, book);
    few = quern_order_by(quern_filter(books, Q("id__lte", 8)), "id");
    authors = quern_objects(s, author);
}

/* The ids as they come: "1,2,3". Lives until the next call. */
static const char *ids(quern_queryset *queryset)
{
    static char text[400];
    size_t size = 0;
    text[0] = '\0';
    QUERN_EACH(book, b, queryset)
        size += (size_t)snprintf(text + size, sizeof text - size, "%s%d", size ? "," : "", (int)b->id);
    ck_assert_msg(!quern_failed(s), "%s", quern_error_text(s));
    return text;
}

/* The name of the expression is short, as what it has become is not. */
static void selects(const char *name, quern_queryset *queryset, const char *expected)
{
    quern__expect_text(name, "the selection", ids(queryset), expected);
}

#define OF(condition, expected) selects(#condition, quern_filter(few, condition), expected)
#define WITHOUT(condition, expected) selects("NOT " #condition, quern_exclude(few, condition), expected)

/* clang-format off */
START_TEST(texts)
{
    NEEDS_SERVER();
    OF(Q("title__iexact", "eMMA"), "1");
    OF(Q("title__iexact", "emm_"), "");
    OF(Q("title__contains", "erm"), "3");
    OF(Q("title__contains", "ERM"), "");
    OF(Q("title__contains", "0% _"), "4");
    OF(Q("title__startswith", "Vol"), "5,6,7,8");
    OF(Q("title__startswith", "vol"), "");
    OF(Q("title__istartswith", "vol"), "5,6,7,8");
    OF(Q("title__endswith", " 7"), "7");
    OF(Q("title__endswith", "_text_"), "");
    OF(Q("title__iendswith", "MA"), "1");
    OF(Q("title__regex", "^[EG].*a"), "1,3");
    OF(Q("title__iregex", "^e.*A$"), "1");
    OF(Q("subtitle__iexact", QUERN_NULL), "1,5,7,8");
    WITHOUT(Q("subtitle__startswith", "part"), "1,2,3,4,5,7,8");
}
END_TEST

START_TEST(truth)
{
    NEEDS_SERVER();
    OF(Q("lent", true), "3,6");
    OF(Q("lent", false), "2,7");
    WITHOUT(Q("lent", true), "1,2,4,5,7,8");
    WITHOUT(Q("lent", false), "1,3,4,5,6,8");
    OF(Q("lent__in", LIST(true, QUERN_NULL)), "3,6");
    OF(Q("published", F("lent")), "6,7");
}
END_TEST

START_TEST(lists)
{
    NEEDS_SERVER();
    static const int64_t keys[] = { 3, 3, 1, 99 };
    OF(Q("id__in", quern_array_of_i64(keys, 4)), "1,3");
    OF(Q("pages__in", LIST(474, 100, 5)), "1,5");
    OF(Q("title__in", LIST("Emma", "Volume 6", "x'")), "1,6");
    OF(Q("rating__in", LIST(1, 4.5)), "1,6");
    OF(Q("author__born__in", LIST(1840)), "3,7");
    OF(Q("pages__in", LIST(QUERN_NULL, 100)), "5");
    WITHOUT(Q("pages__in", LIST(100, 140)), "1,2,3,4,6,8");
    WITHOUT(Q("pages__in", LIST(100, 140, QUERN_NULL)), "1,3,4,8");
    WITHOUT(Q("pages__in", LIST(QUERN_NULL)), "1,3,4,5,7,8");
    OF(NOT(NOT(Q("pages__in", LIST(100, QUERN_NULL)))), "5");
    WITHOUT(Q("sequel_of__pages__in", LIST(474, QUERN_NULL)), "4,8");
    WITHOUT(Q("sequel_of__pages__in", LIST(474)), "1,3,4,5,6,7,8");
    OF(Q("pages__range", RANGE(100, 160)), "5,7,8");
    WITHOUT(Q("pages__range", RANGE(100, F("sold"))), "2,3,4,6");
}
END_TEST

START_TEST(nothing_is_asked_for_what_cannot_hold)
{
    NEEDS_SERVER();
    const quern_condition never = Q("id__in", quern_array_of_i64(NULL, 0));
    const int64_t before = quern_query_count(s);
    selects("an empty list", quern_filter(few, never), "");
    selects("with another", quern_filter(few, never, Q("pages", 1)), "");
    selects("of it", quern_filter(books, Q("author__in", quern_filter(authors, never))), "");
    ck_assert_int_eq(quern_count(quern_filter(few, never)), 0);
    bool found = true;
    ck_assert(quern_exists(quern_filter(few, never), &found));
    ck_assert(!found);
    ck_assert_ptr_null(quern_get(few, book, never));
    ck_assert_int_eq(quern_query_count(s) - before, 0);
    selects("without it", quern_exclude(few, never), "1,2,3,4,5,6,7,8");
    selects("or another", quern_filter(few, OR(never, Q("id", 2))), "2");
    ck_assert_int_eq(quern_query_count(s) - before, 2);
}
END_TEST

START_TEST(subqueries)
{
    NEEDS_SERVER();
    quern_queryset *sequels = quern_values(few, "sequel_of");
    const int64_t before = quern_query_count(s);
    OF(Q("author__in", quern_filter(authors, Q("born__lt", 1800))), "1,2,6");
    OF(Q("id__in", sequels), "1,3,7");
    WITHOUT(Q("id__in", sequels), "2,4,5,6,8");
    WITHOUT(Q("sequel_of__in", quern_values(quern_slice(few, 0, 4), "sequel_of")), "1,3,5,6,7,8");
    OF(Q("author__in", quern_slice(quern_order_by(authors, "-born"), 1, 2)), "3,7");
    OF(Q("author__in", quern_filter(authors, Q("id__in", quern_values(quern_filter(books, Q("title", "Emma")), "author")))), "1,2,6");
    WITHOUT(Q("pages__in", quern_values(books, "sequel_of__pages")), "2,4,5,6,8");
    ck_assert_int_eq(quern_query_count(s) - before, 7);
    quern_queryset *readers = quern_filter(quern_objects(s, reader), Q("name", "Ann"));
    quern_queryset *one_of_them = quern_filter(readers, Q("card", "C1")), *loans = quern_objects(s, loan);
    quern_queryset *all = quern_filter(loans, Q("reader__in", readers));
    quern_queryset *few_of_them = quern_filter(loans, Q("reader__in", one_of_them));
    ck_assert_int_eq(quern_count(all), 3);
    ck_assert_int_eq(quern_count(few_of_them), 1);
}
END_TEST

START_TEST(objects)
{
    NEEDS_SERVER();
    author *zola = quern_get(authors, author, Q("id", 2)), *austen = quern_get(authors, author, Q("id", 1));
    book *emma = quern_get(books, book, Q("id", 1));
    OF(Q("author", OBJECT(zola)), "3,7");
    OF(Q("author__in", LIST(OBJECT(zola), OBJECT(austen))), "1,2,3,6,7");
    OF(Q("sequel_of", OBJECT(emma)), "2");
    reader *ann = quern_get(quern_objects(s, reader), reader, Q("card", "A1"));
    quern_queryset *hers = quern_filter(quern_objects(s, loan), Q("reader", OBJECT(ann)));
    ck_assert_int_eq(quern_count(hers), 2);
    author copy = *zola;
    OF(Q("author", OBJECT(&copy)), "3,7");
    const quern_error *error = quern_queryset_error(quern_filter(few, Q("author", OBJECT(emma))));
    ck_assert_ptr_nonnull(error);
    ck_assert_str_eq(error->message, "exact takes an object of author for book.author, and was given one of book");
    author *part = quern_first(quern_defer(authors, "name"), author);
    OF(Q("author", OBJECT(part)), "1,2,6");
}
END_TEST

START_TEST(computed_values)
{
    NEEDS_SERVER();
    OF(Q("copies__lt", F("author__id")), "2,3,5");
    OF(Q("pages__gt", F("author__born")), "");
    WITHOUT(Q("pages__gt", F("author__born")), "1,2,3,4,5,6,7,8");
    OF(Q("pages__lt", F("sequel_of__pages")), "4");
    WITHOUT(Q("pages__lt", F("sequel_of__pages")), "1,2,3,5,6,7,8");
    OF(OR(Q("pages__lt", F("sequel_of__pages")), Q("id", 6)), "4,6");
    OF(Q("pages", TIMES(F("id"), 20)), "5,7,8");
    OF(COMPARE(PLUS(F("pages"), 1), gt, 160), "1,3,8");
    OF(COMPARE(DIVIDE(F("pages"), 100), in, LIST(1, 5)), "3,5,7,8");
    OF(COMPARE(MINUS(F("pages"), TIMES(F("id"), 20)), exact, 0), "5,7,8");
    WITHOUT(COMPARE(MINUS(F("pages"), TIMES(F("id"), 20)), exact, 0), "1,2,3,4,6");
    OF(COMPARE(PLUS(F("pages"), F("rating")), isnull, true), "2,5,6");
    OF(Q("created_at__gt", PLUS(quern_timestamp_now(), ((quern_interval){ .days = -365000 }))), "1,2,3,5,6,7,8");
    OF(Q("isbn__contains", F("subtitle")), "3");
}
END_TEST

/* What stands in the pattern's column means itself. */
START_TEST(patterns_of_columns)
{
    NEEDS_SERVER();
    sql("UPDATE books_book SET subtitle = '100%%' WHERE id = 4");
    sql("UPDATE books_book SET subtitle = 'V%%' WHERE id = 5");
    sql("UPDATE books_book SET subtitle = 'VOL', title = 'Volume _' WHERE id = 6");
    sql("UPDATE books_book SET subtitle = '_' WHERE id = 6 OR id = 7");
    OF(Q("title__startswith", F("subtitle")), "3,4");
    OF(Q("title__endswith", F("subtitle")), "3,6");
    OF(Q("title__contains", F("subtitle")), "3,4,6");
    sql("UPDATE books_book SET subtitle = 'vOLUME' WHERE id = 8");
    OF(Q("title__istartswith", F("subtitle")), "3,4,8");
    OF(Q("title__iexact", F("title")), "1,2,3,4,5,6,7,8");
}
END_TEST
/* clang-format on */

Suite *quern__suite_lookups(void);

Suite *quern__suite_lookups(void)
{
    Suite *suite = suite_create("lookups");
    TCase *tests = server_case("lookups");
    tcase_add_checked_fixture(tests, begin, NULL);
    tcase_add_test(tests, texts);
    tcase_add_test(tests, truth);
    tcase_add_test(tests, lists);
    tcase_add_test(tests, nothing_is_asked_for_what_cannot_hold);
    tcase_add_test(tests, subqueries);
    tcase_add_test(tests, objects);
    tcase_add_test(tests, computed_values);
    tcase_add_test(tests, patterns_of_columns);
    suite_add_tcase(suite, tests);
    return suite;
}
