/* show.c: how the tour prints what it does, and counts it. */
#include "tour.h"

bool tour_failed;
static int64_t statements_before;
static int chapter_number, step_number;

static const char *verdict(bool holds)
{
    tour_failed |= !holds;
    return holds ? "" : "  FAILED: it was claimed to be another";
}

void chapter(const char *title)
{
    step_number = 0;
    printf("\n\n%d. %s\n", ++chapter_number, title);
    for (size_t i = strlen(title) + 3; i > 0; i--)
        putchar('=');
    putchar('\n');
}

void step(quern_session *s, const char *title)
{
    printf("\n%d.%d %s\n\n", chapter_number, ++step_number, title);
    statements_before = quern_query_count(s);
}

/* Prints SQL with a line for each of its clauses, so that it can be read. */
static void print_statement(const char *sql)
{
    static const char *const clauses[] = { " FROM ", " WHERE ", " ORDER BY ", " LIMIT " };
    fputs("      ", stdout);
    for (; *sql; sql++) {
        for (size_t i = 0; i < sizeof clauses / sizeof *clauses; i++)
            if (strncmp(sql, clauses[i], strlen(clauses[i])) == 0)
                fputs("\n     ", stdout);
        putchar(*sql);
    }
}

static void print_query(const quern_query *query)
{
    print_statement(query->sql);
    printf("\n      -- %" PRId64 " row%s, %.2f ms\n", query->rows, query->rows == 1 ? "" : "s",
           (double)query->elapsed_microseconds / 1000);
}

/* A step that fails on purpose takes its failure before it ends. */
static void tell_failure(quern_session *s)
{
    if (!quern_failed(s))
        return;
    tour_failed = true;
    printf("    FAILED: %s", quern_error_text(s));
    quern_error_clear(s);
}

static void end_part(quern_session *s, int64_t expected, int64_t shown)
{
    const int64_t count = quern_query_count(s) - statements_before;
    for (int64_t i = 1; i <= count && i <= shown; i++)
        print_query(quern_query_at(s, statements_before + i));
    tell_failure(s);
    if (count > shown)
        printf("      … and so on\n");
    printf("    => %" PRId64 " statement%s%s\n", count, count == 1 ? "" : "s", verdict(count == expected));
    statements_before = quern_query_count(s);
}

void ran(quern_session *s, int64_t expected)
{
    end_part(s, expected, INT64_MAX);
}

void ran_about(quern_session *s, int64_t expected)
{
    end_part(s, expected, 2);
}

void check(const char *what, int64_t is, int64_t expected)
{
    printf("    => %s: %" PRId64 "%s\n", what, is, verdict(is == expected));
}

void check_bool(const char *what, bool is, bool expected)
{
    printf("    => %s: %s%s\n", what, is ? "true" : "false", verdict(is == expected));
}
