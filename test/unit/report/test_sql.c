/* test_sql.c: SQL in pieces: each case is the text, and the pieces with a letter for their kind; "!" stands before a clause. */
#include "lib/report/sql.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

static const struct {
    const char *sql, *pieces;
} cases[] = {
    { "", "" },
    { "SELECT 1", "[K:SELECT][.: ][#:1]" },
    { "select a FROM b", "[K:select][.: ][.:a][.: ][!K:FROM][.: ][.:b]" },
    { "selected", "[.:selected]" },
    { "\"a\"\"b\".c", "[N:\"a\"\"b\"][.:.][.:c]" },
    { "'it''s' 'x'", "[S:'it''s'][.: ][S:'x']" },
    { "E'\\'' 'y'", "[S:E'\\''][.: ][S:'y']" },
    { "'\\' 'y'", "[S:'\\'][.: ][S:'y']" },
    { "$1,$22", "[$:$1][.:,][$:$22]" },
    { "a-- b\nc", "[.:a][C:-- b][.:\n][.:c]" },
    { "/* a /* b */ c */d", "[C:/* a /* b */ c */][.:d]" },
    { "a - b/c", "[.:a][.: ][.:- ][.:b][.:/][.:c]" },
    { "(x FROM y)", "[.:(][.:x][.: ][K:FROM][.: ][.:y][.:)]" },
    { "(1)LIMIT", "[.:(][#:1][.:)][!K:LIMIT]" },
    { "'open", "[S:'open]" },
    { "\"open", "[N:\"open]" },
    { "/* open", "[C:/* open]" },
    { "E'\\", "[S:E'\\]" },
    { "1.5e", "[#:1.5][.:e]" },
    { "\xff'x'", "[.:\xff][S:'x']" },
    { "transaction_of_more", "[.:transaction_of_more]" },
};

START_TEST(pieces)
{
    char got[500] = "";
    quern__sql_scan scan = quern__sql_open(cases[_i].sql);
    quern__sql_piece piece;
    while (quern__sql_next(&scan, &piece)) {
        const size_t size = strlen(got);
        snprintf(got + size, sizeof got - size, "[%s%c:%.*s]", piece.clause ? "!" : "", ".KNS#$C"[piece.kind],
                 (int)(piece.end - piece.at), piece.at);
    }
    ck_assert_msg(strcmp(got, cases[_i].pieces) == 0, "%s: %s, not %s", cases[_i].sql, got, cases[_i].pieces);
}
END_TEST

static const struct {
    const char *sql, *list; /* NULL: there is none */
} lists[] = {
    { "SELECT a, b FROM c", " a, b " },
    { "EXPLAIN SELECT a FROM c", " a " },
    { "SELECT (SELECT 1 FROM x), 2 FROM c", " (SELECT 1 FROM x), 2 " },
    { "WITH x AS (SELECT 1 FROM y) SELECT 2 FROM x", " 2 " },
    { "SELECT 'FROM' FROM x", " 'FROM' " },
    { "SELECT 1", NULL },
    { "SELECT 1 WHERE TRUE", NULL },
    { "DELETE FROM x", NULL },
    { "", NULL },
};

START_TEST(what_a_select_gives)
{
    const char *at, *end;
    const bool found = quern__sql_list(lists[_i].sql, &at, &end);
    ck_assert_msg(found == (lists[_i].list != NULL), "%s: %s", lists[_i].sql, found ? "found" : "not found");
    if (found)
        ck_assert_msg((size_t)(end - at) == strlen(lists[_i].list) &&
                          memcmp(at, lists[_i].list, (size_t)(end - at)) == 0,
                      "%s: \"%.*s\"", lists[_i].sql, (int)(end - at), at);
}
END_TEST

Suite *quern__suite_sql(void);

Suite *quern__suite_sql(void)
{
    Suite *suite = suite_create("sql");
    TCase *tests = tcase_create("sql");
    tcase_add_loop_test(tests, pieces, 0, sizeof cases / sizeof *cases);
    tcase_add_loop_test(tests, what_a_select_gives, 0, sizeof lists / sizeof *lists);
    suite_add_tcase(suite, tests);
    return suite;
}
