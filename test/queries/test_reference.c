/* test_reference.c: random chains on a real server: each gives what plain loops over the same rows give, in an order that is
 * allowed, or the server finds data that has no result. FUZZ_QUERIES says how many, QUERN_SEED where they begin: the chain of a
 * seed depends on nothing else. */
#include "test/queries/chain.h"
#include "test/support/club.h"
#include "test/support/runner.h"
#include "test/support/schema.h"

#include <quern/row.h>

#include <check.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FEW = 500, MOST = 6, SECONDS = 3600 };

static quern__test_schema schema;
static bool there_is_a_server;

static void open_schema(void)
{
    there_is_a_server = quern__test_schema_open(&schema);
}

static void close_schema(void)
{
    if (there_is_a_server)
        quern__test_schema_close(&schema);
}

static uint64_t number_from(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text && *text ? strtoull(text, NULL, 0) : otherwise;
}

/* What became of the chains. */
static struct {
    uint64_t refused, wrong_data, undecided, compared, rows;
} figures;

/* One chain at work. */
typedef struct trial {
    uint64_t seed;
    quern_session *session;
    quern__arena *arena;
    const chain *chain;
    quern_queryset *queryset;
} trial;

static void fail_chain(const trial *t, const char *what, const char *detail)
{
    quern__text text = quern__text_open(quern_system_allocator());
    chain_print(t->chain, &text);
    ck_abort_msg("%s: %s\n  %s\n  %s\n  again: QUERN_SEED=%" PRIu64 " FUZZ_QUERIES=1", what, detail,
                 quern__text_get(&text), quern_sql(t->queryset), t->seed);
}

static bool is_refusal(quern_error_code code)
{
    return code == QUERN_ERROR_FIELD || code == QUERN_ERROR_LOOKUP || code == QUERN_ERROR_VALUE ||
           code == QUERN_ERROR_USAGE || code == QUERN_ERROR_UNSUPPORTED;
}

/* Whether it was refused, as only what is wrong must be. */
static bool refused(const trial *t)
{
    const quern_error *error = quern_queryset_error(t->queryset);
    if (!error && t->chain->wrong)
        fail_chain(t, "not refused", "it is wrong");
    if (error && (!t->chain->wrong || !is_refusal(error->code)))
        fail_chain(t, "refused", error->message);
    return error != NULL;
}

/* Whether the call before failed: by data that has no result, and not by the statement's text. */
static bool has_no_result(const trial *t, const rows *expected)
{
    const quern_error *error;
    if (!quern_error_take(t->session, &error))
        return false;
    if (strncmp(error->sqlstate, "22", 2) != 0 || !(expected->fault || expected->computes))
        fail_chain(t, error->sqlstate, error->message);
    return true;
}

/* ---- Rows ---- */

static quern_value read_cell(const trial *t, const quern_row *row, const path *name)
{
    quern_null_bool boolean = { 0 };
    quern_null_i64 integer = { 0 };
    quern_null_f64 real = { 0 };
    quern_null_timestamp timestamp = { 0 };
    const char *text = NULL;
    bool done;
    switch ((int)name->kind) {
    case QUERN_KIND_BOOL:
        done = quern_read(row, name->text, &boolean);
        break;
    case QUERN_KIND_F64:
        done = quern_read(row, name->text, &real);
        break;
    case QUERN_KIND_TIMESTAMP:
        done = quern_read(row, name->text, &timestamp);
        break;
    case QUERN_KIND_TEXT:
        done = quern_read(row, name->text, &text);
        break;
    default:
        done = quern_read(row, name->text, &integer);
    }
    if (!done)
        fail_chain(t, name->text, quern_error_text(t->session));
    return text              ? quern_value_text(text)
           : boolean.present ? quern_value_bool(boolean.value)
           : real.present    ? quern_value_f64(real.value)
           : integer.present ? quern_value_i64(integer.value)
                             : quern_value_null_timestamp(timestamp);
}

static void read_row(const trial *t, const quern_row *row, quern_value *out)
{
    const path *names;
    const size_t count = chain_outputs(t->chain, &names);
    for (size_t i = 0; i < count; i++)
        out[i] = read_cell(t, row, &names[i]);
}

static quern_value key_of(const table *root, const void *row)
{
    const char *member = (const char *)row + sizeof(quern_object);
    return root == &topics   ? quern_value_text(((const topic *)row)->code)
           : root == &badges ? quern_value_i64(((const badge *)row)->id)
                             : quern_value_i64(*(const int64_t *)(const void *)member);
}

/* Evaluates it; gives the cells, and how many rows. */
static quern_value *read_rows(const trial *t, size_t width, size_t *count)
{
    const path *names;
    const quern_model *model = chain_outputs(t->chain, &names) ? &quern_row_model : t->chain->root->model;
    const int64_t length = quern_len(t->queryset);
    *count = 0;
    if (length < 0)
        return NULL;
    quern_value *cells = quern__arena_take_array(t->arena, (size_t)length * width + 1, sizeof *cells);
    joined *joined = joined_open(t->chain, t->arena);
    quern_each each = quern_each_begin(t->queryset, model, QUERN_SITE);
    for (void *row; (row = quern_each_next(&each)) != NULL; ++*count)
        if (model == &quern_row_model) {
            read_row(t, row, &cells[*count * width]);
        } else {
            const char *fault = joined_fault(joined, row);
            if (fault)
                fail_chain(t, "an object", fault);
            cells[*count] = key_of(t->chain->root, row);
        }
    return cells;
}

static bool same_row(const quern_value *a, const quern_value *b, size_t width)
{
    bool same = true;
    for (size_t i = 0; i < width && same; i++)
        same = cell_same(&a[i], &b[i]);
    return same;
}

static void fail_row(const trial *t, const quern_value *row, size_t width, size_t number)
{
    quern__text text = quern__text_open(quern_system_allocator());
    for (size_t i = 0; i < width; i++) {
        quern__text_put(&text, i ? ", " : "");
        cell_print(&row[i], &text);
    }
    char what[60];
    snprintf(what, sizeof what, "row %zu should not stand there", number);
    fail_chain(t, what, quern__text_get(&text));
}

/* Each row that came is one of those that are expected in this place, and each of them came once. */
static void compare_rows(const trial *t, const rows *expected, const quern_value *got)
{
    bool *came = quern__arena_take_array(t->arena, expected->count + 1, sizeof *came);
    const size_t width = expected->width;
    for (size_t i = 0; i < expected->count; i++) {
        size_t at = 0;
        while (at < expected->count && (came[at] || expected->group[at] != expected->group[i] ||
                                        !same_row(&expected->outputs[at * width], &got[i * width], width)))
            at++;
        if (at == expected->count)
            fail_row(t, &got[i * width], width, i);
        came[at] = true;
    }
}

static void expect_number(const trial *t, const char *what, size_t expected, int64_t got)
{
    char detail[80];
    snprintf(detail, sizeof detail, "%" PRId64 ", not %zu", got, expected);
    if ((int64_t)expected != got)
        fail_chain(t, what, detail);
}

/* The queryset is new for each: a cache would answer otherwise. */
static void check_numbers(trial *t, const rows *expected)
{
    bool found = false;
    const int64_t count = quern_count(t->queryset);
    if (!has_no_result(t, expected) && !expected->fault)
        expect_number(t, "quern_count", expected->count, count);
    (void)quern_exists(t->queryset, &found);
    if (!has_no_result(t, expected) && !expected->fault)
        expect_number(t, "quern_exists", expected->count > 0, found);
}

static void check_rows(trial *t, const rows *expected)
{
    size_t count;
    const quern_value *got = read_rows(t, expected->width, &count);
    if (has_no_result(t, expected)) {
        figures.wrong_data++;
    } else if (expected->fault) {
        figures.undecided++;
    } else {
        expect_number(t, "quern_len", expected->count, (int64_t)count);
        if (!expected->open)
            compare_rows(t, expected, got);
        figures.compared++;
        figures.rows += count;
    }
}

/* The same shared, from another session, with its constants to come; some of its steps then follow. */
static void check_shared(const trial *t, quern_db *db, const rows *expected)
{
    trial shared = *t;
    bindings bindings = { .random = { t->seed } };
    shared.session = quern_session_open(db);
    shared.queryset = chain_build_on_shared(t->chain, t->seed % (t->chain->count + 1), db, shared.session,
                                            t->arena, &bindings);
    shared.queryset = (quern_bind)(shared.queryset, bindings.named, QUERN_SITE);
    if (quern_queryset_error(shared.queryset))
        fail_chain(t, "shared", quern_queryset_error(shared.queryset)->message);
    check_numbers(&shared, expected);
    check_rows(&shared, expected);
    quern_session_close(shared.session);
}

static void try_seed(quern_db *db, uint64_t seed)
{
    quern__random random = { seed * UINT64_C(0xd1342543de82ef95) };
    trial t = { .seed = seed,
                .session = quern_session_open(db),
                .arena = quern__arena_open(quern_system_allocator(), NULL) };
    t.chain = chain_random(&random, t.arena, MOST);
    t.queryset = chain_build(t.chain, t.session, t.arena);
    if (refused(&t)) {
        figures.refused++;
    } else {
        const rows expected = chain_evaluate(t.chain, t.arena);
        check_numbers(&t, &expected);
        check_rows(&t, &expected);
        check_shared(&t, db, &expected);
    }
    quern_session_close(t.session);
    quern__arena_close(t.arena);
}

START_TEST(chains_give_what_loops_give)
{
    if (!there_is_a_server)
        return;
    quern_db *db = quern_open(schema.uri, quern__test_models, .pool_max = 1);
    quern_session *session = quern_session_open(db);
    quern__arena *arena = quern__arena_open(quern_system_allocator(), NULL);
    tables_load(session, arena);
    quern_session_close(session);
    const uint64_t first = number_from("QUERN_SEED", 1), count = number_from("FUZZ_QUERIES", FEW);
    for (uint64_t i = 0; i < count; i++)
        try_seed(db, first + i);
    printf("%" PRIu64 " chains: %" PRIu64 " refused, %" PRIu64 " of data without result, %" PRIu64
           " undecided, %" PRIu64 " compared, of %" PRIu64 " rows\n",
           count, figures.refused, figures.wrong_data, figures.undecided, figures.compared, figures.rows);
    ck_assert(count < FEW || figures.compared > count / 2);
    quern__arena_close(arena);
    ck_assert(quern_close(db, 10000));
}
END_TEST

Suite *quern__suite_reference(void);

Suite *quern__suite_reference(void)
{
    Suite *suite = suite_create("reference");
    TCase *chains = tcase_create("chains");
    tcase_add_unchecked_fixture(chains, open_schema, close_schema);
    tcase_set_timeout(chains, SECONDS);
    tcase_add_test(chains, chains_give_what_loops_give);
    suite_add_tcase(suite, chains);
    return suite;
}
