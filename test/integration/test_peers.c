/* test_peers.c: fetch modes on a real server: what each costs, who is a peer of whom, and what each of them is told. */
#include "test/integration/counted.h"
#include "test/integration/library.h"
#include "test/support/lending.h"

#include <stdio.h>

static quern_queryset *books, *peers; /* of the library */

static void begin(void)
{
    if (!db)
        return;
    books = library_books(counted);
    peers = quern_fetch_mode(books, QUERN_FETCH_PEERS);
}

static void expect_no_failure(void)
{
    ck_assert_msg(!quern_failed(counted), "%s", quern_error_text(counted));
}

START_TEST(authors_one_by_one)
{
    NEEDS_SERVER();
    char name[40];
    QUERN_EACH(book, b, books) {
        snprintf(name, sizeof name, "Author %d", (int)b->author_id);
        ck_assert_str_eq(quern_fetch(b, author)->name, name);
    }
    expect_statements("101", 101);
}
END_TEST

START_TEST(authors_of_all_peers)
{
    NEEDS_SERVER();
    char name[40];
    const author *seen[50] = { NULL };
    QUERN_EACH(book, b, peers) {
        snprintf(name, sizeof name, "Author %d", (int)b->author_id);
        ck_assert_str_eq(quern_fetch(b, author)->name, name);
        const author **one = &seen[b->author_id - 1001];
        ck_assert_msg(!*one || *one == b->author, "book %d has an author of its own", (int)b->id);
        *one = b->author;
    }
    const char *log = expect_statements("2", 2);
    ck_assert(!log || strstr(log, "= ANY"));
    const quern_query *query = quern_query_at(counted, -1);
    ck_assert_int_eq(query->rows, 50);
    ck_assert_int_eq(query->origin, QUERN_ORIGIN_LAZY);
    ck_assert_ptr_nonnull(strstr(query->site, "test_peers.c:"));
    ck_assert_str_eq(
        query->sql,
        "SELECT \"books_author\".\"id\", \"books_author\".\"name\", \"books_author\".\"email\", "
        "\"books_author\".\"born\" FROM \"books_author\" WHERE \"books_author\".\"id\" = ANY($1)");
}
END_TEST

/* Those of sequels are there when the first is asked, and so are the authors of all that these are of. Half of the books are none. */
START_TEST(what_is_loaded_are_peers_again)
{
    NEEDS_SERVER();
    QUERN_EACH(book, b, peers) {
        const book *first = quern_fetch(b, sequel_of);
        ck_assert_int_eq(first != NULL, b->id % 2 == 0);
        if (first)
            ck_assert_int_eq(quern_fetch(b->sequel_of, author)->id, first->author_id);
    }
    expect_statements("3", 3);
    ck_assert_int_eq(quern_query_at(counted, -2)->rows, 50);
    ck_assert_int_eq(quern_query_at(counted, -1)->rows, 25);
}
END_TEST

START_TEST(keys_that_are_null_ask_nothing)
{
    NEEDS_SERVER();
    QUERN_EACH(book, b, quern_filter(peers, Q("sequel_of__isnull", true)))
        ck_assert_ptr_null(quern_fetch(b, sequel_of));
    expect_statements("the books", 1);
}
END_TEST

START_TEST(one_object_is_fetched_as_alone)
{
    NEEDS_SERVER();
    book *b = quern_get(peers, book, Q("id", 1002));
    ck_assert_int_eq(quern_fetch(b, author)->id, b->author_id);
    ck_assert_str_eq(quern_query_at(counted, -1)->sql,
                     "SELECT \"books_author\".\"id\", \"books_author\".\"name\", \"books_author\".\"email\", "
                     "\"books_author\".\"born\" FROM \"books_author\" WHERE \"books_author\".\"id\" = $1");
    expect_statements("two", 2);
}
END_TEST

/* What is there is not asked for again; an author whom a peer has got is shared; new keys of several are one statement. */
START_TEST(keys_that_the_program_changed)
{
    NEEDS_SERVER();
    book *b[100];
    size_t i = 0;
    QUERN_EACH(book, each, peers)
        b[i++] = each;
    (void)quern_fetch(b[0], author);
    expect_statements("2", 2);
    count_from_here();
    b[1]->author_id = b[0]->author_id;
    ck_assert_ptr_eq(quern_fetch(b[1], author), b[0]->author);
    expect_statements("a peer has it", 0);
    for (i = 2; i < 5; i++)
        b[i]->author_id = (int64_t)i - 1; /* of those that all tests share */
    ck_assert_int_eq(quern_fetch(b[3], author)->id, 2);
    ck_assert_int_eq(quern_query_at(counted, -1)->rows, 3);
    ck_assert(b[2]->author->id == 1 && b[4]->author->id == 3);
    expect_statements("three new ones", 1);
    expect_no_failure();
}
END_TEST

START_TEST(an_object_of_the_programs_own)
{
    NEEDS_SERVER();
    author mine = { .id = 77, .name = "me" };
    book *const *list = quern_list(peers, book);
    list[7]->author = &mine;
    (void)quern_fetch(list[0], author);
    ck_assert_ptr_eq(quern_fetch(list[7], author), &mine);
    ck_assert_int_eq(list[57]->author->id, list[57]->author_id);
    expect_statements("2", 2);
}
END_TEST

/* By the card of a reader, which is no key; a text that may be NULL; an integer of 32 bits. */
START_TEST(keys_of_other_kinds)
{
    NEEDS_SERVER();
    quern_queryset *loans =
        quern_fetch_mode(quern_order_by(quern_objects(counted, loan), "id"), QUERN_FETCH_PEERS);
    static const char *const cards[] = { "A1", "C1", "A1" };
    loan *const *l = quern_list(loans, loan);
    for (size_t i = 0; i < 3; i++)
        ck_assert_str_eq(quern_fetch(l[i], reader)->card, cards[i]);
    ck_assert_ptr_eq(l[0]->reader, l[2]->reader);
    expect_statements("readers", 2);
    ck_assert_ptr_eq(quern_fetch(l[2], renewal_of)->reader, NULL);
    ck_assert_int_eq(l[2]->renewal_of->id, 1);
    expect_statements("one renewal", 3);
    count_from_here();
    QUERN_EACH(odd, o, quern_fetch_mode(quern_objects(counted, odd), QUERN_FETCH_PEERS))
        ck_assert(o->shelf_id ? strcmp(quern_fetch(o, shelf)->code, o->shelf_id) == 0
                              : !quern_fetch(o, shelf));
    expect_statements("shelves", 2);
}
END_TEST

START_TEST(a_field_of_all_peers)
{
    NEEDS_SERVER();
    char title[40];
    quern_queryset *some = quern_defer(peers, "title", "subtitle", "pages");
    book *const *list = quern_list(some, book);
    ck_assert(quern_edit(list[3]));
    QUERN_EACH(book, b, some) {
        snprintf(title, sizeof title, "Book %d", (int)b->id);
        ck_assert_str_eq(quern_fetch(b, title), title);
        ck_assert(quern_loaded(b, title) && !quern_loaded(b, subtitle) && !quern_loaded(b, pages));
    }
    expect_statements("titles", 2);
    ck_assert_str_eq(quern_query_at(counted, -1)->sql,
                     "SELECT \"books_book\".\"id\", \"books_book\".\"title\" FROM "
                     "\"books_book\" WHERE \"books_book\".\"id\" = ANY($1)");
    ck_assert(!quern_changed(list[3], title));
    list[3]->title = "another";
    ck_assert(quern_changed(list[3], title));
    QUERN_EACH(book, b, some) {
        ck_assert_int_eq(quern_fetch(b, pages).value, b->id);
        ck_assert_int_eq(quern_fetch(b, subtitle) != NULL, b->id % 2 == 0);
    }
    expect_statements("two more", 4);
}
END_TEST

/* Those that have the field already are not asked for. */
START_TEST(a_field_that_some_have)
{
    NEEDS_SERVER();
    quern_queryset *some = quern_slice(quern_only(peers, "title"), 0, 3);
    book *const *list = quern_list(some, book);
    (void)quern_fetch(list[0], pages);
    ck_assert_int_eq(quern_query_at(counted, -1)->rows, 3);
    list[1]->id = 1050; /* of no peer */
    ck_assert_int_eq(quern_fetch(list[2], copies), 1);
    ck_assert_int_eq(quern_query_at(counted, -1)->rows, 3);
    expect_statements("three", 3);
    expect_no_failure();
}
END_TEST

START_TEST(a_relation_whose_key_was_deferred)
{
    NEEDS_SERVER();
    QUERN_EACH(book, b, quern_only(peers, "title"))
        ck_assert_int_eq(quern_fetch(b, author)->id, 1001 + b->id % 50);
    expect_statements("books, keys, authors", 3);
}
END_TEST

static void expect_gone(const char *message)
{
    ck_assert_str_eq(take_failure(counted, QUERN_ERROR_DATA)->message, message);
}

/* Nobody but the object itself is told, and only when it is asked; nor does its going spoil anything for its peers. */
START_TEST(a_row_that_is_gone)
{
    NEEDS_SERVER();
    quern_queryset *some = quern_only(peers, "id");
    book *const *list = quern_list(some, book);
    sql("DELETE FROM books_book WHERE id = 1100");
    for (size_t i = 0; i < 99; i++)
        ck_assert_int_eq(quern_fetch(list[i], pages).value, list[i]->id);
    expect_statements("those that are there", 2);
    expect_no_failure();
    ck_assert(!quern_fetch(list[99], pages).present);
    expect_gone("the row of book 1100 is gone: its pages cannot be loaded");
    expect_statements("the other", 3);
    ck_assert(!quern_loaded(list[99], pages));
    count_from_here();
    (void)quern_fetch(list[99], title);
    expect_gone("the row of book 1100 is gone: its title cannot be loaded");
    expect_statements("those that are there, and then the one", 2);
    ck_assert_str_eq(quern_fetch(list[5], title), "Book 1006");
    expect_statements("it was there", 2);
}
END_TEST

START_TEST(keys_that_lead_nowhere)
{
    NEEDS_SERVER();
    book *const *list = quern_list(peers, book);
    list[0]->author_id = 404;
    list[1]->author_id = 405;
    for (size_t i = 2; i < 100; i++)
        ck_assert_int_eq(quern_fetch(list[i], author)->id, list[i]->author_id);
    expect_statements("the others", 2);
    ck_assert_str_eq(quern_fetch(list[0], author)->name, "");
    expect_gone("book.author points to author 404, which is not there");
    ck_assert_ptr_null(list[0]->author);
    ck_assert_str_eq(quern_fetch(list[1], author)->name, "");
    expect_gone("book.author points to author 405, which is not there");
    expect_statements("each by itself", 4);
    list[0]->author_id = 1003;
    ck_assert_str_eq(quern_fetch(list[0], author)->name, "Author 1003");
    expect_statements("and found in the end", 5);
}
END_TEST

START_TEST(rows_of_raw)
{
    NEEDS_SERVER();
    quern_queryset *raw = quern_raw(
        counted, book, "SELECT id, author_id, 7 AS seven FROM books_book WHERE id > $1 ORDER BY id", 1000);
    quern_queryset *all = quern_fetch_mode(raw, QUERN_FETCH_PEERS);
    int seven = 0;
    QUERN_EACH(book, b, all) {
        ck_assert_int_eq(quern_fetch(b, pages).value, b->id);
        ck_assert_int_eq(quern_fetch(b, author)->id, b->author_id);
        ck_assert(quern_read(b, "seven", &seven) && seven == 7);
    }
    ck_assert_int_eq(quern_len(all), 100);
    ck_assert_int_eq(quern_query_count(counted), 3); /* and what the server is asked to forget */
    ck_assert_int_eq(quern_len(raw), 100);
    ck_assert_int_eq(quern_query_count(counted), 4);
    ck_assert_str_eq(quern_sql(all), quern_sql(raw));
}
END_TEST

/* BEGIN, DECLARE and FETCH; a FETCH for each further chunk, and one that finds the end; COMMIT. */
START_TEST(chunks_of_a_stream)
{
    NEEDS_SERVER();
    size_t seen = 0, most = 0, after_two = 0;
    QUERN_STREAM(book, b, peers, .chunk = 10, .ahead = -1)
    {
        ck_assert_int_eq(quern_fetch(b, author)->id, b->author_id);
        const size_t bytes = quern_session_bytes(counted);
        if (++seen == 20)
            after_two = most;
        most = bytes > most ? bytes : most;
    }
    ck_assert_uint_eq(seen, 100);
    ck_assert_msg(most <= after_two + 1024, "%zu bytes, and after two chunks %zu", most, after_two);
    int64_t lazy = 0;
    for (int64_t n = 1; n <= quern_query_count(counted); n++)
        lazy += quern_query_at(counted, n)->origin == QUERN_ORIGIN_LAZY;
    ck_assert_int_eq(lazy, 10);
    expect_no_failure();
}
END_TEST

START_TEST(slices_of_a_cache)
{
    NEEDS_SERVER();
    quern_len(peers);
    QUERN_EACH(book, b, quern_slice(peers, 10, 20))
        (void)quern_fetch(b, author);
    expect_statements("the books, and all authors", 2);
    ck_assert_int_eq(quern_query_at(counted, -1)->rows, 50);
}
END_TEST

START_TEST(a_result_that_was_taken)
{
    NEEDS_SERVER();
    book *const *list = quern_list(quern_only(peers, "author"), book);
    quern_queryset *some = quern_only(peers, "author");
    list = quern_list(some, book);
    (void)quern_fetch(list[0], author);
    quern_result *taken = quern_result_take(some);
    ck_assert_ptr_nonnull(taken);
    count_from_here();
    ck_assert_int_eq(quern_fetch(list[9], author)->id, list[9]->author_id);
    ck_assert_str_eq(quern_fetch(list[9], title), "");
    expect_statements("nothing", 0);
    quern_result_free(taken);
}
END_TEST

/* What was loaded for an old queryset after the mark stays. */
START_TEST(rewound)
{
    NEEDS_SERVER();
    book *const *list = quern_list(peers, book);
    const quern_mark before = quern_session_mark(counted);
    (void)quern_fetch(list[0], author);
    ck_assert(quern_session_rewind(counted, before));
    for (size_t i = 0; i < 100; i++)
        ck_assert_int_eq(list[i]->author->id, list[i]->author_id);
    expect_statements("2", 2);
}
END_TEST

/* Over the limit nobody has anything. */
START_TEST(limits_of_bytes)
{
    NEEDS_SERVER();
    quern_session *t = quern_session_open(counted_db, .max_result_bytes = 60000);
    quern_queryset *some = quern_fetch_mode(quern_only(library_books(t), "author"), QUERN_FETCH_PEERS);
    book *const *list = quern_list(some, book);
    ck_assert_ptr_nonnull(list);
    sql("UPDATE books_book SET subtitle = repeat('x', 1000) WHERE id > 1000");
    ck_assert_ptr_null(quern_fetch(list[0], subtitle));
    take_failure(t, QUERN_ERROR_LIMIT);
    for (size_t i = 0; i < 100; i++)
        ck_assert(!quern_loaded(list[i], subtitle));
    const int32_t had = quern_fetch(list[0], pages).value;
    ck_assert_msg(had == 1001, "%s", quern_error_text(t));
    ck_assert(quern_loaded(list[99], pages));
    quern_session_close(t);
}
END_TEST

START_TEST(batches)
{
    NEEDS_SERVER();
    sql("INSERT INTO books_book SELECT n, 'B', NULL, 1001, NULL, true, NULL, 1, n, 1, NULL, 1, NULL, now(), "
        "NULL, '' "
        "FROM generate_series(2001, 12000) n");
    int64_t rows = 0;
    QUERN_EACH(book, b, quern_only(peers, "title")) {
        ck_assert_int_eq(quern_fetch(b, pages).value, b->id);
        rows++;
    }
    ck_assert_int_eq(rows, 10100);
    expect_statements("10000 and 100", 3);
    expect_no_failure();
}
END_TEST

/* ---- Which mode it is ---- */

/* The statements of a loop over the first five books, whose authors are five. */
static int64_t loop(quern_queryset *queryset)
{
    count_from_here();
    QUERN_EACH(book, b, quern_slice(queryset, 0, 5))
        (void)quern_fetch(b, author);
    return quern_query_count(counted) - counted_before;
}

START_TEST(refining_keeps_it)
{
    NEEDS_SERVER();
    ck_assert_int_eq(loop(books), 6);
    ck_assert_int_eq(
        loop(quern_order_by(quern_filter(quern_all(quern_defer(peers, "title")), Q("pages__gt", 0)), "-id")),
        2);
    ck_assert_int_eq(loop(quern_fetch_mode(peers, QUERN_FETCH_ONE)), 6);
    ck_assert_int_eq(loop(quern_fetch_mode(peers, QUERN_FETCH_DEFAULT)), 6);
    ck_assert_int_eq(loop(quern_filter(quern_slice(peers, 0, 50), Q("id__gt", 0))),
                     0); /* after a slice: refused */
    take_failure(counted, QUERN_ERROR_USAGE);
}
END_TEST

/* The question becomes one about all books that are among those of the queryset. */
START_TEST(in_bulk_keeps_it)
{
    NEEDS_SERVER();
    quern_queryset *one_of_each = quern_distinct(quern_order_by(peers, "title"), "title");
    book *const *found = (book *const *)quern_in_bulk(one_of_each, book, "id", LIST(1001, 1002));
    ck_assert(found && found[0] && found[1]);
    ck_assert_int_eq(quern_fetch(found[0], author)->id, 1002);
    ck_assert(found[1]->author && found[1]->author->id == 1003);
    expect_statements("2", 2);
}
END_TEST

START_TEST(defaults)
{
    NEEDS_SERVER();
    quern_session *t = quern_session_open(db, .fetch_mode = QUERN_FETCH_PEERS);
    QUERN_EACH(book, b, library_books(t))
        (void)quern_fetch(b, author);
    ck_assert_int_eq(quern_query_count(t), 2);
    QUERN_EACH(book, b, quern_slice(quern_fetch_mode(library_books(t), QUERN_FETCH_ONE), 0, 5))
        (void)quern_fetch(b, author);
    ck_assert_int_eq(quern_query_count(t), 8);
    quern_session_close(t);
    quern_db *all = open_db(&(quern_options){ .pool_max = 1, .fetch_mode = QUERN_FETCH_RAISE }, schema.uri);
    t = quern_session_open(all);
    book *b = quern_first(library_books(t), book);
    ck_assert_str_eq(quern_fetch(b, author)->name, "");
    take_failure(t, QUERN_ERROR_USAGE);
    quern_session_close(t);
    t = quern_session_open(all, .fetch_mode = QUERN_FETCH_ONE);
    b = quern_first(library_books(t), book);
    ck_assert_str_ne(quern_fetch(b, author)->name, "");
    quern_session_close(t);
    close_db(all);
}
END_TEST

/* ---- QUERN_FETCH_RAISE ---- */

static void expect_forbidden(const char *message, const char *hint, const char *path)
{
    const quern_error *error = take_failure(counted, QUERN_ERROR_USAGE);
    ck_assert_str_eq(error->message, message);
    ck_assert_msg(strstr(error->hint, hint), "%s", error->hint);
    ck_assert_msg(strstr(error->hint, "test_peers.c:") || strstr(error->hint, "library.c:"), "%s",
                  error->hint);
    ck_assert_str_eq(error->path, path);
    ck_assert_ptr_nonnull(strstr(error->site, "test_peers.c:"));
}

START_TEST(forbidden)
{
    NEEDS_SERVER();
    quern_queryset *none = quern_fetch_mode(quern_defer(books, "title"), QUERN_FETCH_RAISE);
    book *b = quern_first(none, book);
    count_from_here();
    ck_assert_str_eq(quern_fetch(b, author)->name, "");
    expect_forbidden("book.author was not loaded, and QUERN_FETCH_RAISE forbids to load it now",
                     "quern_fetch_mode(qs, QUERN_FETCH_PEERS)", "author");
    ck_assert_str_eq(quern_fetch(b, title), "");
    expect_forbidden("book.title was not loaded, and QUERN_FETCH_RAISE forbids to load it now",
                     "do not leave \"title\" out", "title");
    ck_assert(!b->author && !quern_loaded(b, title));
    ck_assert_ptr_null(quern_fetch(b, sequel_of)); /* its key is NULL */
    ck_assert_int_eq(quern_fetch(b, pages).value, 1001);
    expect_statements("nothing is sent", 0);
}
END_TEST

Suite *quern__suite_peers(void);

Suite *quern__suite_peers(void)
{
    Suite *suite = suite_create("peers");
    TCase *tests = server_case("peers");
    tcase_add_checked_fixture(tests, open_library, close_library);
    tcase_add_checked_fixture(tests, open_counted, close_counted);
    tcase_add_checked_fixture(tests, begin, NULL);
    tcase_add_test(tests, authors_one_by_one);
    tcase_add_test(tests, authors_of_all_peers);
    tcase_add_test(tests, what_is_loaded_are_peers_again);
    tcase_add_test(tests, keys_that_are_null_ask_nothing);
    tcase_add_test(tests, one_object_is_fetched_as_alone);
    tcase_add_test(tests, keys_that_the_program_changed);
    tcase_add_test(tests, an_object_of_the_programs_own);
    tcase_add_test(tests, keys_of_other_kinds);
    tcase_add_test(tests, a_field_of_all_peers);
    tcase_add_test(tests, a_field_that_some_have);
    tcase_add_test(tests, a_relation_whose_key_was_deferred);
    tcase_add_test(tests, a_row_that_is_gone);
    tcase_add_test(tests, keys_that_lead_nowhere);
    tcase_add_test(tests, rows_of_raw);
    tcase_add_test(tests, chunks_of_a_stream);
    tcase_add_test(tests, slices_of_a_cache);
    tcase_add_test(tests, a_result_that_was_taken);
    tcase_add_test(tests, rewound);
    tcase_add_test(tests, limits_of_bytes);
    tcase_add_test(tests, batches);
    tcase_add_test(tests, refining_keeps_it);
    tcase_add_test(tests, in_bulk_keeps_it);
    tcase_add_test(tests, defaults);
    tcase_add_test(tests, forbidden);
    suite_add_tcase(suite, tests);
    return suite;
}
