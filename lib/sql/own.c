/* own.c: finds the $n in SQL: those that stand in no string, quoted name, comment or dollar quote, as PostgreSQL reads them
 * (its manual, chapter "Lexical Structure"; strings with standard_conforming_strings on). */
#include "lib/sql/own.h"

#include "lib/sql/spell.h"

#include <string.h>

typedef struct reading {
    const char *sql, *at;
    size_t count;
    const quern_value *values;
    const quern_kind *kinds;
    const quern_dialect *dialect;
    quern__text *out;
} reading;

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* In a name, behind its first character; what is not ASCII is a letter. */
static bool is_in_name(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80);
}

/* The last character before this one; NUL at the beginning. */
static char before(const reading *r, const char *at)
{
    return at > r->sql ? at[-1] : '\0';
}

/* Whether a name, or a dollar in it, goes on here. */
static bool in_name(const reading *r, const char *at)
{
    return is_in_name(before(r, at)) || before(r, at) == '$';
}

/* Each of these gives the end of what begins at r->at: the end of the SQL when it never ends. */

static const char *end_of_quoted(const char *at, char quote, bool escapes)
{
    for (at++; *at && (*at != quote || at[1] == quote); at++)
        if (*at == quote || (escapes && *at == '\\' && at[1]))
            at++;
    return *at ? at + 1 : at;
}

static const char *end_of_string(const reading *r)
{
    const char e = before(r, r->at);
    return end_of_quoted(r->at, '\'', (e == 'e' || e == 'E') && !in_name(r, r->at - 1));
}

static const char *end_of_line(const char *at)
{
    return at + strcspn(at, "\n");
}

static const char *end_of_comment(const char *at)
{
    size_t depth = 0;
    do {
        const bool opens = at[0] == '/' && at[1] == '*', closes = at[0] == '*' && at[1] == '/';
        depth += opens;
        depth -= closes;
        at += opens || closes ? 2 : 1;
    } while (*at && depth);
    return at;
}

/* $$, or $tag$; NULL when it is no such quote. */
static const char *end_of_dollar_quote(const char *at)
{
    const char *tag_end = at + 1;
    while (is_in_name(*tag_end))
        tag_end++;
    if (*tag_end != '$' || is_digit(at[1]))
        return NULL;
    const size_t size = (size_t)(tag_end + 1 - at);
    for (const char *end = tag_end + 1; (end = strchr(end, '$')); end++)
        if (strncmp(end, at, size) == 0)
            return end + size;
    return at + strlen(at);
}

/* The end of what must be copied as it is; NULL: nothing such begins here. */
static const char *end_of_opaque(const reading *r)
{
    const char *at = r->at;
    if (*at == '\'')
        return end_of_string(r);
    if (*at == '"')
        return end_of_quoted(at, '"', false);
    if (at[0] == '-' && at[1] == '-')
        return end_of_line(at);
    if (at[0] == '/' && at[1] == '*')
        return end_of_comment(at);
    return *at == '$' && !in_name(r, at) ? end_of_dollar_quote(at) : NULL;
}

/* A number below zero in brackets: a sign before it would make it a comment. */
static void put_value(reading *r, size_t number)
{
    quern__text literal = quern__text_open(r->out->allocator);
    quern__spell spell = quern__spell_open(r->dialect, &literal);
    r->dialect->literal(&spell.writer, &r->values[number - 1], r->kinds[number - 1]);
    const char *text = quern__text_get(&literal);
    quern__text_put(r->out, *text == '-' ? "(" : "");
    quern__text_put(r->out, text);
    quern__text_put(r->out, *text == '-' ? ")" : "");
    r->out->broken |= literal.broken;
    quern__text_close(&literal);
}

/* True when a parameter began here, and has been written. */
static bool put_parameter(reading *r)
{
    size_t number = 0;
    const char *end = r->at + 1;
    if (*r->at != '$' || !is_digit(*end) || in_name(r, r->at))
        return false;
    for (; is_digit(*end) && number <= r->count; end++)
        number = number * 10 + (size_t)(*end - '0');
    if (!number || number > r->count)
        return false;
    put_value(r, number);
    r->at = end;
    return true;
}

void quern__sql_own(const char *sql, size_t count, const quern_value *values, const quern_kind *kinds,
                    const quern_dialect *dialect, quern__text *out)
{
    reading r = { sql, sql, count, values, kinds, dialect, out };
    while (*r.at && !out->broken) {
        if (put_parameter(&r))
            continue;
        const char *end = end_of_opaque(&r);
        end = end ? end : r.at + 1;
        quern__text_put_bytes(out, r.at, (size_t)(end - r.at));
        r.at = end;
    }
}
