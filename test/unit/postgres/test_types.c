/* test_types.c: the names of column types in messages. */
#include "backends/postgres/link.h"

#include "test/support/runner.h"
#include "test/unit/postgres/cell.h"

#include <string.h>

START_TEST(a_type_has_its_name)
{
    static const struct {
        uint32_t type;
        const char *name;
    } cases[] = {
        { 16, "boolean" },
        { 20, "bigint" },
        { 23, "integer" },
        { 25, "text" },
        { 701, "double precision" },
        { 1043, "character varying" },
        { 1184, "timestamp with time zone" },
        { 1700, "numeric" },
        { 1009, "text[]" },
        { 1002, "\"char\"[]" },
        { 1185, "timestamp with time zone[]" },
        { 3807, "jsonb[]" },
        { 705, "unknown" },
        { 99999, "the type with OID 99999" },
        { 4294967295, "the type with OID 4294967295" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char name[60];
        quern__pg_type_name(&(quern_column){ .type = cases[i].type }, name, sizeof name);
        ck_assert_str_eq(name, cases[i].name);
    }
}
END_TEST

START_TEST(what_the_server_said_of_a_type_is_its_name)
{
    static const uint32_t types[] = { 25, 0, 99999 };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        char name[60];
        quern__pg_type_name(&(quern_column){ .type = types[i], .type_name = "mood" }, name, sizeof name);
        ck_assert_str_eq(name, "mood");
    }
}
END_TEST

START_TEST(a_name_is_cut_to_its_room)
{
    const uint32_t types[] = { 701, 99999 };
    for (size_t size = 1; size < 12; size++) {
        char name[20];
        memset(name, 'x', sizeof name);
        quern__pg_type_name(&(quern_column){ .type = types[size % 2] }, name, size);
        ck_assert_uint_eq(strlen(name), size - 1);
        ck_assert_int_eq(name[size], 'x');
    }
}
END_TEST

/* A decoder for a type whose name nobody knows would give poor messages for the members that it does not fit. */
START_TEST(every_type_that_is_read_has_a_name)
{
    for (uint32_t type = 0; type < 5000; type++) {
        const quern_column column = { .type = type };
        char name[60];
        quern__pg_type_name(&column, name, sizeof name);
        for (const quern_kind *kind = cell_kinds; *kind; kind++)
            ck_assert_msg((!quern__pg_decoder(&column, *kind) &&
                           !quern__pg_decoder(&column, (quern_kind)(*kind | QUERN_ARRAY))) ||
                              !strstr(name, "OID"),
                          "%s", name);
    }
}
END_TEST

quern__suite_maker quern__suite_types;
Suite *quern__suite_types(void)
{
    Suite *suite = suite_create("types");
    TCase *tcase = tcase_create("types");
    tcase_add_test(tcase, a_type_has_its_name);
    tcase_add_test(tcase, what_the_server_said_of_a_type_is_its_name);
    tcase_add_test(tcase, a_name_is_cut_to_its_room);
    tcase_add_test(tcase, every_type_that_is_read_has_a_name);
    suite_add_tcase(suite, tcase);
    return suite;
}
