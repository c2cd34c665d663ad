/* test_joined.c: objects that come in the rows of others, without memory. */
#include "test/fault/house.h"
#include "test/support/club.h"

#include <stdio.h>
#include <string.h>

#define ALWAYS .times = QUERN_SCRIPT_ALWAYS

enum { PINS = 80, PIN_CELLS = 7 };

/* Each with a badge of its own, whose number is long, but for the last, which has none; a badge's holder is Ada, or nobody. */
static const char *const *pins(void)
{
    static char texts[PINS][24];
    static const char *cells[PINS * PIN_CELLS];
    for (int i = 0; i < PINS; i++) {
        snprintf(texts[i], sizeof texts[i], "badge number %d", i);
        const char *number = i < PINS - 1 ? texts[i] : NULL, *holder = number && i % 2 ? "1" : NULL;
        const char *const row[PIN_CELLS] = { "1",    number, number ? "2" : NULL,  number,
                                             holder, holder, holder ? "Ada" : NULL };
        memcpy(&cells[i * PIN_CELLS], row, sizeof row);
    }
    return cells;
}

/* clang-format off */
static void expect_pins(quern_script *script, const char *where)
{
    quern_script_expect(script, .contains = where, ALWAYS,
                        QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "badge_id", QUERN_KIND_TEXT }, { "id", QUERN_KIND_I32 }, { "number", QUERN_KIND_TEXT },
                                             { "holder_id", QUERN_KIND_I64 }, { "id", QUERN_KIND_I64 }, { "name", QUERN_KIND_TEXT }),
                        .cells = pins(), .cell_count = PINS * PIN_CELLS);
}

static void expect_chunks(quern_script *script)
{
    expect_pins(script, "FETCH FORWARD");
    quern_script_expect(script, .contains = "", ALWAYS);
}

static void expect_rows(quern_script *script)
{
    expect_pins(script, "LEFT OUTER JOIN \"badge\" ON (\"pin\"");
    quern_script_expect(script, .contains = "LEFT OUTER JOIN \"badge\" ON (\"player\"", ALWAYS,
                        QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "name", QUERN_KIND_TEXT }, { "id", QUERN_KIND_I32 }, { "holder_id", QUERN_KIND_I64 }),
                        QUERN_SCRIPT_ROWS("1", "Ada", "7", "1",  "2", "Bob", NULL, NULL));
}
/* clang-format on */

static quern_queryset *all_pins(const fault_house *house)
{
    quern_queryset *all = quern_select_related(quern_objects(house->session, pin), "badge", "badge__holder");
    return quern_only(all, "badge", "badge__number", "badge__holder__name");
}

static bool loads_what_hangs_on_it(fault_house *house)
{
    quern_queryset *all = all_pins(house);
    pin *const *list = quern_list(all, pin);
    if (quern_failed(house->session))
        return false;
    ck_assert_int_eq(quern_len(all), PINS);
    ck_assert_str_eq(list[3]->badge->holder->name, "Ada");
    ck_assert_ptr_eq(list[3]->badge->holder, list[1]->badge->holder);
    ck_assert_ptr_ne(list[3]->badge, list[1]->badge);
    ck_assert_str_eq(list[PINS - 2]->badge->number, "badge number 78");
    ck_assert_ptr_null(list[PINS - 1]->badge);
    return fault_succeeded(house);
}

static bool loads_the_other_side(fault_house *house)
{
    quern_queryset *all = quern_select_related(quern_objects(house->session, player), "badge");
    player *const *list = quern_list(quern_only(all, "name", "badge__id"), player);
    if (quern_failed(house->session))
        return false;
    ck_assert_int_eq(list[0]->badge->id, 7);
    ck_assert_ptr_eq(list[0]->badge->holder, list[0]);
    ck_assert(!list[1]->badge && quern_loaded(list[1], badge));
    return fault_succeeded(house);
}

static bool reads_chunks(fault_house *house)
{
    int rows = 0;
    QUERN_STREAM(pin, p, all_pins(house), .chunk = 1000)
    {
        ck_assert(!p->badge == !p->badge_id);
        rows++;
    }
    if (quern_failed(house->session))
        return false;
    ck_assert_int_eq(rows, PINS);
    return fault_succeeded(house);
}

static bool shares(fault_house *house)
{
    quern_queryset *shared = quern_share(house->db, all_pins(house));
    const quern_error *error = quern_queryset_error(shared);
    ck_assert(!error || error->code == QUERN_ERROR_MEMORY);
    pin *const *list = quern_list(quern_in(house->session, shared), pin);
    if (quern_failed(house->session))
        return false;
    ck_assert_str_eq(list[1]->badge->holder->name, "Ada");
    return fault_succeeded(house);
}

static bool refuses_a_name(fault_house *house)
{
    quern_queryset *wrong = quern_select_related(quern_objects(house->session, player), "boss__bagde");
    ck_assert_int_eq(quern_len(wrong), -1);
    return fault_told(house, QUERN_ERROR_FIELD, "player has no relation \"bagde\" to one object",
                      "did you mean \"badge\"? choices are: boss, badge");
}

static bool refuses_many(fault_house *house)
{
    ck_assert_int_eq(quern_len(quern_defer(quern_objects(house->session, player), "boss__staff__name")), -1);
    return fault_told(house, QUERN_ERROR_USAGE, "\"boss__staff\" leads to several objects of player",
                      "quern_prefetch_related(qs, \"boss__staff\") loads them, by a statement of their own");
}

static bool refuses_a_side(fault_house *house)
{
    ck_assert_int_eq(quern_len(quern_defer(quern_objects(house->session, player), "badge")), -1);
    return fault_told(house, QUERN_ERROR_USAGE, "\"badge\" leads to an object of badge, and is no column",
                      "what quern_select_related does not name does not come along: name columns");
}

/* clang-format off */
static const fault_scenario scenarios[] = {
    { "what hangs on objects", "quern_select_related quern_only quern_list", .act = loads_what_hangs_on_it, .expect = expect_rows },
    { "the other side of a one to one", "quern_select_related quern_loaded", .act = loads_the_other_side, .expect = expect_rows },
    { "chunks of both", "quern_select_related quern_iterate", .act = reads_chunks, .expect = expect_chunks },
    { "both, shared", "quern_select_related quern_share quern_in", .act = shares, .expect = expect_rows },
    { "a name that is none", "quern_select_related", .act = refuses_a_name },
    { "a path to many", "quern_defer", .act = refuses_many },
    { "a side that is no column", "quern_defer", .act = refuses_a_side },
};
/* clang-format on */

extern const fault_table fault_joined;
const fault_table fault_joined = { scenarios, sizeof scenarios / sizeof *scenarios };

START_TEST(without_memory)
{
    fault_run(&scenarios[_i]);
}
END_TEST

Suite *quern__suite_joined(void);

Suite *quern__suite_joined(void)
{
    Suite *suite = suite_create("joined");
    TCase *tests = tcase_create("joined");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, without_memory, 0, sizeof scenarios / sizeof *scenarios);
    suite_add_tcase(suite, tests);
    return suite;
}
