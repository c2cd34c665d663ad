/* sql.c: see sql.h. Pieces end as PostgreSQL ends them: strings with '' inside, E'…' with backslashes, comments within comments; $tag$
 * strings are what nobody should have to read. */
#include "lib/report/sql.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { WORD_MOST = 16 };

/* In the order of strcmp. */
static const char *const keywords[] = {
    "ADD",          "ALL",      "ALTER",       "ALWAYS",    "ANALYZE",    "AND",       "ANY",
    "ARRAY",        "AS",       "ASC",         "AT",        "BACKWARD",   "BEGIN",     "BETWEEN",
    "BOTH",         "BY",       "CASCADE",     "CASE",      "CAST",       "CHECK",     "CLOSE",
    "COALESCE",     "COLLATE",  "COLUMN",      "COMMIT",    "COMMITTED",  "CONFLICT",  "CONSTRAINT",
    "COUNT",        "CREATE",   "CROSS",       "CURRENT",   "CURSOR",     "DECLARE",   "DEFAULT",
    "DELETE",       "DESC",     "DISTINCT",    "DO",        "DROP",       "ELSE",      "END",
    "ESCAPE",       "EXCEPT",   "EXISTS",      "EXPLAIN",   "EXTRACT",    "FALSE",     "FETCH",
    "FILTER",       "FIRST",    "FOLLOWING",   "FOR",       "FORWARD",    "FROM",      "FULL",
    "GENERATED",    "GROUP",    "HAVING",      "IDENTITY",  "IF",         "ILIKE",     "IN",
    "INDEX",        "INNER",    "INSERT",      "INTERSECT", "INTERVAL",   "INTO",      "IS",
    "ISOLATION",    "JOIN",     "KEY",         "LAST",      "LATERAL",    "LEADING",   "LEFT",
    "LEVEL",        "LIKE",     "LIMIT",       "LOCK",      "LOCKED",     "MERGE",     "NO",
    "NOT",          "NOTHING",  "NOWAIT",      "NULL",      "NULLS",      "OFFSET",    "ON",
    "ONLY",         "OR",       "ORDER",       "OUTER",     "OVER",       "PARTITION", "PRECEDING",
    "PRIMARY",      "RANGE",    "READ",        "RECURSIVE", "REFERENCES", "RELEASE",   "REPEATABLE",
    "RIGHT",        "ROLLBACK", "ROW",         "ROWS",      "SAVEPOINT",  "SCROLL",    "SELECT",
    "SERIALIZABLE", "SET",      "SHARE",       "SIMILAR",   "SKIP",       "TABLE",     "THEN",
    "TIME",         "TO",       "TRANSACTION", "TRUE",      "TRUNCATE",   "UNBOUNDED", "UNION",
    "UNIQUE",       "UPDATE",   "USING",       "VALUES",    "WHEN",       "WHERE",     "WINDOW",
    "WITH",         "WITHIN",   "WRITE",       "ZONE",
};

/* Those that begin a clause, also in that order. */
static const char *const clauses[] = { "CROSS",     "EXCEPT",    "FOR",  "FROM",  "GROUP",  "HAVING",
                                       "INNER",     "INTERSECT", "LEFT", "LIMIT", "OFFSET", "ORDER",
                                       "RETURNING", "RIGHT",     "SET",  "UNION", "VALUES", "WHERE" };

static int compare_word(const void *word, const void *item)
{
    return strcmp(word, *(const char *const *)item);
}

static bool is_listed(const char *word, const char *const *list, size_t count)
{
    return bsearch(word, list, count, sizeof *list, compare_word) != NULL;
}

/* ASCII, whatever the locale. */
static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (unsigned char)c >= 0x80;
}

static char upper(char c)
{
    return (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
}

quern__sql_scan quern__sql_open(const char *sql)
{
    return (quern__sql_scan){ .at = sql, .end = sql + strlen(sql) };
}

/* Behind the quote that ends what begins with one; a doubled one does not, nor, in E'…', one behind a backslash. */
static const char *end_of_quoted(const char *at, const char *end, bool escapes)
{
    const char quote = *at++;
    for (; at < end; at++)
        if (escapes && *at == '\\' && at + 1 < end)
            at++;
        else if (*at == quote && (at + 1 == end || at[1] != quote))
            return at + 1;
        else if (*at == quote)
            at++;
    return end;
}

static const char *end_of_comment(const char *at, const char *end)
{
    if (*at == '-') {
        const char *line = memchr(at, '\n', (size_t)(end - at));
        return line ? line : end;
    }
    int depth = 0;
    while (at + 1 < end) {
        const bool opens = at[0] == '/' && at[1] == '*', closes = at[0] == '*' && at[1] == '/';
        depth += opens - closes;
        at += opens || closes ? 2 : 1;
        if (closes && depth == 0)
            return at;
    }
    return end;
}

static const char *end_of_word(const char *at, const char *end)
{
    while (at < end && (is_letter(*at) || is_digit(*at) || *at == '$'))
        at++;
    return at;
}

static const char *end_of_number(const char *at, const char *end)
{
    while (at < end && (is_digit(*at) || *at == '.'))
        at++;
    return at;
}

static bool begins(const quern__sql_scan *scan, const char *two)
{
    return scan->end - scan->at >= 2 && memcmp(scan->at, two, 2) == 0;
}

/* Anything that no other piece begins with, up to where one might. */
static const char *end_of_plain(quern__sql_scan *scan)
{
    const char *at = scan->at;
    do {
        scan->depth += *at == '(';
        scan->depth -= *at == ')';
        at++;
    } while (at < scan->end && !is_letter(*at) && !is_digit(*at) && !strchr("'\"$-/", *at));
    return at;
}

static void classify_word(const quern__sql_scan *scan, quern__sql_piece *piece)
{
    char word[WORD_MOST];
    const size_t size = (size_t)(piece->end - piece->at);
    if (size >= sizeof word)
        return;
    for (size_t i = 0; i < size; i++)
        word[i] = upper(piece->at[i]);
    word[size] = '\0';
    piece->clause = scan->depth == 0 && is_listed(word, clauses, sizeof clauses / sizeof *clauses);
    if (piece->clause || is_listed(word, keywords, sizeof keywords / sizeof *keywords))
        piece->kind = QUERN__SQL_KEYWORD;
}

static void take(quern__sql_scan *scan, quern__sql_piece *piece)
{
    const char *at = scan->at, *end = scan->end;
    if (*at == '\'' || (begins(scan, "E'") || begins(scan, "e'"))) {
        piece->kind = QUERN__SQL_STRING;
        piece->end = end_of_quoted(at + (*at != '\''), end, *at != '\'');
    } else if (*at == '"') {
        piece->kind = QUERN__SQL_NAME;
        piece->end = end_of_quoted(at, end, false);
    } else if (begins(scan, "--") || begins(scan, "/*")) {
        piece->kind = QUERN__SQL_COMMENT;
        piece->end = end_of_comment(at, end);
    } else if (*at == '$' && end - at >= 2 && is_digit(at[1])) {
        piece->kind = QUERN__SQL_PLACEHOLDER;
        piece->end = end_of_number(at + 1, end);
    } else if (is_digit(*at)) {
        piece->kind = QUERN__SQL_NUMBER;
        piece->end = end_of_number(at, end);
    } else if (is_letter(*at)) {
        piece->end = end_of_word(at, end);
        classify_word(scan, piece);
    } else {
        piece->end = end_of_plain(scan);
    }
}

bool quern__sql_next(quern__sql_scan *scan, quern__sql_piece *piece)
{
    if (scan->at == scan->end)
        return false;
    *piece = (quern__sql_piece){ .at = scan->at };
    take(scan, piece);
    scan->at = piece->end;
    return true;
}

static bool is_word(const quern__sql_piece *piece, const char *word)
{
    const size_t size = strlen(word);
    return (size_t)(piece->end - piece->at) == size && strncasecmp(piece->at, word, size) == 0;
}

bool quern__sql_list(const char *sql, const char **at, const char **end)
{
    quern__sql_scan scan = quern__sql_open(sql);
    quern__sql_piece piece;
    bool selects = false;
    while (quern__sql_next(&scan, &piece)) {
        if (!selects && scan.depth == 0 && is_word(&piece, "SELECT")) {
            selects = true;
            *at = piece.end;
        } else if (selects && piece.clause) {
            *end = piece.at;
            return is_word(&piece, "FROM");
        }
    }
    return false;
}
