/* target_report.c: reports of a log that holds anything. The bytes are texts with a zero byte behind each: SQL, site, values, plan, tag;
 * then SQL and site of more statements. A warning of the detector's says the first of them too. The page is well-formed, and has no
 * markup but its own; the table steers no terminal, and keeps its width; the JSON is some, and says what it was told. */
#include "test/fuzz/fuzz.h"

#include "lib/base/utf8.h"
#include "lib/report/report.h"
#include "lib/report/sql.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXTS = 40, DEPTH = 30, NAME = 16, LINE = 100 };

typedef struct texts {
    char *text[TEXTS];
    size_t count;
} texts;

static texts split(const uint8_t *data, size_t size)
{
    texts t = { .count = 0 };
    for (size_t at = 0; at <= size && t.count < TEXTS; at++) {
        t.text[t.count] = quern__fuzz_text(data + (size ? at : 0), size - at);
        at += strlen(t.text[t.count++]);
    }
    return t;
}

static const char *text_at(const texts *t, size_t i)
{
    return i < t->count ? t->text[i] : NULL;
}

/* ---- The page ---- */

typedef struct nesting {
    char open[DEPTH][NAME];
    size_t depth;
} nesting;

/* One of those that the page is made of. */
static void check_name(const char *name)
{
    static const char *const known[] = {
        "a",  "article", "b",       "body",  "code", "dd",     "details", "div",   "dl",
        "dt", "h1",      "h2",      "h3",    "head", "header", "html",    "i",     "li",
        "p",  "pre",     "section", "small", "span", "style",  "summary", "table", "tbody",
        "td", "th",      "thead",   "title", "tr",   "ul",
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i], name) == 0)
            return;
    QUERN__FUZZ_CHECK(!"an element of the page's own");
}

static const char *read_name(const char *at, char *name)
{
    const size_t size = strspn(at, "abcdefghijklmnopqrstuvwxyz123456789");
    QUERN__FUZZ_CHECK(size > 0 && size < NAME);
    memcpy(name, at, size);
    name[size] = '\0';
    return at + size;
}

/* What a report writes into attributes comes of itself. */
static const char *check_attributes(const char *at)
{
    char name[NAME];
    while (*at == ' ') {
        at = read_name(at + 1, name);
        if (*at != '=')
            continue;
        QUERN__FUZZ_CHECK(at[1] == '"');
        at += 2;
        at += strspn(at, "abcdefghijklmnopqrstuvwxyz0123456789 .:;%#=,-");
        QUERN__FUZZ_CHECK(*at == '"');
        at++;
    }
    QUERN__FUZZ_CHECK(*at == '>');
    return at + 1;
}

static const char *check_element(const char *at, nesting *n)
{
    char name[NAME];
    if (strncmp(at, "<!doctype html>", 15) == 0)
        return at + 15;
    if (strncmp(at, "<meta ", 6) == 0)
        return strchr(at, '>') + 1;
    if (at[1] == '/') {
        at = read_name(at + 2, name);
        QUERN__FUZZ_CHECK(n->depth > 0 && strcmp(n->open[--n->depth], name) == 0 && *at == '>');
        return at + 1;
    }
    at = read_name(at + 1, name);
    check_name(name);
    QUERN__FUZZ_CHECK(n->depth < DEPTH);
    memcpy(n->open[n->depth++], name, NAME);
    at = check_attributes(at);
    return strcmp(name, "style") == 0 ? strstr(at, "</style>") : at;
}

static void check_entity(const char *at)
{
    static const char *const entities[] = { "&lt;", "&gt;", "&amp;", "&quot;", "&#39;" };
    for (size_t i = 0; i < sizeof entities / sizeof *entities; i++)
        if (strncmp(at, entities[i], strlen(entities[i])) == 0)
            return;
    QUERN__FUZZ_CHECK(!"an entity");
}

static void check_page(const char *page)
{
    nesting n = { .depth = 0 };
    for (const char *at = page; *at;) {
        if (*at == '&')
            check_entity(at);
        QUERN__FUZZ_CHECK(*at != '>' && *at != '"' && *at != '\'');
        at = *at == '<' ? check_element(at, &n) : at + 1;
    }
    QUERN__FUZZ_CHECK(n.depth == 0);
}

/* ---- All of them ---- */

/* UTF-8, and no characters that do anything but newline, and tab in the page. */
static void check_harmless(const char *text, bool tabs)
{
    QUERN__FUZZ_CHECK(quern__utf8_valid(text, strlen(text)));
    for (const unsigned char *at = (const unsigned char *)text; *at; at++) {
        QUERN__FUZZ_CHECK((*at >= 0x20 && *at != 0x7f) || *at == '\n' || (tabs && *at == '\t'));
        QUERN__FUZZ_CHECK(!(at[0] == 0xc2 && at[1] < 0xa0));                                    /* C1 */
        QUERN__FUZZ_CHECK(!(at[0] == 0xe2 && at[1] == 0x80 && at[2] >= 0xaa && at[2] <= 0xae)); /* bidi */
    }
}

static void check_table(const char *table)
{
    size_t columns = 0;
    for (const char *at = table; *at; at++) {
        columns = *at == '\n' ? 0 : columns + (((unsigned char)*at & 0xc0) != 0x80);
        QUERN__FUZZ_CHECK(columns <= LINE);
    }
}

static void check_json(const char *text, const texts *t)
{
    json_t *root = json_loads(text, 0, NULL);
    QUERN__FUZZ_CHECK(root);
    const json_t *statement = json_array_get(json_object_get(root, "statements"), 0);
    const char *sql = json_string_value(json_object_get(statement, "sql"));
    QUERN__FUZZ_CHECK(sql);
    if (quern__utf8_valid(t->text[0], strlen(t->text[0])))
        QUERN__FUZZ_CHECK(strcmp(sql, t->text[0]) == 0);
    json_decref(root);
}

static bool gather(void *context, const char *bytes, size_t size)
{
    quern__text_put_bytes(context, bytes, size);
    return true;
}

static void check_reports(const quern__report *report, const texts *t)
{
    quern__text text = quern__text_open(quern_system_allocator());
    QUERN__FUZZ_CHECK(quern__report_html(report, gather, &text));
    check_harmless(text.bytes, true);
    check_page(text.bytes);
    quern__text_clear(&text);
    QUERN__FUZZ_CHECK(quern__report_text(report, gather, &text));
    check_harmless(text.bytes, false);
    check_table(text.bytes);
    quern__text_clear(&text);
    QUERN__FUZZ_CHECK(quern__report_json(report, gather, &text));
    check_json(text.bytes, t);
    quern__text_close(&text);
}

/* Pieces are all of the text. */
static void check_pieces(const char *sql)
{
    quern__sql_scan scan = quern__sql_open(sql);
    quern__sql_piece piece;
    const char *at = sql;
    while (quern__sql_next(&scan, &piece)) {
        QUERN__FUZZ_CHECK(piece.at == at && piece.end > at);
        at = piece.end;
    }
    QUERN__FUZZ_CHECK(!*at);
}

/* What the detector says. */
static quern_warning warning;

static void warn(const texts *t)
{
    const char *path = text_at(t, 3), *advice = text_at(t, 4);
    warning = (quern_warning){ .kind = QUERN_WARNING_LAZY,
                               .site = text_at(t, 1),
                               .queryset = text_at(t, 2),
                               .model = t->text[0],
                               .path = path ? path : "",
                               .message = t->text[0],
                               .advice = advice ? advice : "" };
}

static const quern_warning *warning_at(const quern_session *session, int64_t number)
{
    (void)session;
    return number == 1 ? &warning : NULL;
}

static void add_statements(quern__log *log, const texts *t)
{
    quern_query query = { .sql = t->text[0],
                          .site = text_at(t, 1),
                          .parameters = text_at(t, 2),
                          .unit = 1,
                          .rows = 7,
                          .elapsed_microseconds = 100 };
    quern__log_add(log, &query, 1);
    if (text_at(t, 3))
        quern__log_explain(log, 1, text_at(t, 3));
    for (size_t i = 5; i < t->count; i += 2) {
        query.sql = t->text[i];
        query.site = text_at(t, i + 1);
        query.began_microseconds += 90;
        query.rows = i % 3 ? 1 : -1;
        query.failure = i % 3 ? QUERN_OK : QUERN_ERROR_SERVER;
        quern__log_add(log, &query, i % 4);
    }
}

void quern__fuzz_report(const uint8_t *data, size_t size)
{
    quern__log log;
    texts t = split(data, size);
    quern__log_open(&log, quern_system_allocator(), TEXTS);
    add_statements(&log, &t);
    warn(&t);
    const quern__report report = {
        .log = &log, .warnings = 1, .warning_at = warning_at, .site = text_at(&t, 1), .tag = text_at(&t, 4)
    };
    check_reports(&report, &t);
    check_pieces(t.text[0]);
    quern__log_close(&log);
    for (size_t i = 0; i < t.count; i++)
        free(t.text[i]);
}
