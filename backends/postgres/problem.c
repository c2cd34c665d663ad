/* problem.c: what went wrong, from libpq's words into ours. */
#include "backends/postgres/link.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* Copies what fits, without the newline at the end, and cuts no character in two. */
static void copy(char *to, size_t room, const char *from)
{
    size_t size = from ? strlen(from) : 0;
    while (size && from[size - 1] == '\n')
        size--;
    if (size >= room) {
        size = room - 1;
        while (size && ((unsigned char)from[size] & 0xc0) == 0x80)
            size--;
    }
    if (size)
        memcpy(to, from, size);
    to[size] = '\0';
}

void quern__pg_problem_note(quern__pg_problem *problem, quern_error_code code, const char *sqlstate,
                            const char *message, const char *detail, const char *hint)
{
    if (problem->set && (*problem->sqlstate || !*sqlstate))
        return;
    problem->set = true;
    problem->code = code;
    copy(problem->sqlstate, sizeof problem->sqlstate, sqlstate);
    copy(problem->message, sizeof problem->message, *message ? message : "the connection is lost");
    copy(problem->detail, sizeof problem->detail, detail);
    copy(problem->hint, sizeof problem->hint, hint);
}

/* What to do about an SQLSTATE, for where the server itself gives no hint. */
static const char *hint_for(const char *sqlstate)
{
    static const struct {
        const char *sqlstate, *hint;
    } hints[] = {
        { "28000", "may this user connect to this database from here? pg_hba.conf and the role decide" },
        { "28P01", "is the password right, in the URI, in PGPASSWORD or in ~/.pgpass?" },
        { "3D000", "make the database with createdb, or mend its name in the URI" },
        { "42501", "the user that the URI names needs the right to do this: see GRANT" },
        { "42703", "does the model name its columns as the table does? .column gives a field another name" },
        { "42P01", "quern makes no tables: is the name right, and its schema on the search_path?" },
        { "53300", "lower .pool_max, or raise max_connections of the server" },
    };
    for (size_t i = 0; i < sizeof hints / sizeof *hints; i++)
        if (strcmp(hints[i].sqlstate, sqlstate) == 0)
            return hints[i].hint;
    return "";
}

static const char *field(const PGresult *result, int which)
{
    const char *text = PQresultErrorField(result, which);
    return text ? text : "";
}

/* An error that libpq made by itself has no fields, only a message. */
static const char *message_of(const PGresult *result)
{
    const char *primary = field(result, PG_DIAG_MESSAGE_PRIMARY);
    return *primary ? primary : PQresultErrorMessage(result);
}

void quern__pg_problem_from_result(quern__pg_problem *problem, const PGresult *result)
{
    quern__pg_problem_note(problem, QUERN_ERROR_CONNECTION_LOST, field(result, PG_DIAG_SQLSTATE),
                           message_of(result), field(result, PG_DIAG_MESSAGE_DETAIL),
                           field(result, PG_DIAG_MESSAGE_HINT));
}

/* "FATAL:  3D000: database …": two spaces, five characters, a colon. Words before it may be in any language. */
static char *find_sqlstate(char *text)
{
    for (char *at = strstr(text, ":  "); at; at = strstr(at + 1, ":  ")) {
        size_t size = 0;
        while (isdigit((unsigned char)at[3 + size]) || isupper((unsigned char)at[3 + size]))
            size++;
        if (size == 5 && at[8] == ':' && at[9] == ' ')
            return at + 3;
    }
    return NULL;
}

/* VERBOSE is asked for its SQLSTATE; where in its source the server failed helps nobody. */
static void cut_locations(char *text)
{
    for (char *at; (at = strstr(text, "\nLOCATION: "));) {
        const char *end = strchr(at + 1, '\n');
        memmove(at, end ? end : "", end ? strlen(end) + 1 : 1);
    }
}

/* What libpq asks in a second line, "Is the server running on that host …?", or "". With several hosts it stays where it is. */
static const char *cut_question(char *text)
{
    char *question = strstr(text, "\n\t");
    if (!question || strchr(question + 1, '\n'))
        return "";
    *question = '\0';
    return question + 2;
}

/* With several hosts there may be several; the last host was the last hope, so its SQLSTATE is told. */
void quern__pg_problem_from_connect(quern__pg_problem *problem, const char *text, const char *hint)
{
    char message[sizeof problem->message], sqlstate[6] = "";
    copy(message, sizeof message, text);
    for (char *code; (code = find_sqlstate(message));) {
        memcpy(sqlstate, code, 5);
        memmove(code, code + 7, strlen(code + 7) + 1);
    }
    cut_locations(message);
    const char *question = cut_question(message);
    if (!*hint && !strstr(message, "\nHINT:"))
        hint = *question ? question : hint_for(sqlstate);
    quern__pg_problem_note(problem, QUERN_ERROR_CONNECT, sqlstate, message, "", hint);
}

quern_error quern__pg_error(quern_error_code code, const char *sqlstate, const char *message,
                            const char *detail, const char *hint)
{
    quern_error error = { .code = code,
                          .message = *message ? message : "the server gave no reason",
                          .detail = detail,
                          .hint = hint,
                          .path = "",
                          .nearest = "",
                          .sql = "" };
    copy(error.sqlstate, sizeof error.sqlstate, sqlstate);
    return error;
}

quern_error quern__pg_problem_error(const quern__pg_problem *problem)
{
    return quern__pg_error(problem->code, problem->sqlstate, problem->message, problem->detail,
                           problem->hint);
}

quern_error quern__pg_statement_error(const PGresult *result)
{
    const char *sqlstate = field(result, PG_DIAG_SQLSTATE), *hint = field(result, PG_DIAG_MESSAGE_HINT);
    return quern__pg_error(QUERN_ERROR_SERVER, sqlstate, message_of(result),
                           field(result, PG_DIAG_MESSAGE_DETAIL), *hint ? hint : hint_for(sqlstate));
}

bool quern__pg_is_fatal(const PGresult *result)
{
    const char *severity = field(result, PG_DIAG_SEVERITY_NONLOCALIZED);
    return strcmp(severity, "FATAL") == 0 || strcmp(severity, "PANIC") == 0;
}

bool quern__pg_is_last_warning(const PGresult *notice)
{
    return strncmp(field(notice, PG_DIAG_SQLSTATE), "57P0", 4) == 0;
}
