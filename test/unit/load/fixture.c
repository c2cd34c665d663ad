/* fixture.c: a db of the shared models on a script, and the calls that evaluate. */
#include "test/unit/load/fixture.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

load_fixture load_open(void)
{
    load_fixture f = { .script = quern_script_new(NULL) };
    ck_assert_ptr_nonnull(f.script);
    f.db = quern_open("script:", quern__test_models, .backend = quern_script_backend(f.script), .pool_max = 2,
                      .turn_ms = 5000);
    ck_assert_ptr_null(quern_db_error(f.db));
    f.s = quern_session_open(f.db);
    check_well(&f, "a new session");
    return f;
}

void load_close(load_fixture *f)
{
    check_well(f, "at the end");
    quern_session_close(f->s);
    ck_assert(quern_close(f->db, 5000));
    ck_assert_str_eq(quern_script_report(f->script), "");
    ck_assert_int_eq(quern_script_count(f->script, QUERN_SCRIPT_OPEN_NOW), 0);
    quern_script_free(f->script);
}

/* ---- What is to come ---- */

enum { AUTHOR_COLUMNS = 4, TEXT = 32 };

typedef struct author_texts {
    char id[TEXT], name[TEXT], email[TEXT];
} author_texts;

static void write_author(author_texts *texts, int64_t number)
{
    snprintf(texts->id, TEXT, "%lld", (long long)number);
    snprintf(texts->name, TEXT, "Author No. %lld", (long long)number);
    snprintf(texts->email, TEXT, "%lld@example.org", (long long)number);
}

static bool has_email(int64_t number)
{
    return number % 2 == 0;
}

static bool has_born(int64_t number)
{
    return number % 3 != 0;
}

void expect_authors(load_fixture *f, const char *contains, size_t rows)
{
    author_texts *texts = calloc(rows + 1, sizeof *texts);
    const char **cells = calloc(AUTHOR_COLUMNS * rows + 1, sizeof *cells);
    ck_assert(texts && cells);
    for (size_t i = 0; i < rows; i++) {
        const char **row = &cells[AUTHOR_COLUMNS * i];
        const int64_t number = (int64_t)i + 1;
        write_author(&texts[i], number);
        row[0] = texts[i].id;
        row[1] = texts[i].name;
        row[2] = has_email(number) ? texts[i].email : NULL;
        row[3] = has_born(number) ? texts[i].id : NULL;
    }
    quern_script_expect(f->script, .contains = contains,
                        QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "name", QUERN_KIND_TEXT },
                                             { "email", QUERN_KIND_TEXT }, { "born", QUERN_KIND_I32 }),
                        .cells = cells, .cell_count = AUTHOR_COLUMNS * rows);
    free(cells);
    free(texts);
}

void expect_number(load_fixture *f, const char *contains, const char *number)
{
    quern_script_expect(f->script, .contains = contains, QUERN_SCRIPT_COLUMNS({ "n", QUERN_KIND_I64 }),
                        .cells = &number, .cell_count = number != NULL);
}

void expect_refusal(load_fixture *f, const char *contains)
{
    quern_script_expect(f->script, .contains = contains, .sqlstate = "42P01",
                        .message = "relation \"books_author\" does not exist");
}

/* ---- What must be so ---- */

void check_author(const author *a, int64_t number)
{
    author_texts texts;
    write_author(&texts, number);
    ck_assert_msg(a != NULL, "author %lld is NULL", (long long)number);
    ck_assert_int_eq(a->id, number);
    ck_assert_str_eq(a->name, texts.name);
    ck_assert_pstr_eq(a->email, has_email(number) ? texts.email : NULL);
    ck_assert_msg(a->born.present == has_born(number), "author %lld: born", (long long)number);
    ck_assert_int_eq(a->born.value, a->born.present ? number : 0);
}

void check_statements(const load_fixture *f, const char *name, int64_t count)
{
    const int64_t ran = quern_script_count(f->script, QUERN_SCRIPT_STATEMENTS);
    ck_assert_msg(ran == count, "%s: %lld statements, not %lld", name, (long long)ran, (long long)count);
    ck_assert_msg(quern_query_count(f->s) == count, "%s: the session counts %lld statements, not %lld", name,
                  (long long)quern_query_count(f->s), (long long)count);
}

void check_well(const load_fixture *f, const char *name)
{
    ck_assert_msg(!quern_failed(f->s), "%s: %s", name, quern_error_text(f->s));
}

void check_failure(const load_fixture *f, const char *name, quern_error_code code, const char *message,
                   const char *site)
{
    const quern_error *error = quern_session_error(f->s);
    ck_assert_msg(error != NULL, "%s: no failure, where %s was expected", name, quern_error_name(code));
    ck_assert_msg(error->code == code, "%s: not %s: %s", name, quern_error_name(code),
                  quern_error_text(f->s));
    ck_assert_msg(strstr(error->message, message), "%s: \"%s\" is not in \"%s\"", name, message,
                  error->message);
    ck_assert_msg(error->site, "%s: the failure has no site", name);
    ck_assert_msg(!site || strcmp(error->site, site) == 0, "%s: the site is %s, not %s", name, error->site,
                  site);
    quern_error_clear(f->s);
}

/* ---- The calls that evaluate ---- */

static bool run_len(quern_queryset *authors)
{
    const int64_t count = (quern_len)(authors, LOAD_SITE);
    ck_assert_int_ge(count, -1);
    return count >= 0;
}

static bool run_count(quern_queryset *authors)
{
    const int64_t count = (quern_count)(authors, LOAD_SITE);
    ck_assert_int_ge(count, -1);
    return count >= 0;
}

static bool run_exists(quern_queryset *authors)
{
    bool found = true;
    const bool done = (quern_exists)(authors, &found, LOAD_SITE);
    ck_assert_msg(done || !found, "quern_exists failed, and found something");
    return done;
}

static bool run_at(quern_queryset *authors)
{
    return (quern_at)(authors, &author_model, 0, LOAD_SITE) != NULL;
}

static bool run_first(quern_queryset *authors)
{
    return (quern_first)(authors, &author_model, LOAD_SITE) != NULL;
}

static bool run_get(quern_queryset *authors)
{
    return (quern_get)(authors, &author_model, NULL, LOAD_SITE) != NULL;
}

static bool run_each(quern_queryset *authors)
{
    quern_each each = quern_each_begin(authors, &author_model, LOAD_SITE);
    const bool live = each.live;
    const void *first = quern_each_next(&each);
    quern_each_end(&each);
    ck_assert_msg(live || !first, "a loop that is over gave an object");
    return first != NULL;
}

static bool run_list(quern_queryset *authors)
{
    void *const *all = (quern_list)(authors, &author_model, LOAD_SITE);
    return all && all[0];
}

static bool run_last(quern_queryset *authors)
{
    return (quern_last)(authors, &author_model, LOAD_SITE) != NULL;
}

static bool run_earliest(quern_queryset *authors)
{
    return (quern_earliest)(authors, &author_model, QUERN_NAMES("name"), LOAD_SITE) != NULL;
}

static bool run_latest(quern_queryset *authors)
{
    return (quern_latest)(authors, &author_model, QUERN_NAMES("name", "-id"), LOAD_SITE) != NULL;
}

static bool run_in_bulk(quern_queryset *authors)
{
    void *const *found = (quern_in_bulk)(authors, &author_model, "id", QUERN_LIST(1), LOAD_SITE);
    return found && found[0];
}

static bool run_print(quern_queryset *authors)
{
    char text[200] = "";
    FILE *out = fmemopen(text, sizeof text, "w");
    const bool done = (quern_print)(authors, out, LOAD_SITE);
    fclose(out);
    ck_assert_msg(done == (strncmp(text, "author 1\n", 9) == 0), "%s", text);
    return done;
}

const load_call load_calls[LOAD_CALLS] = {
    { "quern_len", run_len, .caches = true },        { "quern_count", run_count, .scalar = true },
    { "quern_exists", run_exists, .scalar = true },  { "quern_at", run_at, .answers = true },
    { "quern_first", run_first, .answers = true },   { "quern_get", run_get, .answers = true },
    { "QUERN_EACH", run_each, .caches = true },      { "quern_list", run_list, .caches = true },
    { "quern_last", run_last, .answers = true },     { "quern_earliest", run_earliest, .answers = true },
    { "quern_latest", run_latest, .answers = true }, { "quern_in_bulk", run_in_bulk, .scalar = false },
    { "quern_print", run_print, .scalar = false },
};
