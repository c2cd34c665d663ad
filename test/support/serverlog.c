/* serverlog.c: see serverlog.h. A line of the log is "4711 quern_test LOG:  execute <unnamed>: SELECT …" for a statement with
 * parameters, "… LOG:  statement: SELECT …" for one without; the further lines of a statement begin with a tab. */
#include "test/support/serverlog.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_MOST = 10000, TEXT_MOST = 100000 };

bool quern__server_log_open(quern__server_log *log, const char *application)
{
    const char *path = getenv("QUERN_TEST_LOG");
    *log = (quern__server_log){ .path = path && *path ? path : NULL, .application = application };
    if (log->path) {
        quern__server_log_mark(log);
        return true;
    }
    ck_assert_msg(!getenv("QUERN_TEST_REQUIRED"), "QUERN_TEST_REQUIRED is set, but QUERN_TEST_LOG is not");
    puts("not compared with the server's own log: QUERN_TEST_LOG is not set");
    return false;
}

static FILE *open_at(const quern__server_log *log, long offset, int whence)
{
    FILE *file = fopen(log->path, "r");
    ck_assert_msg(file && fseek(file, offset, whence) == 0, "QUERN_TEST_LOG: cannot read %s", log->path);
    return file;
}

void quern__server_log_mark(quern__server_log *log)
{
    FILE *file = open_at(log, 0, SEEK_END);
    log->mark = ftell(file);
    fclose(file);
}

/* The statement on a line, NULL when there is none of this application. */
static const char *statement_on(const quern__server_log *log, const char *line)
{
    const size_t size = strlen(log->application);
    const char *application = strchr(line, ' ');
    if (line[0] < '0' || line[0] > '9' || !application ||
        strncmp(application + 1, log->application, size) != 0 || application[1 + size] != ' ')
        return NULL;
    const char *message = application + 2 + size;
    if (strncmp(message, "LOG:  statement: ", 17) == 0)
        return message + 17;
    const char *sql = strncmp(message, "LOG:  execute ", 14) == 0 ? strstr(message + 14, ": ") : NULL;
    return sql ? sql + 2 : NULL;
}

const char *quern__server_log_read(const quern__server_log *log, size_t *count)
{
    static char text[TEXT_MOST], line[LINE_MOST];
    size_t size = 0, statements = 0;
    FILE *file = open_at(log, log->mark, SEEK_SET);
    while (fgets(line, sizeof line, file)) {
        const char *statement = statement_on(log, line);
        if (!statement)
            continue;
        statements++;
        if (size + strlen(statement) < sizeof text)
            size += strlen(strcpy(text + size, statement));
    }
    fclose(file);
    text[size] = '\0';
    if (count)
        *count = statements;
    return text;
}
