/* test_triggers.c: the other calls that evaluate, without memory. */
#include "test/fault/house.h"
#include "test/support/lending.h"

#include <stdio.h>
#include <string.h>

/* clang-format off */
#define READER_COLUMNS                                                                                        \
    QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "card", QUERN_KIND_TEXT }, { "name", QUERN_KIND_TEXT },  \
                         { "favourite_id", QUERN_KIND_I64 })
#define ALWAYS .times = QUERN_SCRIPT_ALWAYS
/* clang-format on */

enum { LONG_NAME = 5000 };

static void expect_readers(quern_script *script)
{
    static char longest[LONG_NAME + 1];
    memset(longest, 'x', LONG_NAME);
    quern_script_expect(script, .contains = "EXPLAIN ", ALWAYS,
                        QUERN_SCRIPT_COLUMNS({ "QUERY PLAN", QUERN_KIND_TEXT }),
                        QUERN_SCRIPT_ROWS("Sort", longest));
    quern_script_expect(script, .contains = "SELECT 1 ", ALWAYS,
                        QUERN_SCRIPT_COLUMNS({ "?column?", QUERN_KIND_I32 }), QUERN_SCRIPT_ROWS("1"));
    quern_script_expect(script, .contains = "\"reader\".\"card\" = $1", ALWAYS, READER_COLUMNS,
                        QUERN_SCRIPT_ROWS("1", "A1", "Ann", NULL));
    quern_script_expect(script, .contains = "LIMIT 1", ALWAYS, READER_COLUMNS,
                        QUERN_SCRIPT_ROWS("7", "G7", "Gus", NULL));
    quern_script_expect(script, .contains = "FROM \"reader\"", ALWAYS, READER_COLUMNS,
                        QUERN_SCRIPT_ROWS("1", "A1", "Ann", NULL, "2", "B2", longest, "7"));
}

static quern_queryset *readers(const fault_house *house)
{
    return quern_objects(house->session, reader);
}

static bool lists(fault_house *house)
{
    quern_queryset *all = readers(house);
    reader *const *list = quern_list(all, reader);
    if (!list)
        return false;
    ck_assert(list[0]->id == 1 && list[1]->id == 2 && !list[2]);
    reader *const *slice = quern_list(quern_slice(all, 1, 2), reader);
    if (!slice)
        return false;
    ck_assert(slice[0] == list[1] && !slice[1]);
    return fault_succeeded(house);
}

/* The object of a call, or the reason why there is none. */
static bool is_given(fault_house *house, const reader *given)
{
    if (!given)
        return false;
    ck_assert_int_eq(given->id, 7);
    ck_assert_int_eq(quern_answer(house->session), QUERN_FOUND);
    return fault_succeeded(house);
}

static bool gives_last(fault_house *house)
{
    return is_given(house, quern_last(readers(house), reader));
}

static bool gives_last_by_key(fault_house *house)
{
    return is_given(house, quern_last((quern_order_by)(readers(house), NULL, QUERN_SITE), reader));
}

static bool gives_earliest(fault_house *house)
{
    return is_given(house, quern_earliest(readers(house), reader, "favourite__name", "-card"));
}

static bool gives_latest(fault_house *house)
{
    return is_given(house, quern_latest(readers(house), reader, "favourite__name", "-card"));
}

static bool refuses_a_field(fault_house *house)
{
    ck_assert_ptr_null(quern_latest(readers(house), reader, "nmae"));
    return fault_told(house, QUERN_ERROR_FIELD, "reader has no field \"nmae\"",
                      "did you mean \"name\"? choices are: id, card, name, favourite, favourite_id, loans");
}

static reader *a_reader(const fault_house *house)
{
    quern__replay_pause(house->replay);
    reader *found = quern_first(readers(house), reader);
    quern__replay_resume(house->replay);
    ck_assert_ptr_nonnull(found);
    return found;
}

static bool contains(fault_house *house)
{
    bool found = true;
    const reader *one = a_reader(house);
    quern_queryset *queryset = readers(house);
    if (house->with)
        queryset = quern_slice(queryset, 2, 5);
    if (!quern_contains(queryset, one, &found)) {
        ck_assert(!found);
        return false;
    }
    ck_assert(found);
    return fault_succeeded(house);
}

static bool cache_contains(fault_house *house)
{
    bool found = true;
    quern__replay_pause(house->replay);
    quern_queryset *all = readers(house);
    ck_assert_int_eq(quern_len(all), 2);
    quern__replay_resume(house->replay);
    const bool asked = quern_contains(all, a_reader(house), &found);
    ck_assert(!found);
    return asked && fault_succeeded(house);
}

static bool finds_in_bulk(fault_house *house)
{
    reader *const *found = quern_in_bulk(readers(house), reader, "pk", LIST(2, QUERN_NULL, 1, 2));
    if (!found)
        return false;
    ck_assert(found[0]->id == 2 && !found[1] && found[2]->id == 1 && found[3] == found[0] && !found[4]);
    return fault_succeeded(house);
}

/* The server takes a1 for A1, so it is asked for a1 alone. */
static bool finds_by_likeness(fault_house *house)
{
    reader *const *found = quern_in_bulk(quern_only(readers(house), "id", "card", "name", "favourite_id"),
                                         reader, "card", LIST("B2", "a1", "c"));
    if (!found)
        return false;
    ck_assert(found[0]->id == 2 && found[1]->id == 1 && !found[2] && !found[3]);
    return fault_succeeded(house);
}

static bool refuses_what_is_not_unique(fault_house *house)
{
    ck_assert_ptr_null(quern_in_bulk(readers(house), reader, "name", LIST("x")));
    return fault_told(house, QUERN_ERROR_VALUE, "quern_in_bulk by \"name\", which is not unique",
                      "unique fields are: id, card");
}

static bool prints(fault_house *house)
{
    static char text[2 * LONG_NAME];
    const bool values = house->with != NULL;
    quern__replay_pause(house->replay);
    quern_queryset *all = readers(house);
    if (values)
        all = quern_values(all, "id", "card", "name", "favourite_id");
    quern__replay_resume(house->replay);
    memset(text, 0, sizeof text);
    FILE *out = fmemopen(text, sizeof text, "w");
    const bool done = quern_print(all, out);
    fclose(out);
    if (!done) {
        ck_assert_str_eq(text, "");
        return false;
    }
    ck_assert_ptr_eq(
        strstr(text, values ? "id=1, card=A1, name=Ann, favourite_id=NULL\nid=2" : "Ann (A1)\nx"), text);
    return fault_succeeded(house);
}

static bool prints_to_nowhere(fault_house *house)
{
    char text[2];
    FILE *out = fmemopen(text, sizeof text, "r");
    ck_assert(!quern_print(readers(house), out));
    fclose(out);
    return fault_told(house, QUERN_ERROR_USAGE, "quern_print: Bad file descriptor", "");
}

static bool explains(fault_house *house)
{
    const char *plan = quern_explain(quern_filter(readers(house), Q("name__icontains", "nn"), Q("id__gt", 5)),
                                     .verbose = true);
    if (!plan)
        return false;
    ck_assert_msg(strncmp(plan, "Sort\nxxx", 8) == 0 && strlen(plan) == 5 + LONG_NAME, "%s", plan);
    return fault_succeeded(house);
}

static bool explains_nothing_new(fault_house *house)
{
    ck_assert_ptr_null(quern_explain(readers(house), .memory = true));
    return fault_told(house, QUERN_ERROR_UNSUPPORTED,
                      "the statement needs a server of version 17, and this one is of 15",
                      "leave out what is new there");
}

static bool writes_texts(fault_house *house)
{
    char text[40];
    const reader unseen = { .id = 1 };
    ck_assert_uint_eq(quern_to_text(a_reader(house), text, sizeof text), 8);
    ck_assert_str_eq(text, "Gus (G7)");
    ck_assert_uint_eq(quern_to_text(&unseen, text, sizeof text), 1);
    return true;
}

/* clang-format off */
static const fault_scenario scenarios[] = {
    { "list", "quern_list", .act = lists, .expect = expect_readers },
    { "last", "quern_last", .act = gives_last, .expect = expect_readers },
    { "last by the key", "quern_last", .act = gives_last_by_key, .expect = expect_readers },
    { "earliest", "quern_earliest", .act = gives_earliest, .expect = expect_readers },
    { "latest", "quern_latest", .act = gives_latest, .expect = expect_readers },
    { "latest by what is no field", "quern_latest", .act = refuses_a_field, .expect = expect_readers },
    { "contains", "quern_contains", .act = contains, .expect = expect_readers },
    { "a slice contains", "quern_contains", .act = contains, .expect = expect_readers, .with = "slice" },
    { "a cache contains", "quern_contains", .act = cache_contains, .expect = expect_readers },
    { "in bulk", "quern_in_bulk", .act = finds_in_bulk, .expect = expect_readers },
    { "in bulk, where only the server knows", "quern_in_bulk", .act = finds_by_likeness, .expect = expect_readers },
    { "in bulk by what is not unique", "quern_in_bulk", .act = refuses_what_is_not_unique, .expect = expect_readers },
    { "print", "quern_print", .act = prints, .expect = expect_readers },
    { "print values", "quern_print", .act = prints, .expect = expect_readers, .with = "values" },
    { "print to what cannot be written to", "quern_print", .act = prints_to_nowhere, .expect = expect_readers },
    { "explain", "quern_explain", .act = explains, .expect = expect_readers },
    { "explain what is too new", "quern_explain", .act = explains_nothing_new, .expect = expect_readers },
    { "an object's text", "quern_to_text", .act = writes_texts, .expect = expect_readers, .frugal = true },
};
/* clang-format on */

const fault_table fault_triggers = { scenarios, sizeof scenarios / sizeof *scenarios };

START_TEST(without_memory)
{
    fault_run(&scenarios[_i]);
}
END_TEST

Suite *quern__suite_triggers(void);

Suite *quern__suite_triggers(void)
{
    Suite *suite = suite_create("triggers");
    TCase *tests = tcase_create("triggers");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, without_memory, 0, sizeof scenarios / sizeof *scenarios);
    suite_add_tcase(suite, tests);
    return suite;
}
