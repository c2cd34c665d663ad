/* test_map.c: no public function is forgotten: each name in lib/libquern.map stands in the `calls` of a scenario, and each
 * name there is in the map. */
#include "test/fault/house.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern const fault_table fault_all, fault_build, fault_changes, fault_detect, fault_evaluate, fault_execute,
    fault_frugal, fault_iterate, fault_joined, fault_lazy, fault_life, fault_open, fault_pool,
    fault_relations, fault_report, fault_schema, fault_script, fault_share, fault_trace, fault_transaction,
    fault_triggers;

static const fault_table *const tables[] = {
    &fault_all,    &fault_build,       &fault_changes, &fault_detect, &fault_evaluate, &fault_execute,
    &fault_frugal, &fault_iterate,     &fault_joined,  &fault_lazy,   &fault_life,     &fault_open,
    &fault_pool,   &fault_relations,   &fault_report,  &fault_schema, &fault_script,   &fault_share,
    &fault_trace,  &fault_transaction, &fault_triggers
};

enum { NAMES_MOST = 1000, NAME_MOST = 64, TABLES = sizeof tables / sizeof *tables };

typedef struct names {
    char list[NAMES_MOST][NAME_MOST];
    size_t count;
} names;

static bool contains(const names *in, const char *name)
{
    for (size_t i = 0; i < in->count; i++)
        if (strcmp(in->list[i], name) == 0)
            return true;
    return false;
}

static void add(names *to, const char *name, size_t size)
{
    ck_assert(to->count < NAMES_MOST && size < NAME_MOST);
    memcpy(to->list[to->count], name, size);
    to->list[to->count++][size] = '\0';
}

static void read_map(names *exported)
{
    char path[4096], line[200];
    const char *root = getenv("srcdir");
    snprintf(path, sizeof path, "%s/lib/libquern.map", root ? root : ".");
    FILE *map = fopen(path, "r");
    ck_assert_msg(map != NULL, "cannot read %s (srcdir is the folder of the source)", path);
    while (fgets(line, sizeof line, map)) {
        const char *name = line + strspn(line, " ");
        if (strncmp(name, "quern_", 6) == 0)
            add(exported, name, strcspn(name, ";"));
    }
    fclose(map);
    ck_assert_uint_gt(exported->count, 40);
}

static void gather_calls(names *called)
{
    for (size_t t = 0; t < TABLES; t++)
        for (size_t i = 0; i < tables[t]->count; i++)
            for (const char *at = tables[t]->scenarios[i].calls; *at; at += strspn(at, " ")) {
                const size_t size = strcspn(at, " ");
                add(called, at, size);
                at += size;
            }
}

START_TEST(every_public_function_has_a_scenario)
{
    static names exported, called;
    char missing[2000] = "";
    read_map(&exported);
    gather_calls(&called);
    for (size_t i = 0; i < exported.count; i++)
        if (!contains(&called, exported.list[i]) && strlen(missing) + NAME_MOST + 1 < sizeof missing)
            strcat(strcat(missing, " "), exported.list[i]);
    ck_assert_msg(!*missing, "no scenario of test/fault is for%s: see test/fault/README.md", missing);
    for (size_t i = 0; i < called.count; i++)
        ck_assert_msg(contains(&exported, called.list[i]), "%s is in no line of lib/libquern.map",
                      called.list[i]);
}
END_TEST

Suite *quern__suite_map(void);

Suite *quern__suite_map(void)
{
    Suite *suite = suite_create("map");
    TCase *tests = tcase_create("map");
    tcase_add_test(tests, every_public_function_has_a_scenario);
    suite_add_tcase(suite, tests);
    return suite;
}
