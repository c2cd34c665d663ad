/* test_fetch.c: quern_fetch on a real server: what each costs, what it gives when it fails, and when nothing is asked. */
#include "test/integration/fixture.h"
#include "test/support/lending.h"

#include <stdio.h>

static quern_queryset *books, *authors, *loans;
static int64_t count;

static void begin(void)
{
    if (!db)
        return;
    books = quern_objects(s, book);
    authors = quern_objects(s, author);
    loans = quern_objects(s, loan);
}

static void start_counting(void)
{
    ck_assert_msg(!quern_failed(s), "%s", quern_error_text(s));
    count = quern_query_count(s);
}

/* So many statements have run since then. */
static void expect_statements(const char *name, int64_t expected)
{
    const int64_t ran = quern_query_count(s) - count;
    ck_assert_msg(ran == expected, "%s: %d statements, not %d", name, (int)ran, (int)expected);
}

static book *get_book(int64_t id)
{
    book *b = quern_get(books, book, Q("id", id));
    ck_assert_msg(b != NULL, "%s", quern_error_text(s));
    return b;
}

START_TEST(a_relation_costs_one_statement)
{
    NEEDS_SERVER();
    book *b = get_book(1);
    ck_assert_ptr_null(b->author);
    start_counting();
    ck_assert_str_eq(quern_fetch(b, author)->name, "Jane Austen");
    const int line = __LINE__ - 1;
    expect_statements("the first", 1);
    const quern_query *query = quern_query_at(s, -1);
    char site[200];
    snprintf(site, sizeof site, "test_fetch.c:%d", line);
    ck_assert_ptr_nonnull(strstr(query->site, site));
    ck_assert_int_eq(query->rows, 1);
    ck_assert_str_eq(query->sql,
                     "SELECT \"books_author\".\"id\", \"books_author\".\"name\", \"books_author\".\"email\", "
                     "\"books_author\".\"born\" FROM \"books_author\" WHERE \"books_author\".\"id\" = $1");
    ck_assert_ptr_nonnull(b->author);
    ck_assert_ptr_eq(quern_fetch(b, author), b->author);
    ck_assert_int_eq(b->author->born.value, 1775);
    expect_statements("again", 1);
}
END_TEST

START_TEST(a_chain_of_relations)
{
    NEEDS_SERVER();
    loan *l = quern_get(loans, loan, Q("id", 2));
    start_counting();
    ck_assert_str_eq(quern_fetch(quern_fetch(quern_fetch(l, book), sequel_of), author)->name, "Jane Austen");
    expect_statements("three", 3);
    ck_assert_str_eq(l->book->sequel_of->author->name, "Jane Austen");
    ck_assert(quern_loaded(l->book->sequel_of, title));
}
END_TEST

/* The key of a reader is not what a loan points to. */
START_TEST(a_relation_by_another_field)
{
    NEEDS_SERVER();
    loan *l = quern_get(loans, loan, Q("id", 1));
    start_counting();
    ck_assert_int_eq(quern_fetch(l, reader)->id, 2);
    ck_assert_str_eq(l->reader->card, "A1");
    expect_statements("by its card", 1);
    odd *o = quern_first(quern_order_by(quern_objects(s, odd), "id"), odd);
    ck_assert_int_eq(quern_fetch(o, shelf)->room, 1);
}
END_TEST

START_TEST(a_key_that_is_null_asks_nothing)
{
    NEEDS_SERVER();
    book *b = get_book(1);
    odd *o = quern_get(quern_objects(s, odd), odd, Q("id", 2));
    start_counting();
    ck_assert_ptr_null(quern_fetch(b, sequel_of));
    ck_assert_ptr_null(quern_fetch(o, shelf));
    expect_statements("none", 0);
}
END_TEST

START_TEST(a_key_that_the_program_changed)
{
    NEEDS_SERVER();
    book *b = get_book(2);
    ck_assert_str_eq(quern_fetch(b, author)->name, "Jane Austen");
    const author *jane = b->author;
    start_counting();
    b->author_id = 2;
    ck_assert_str_eq(quern_fetch(b, author)->name, "Émile Zola");
    ck_assert_str_eq(quern_fetch(b, author)->name, "Émile Zola");
    expect_statements("the new one", 1);
    ck_assert_str_eq(jane->name, "Jane Austen");
    ck_assert_int_eq(quern_fetch(b, sequel_of)->id, 1);
    b->sequel_of_id.present = false;
    ck_assert_ptr_null(quern_fetch(b, sequel_of));
    expect_statements("and the first book", 2);
    loan *l = quern_get(loans, loan, Q("id", 1));
    ck_assert_str_eq(quern_fetch(l, reader)->name, "Ann");
    char same_card[] = "A1";
    start_counting();
    l->reader_id = same_card;
    ck_assert_str_eq(quern_fetch(l, reader)->name, "Ann");
    expect_statements("the same text", 0);
    l->reader_id = "B1";
    ck_assert_str_eq(quern_fetch(l, reader)->name, "Zoë");
    expect_statements("another one", 1);
}
END_TEST

/* What the program put there itself it may keep. */
START_TEST(an_object_of_the_programs_own)
{
    NEEDS_SERVER();
    author mine = { .id = 77, .name = "me" };
    book *b = get_book(1);
    start_counting();
    b->author = &mine;
    ck_assert_ptr_eq(quern_fetch(b, author), &mine);
    expect_statements("none", 0);
}
END_TEST

START_TEST(a_field_that_was_deferred)
{
    NEEDS_SERVER();
    quern_queryset *some = quern_slice(quern_order_by(quern_defer(books, "title", "rating"), "id"), 0, 3);
    book *one = quern_at(some, book, 0), *other = NULL;
    QUERN_EACH(book, b, some) {
        if (b->id == 1)
            one = b;
        if (b->id == 3)
            other = b;
    }
    ck_assert(!quern_loaded(one, title) && quern_loaded(one, subtitle));
    start_counting();
    ck_assert_str_eq(quern_fetch(one, title), "Emma");
    expect_statements("one", 1);
    ck_assert_str_eq(quern_query_at(s, -1)->sql,
                     "SELECT \"books_book\".\"title\" FROM \"books_book\" WHERE \"books_book\".\"id\" = $1");
    ck_assert_str_eq(quern_fetch(one, title), "Emma");
    ck_assert_str_eq(one->title, "Emma");
    expect_statements("again", 1);
    ck_assert(quern_loaded(one, title) && !quern_loaded(one, rating));
    ck_assert(!quern_loaded(other, title));
    ck_assert(quern_fetch(one, rating).value == 4.5);
    ck_assert_str_eq(quern_fetch(other, title), "Germinal");
    expect_statements("each", 3);
}
END_TEST

/* Over the end of a byte of marks. */
START_TEST(each_object_of_many)
{
    NEEDS_SERVER();
    quern_queryset *ordered = quern_order_by(quern_only(books, "id"), "id");
    char title[40];
    start_counting();
    QUERN_EACH(book, b, ordered) {
        if (b->id < 5 || b->id % 3)
            continue;
        snprintf(title, sizeof title, "Volume %d", (int)b->id);
        ck_assert_str_eq(quern_fetch(b, title), title);
    }
    expect_statements("each", 1 + 12);
    QUERN_EACH(book, b, ordered)
        ck_assert_msg(quern_loaded(b, title) == (b->id >= 5 && b->id % 3 == 0), "book %d", (int)b->id);
}
END_TEST

START_TEST(a_deferred_null)
{
    NEEDS_SERVER();
    book *b = quern_get(quern_only(books, "id"), book, Q("id", 1));
    start_counting();
    ck_assert_ptr_null(quern_fetch(b, subtitle));
    ck_assert(!quern_fetch(b, lent).present && quern_loaded(b, lent) && quern_loaded(b, subtitle));
    ck_assert_int_eq(quern_fetch(b, pages).value, 474);
    expect_statements("three", 3);
}
END_TEST

/* What the program wrote to a member that was not loaded is no value of the row. */
START_TEST(a_deferred_null_over_a_value)
{
    NEEDS_SERVER();
    book *b = quern_get(quern_only(books, "id"), book, Q("id", 2));
    b->pages = (quern_null_i32){ 7, true };
    ck_assert(!quern_fetch(b, pages).present);
}
END_TEST

START_TEST(a_relation_whose_key_was_deferred)
{
    NEEDS_SERVER();
    book *b = quern_get(quern_only(books, "title"), book, Q("id", 1));
    start_counting();
    ck_assert_str_eq(quern_fetch(b, author)->name, "Jane Austen");
    expect_statements("the key, and the object", 2);
    ck_assert(quern_loaded(b, author_id) && b->author_id == 1);
    ck_assert_ptr_null(quern_fetch(b, sequel_of));
    expect_statements("a key that is NULL", 3);
}
END_TEST

/* A field that came later can stand for its object. */
START_TEST(a_key_that_came_later)
{
    NEEDS_SERVER();
    reader *r = quern_get(quern_only(quern_objects(s, reader), "name"), reader, Q("id", 3));
    ck_assert_str_eq(quern_fetch(r, card), "C1");
    ck_assert_int_eq(quern_count(quern_filter(loans, Q("reader", OBJECT(r)))), 1);
    reader *other = quern_get(quern_only(quern_objects(s, reader), "name"), reader, Q("id", 2));
    ck_assert_int_eq(quern_count(quern_filter(loans, Q("reader", OBJECT(other)))), -1);
    take_failure(s, QUERN_ERROR_VALUE);
}
END_TEST

static void expect_failure(quern_error_code code, const char *message, const char *path)
{
    const quern_error *error = take_failure(s, code);
    ck_assert_str_eq(error->message, message);
    ck_assert_str_eq(error->path, path);
    ck_assert_ptr_nonnull(strstr(error->site, "test_fetch.c:"));
}

START_TEST(an_object_that_is_not_there)
{
    NEEDS_SERVER();
    book *b = get_book(1);
    author *jane = quern_fetch(b, author);
    b->author_id = 404;
    ck_assert_str_eq(quern_fetch(b, author)->name, "");
    ck_assert_ptr_eq(b->author, jane);
    expect_failure(QUERN_ERROR_DATA, "book.author points to author 404, which is not there", "author");
    b->sequel_of_id = (quern_null_i64){ 405, true };
    ck_assert_str_eq(quern_fetch(b, sequel_of)->title, "");
    expect_failure(QUERN_ERROR_DATA, "book.sequel_of points to book 405, which is not there", "sequel_of");
    loan *l = quern_get(loans, loan, Q("id", 1));
    l->reader_id = "Z9";
    ck_assert_str_eq(quern_fetch(l, reader)->name, "");
    expect_failure(QUERN_ERROR_DATA, "loan.reader points to reader 'Z9', which is not there", "reader");
}
END_TEST

START_TEST(a_row_that_is_gone)
{
    NEEDS_SERVER();
    sql("INSERT INTO books_book SELECT 900, 'gone', NULL, 1, NULL, true, NULL, 1, 1, 1, NULL, 1, NULL, "
        "now(), NULL, "
        "''");
    book *b = quern_get(quern_only(books, "id"), book, Q("id", 900));
    sql("DELETE FROM books_book WHERE id = 900");
    ck_assert_str_eq(quern_fetch(b, title), "");
    expect_failure(QUERN_ERROR_DATA, "the row of book 900 is gone: its title cannot be loaded", "title");
    ck_assert(!quern_loaded(b, title));
    ck_assert_str_eq(quern_fetch(b, author)->name, "");
    expect_failure(QUERN_ERROR_DATA, "the row of book 900 is gone: its author cannot be loaded", "author");
}
END_TEST

START_TEST(a_model_without_a_key)
{
    NEEDS_SERVER();
    feature *f = quern_first(
        quern_only(quern_order_by(quern_objects(s, feature), "feature_id"), "feature_id"), feature);
    start_counting();
    ck_assert_str_eq(quern_fetch(f, feature_name), "");
    expect_statements("none", 0);
    expect_failure(QUERN_ERROR_USAGE,
                   "feature.feature_name was not loaded, and feature has no primary key to load it by",
                   "feature_name");
}
END_TEST

/* All the way down, and nothing of it is asked for. */
START_TEST(blank_after_a_failure)
{
    NEEDS_SERVER();
    loan *l = quern_get(loans, loan, Q("id", 1));
    book *b = quern_get(quern_defer(books, "title", "subtitle", "pages"), book, Q("id", 2));
    ck_assert_int_eq(quern_execute(s, "SELECT nonsense"), -1);
    const int64_t before = quern_query_count(s);
    ck_assert_str_eq(quern_fetch(quern_fetch(l, book), author)->name, "");
    ck_assert_ptr_null(quern_fetch(quern_fetch(l, book), sequel_of));
    ck_assert_str_eq(quern_fetch(l, book)->title, "");
    ck_assert_ptr_null(quern_fetch(l, book)->subtitle);
    ck_assert(!quern_fetch(l, book)->rating.present && quern_fetch(l, book)->id == 0);
    ck_assert_str_eq(quern_fetch(b, title), "");
    ck_assert_ptr_null(quern_fetch(b, subtitle));
    ck_assert(!quern_fetch(b, pages).present);
    ck_assert_ptr_null(quern_fetch(l, renewal_of)); /* its key is NULL */
    ck_assert_int_eq(quern_query_count(s), before);
    ck_assert_ptr_null(l->book);
    take_failure(s, QUERN_ERROR_SERVER);
    ck_assert_str_eq(quern_fetch(quern_fetch(l, book), author)->name, "Émile Zola");
}
END_TEST

/* A struct that was copied, and one that quern never saw. */
START_TEST(objects_without_a_session)
{
    NEEDS_SERVER();
    book *b = quern_get(quern_defer(books, "subtitle"), book, Q("id", 2));
    book early = *b, zeroed = { .title = "mine" };
    ck_assert_str_eq(quern_fetch(b, author)->name, "Jane Austen");
    ck_assert_str_eq(quern_fetch(b, subtitle), "A novel");
    book late = *b;
    start_counting();
    ck_assert_str_eq(quern_fetch(&early, author)->name, "");
    ck_assert_str_eq(quern_fetch(&early, title), "Persuasion");
    ck_assert_str_eq(quern_fetch(&late, author)->name, "Jane Austen");
    ck_assert(quern_loaded(&late, title) && !quern_loaded(&early, subtitle));
    ck_assert_str_eq(quern_fetch(&zeroed, title), "mine");
    ck_assert_ptr_null(quern_fetch(&zeroed, author));
    ck_assert_ptr_null(zeroed.author);
    expect_statements("none", 0);
}
END_TEST

/* What was loaded is there for good, and nothing more can come. */
START_TEST(objects_of_a_taken_result)
{
    NEEDS_SERVER();
    quern_session *t = quern_session_open(db);
    quern_queryset *two =
        quern_slice(quern_order_by(quern_defer(quern_objects(t, book), "title"), "id"), 0, 2);
    book *b = quern_at(two, book, 0);
    QUERN_EACH(book, each, two)
        b = each; /* the last one: Persuasion */
    ck_assert_str_eq(quern_fetch(quern_fetch(b, sequel_of), title), "Emma");
    quern_result *taken = quern_result_take(two);
    ck_assert_msg(taken != NULL, "%s", quern_error_text(t));
    quern_session_close(t);
    ck_assert_str_eq(quern_fetch(quern_fetch(b, sequel_of), title), "Emma");
    ck_assert_str_eq(quern_fetch(quern_fetch(b, sequel_of), author)->name, "");
    ck_assert_ptr_null(quern_fetch(b->sequel_of, sequel_of)); /* its key is NULL */
    ck_assert_str_eq(quern_fetch(b, author)->name, "");
    ck_assert_str_eq(quern_fetch(b, title), "");
    ck_assert(!b->author && !quern_loaded(b, title));
    const char *title = NULL;
    ck_assert((quern_read)(&b->sequel_of->object, "title", &title, QUERN_KIND_TEXT, QUERN_SITE));
    ck_assert_str_eq(title, "Emma");
    quern_result_free(taken);
}
END_TEST

/* Nobody has said that the member is the other side of a relation. */
START_TEST(a_member_that_no_field_describes)
{
    NEEDS_SERVER();
    typedef struct bound_book {
        book first;
        book **others;
    } bound_book;
    book *b = quern_first(books, book);
    start_counting();
    ck_assert_ptr_nonnull((quern_fetch)(&b->object, offsetof(bound_book, others), "here.c:1"));
    const quern_error *error = quern_session_error(s);
    ck_assert_msg(error != NULL, "nothing is said");
    ck_assert_int_eq(error->code, QUERN_ERROR_USAGE);
    ck_assert_str_eq(error->message, "quern_fetch of a member of book that no field describes");
    ck_assert_str_eq(error->site, "here.c:1");
    quern_error_clear(s);
    expect_statements("none", 0);
}
END_TEST

START_TEST(rows_of_values)
{
    NEEDS_SERVER();
    quern_row *r = quern_first(quern_values(books, "title"), quern_row);
    start_counting();
    ck_assert_ptr_nonnull((quern_fetch)(&r->object, offsetof(book, title), QUERN_SITE));
    ck_assert_ptr_nonnull((quern_fetch)(NULL, 8, QUERN_SITE));
    expect_statements("none", 0);
}
END_TEST

Suite *quern__suite_fetch(void);

Suite *quern__suite_fetch(void)
{
    Suite *suite = suite_create("fetch");
    TCase *tests = server_case("fetch");
    tcase_add_checked_fixture(tests, begin, NULL);
    tcase_add_test(tests, a_relation_costs_one_statement);
    tcase_add_test(tests, a_chain_of_relations);
    tcase_add_test(tests, a_relation_by_another_field);
    tcase_add_test(tests, a_key_that_is_null_asks_nothing);
    tcase_add_test(tests, a_key_that_the_program_changed);
    tcase_add_test(tests, an_object_of_the_programs_own);
    tcase_add_test(tests, a_field_that_was_deferred);
    tcase_add_test(tests, each_object_of_many);
    tcase_add_test(tests, a_deferred_null);
    tcase_add_test(tests, a_deferred_null_over_a_value);
    tcase_add_test(tests, a_relation_whose_key_was_deferred);
    tcase_add_test(tests, a_key_that_came_later);
    tcase_add_test(tests, an_object_that_is_not_there);
    tcase_add_test(tests, a_row_that_is_gone);
    tcase_add_test(tests, a_model_without_a_key);
    tcase_add_test(tests, blank_after_a_failure);
    tcase_add_test(tests, objects_without_a_session);
    tcase_add_test(tests, objects_of_a_taken_result);
    tcase_add_test(tests, a_member_that_no_field_describes);
    tcase_add_test(tests, rows_of_values);
    suite_add_tcase(suite, tests);
    return suite;
}
