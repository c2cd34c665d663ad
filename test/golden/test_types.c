/* test_types.c: the tables of doc/types.md come from the table of kinds, the dialect and the decoders; the words around them are
 * the page's own. A table begins and ends where the page says so. */
#include "lib/model/kind.h"
#include "test/golden/file.h"
#include "test/support/models.h"
#include "test/support/runner.h"

#include <quern/backend/backend.h>
#include <quern/convert.h>

#include <stdio.h>
#include <string.h>

#define PAGE "doc/types.md"
#define END "<!-- end of the table -->"

/* Where a pointer's NULL is. */
static const char *null_of(const quern__kind *kind)
{
    return kind->twin                       ? kind->twin
           : kind->kind == QUERN_KIND_TEXT  ? "NULL"
           : kind->kind == QUERN_KIND_BYTES ? ".data = NULL"
                                            : ".text = NULL";
}

/* The name of one of the server's own types that such a member is read from; false: it is not, or has no name. */
static bool is_read(uint32_t type, unsigned kind, char *name, size_t size)
{
    const quern_backend *backend = quern_postgres_backend();
    const quern_column column = { .name = "", .type = type, .modifier = -1 };
    if (!backend->decoder(&column, (quern_kind)kind))
        return false;
    backend->type_name(&column, name, size);
    return strcmp(name, "unknown") != 0;
}

static void put_reads(quern__text *out, const quern__kind *kind)
{
    const char *own = quern__test_dialect()->type_name(kind->kind);
    int count = 0;
    char name[100];
    for (uint32_t type = 1; type < quern_postgres_backend()->first_user_type; type++)
        if (is_read(type, kind->kind, name, sizeof name) && strcmp(name, own) != 0)
            quern__text_put_format(out, "%s`%s`", count++ ? ", " : "", name);
    if (kind->takes)
        quern__text_put_format(out, "%s%s", count ? ", " : "", kind->takes);
}

static void put_members(quern__text *out, const quern__kind *kind)
{
    quern__text_put_format(out, "| `%s` | `%s` | `%s` | `%s` | ", kind->c_type, null_of(kind), kind->array,
                           quern__test_dialect()->type_name(kind->kind));
    put_reads(out, kind);
    quern__text_put(out, " |\n");
}

static void put_values(quern__text *out, const quern__kind *kind)
{
    const char *gap = "";
    quern__text_put_format(out, "| `%s` | %s | ", kind->c_type, kind->range);
    if (kind->example) {
        quern__text_put_format(out, "`%s`", kind->example);
        gap = ", ";
    }
    if (kind->make) {
        quern__text_put_format(out, "%s`%s`", gap, kind->make);
        gap = ", ";
    }
    if (kind->parse)
        quern__text_put_format(out, "%s`%s(\"%s\", &%s)`", gap, kind->parse, kind->sample, kind->name);
    quern__text_put_format(out, " | %s |\n", kind->edge ? kind->edge : "");
}

static const struct {
    const char *begin, *head;
    void (*put)(quern__text *out, const quern__kind *kind);
} tables[] = {
    { "<!-- members, written by test/golden/test_types.c -->",
      "| member | one that may be NULL | array | PostgreSQL | read from, too |\n|---|---|---|---|---|\n",
      put_members },
    { "<!-- values, written by test/golden/test_types.c -->",
      "| member | holds | written in C | to be known |\n|---|---|---|---|\n", put_values },
};

/* Puts what stands before the table, and the table; gives what follows it. */
static const char *put_table(quern__text *out, const char *page, size_t table)
{
    const char *begin = strstr(page, tables[table].begin), *end = begin ? strstr(begin, END) : NULL;
    ck_assert_msg(end, PAGE " lacks %s or %s", tables[table].begin, END);
    quern__text_put_bytes(out, page, (size_t)(begin - page));
    quern__text_put_format(out, "%s\n%s", tables[table].begin, tables[table].head);
    for (size_t i = 0; quern__kind_at(i); i++)
        tables[table].put(out, quern__kind_at(i));
    return end;
}

START_TEST(the_page_is_true)
{
    quern__text was = quern__text_open(quern_system_allocator()),
                is = quern__text_open(quern_system_allocator());
    quern__golden_read(PAGE, &was);
    const char *rest = quern__text_get(&was);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        rest = put_table(&is, rest, i);
    quern__text_put(&is, rest);
    quern__golden_compare(PAGE, &is);
    quern__text_close(&was);
    quern__text_close(&is);
}
END_TEST

/* The page says that arrays are read likewise. */
START_TEST(arrays_are_read_likewise)
{
    char name[100], array_name[100], wanted[110];
    for (size_t i = 0; quern__kind_at(i); i++)
        for (uint32_t type = 1; type < quern_postgres_backend()->first_user_type; type++) {
            if (!is_read(type, quern__kind_at(i)->kind, name, sizeof name))
                continue;
            snprintf(wanted, sizeof wanted, "%s[]", name);
            bool found = false;
            for (uint32_t other = 1; other < quern_postgres_backend()->first_user_type && !found; other++)
                found = is_read(other, (unsigned)quern__kind_at(i)->kind | (unsigned)QUERN_ARRAY, array_name,
                                sizeof array_name) &&
                        strcmp(array_name, wanted) == 0;
            ck_assert_msg(found, "%s is not read from %s", quern__kind_at(i)->array, wanted);
        }
}
END_TEST

static const char *sample_of(const char *name)
{
    for (size_t i = 0; quern__kind_at(i); i++)
        if (strcmp(quern__kind_at(i)->name, name) == 0)
            return quern__kind_at(i)->sample;
    return NULL;
}

/* The calls that the page shows for reading a text do read it. */
START_TEST(the_samples_are_read)
{
#define READS(name)                                                                               \
    do {                                                                                          \
        quern_##name value;                                                                       \
        ck_assert_msg(sample_of(#name) && quern_##name##_parse(sample_of(#name), &value), #name); \
        count--;                                                                                  \
    } while (0)
    int count = 0;
    for (size_t i = 0; quern__kind_at(i); i++)
        count += quern__kind_at(i)->parse != NULL;
    READS(timestamp);
    READS(local_timestamp);
    READS(date);
    READS(time);
    READS(interval);
    READS(uuid);
    READS(inet);
    ck_assert_int_eq(count, 0);
#undef READS
}
END_TEST

Suite *quern__suite_types(void);

Suite *quern__suite_types(void)
{
    Suite *suite = suite_create("types");
    TCase *tests = tcase_create("types");
    tcase_add_test(tests, the_page_is_true);
    tcase_add_test(tests, arrays_are_read_likewise);
    tcase_add_test(tests, the_samples_are_read);
    suite_add_tcase(suite, tests);
    return suite;
}
