/* test_triggers.c: what the calls refuse that evaluate, and what they say then; objects as texts; what is printed and explained. */
#include "test/unit/load/fixture.h"

#include "test/support/expect.h"
#include "test/support/lending.h"
#include "test/support/specimen.h"

#include <quern/short.h>

#include <check.h>
#include <stdio.h>
#include <string.h>

/* ---- Refusals ---- */

#define SITE "asked.c:9"
#define NAMES(...) QUERN_NAMES(__VA_ARGS__)

static bool found;

static quern_queryset *authors_of(quern_session *s)
{
    return quern_objects(s, author);
}

static const void *last_unordered_slice(quern_session *s)
{
    return (quern_last)(quern_slice(authors_of(s), 0, 3), &author_model, SITE);
}

static const void *last_of_slice(quern_session *s)
{
    return (quern_last)(quern_slice(quern_order_by(authors_of(s), "id"), 0, 3), &author_model, SITE);
}

static const void *last_without_key(quern_session *s)
{
    return (quern_last)((quern_order_by)(quern_objects(s, feature), NULL, SITE), &feature_model, SITE);
}

static const void *last_of_another_model(quern_session *s)
{
    return (quern_last)(authors_of(s), &shelf_model, SITE);
}

static const void *last_of_one_each(quern_session *s)
{
    return (quern_last)(quern_distinct(authors_of(s), "name"), &author_model, SITE);
}

static const void *list_of_another_model(quern_session *s)
{
    return (quern_list)(authors_of(s), &shelf_model, SITE);
}

static const void *earliest_of_nothing(quern_session *s)
{
    return (quern_earliest)(authors_of(s), &author_model, NAMES(NULL), SITE);
}

static const void *latest_without_names(quern_session *s)
{
    return (quern_latest)(authors_of(s), &author_model, NULL, SITE);
}

static const void *latest_of_slice(quern_session *s)
{
    return (quern_latest)(quern_slice(authors_of(s), 0, 3), &author_model, NAMES("id"), SITE);
}

static const void *latest_of_dates(quern_session *s)
{
    return (quern_latest)(quern_dates(quern_objects(s, book), "created_at", QUERN_DAY), &quern_row_model,
                          NAMES("id"), SITE);
}

static const void *latest_by_typo(quern_session *s)
{
    return (quern_latest)(authors_of(s), &author_model, NAMES("id", "-borne"), SITE);
}

static const void *latest_by_lookup(quern_session *s)
{
    return (quern_latest)(authors_of(s), &author_model, NAMES("born__gt"), SITE);
}

static const void *earliest_at_random(quern_session *s)
{
    return (quern_earliest)(authors_of(s), &author_model, NAMES("?"), SITE);
}

static const void *contains_nothing(quern_session *s)
{
    found = true;
    return (quern_contains)(authors_of(s), NULL, &found, SITE) || found ? s : NULL;
}

static const void *contains_unseen(quern_session *s)
{
    const author unseen = { .id = 5 };
    found = true;
    return quern_contains(authors_of(s), &unseen, &found) || found ? s : NULL;
}

static const void *contains_without_place(quern_session *s)
{
    return (quern_contains)(authors_of(s), NULL, NULL, SITE) ? s : NULL;
}

static const void *contains_of_values(quern_session *s)
{
    found = true;
    return (quern_contains)(quern_values(authors_of(s), "id"), NULL, &found, SITE) || found ? s : NULL;
}

static const void *contains_without_key(quern_session *s)
{
    found = true;
    return (quern_contains)(quern_objects(s, feature), NULL, &found, SITE) || found ? s : NULL;
}

static const void *bulk(quern_queryset *authors, const char *name, quern_value keys)
{
    return (quern_in_bulk)(authors, &author_model, name, keys, SITE);
}

static const void *bulk_by_what_is_not_unique(quern_session *s)
{
    return bulk(authors_of(s), "name", LIST("Ann"));
}

static const void *bulk_by_another_models_key(quern_session *s)
{
    return (quern_in_bulk)(quern_objects(s, reader), &reader_model, "favourite__name", LIST("x"), SITE);
}

static const void *bulk_by_typo(quern_session *s)
{
    return bulk(authors_of(s), "idd", LIST(1));
}

static const void *bulk_by_lookup(quern_session *s)
{
    return bulk(authors_of(s), "id__gt", LIST(1));
}

static const void *bulk_by_no_name(quern_session *s)
{
    return bulk(authors_of(s), NULL, LIST(1));
}

static const void *bulk_of_slice(quern_session *s)
{
    return bulk(quern_slice(authors_of(s), 0, 3), "id", LIST(1));
}

static const void *bulk_of_values(quern_session *s)
{
    return (quern_in_bulk)(quern_values(authors_of(s), "id"), &quern_row_model, "id", LIST(1), SITE);
}

static const void *bulk_of_another_kind(quern_session *s)
{
    return bulk(authors_of(s), "id", LIST(1, "two"));
}

static const void *bulk_of_one(quern_session *s)
{
    return bulk(authors_of(s), "id", V(1));
}

static const void *bulk_of_null(quern_session *s)
{
    return bulk(authors_of(s), "id", V(((quern_array_i64){ 0 })));
}

static const void *bulk_of_a_queryset(quern_session *s)
{
    return bulk(authors_of(s), "id", V(authors_of(s)));
}

static const void *bulk_of_a_field(quern_session *s)
{
    return bulk(authors_of(s), "id", LIST(1, F("id")));
}

static const void *print_to_nowhere(quern_session *s)
{
    return (quern_print)(authors_of(s), NULL, SITE) ? s : NULL;
}

#define EXPLAIN(...)                                                                                       \
    (quern_explain)(authors_of(s), &(quern_explain_options){ __VA_ARGS__ }, sizeof(quern_explain_options), \
                    SITE)

static const void *explain_wal(quern_session *s)
{
    return EXPLAIN(.wal = true);
}

static const void *explain_no_timing(quern_session *s)
{
    return EXPLAIN(.no_timing = true);
}

static const void *explain_serialize(quern_session *s)
{
    return EXPLAIN(.serialize = true);
}

static const void *explain_generic_plan(quern_session *s)
{
    return EXPLAIN(.generic_plan = true, .analyze = true);
}

static const void *explain_no_format(quern_session *s)
{
    return EXPLAIN(.format = (quern_explain_format)4);
}

static const void *explain_too_new(quern_session *s)
{
    return EXPLAIN(.memory = true);
}

#define USAGE QUERN_ERROR_USAGE
#define VALUE QUERN_ERROR_VALUE
#define AFTER_SLICE "it would choose among all rows, not among the sliced ones: do it before the slice"
#define ONE_EACH "quern_distinct by other fields than those that the order begins with"
#define ANY_ROW "or take any of its rows by quern_at(qs, model, 0)"
#define DEEDS(name) #name, name

/* clang-format off */
static const struct {
    const char *name;
    const void *(*ask)(quern_session *s); /* NULL: it was refused */
    quern__expected_error error;
} refusals[] = {
    { DEEDS(last_unordered_slice), { USAGE, "quern_last of a slice without an order", "order it before the slice, " ANY_ROW, "", "" } },
    { DEEDS(last_of_slice), { USAGE, "quern_last of a slice that is not cached", "it is not known before the slice is read: evaluate that first, by quern_len", "", "" } },
    { DEEDS(last_without_key), { USAGE, "quern_last without an order, and feature has no primary key", "order it, " ANY_ROW, "", "" } },
    { DEEDS(last_of_another_model), { USAGE, "objects of shelf from a queryset of author", "name its own: author", "shelf", "" } },
    { DEEDS(last_of_one_each), { USAGE, ONE_EACH, "order by the same fields first: the first row of each group is kept", "", "" } },
    { DEEDS(list_of_another_model), { USAGE, "objects of shelf from a queryset of author", "name its own: author", "shelf", "" } },
    { DEEDS(earliest_of_nothing), { USAGE, "quern_earliest without a field", "name one: \"created_at\"", "", "" } },
    { DEEDS(latest_without_names), { USAGE, "quern_latest without a field", "name one: \"created_at\"", "", "" } },
    { DEEDS(latest_of_slice), { USAGE, "quern_latest after quern_slice", AFTER_SLICE, "", "" } },
    { DEEDS(latest_of_dates), { USAGE, "quern_latest after quern_dates", "they are in order: take the first or the last of them", "", "" } },
    { DEEDS(latest_by_typo), { QUERN_ERROR_FIELD, "author has no field \"borne\"", "did you mean \"born\"? choices are: id, name, email, born, book_set", "borne", "born" } },
    { DEEDS(latest_by_lookup), { QUERN_ERROR_LOOKUP, NULL, NULL, "born__gt", "" } },
    { DEEDS(earliest_at_random), { QUERN_ERROR_FIELD, "author has no field \"?\"", NULL, "?", "" } },
    { DEEDS(contains_nothing), { USAGE, "quern_contains without an object: NULL", "", "", "" } },
    { DEEDS(contains_unseen), { USAGE, "quern_contains of an object that quern has not loaded", "ask for its key: quern_filter and quern_exists", "", "" } },
    { DEEDS(contains_without_place), { USAGE, "quern_contains without a place for its answer", "give it the address of a bool: what it returns is success", "", "" } },
    { DEEDS(contains_of_values), { USAGE, "quern_contains of rows of values", "ask before quern_values, or for the values by quern_filter and quern_exists", "", "" } },
    { DEEDS(contains_without_key), { USAGE, "quern_contains, and the model has no primary key", "ask by a field: quern_filter and quern_exists", "", "" } },
    { DEEDS(bulk_by_what_is_not_unique), { VALUE, "quern_in_bulk by \"name\", which is not unique", "unique fields are: id", "name", "" } },
    { DEEDS(bulk_by_another_models_key), { VALUE, "quern_in_bulk by \"favourite__name\", which is not unique", "unique fields are: id, card", "favourite__name", "" } },
    { DEEDS(bulk_by_typo), { QUERN_ERROR_FIELD, "author has no field \"idd\"", "did you mean \"id\"? choices are: id, name, email, born, book_set", "idd", "id" } },
    { DEEDS(bulk_by_lookup), { QUERN_ERROR_LOOKUP, NULL, NULL, "id__gt", "" } },
    { DEEDS(bulk_by_no_name), { USAGE, "quern_in_bulk without a field", "name one: \"pk\"", "", "" } },
    { DEEDS(bulk_of_slice), { USAGE, "quern_in_bulk after quern_slice", AFTER_SLICE, "", "" } },
    { DEEDS(bulk_of_values), { USAGE, "quern_in_bulk of rows of values", "ask for them before quern_values: objects have their keys", "", "" } },
    { DEEDS(bulk_of_another_kind), { VALUE, NULL, NULL, "id", "" } },
    { DEEDS(bulk_of_one), { VALUE, "quern_in_bulk takes an array of keys, or a list of them", "QUERN_VALUE(array), or QUERN_LIST(1, 2)", "id", "" } },
    { DEEDS(bulk_of_null), { VALUE, "quern_in_bulk takes an array of keys, or a list of them", "QUERN_VALUE(array), or QUERN_LIST(1, 2)", "id", "" } },
    { DEEDS(bulk_of_a_queryset), { VALUE, "quern_in_bulk takes an array of keys, or a list of them", "QUERN_VALUE(array), or QUERN_LIST(1, 2)", "id", "" } },
    { DEEDS(bulk_of_a_field), { VALUE, "quern_in_bulk: items[1] is no value", "give the values of the keys", "id", "" } },
    { DEEDS(print_to_nowhere), { USAGE, "quern_print without a stream", "give it one: stdout", "", "" } },
    { DEEDS(explain_wal), { USAGE, "quern_explain: .wal without .analyze", "nothing is written before it runs", "", "" } },
    { DEEDS(explain_no_timing), { USAGE, "quern_explain: .no_timing without .analyze", "nothing is timed before it runs", "", "" } },
    { DEEDS(explain_serialize), { USAGE, "quern_explain: .serialize without .analyze", "no rows come before it runs", "", "" } },
    { DEEDS(explain_generic_plan), { USAGE, "quern_explain: .generic_plan with .analyze", "a plan for any values cannot run: it has none", "", "" } },
    { DEEDS(explain_no_format), { USAGE, "quern_explain in no such format", "QUERN_EXPLAIN_JSON", "", "" } },
    { DEEDS(explain_too_new), { QUERN_ERROR_UNSUPPORTED, "the statement needs a server of version 17, and this one is of 15", "leave out what is new there", "", "" } },
};
/* clang-format on */

/* Nothing is asked then, whether the queryset has its rows or not. */
START_TEST(what_makes_no_sense_is_refused)
{
    load_fixture f = load_open();
    ck_assert_msg(!refusals[_i].ask(f.s), "%s: it gave something", refusals[_i].name);
    const quern_error *error = quern_session_error(f.s);
    ck_assert_msg(error != NULL, "%s: no failure", refusals[_i].name);
    quern__expected_error expected = refusals[_i].error;
    expected.message = expected.message ? expected.message : error->message;
    expected.hint = expected.hint ? expected.hint : error->hint;
    quern__expect_error(refusals[_i].name, error, &expected);
    ck_assert_msg(error->site && strchr(error->site, ':'), "%s: no site", refusals[_i].name);
    check_statements(&f, refusals[_i].name, 0);
    quern_error_clear(f.s);
    load_close(&f);
}
END_TEST

/* ---- The cache ---- */

START_TEST(a_list_is_made_once)
{
    load_fixture f = load_open();
    quern_queryset *authors = quern_objects(f.s, author), *slice = quern_slice(authors, 1, 3);
    expect_authors(&f, "FROM \"books_author\"", 5);
    author *const *all = quern_list(authors, author), *const *two = quern_list(slice, author);
    for (int64_t i = 0; i < 5; i++)
        check_author(all[i], i + 1);
    ck_assert_ptr_null(all[5]);
    ck_assert(two[0] == all[1] && two[1] == all[2] && !two[2]);
    ck_assert_ptr_eq(quern_list(authors, author), all);
    ck_assert_ptr_eq(quern_list(slice, author), two);
    ck_assert_ptr_eq(quern_list(quern_slice(quern_slice(authors, 1, 5), 0, 2), author), two);
    author *const *none = quern_list(quern_none(authors), author);
    ck_assert(none && !none[0]);
    check_statements(&f, "lists", 1);
    load_close(&f);
}
END_TEST

START_TEST(a_loop_over_a_slice_of_a_cache)
{
    load_fixture f = load_open();
    int64_t sum = 0;
    quern_queryset *authors = quern_objects(f.s, author);
    expect_authors(&f, "FROM \"books_author\"", 9);
    QUERN_EACH(author, a, authors) {
        QUERN_EACH(author, b, quern_slice(authors, 7, 20)) {
            sum += b->id;
            if (b->id == 9)
                break;
        }
        if (a->id == 2)
            break;
    }
    ck_assert_int_eq(sum, 2 * (8 + 9));
    quern_each each = quern_each_begin(quern_slice(authors, 2, 4), &author_model, SITE);
    check_author(quern_each_next(&each), 3);
    check_author(quern_each_next(&each), 4);
    ck_assert(!quern_each_next(&each) && !quern_each_next(&each));
    quern_each_end(&each);
    ck_assert_ptr_null(quern_each_next(&each));
    check_statements(&f, "loops", 1);
    load_close(&f);
}
END_TEST

START_TEST(a_cache_has_a_first_and_a_last)
{
    load_fixture f = load_open();
    quern_queryset *authors = quern_order_by(quern_objects(f.s, author), "name");
    expect_authors(&f, "ORDER BY \"books_author\".\"name\"", 5);
    quern_len(authors);
    check_author(quern_last(authors, author), 5);
    check_author(quern_last(quern_slice(authors, 1, 3), author), 3);
    check_author(quern_first(quern_slice(authors, 1, 3), author), 2);
    ck_assert_ptr_null(quern_last(quern_slice(authors, 5, 9), author));
    ck_assert_int_eq(quern_answer(f.s), QUERN_NOT_FOUND);
    check_statements(&f, "from the cache", 1);
    expect_authors(&f, "ORDER BY \"books_author\".\"born\" DESC NULLS LAST LIMIT 1", 1);
    check_author(quern_latest(authors, author, "born"), 1);
    check_statements(&f, "the latest never", 2);
    load_close(&f);
}
END_TEST

/* Of another session, of another statement: it is the key that counts. */
START_TEST(an_object_is_looked_for_by_its_key)
{
    load_fixture f = load_open();
    quern_session *other = quern_session_open(f.db);
    expect_authors(&f, "FROM \"books_author\"", 4);
    author *const *theirs = quern_list(quern_objects(other, author), author);
    quern_queryset *authors = quern_objects(f.s, author);
    bool there = false;
    expect_number(&f, "SELECT 1 FROM \"books_author\" WHERE \"books_author\".\"id\" = $1 LIMIT 1", "1");
    ck_assert(quern_contains(authors, theirs[3], &there) && there);
    ck_assert_str_eq(quern_script_seen(f.script, 1)->values, "$1 = 4");
    expect_number(&f, "SELECT 1 FROM \"books_author\" WHERE \"books_author\".\"id\" = $1 LIMIT 1", NULL);
    ck_assert(quern_contains(authors, theirs[0], &there) && !there);
    expect_authors(&f, "FROM \"books_author\"", 3);
    quern_len(authors);
    author changed = *theirs[2];
    ck_assert(quern_contains(authors, &changed, &there) && there);
    ck_assert(quern_contains(authors, theirs[3], &there) && !there);
    ck_assert(quern_contains(quern_slice(authors, 0, 2), theirs[2], &there) && !there);
    ck_assert(quern_contains(quern_objects(f.s, shelf), theirs[2], &there) && !there);
    ck_assert_int_eq(quern_query_count(f.s), 3);
    quern_session_close(other);
    load_close(&f);
}
END_TEST

/* ---- in_bulk ---- */

START_TEST(keys_in_any_form_find_their_objects)
{
    load_fixture f = load_open();
    quern_queryset *authors = quern_objects(f.s, author);
    const int16_t few[] = { 2, 9, 1, 2 };
    expect_authors(&f, "WHERE \"books_author\".\"id\" = ANY($1)", 2);
    author *const *found_authors = quern_in_bulk(authors, author, "pk", V(quern_array_of_i16(few, 4)));
    ck_assert_msg(found_authors != NULL, "%s", quern_error_text(f.s));
    check_author(found_authors[0], 2);
    check_author(found_authors[2], 1);
    ck_assert(!found_authors[1] && found_authors[3] == found_authors[0] && !found_authors[4]);
    ck_assert_str_eq(quern_script_seen(f.script, 0)->values, "$1 = '{2,9,1,2}'");
    expect_authors(&f, "= ANY($1)", 0);
    found_authors = quern_in_bulk(authors, author, "id", LIST(3, QUERN_NULL));
    ck_assert(found_authors && !found_authors[0] && !found_authors[1] && !found_authors[2]);
    check_statements(&f, "in_bulk", 2);
    found_authors = (void *)(uintptr_t)quern_in_bulk(authors, author, "id", LIST(QUERN_NULL));
    ck_assert(found_authors && !found_authors[0] && !found_authors[1]);
    found_authors = quern_in_bulk(authors, author, "id", quern_value_list(NULL));
    ck_assert(found_authors && !found_authors[0]);
    check_statements(&f, "without keys", 2);
    load_close(&f);
}
END_TEST

/* ---- Texts ---- */

static void expect_text_of(const char *name, const quern_object *object, const char *expected)
{
    char text[60], cut[4];
    ck_assert_uint_eq((quern_to_text)(object, text, sizeof text), strlen(expected));
    quern__expect_text(name, "its text", text, expected);
    ck_assert_uint_eq((quern_to_text)(object, cut, sizeof cut), strlen(expected));
    ck_assert_msg(strncmp(cut, expected, sizeof cut - 1) == 0 && strlen(cut) <= 3, "%s: cut to %s", name,
                  cut);
    ck_assert_uint_eq((quern_to_text)(object, NULL, 0), strlen(expected));
}

START_TEST(an_object_is_a_text)
{
    load_fixture f = load_open();
    expect_authors(&f, "FROM \"books_author\"", 3);
    author *third = quern_list(quern_objects(f.s, author), author)[2], copy = *third;
    const author unseen = { .id = 5 }, *nobody = NULL;
    char text[20];
    expect_text_of("an author", &third->object, "author 3");
    expect_text_of("its copy", &copy.object, "author 3");
    expect_text_of("one that was not loaded", &unseen.object, "?");
    expect_text_of("NULL", NULL, "?");
    ck_assert_uint_eq(quern_to_text(nobody, text, sizeof text), 1);
    quern_script_expect(f.script, .contains = "FROM \"shelf\"",
                        QUERN_SCRIPT_COLUMNS({ "code", QUERN_KIND_TEXT }, { "room", QUERN_KIND_I32 }),
                        QUERN_SCRIPT_ROWS("A\"b", "1"));
    expect_text_of("a key of text", &quern_at(quern_objects(f.s, shelf), shelf, 0)->object, "shelf A\"b");
    quern_script_expect(f.script, .contains = "FROM \"shelf\"",
                        QUERN_SCRIPT_COLUMNS({ "room", QUERN_KIND_I32 }), QUERN_SCRIPT_ROWS("1"));
    expect_text_of("a row", &quern_at(quern_values(quern_objects(f.s, shelf), "room"), quern_row, 0)->object,
                   "quern_row");
    quern_script_expect(f.script, .contains = "FROM \"reader\"",
                        QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "card", QUERN_KIND_TEXT },
                                             { "name", QUERN_KIND_TEXT }, { "favourite_id", QUERN_KIND_I64 }),
                        QUERN_SCRIPT_ROWS("3", "C1", "Ann", NULL));
    expect_text_of("by .to_text", &quern_at(quern_objects(f.s, reader), reader, 0)->object, "Ann (C1)");
    load_close(&f);
}
END_TEST

static const char *printed(quern_queryset *queryset)
{
    static char text[2000];
    memset(text, 0, sizeof text);
    FILE *out = fmemopen(text, sizeof text, "w");
    ck_assert(quern_print(queryset, out));
    fclose(out);
    return text;
}

/* Whatever is in a text, it is one line. */
START_TEST(a_row_is_printed_on_a_line)
{
    load_fixture f = load_open();
    static char name[400];
    memset(name, 'x', sizeof name - 1);
    memcpy(name, "a\nb\x1b[1m\x7f\t", 9);
    quern_script_expect(f.script, .contains = "LIMIT $1", .times = -1,
                        QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "card", QUERN_KIND_TEXT },
                                             { "name", QUERN_KIND_TEXT }, { "favourite_id", QUERN_KIND_I64 }),
                        QUERN_SCRIPT_ROWS("1", "B1", name, NULL));
    const char *text = printed(quern_objects(f.s, reader));
    ck_assert_msg(strncmp(text, "a b [1m  xxx", 12) == 0, "%s", text);
    ck_assert_str_eq(text + 399, " (B1)\n");
    text = printed(quern_values(quern_objects(f.s, reader), "id", "card", "name", "favourite_id"));
    ck_assert_msg(strncmp(text, "id=1, card=B1, name=a b [1m  xxx", 32) == 0, "%s", text);
    ck_assert_ptr_nonnull(strstr(text, "x, favourite_id=NULL\n"));
    load_close(&f);
}
END_TEST

START_TEST(what_cannot_be_written_is_a_failure)
{
    load_fixture f = load_open();
    char nothing[2];
    FILE *out = fmemopen(nothing, sizeof nothing, "r");
    expect_authors(&f, "LIMIT $1", 2);
    ck_assert(!(quern_print)(quern_objects(f.s, author), out, SITE));
    check_failure(&f, "a stream for reading", QUERN_ERROR_USAGE, "quern_print: Bad file descriptor", SITE);
    fclose(out);
    out = fopen("/dev/full", "w");
    if (out) {
        expect_authors(&f, "LIMIT $1", 2);
        ck_assert(!(quern_print)(quern_objects(f.s, author), out, SITE));
        check_failure(&f, "a full disk", QUERN_ERROR_USAGE, "quern_print: No space left on device", SITE);
        fclose(out);
    }
    load_close(&f);
}
END_TEST

/* ---- explain ---- */

START_TEST(what_is_explained_is_what_would_run)
{
    load_fixture f = load_open();
    quern_queryset *authors = quern_filter(quern_objects(f.s, author), Q("id__gt", 3));
    char expected[400];
    snprintf(expected, sizeof expected, "EXPLAIN %s", quern_statement(authors)->sql);
    quern_script_expect(f.script, .sql = expected, .values = "$1 = 3",
                        QUERN_SCRIPT_COLUMNS({ "QUERY PLAN", QUERN_KIND_TEXT }),
                        QUERN_SCRIPT_ROWS("Seq Scan", "  Filter"));
    ck_assert_str_eq(quern_explain(authors), "Seq Scan\n  Filter");
    ck_assert_str_eq(quern_query_at(f.s, -1)->sql, expected);
    ck_assert_int_eq(quern_query_at(f.s, -1)->origin, QUERN_ORIGIN_QUERY);
    quern_script_expect(f.script, .contains = "EXPLAIN (ANALYZE, VERBOSE, FORMAT JSON) SELECT ",
                        QUERN_SCRIPT_COLUMNS({ "QUERY PLAN", QUERN_KIND_JSON }), QUERN_SCRIPT_ROWS("[]"));
    ck_assert_str_eq(quern_explain(authors, .analyze = true, .verbose = true, .format = QUERN_EXPLAIN_JSON),
                     "[]");
    /* A program that knows fewer options. */
    const quern_explain_options all = { .format = QUERN_EXPLAIN_YAML, .verbose = true };
    quern_script_expect(f.script, .contains = "EXPLAIN (FORMAT YAML) SELECT ",
                        QUERN_SCRIPT_COLUMNS({ "QUERY PLAN", QUERN_KIND_TEXT }), QUERN_SCRIPT_ROWS("-"));
    ck_assert_str_eq((quern_explain)(authors, &all, sizeof all.format, SITE), "-");
    quern_script_expect(f.script, .contains = "EXPLAIN SELECT ",
                        QUERN_SCRIPT_COLUMNS({ "n", QUERN_KIND_I64 }), QUERN_SCRIPT_ROWS("1"));
    ck_assert_ptr_null((quern_explain)(authors, NULL, 0, SITE));
    check_failure(&f, "no text", QUERN_ERROR_TYPE, "one text was expected of EXPLAIN", SITE);
    check_statements(&f, "explained", 4);
    load_close(&f);
}
END_TEST

Suite *quern__suite_triggers(void);

Suite *quern__suite_triggers(void)
{
    Suite *suite = suite_create("triggers");
    TCase *tests = tcase_create("triggers");
    tcase_add_loop_test(tests, what_makes_no_sense_is_refused, 0, sizeof refusals / sizeof *refusals);
    tcase_add_test(tests, a_list_is_made_once);
    tcase_add_test(tests, a_loop_over_a_slice_of_a_cache);
    tcase_add_test(tests, a_cache_has_a_first_and_a_last);
    tcase_add_test(tests, an_object_is_looked_for_by_its_key);
    tcase_add_test(tests, keys_in_any_form_find_their_objects);
    tcase_add_test(tests, an_object_is_a_text);
    tcase_add_test(tests, a_row_is_printed_on_a_line);
    tcase_add_test(tests, what_cannot_be_written_is_a_failure);
    tcase_add_test(tests, what_is_explained_is_what_would_run);
    suite_add_tcase(suite, tests);
    return suite;
}
