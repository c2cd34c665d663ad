/* cases_lookups.c: the cases of the golden files about what a condition compares, how, and with what. */
#include "test/golden/cases.h"

#include "test/support/lending.h"
#include "test/support/specimen.h"

/* clang-format off */
void quern__golden_lookups(quern__golden *golden)
{
    BOOKS;
    CASE(quern_filter(books, Q("title__iexact", "emma")));
    COUNT(quern_filter(books, Q("title__iexact", "100%_\\")));
    COUNT(quern_filter(books, Q("subtitle__iexact", QUERN_NULL)));
    COUNT(quern_filter(books, Q("title__contains", "100%_\\")));
    COUNT(quern_filter(books, Q("title__icontains", "mm")));
    COUNT(quern_filter(books, Q("title__startswith", "100%")));
    COUNT(quern_filter(books, Q("title__istartswith", "e_")));
    COUNT(quern_filter(books, Q("title__endswith", "a")));
    COUNT(quern_filter(books, Q("title__iendswith", "\\A")));
    COUNT(quern_filter(books, Q("title__regex", "^E.*a$")));
    COUNT(quern_filter(books, Q("title__iregex", "^e\\w+")));
    COUNT(quern_filter(books, Q(book, title, startswith, "E"), Q(book, author->name, iregex, "^j")));
    COUNT(quern_filter(books, Q("published", true)));
    COUNT(quern_filter(books, Q("published", false)));
    COUNT(quern_filter(books, Q("lent", 0), NOT(Q("published", 1))));
    COUNT(quern_exclude(books, Q("lent", true)));
    COUNT(quern_exclude(books, Q("lent", false)));
    COUNT(quern_exclude(books, OR(Q("lent", false), Q("published", true))));
    COUNT(quern_exclude(books, Q("sequel_of__lent", true)));
    COUNT(quern_exclude(books, Q("subtitle__startswith", "A")));
    COUNT(quern_filter(books, Q("pages__range", RANGE(100, 200))));
    COUNT(quern_filter(books, Q(book, title, range, RANGE("A", "F"))));
    COUNT(quern_filter(books, Q("created_at__range", RANGE(AT_TIME(0), AT_TIME(1000000)))));
    COUNT(quern_filter(books, Q("price__range", RANGE(1, 2.5))));
    COUNT(quern_filter(books, Q("pages__range", RANGE(F("copies"), PLUS(F("copies"), 500)))));
    COUNT(quern_exclude(books, Q("pages__range", RANGE(100, F("views")))));
    COUNT(quern_bind(quern_filter(books, Q("pages__gt", PARAM("least"))), SET("least", 300)));
    COUNT(quern_bind(quern_filter(books, Q("title__icontains", PARAM("t")), Q("isbn", PARAM("t"))), SET("t", "100%")));
    COUNT(quern_bind(quern_exclude(books, Q("lent", PARAM("lent"))), SET("lent", true)));
    COUNT(quern_bind(quern_exclude(books, Q("pages__in", PARAM("some"))), SET("some", LIST(100, QUERN_NULL))));
    COUNT(quern_bind(quern_filter(books, Q("subtitle", PARAM("some"))), SET("some", QUERN_NULL)));
    COUNT(quern_bind(quern_filter(books, Q("sold__gt", PLUS(F("pages"), PARAM("more")))), SET("more", 5)));
}

void quern__golden_in(quern__golden *golden)
{
    static const int64_t ids[] = { 1, 2, 2 };
    static const int32_t small[] = { 1, 2 };
    static const double reals[] = { 4.5, 3 };
    static const char *const texts[] = { "Emma", "it's", "a\\b", NULL };
    static const bool nulls[] = { false, true, false };
    static const quern_timestamp times[] = { { 0 }, { INT64_MAX } };
    static const quern_condition none[] = { { 0 } };
    const quern_array_i64 holed = { ids, nulls, 3 };
    BOOKS;
    CASE(quern_filter(books, Q("id__in", quern_array_of_i64(ids, 3))));
    COUNT(quern_filter(books, Q(book, id, in, quern_array_of_i64(ids, 3))));
    COUNT(quern_filter(books, Q("id__in", quern_array_of_i32(small, 2))));
    COUNT(quern_filter(books, Q("pages__in", quern_array_of_i64(ids, 2))));
    COUNT(quern_filter(books, Q("rating__in", quern_array_of_f64(reals, 2))));
    COUNT(quern_filter(books, Q("title__in", quern_array_of_text(texts, 4))));
    COUNT(quern_filter(books, Q("created_at__in", quern_array_of_timestamp(times, 2))));
    COUNT(quern_filter(books, Q("pages__in", LIST(1, 2L, (short)3))));
    COUNT(quern_filter(books, Q("rating__in", LIST(1, 2.5, 3.5f))));
    COUNT(quern_filter(books, Q("title__in", LIST("Emma", "x"))));
    COUNT(quern_filter(books, Q("lent__in", LIST(true))));
    COUNT(quern_filter(books, Q("author__in", LIST(1, 2))));
    COUNT(quern_filter(books, Q("author__name__in", LIST("x"))));
    COUNT(quern_filter(books, Q("pages__in", LIST(1, QUERN_NULL))));
    COUNT(quern_filter(books, Q("id__in", holed)));
    COUNT(quern_exclude(books, Q("id__in", LIST(1, 2))));
    COUNT(quern_exclude(books, Q("pages__in", LIST(1, 2))));
    COUNT(quern_exclude(books, Q("pages__in", LIST(1, QUERN_NULL))));
    COUNT(quern_exclude(books, Q("pages__in", LIST(QUERN_NULL))));
    COUNT(quern_exclude(books, Q("sequel_of__pages__in", LIST(1, QUERN_NULL))));
    COUNT(quern_filter(books, NOT(NOT(Q("pages__in", LIST(1, QUERN_NULL))))));
    /* What is folded. */
    CASE(quern_filter(books, Q("id__in", quern_array_of_i64(NULL, 0))));
    CASE(quern_filter(books, Q("id__in", LIST(QUERN_NULL)), Q("pages", 1)));
    CASE(quern_filter(quern_filter(books, Q("pages", 1)), Q("id__in", quern_array_of_i64(NULL, 0))));
    COUNT(quern_exclude(books, Q("id__in", quern_array_of_i64(NULL, 0))));
    COUNT(quern_exclude(books, Q("id__in", quern_array_of_i64(NULL, 0)), Q("pages", 1)));
    COUNT(quern_exclude(books, OR(Q("id__in", quern_array_of_i64(NULL, 0)), Q("pages", 1))));
    COUNT(quern_filter(books, OR(Q("id__in", quern_array_of_i64(NULL, 0)), Q("pages", 1))));
    COUNT(quern_filter(books, OR(NOT(ANY(none)), Q("pages", 1))));
    COUNT(quern_filter(books, AND(NOT(ANY(none)), Q("pages", 1))));
    CASE(quern_exclude(books, NOT(ANY(none))));
}

void quern__golden_subqueries(quern__golden *golden)
{
    BOOKS;
    quern_queryset *authors = quern_objects(golden->session, author);
    quern_queryset *readers = quern_objects(golden->session, reader);
    quern_queryset *loans = quern_objects(golden->session, loan);
    quern_queryset *old = quern_filter(authors, Q("born__lt", 1800));
    CASE(quern_filter(books, Q("author__in", authors)));
    CASE(quern_filter(books, Q("pages__gt", 1), Q("author__in", old), Q("pages__lt", 2)));
    COUNT(quern_filter(books, Q(book, author, in, old)));
    COUNT(quern_filter(books, Q("author_id__in", old)));
    COUNT(quern_filter(books, Q("id__in", books)));
    COUNT(quern_filter(books, Q("id__in", quern_values(quern_filter(books, Q("author__name", "x")), "sequel_of"))));
    COUNT(quern_filter(authors, Q("name__in", quern_values(books, "title"))));
    COUNT(quern_filter(authors, Q("born__in", quern_values(books, "sold"))));
    COUNT(quern_filter(authors, Q("id__in", quern_values(books, "sequel_of__author"))));
    COUNT(quern_filter(loans, Q("reader__in", readers)));
    COUNT(quern_filter(loans, Q("reader__in", quern_filter(readers, Q("favourite__in", old)))));
    COUNT(quern_filter(books, Q("author__in", quern_order_by(authors, "name"))));
    COUNT(quern_filter(books, Q("author__in", quern_slice(quern_order_by(authors, "name"), 1, 3))));
    COUNT(quern_filter(books, Q("author__in", quern_distinct(quern_order_by(authors, "name")))));
    COUNT(quern_filter(authors, Q("id__in", quern_values(quern_slice(quern_distinct(quern_order_by(books, "title")), 0, 3), "author"))));
    COUNT(quern_filter(authors, Q("id__in", quern_values(quern_distinct(quern_order_by(books, "author_id", "-pages"), "author_id"), "sequel_of"))));
    COUNT(quern_filter(books, OR(Q("author__in", old), Q("sequel_of__author__name", "x"))));
    COUNT(quern_exclude(books, Q("author__in", old)));
    COUNT(quern_exclude(books, Q("id__in", quern_values(books, "sequel_of"))));
    COUNT(quern_exclude(books, Q("id__in", quern_values(quern_filter(books, Q("pages__gt", 1)), "sequel_of"))));
    COUNT(quern_exclude(books, Q("sequel_of__in", quern_values(quern_slice(books, 0, 5), "sequel_of"))));
    COUNT(quern_exclude(books, Q("id__in", quern_values(books, "sequel_of__id"))));
    COUNT(quern_exclude(authors, Q("born__in", quern_values(books, "sequel_of__pages"))));
    COUNT(quern_filter(books, NOT(NOT(Q("id__in", quern_values(books, "sequel_of"))))));
    COUNT(quern_filter(books, Q("author__in", quern_filter(authors, Q("id__in", quern_values(quern_filter(books, Q("id__in", quern_exclude(books, Q("pages", 7)))), "author"))))));
    CASE(quern_filter(books, Q("author__in", quern_filter(authors, Q("id__in", quern_array_of_i64(NULL, 0))))));
    COUNT(quern_exclude(books, Q("author__in", quern_none(authors))));
    COUNT(quern_filter(books, OR(Q("author__in", quern_slice(authors, 3, 3)), Q("pages", 1))));
    COUNT(quern_filter(books, COMPARE(PLUS(F("pages"), 1), in, quern_values(books, "pages"))));
}

void quern__golden_expressions(quern__golden *golden)
{
    static const int32_t numbers[] = { 1, 2 };
    BOOKS;
    quern_queryset *specimens = quern_objects(golden->session, specimen);
    CASE(quern_filter(books, Q("pages__gt", F("copies"))));
    COUNT(quern_filter(books, Q(book, pages, gt, F(book, copies))));
    COUNT(quern_filter(books, Q("pages", F("author__born"))));
    COUNT(quern_filter(books, Q("author__born__lt", F("sequel_of->pages"))));
    COUNT(quern_filter(books, Q("author", F("sequel_of__author"))));
    COUNT(quern_filter(books, Q("title", F("author__name"))));
    COUNT(quern_filter(books, Q("price__gt", F("pages"))));
    COUNT(quern_filter(books, Q("published", F("lent"))));
    COUNT(quern_filter(books, Q("title__icontains", F("author__name"))));
    COUNT(quern_filter(books, Q("title__contains", F("subtitle")), Q("title__startswith", F("subtitle")), Q("title__endswith", F("subtitle"))));
    COUNT(quern_filter(books, Q("title__istartswith", F("subtitle")), Q("title__iendswith", F("subtitle")), Q("title__iexact", F("subtitle"))));
    COUNT(quern_filter(books, Q("title__regex", F("isbn")), Q("title__iregex", F("isbn"))));
    COUNT(quern_exclude(books, Q("pages__gt", F("copies"))));
    COUNT(quern_exclude(books, Q("copies__gt", F("pages"))));
    COUNT(quern_exclude(books, Q("pages__gt", F("author__born"))));
    COUNT(quern_exclude(books, Q("pages__gt", F("pages"))));
    COUNT(quern_filter(books, OR(Q("pages__gt", F("sequel_of__pages")), Q("pages", 1))));
    COUNT(quern_filter(books, Q("pages__gt", PLUS(F("copies"), 1))));
    COUNT(quern_filter(books, Q("sold__gt", MINUS(TIMES(F("copies"), 2), DIVIDE(F("pages"), 3)))));
    COUNT(quern_filter(books, Q("rating__lt", TIMES(F("price"), 0.5))));
    COUNT(quern_filter(books, Q("rating__lt", DIVIDE(F("pages"), 2))));
    COUNT(quern_filter(books, COMPARE(PLUS(F("pages"), 1), gt, 300)));
    COUNT(quern_filter(books, COMPARE(F(book, pages), gt, 300)));
    COUNT(quern_filter(books, COMPARE(PLUS(F("pages"), F("author__born")), lte, PLUS(2, F("sold")))));
    COUNT(quern_filter(books, COMPARE(TIMES(F("pages"), 2), in, LIST(2, 4))));
    COUNT(quern_filter(books, COMPARE(MINUS(F("pages"), F("author__born")), in, quern_array_of_i32(numbers, 2))));
    COUNT(quern_filter(books, COMPARE(TIMES(F("pages"), 2), range, RANGE(1, 9))));
    COUNT(quern_filter(books, COMPARE(PLUS(F("pages"), F("sold")), isnull, true)));
    COUNT(quern_filter(books, COMPARE(F("subtitle"), startswith, "A")));
    COUNT(quern_exclude(books, COMPARE(PLUS(F("pages"), 1), gt, F("pages"))));
    COUNT(quern_exclude(books, COMPARE(PLUS(F("pages"), 1), in, LIST(2, QUERN_NULL))));
    /* Of no row, where some have infinity. */
    COUNT(quern_filter(books, Q("id", 0), Q("returned_at__gt", PLUS(F("created_at"), ((quern_interval){ .days = 7 })))));
    COUNT(quern_filter(books, Q("id", 0), COMPARE(MINUS(F("returned_at"), F("created_at")), lt, ((quern_interval){ .months = 1 }))));
    COUNT(quern_filter(specimens, Q("id", 0), COMPARE(MINUS(F("a_date"), F("maybe_date")), gt, F("a_interval"))));
    COUNT(quern_filter(specimens, Q("id", 0), COMPARE(MINUS(F("a_date"), ((quern_date){ 0 })), gt, ((quern_interval){ .days = 1 }))));
    COUNT(quern_filter(specimens, Q("id", 0), Q("a_local_timestamp__lt", PLUS(F("a_interval"), F("a_date")))));
    COUNT(quern_filter(specimens, Q("a_time__lt", MINUS(F("maybe_time"), ((quern_interval){ .microseconds = 1 })))));
    COUNT(quern_filter(specimens, Q("id", 0), COMPARE(MINUS(F("a_time"), F("maybe_time")), gt, PLUS(F("a_interval"), F("a_interval")))));
    COUNT(quern_filter(specimens, Q("a_decimal__gt", TIMES(F("a_i32"), quern_decimal_of("1.50")))));
    COUNT(quern_filter(specimens, Q("a_decimal__gt", DIVIDE(F("a_decimal"), 3)), Q("a_f32__gt", PLUS(F("a_f32"), F("maybe_f32")))));
    COUNT(quern_filter(specimens, Q("a_f64__gt", F("a_decimal")), Q("many_i32", F("many_i32")), Q("a_json", F("maybe_json"))));
}
