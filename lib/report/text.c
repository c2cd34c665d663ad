/* text.c: a log as a table for a terminal, 100 columns wide. A statement takes two lines: what it cost, and what it was. */
#include "lib/report/findings.h"
#include "lib/report/out.h"
#include "lib/report/sql.h"

#include <string.h>

enum { COLUMNS = 100, INDENT = 7, GROUP_INDENT = 4 };

/* ---- Lines ---- */

/* So many columns of a text in one line, with "…" for what is left out. Each character is taken for one column. */
static size_t put_cut(quern__out *out, const char *at, const char *end, size_t room)
{
    size_t column = 0;
    while (at < end) {
        const uint32_t c = quern__clean_next(&at, end);
        if (column + 1 == room && at < end) {
            quern__out_put(out, "…");
            return room;
        }
        quern__out_character(out, c == '\n' || c == '\t' ? ' ' : c);
        column++;
    }
    return column;
}

/* SQL in one line, without what a SELECT gives when that would fill it. */
static void put_sql(quern__out *out, const char *sql, size_t room)
{
    static const char cut[] = " …";
    const char *at, *end, *last = sql + strlen(sql);
    if ((size_t)(last - sql) > room && quern__sql_list(sql, &at, &end) && (size_t)(at - sql) + 3 < room &&
        end - at > 12) {
        size_t column = put_cut(out, sql, at, room);
        quern__out_put(out, cut);
        quern__out_put(out, " ");
        column += 3;
        put_cut(out, end, last, room - column);
    } else {
        put_cut(out, sql, last, room);
    }
    quern__out_put(out, "\n");
}

static void indent(quern__out *out, int columns)
{
    quern__out_format(out, "%*s", columns, "");
}

static void put_text(quern__out *out, const char *text, size_t room)
{
    put_cut(out, text, text + strlen(text), room);
}

/* ---- Head, warnings, sums ---- */

static void put_head(quern__out *out, const quern__report *report)
{
    const int64_t count = report->log->totals.statements;
    quern__out_put(out, "Query log: ");
    quern__out_number(out, count, 0);
    quern__out_put(out, count == 1 ? " statement" : " statements");
    if (report->site) {
        quern__out_put(out, ", session opened at ");
        put_text(out, report->site, 50);
    }
    quern__out_put(out, "\n");
    if (!report->tag)
        return;
    quern__out_put(out, "Tag: ");
    put_text(out, report->tag, COLUMNS - 5);
    quern__out_put(out, "\n");
}

/* Whether a byte goes on with a character that began before it. */
static bool goes_on(char byte)
{
    return ((unsigned char)byte & 0xc0) == 0x80;
}

/* Where a line of so many bytes ends: at its last blank, unless that is near its beginning; else with a whole character. */
static const char *end_of_line(const char *text, size_t most)
{
    const size_t size = strnlen(text, most + 1);
    if (size <= most)
        return text + size;
    for (size_t at = most; at > most / 2; at--)
        if (text[at] == ' ')
            return text + at;
    for (size_t at = most; at > most - 4; at--)
        if (!goes_on(text[at]))
            return text + at;
    return text + most;
}

/* As many lines as it takes, the first one behind `mark`. */
static void put_paragraph(quern__out *out, const char *mark, const char *text)
{
    enum { MARGIN = 5 };
    for (const char *at = text; *at;) {
        const char *end = end_of_line(at, COLUMNS - MARGIN);
        quern__out_format(out, "%-*s", MARGIN, at == text ? mark : "");
        put_cut(out, at, end, COLUMNS - MARGIN);
        quern__out_put(out, "\n");
        at = end + (*end == ' ');
    }
}

static void put_warning(void *context, const quern__warning *warning)
{
    put_paragraph(context, warning->failure ? "  !!" : "  !", warning->text);
    if (warning->detected)
        put_paragraph(context, "   >", warning->detected->advice);
}

static void put_warnings(quern__out *out, const quern__findings *f)
{
    if (!quern__warnings(f, NULL, NULL))
        return;
    quern__out_put(out, "\nWarnings\n");
    quern__warnings(f, put_warning, out);
}

static void put_sum(quern__out *out, const char *name, int64_t number)
{
    quern__out_put(out, name);
    quern__out_number(out, number, 0);
}

static void put_time(quern__out *out, const char *name, int64_t microseconds)
{
    quern__out_put(out, name);
    quern__out_ms(out, microseconds, 0);
    quern__out_put(out, " ms");
}

static void put_sums(quern__out *out, const quern__findings *f)
{
    const quern_query_totals *t = &f->log->totals;
    quern__out_put(out, "\nTotals\n");
    put_sum(out, "  statements ", t->statements);
    put_sum(out, ", similar ", (int64_t)f->similar);
    put_sum(out, ", duplicates ", (int64_t)f->duplicates);
    put_sum(out, ", slow ", t->slow);
    put_sum(out, ", failed ", t->failed);
    if (t->explaining)
        put_sum(out, "; beside them to explain others ", t->explaining);
    put_time(out, "\n  elapsed ", t->elapsed_microseconds);
    put_time(out, ": server ", t->server_microseconds);
    put_time(out, ", loading ", t->elapsed_microseconds - t->server_microseconds);
    put_time(out, "; waited for a connection ", t->waited_microseconds);
    put_sum(out, "\n  rows ", t->rows);
    put_sum(out, ", bytes ", t->bytes);
    if (t->passed_by)
        put_sum(out, "; asked though it was known ", t->passed_by);
    quern__out_put(out, "\n");
}

/* ---- Statements ---- */

static void put_place(quern__out *out, const quern__findings *f, const quern_query *q)
{
    const quern__unit_place unit = quern__findings_unit(f, q);
    quern__out_put(out, !unit.together ? "  " : unit.first ? "┌ " : unit.last ? "└ " : "│ ");
}

static void put_times(quern__out *out, const quern__findings *f, const quern_query *q)
{
    quern__out_ms(out, q->began_microseconds - f->begins, 10);
    if (quern__findings_unit(f, q).last) {
        quern__out_ms(out, q->waited_microseconds, 9);
        quern__out_ms(out, q->server_microseconds, 10);
        quern__out_ms(out, quern__query_loading(q), 9);
    } else {
        indent(out, 28);
    }
    if (q->rows < 0)
        quern__out_format(out, "%9s", q->failure ? "failed" : "again");
    else
        quern__out_number(out, q->rows, 9);
    quern__out_number(out, q->bytes, 11);
}

/* What else is to be said of it, on a line of its own. */
static void put_note(quern__out *out, const quern__findings *f, const quern_query *q)
{
    const quern__found *found = quern__findings_of(f, q->number);
    const bool similar = found && found->group_count > 1, has_values = q->parameters && *q->parameters;
    if (!similar && !q->slow && !q->transaction && !has_values && !q->passed_by)
        return;
    indent(out, INDENT);
    quern__out_put(out, "--");
    if (q->slow)
        quern__out_put(out, " slow");
    if (q->transaction)
        put_sum(out, " transaction ", q->transaction);
    if (similar)
        put_sum(out, " similar ", (int64_t)found->group_count);
    if (similar && found->run_count > 1)
        put_sum(out, " duplicates ", (int64_t)found->run_count);
    if (q->passed_by) {
        quern__out_put(out, " passed by ");
        put_text(out, q->passed_by, 30);
    }
    if (has_values) {
        quern__out_put(out, " values ");
        put_text(out, q->parameters, 45);
    }
    quern__out_put(out, "\n");
}

static void put_plan(quern__out *out, const char *plan)
{
    for (const char *line = plan; line && *line;) {
        const char *end = strchr(line, '\n');
        indent(out, INDENT);
        quern__out_put(out, "| ");
        put_cut(out, line, end ? end : line + strlen(line), COLUMNS - INDENT - 2);
        quern__out_put(out, "\n");
        line = end ? end + 1 : NULL;
    }
}

static void put_statement(quern__out *out, const quern__findings *f, const quern_query *q)
{
    put_place(out, f, q);
    quern__out_number(out, q->number, 4);
    put_times(out, f, q);
    quern__out_format(out, q->site ? "  %-11s " : "  %s", quern__origin_word(q->origin));
    put_text(out, q->site ? q->site : "", 22);
    quern__out_put(out, "\n");
    indent(out, INDENT);
    put_sql(out, q->sql, COLUMNS - INDENT);
    put_note(out, f, q);
    if (q->plan)
        put_plan(out, q->plan);
}

static void put_statements(quern__out *out, const quern__findings *f)
{
    const quern__log_entry *entry;
    if (!f->remembered)
        return;
    quern__out_put(out,
                   "\nStatements (times in ms)\n"
                   "     #        at   waited    server  loading     rows      bytes  why         where\n");
    for (int64_t at = f->first; (entry = quern__findings_next(f, &at)); at++)
        put_statement(out, f, &entry->query);
}

/* ---- Groups ---- */

/* Each run of duplicates as the numbers of its statements. */
static void put_runs(quern__out *out, const quern__group *group)
{
    enum { NUMBERS = 8 };
    for (size_t i = 0; i < group->count; i += group->found[i].run_count) {
        const size_t count = group->found[i].run_count;
        if (count < 2)
            continue;
        indent(out, GROUP_INDENT);
        quern__out_format(out, "the same values in %zu: #", count);
        for (size_t j = 0; j < count && j < NUMBERS; j++)
            quern__out_format(out, "%s%lld", j ? ", " : "",
                              (long long)group->found[i + j].entry->query.number);
        quern__out_put(out, count > NUMBERS ? ", …\n" : "\n");
    }
}

static void put_group(quern__out *out, const quern__group *group)
{
    quern__out_format(out, "  %zu ×, ", group->count);
    quern__out_ms(out, group->elapsed_microseconds, 0);
    quern__out_put(out, " ms\n");
    indent(out, GROUP_INDENT);
    put_sql(out, group->found[0].entry->query.sql, COLUMNS - GROUP_INDENT);
    for (size_t i = 0; i < group->site_count; i++) {
        indent(out, GROUP_INDENT);
        quern__out_format(out, "%zu from ", group->sites[i].count);
        put_text(out, group->sites[i].site ? group->sites[i].site : "?", 70);
        quern__out_put(out, "\n");
    }
    if (group->elsewhere)
        quern__out_format(out, "    %zu from elsewhere\n", group->elsewhere);
    put_runs(out, group);
}

static void put_groups(quern__out *out, const quern__findings *f)
{
    if (f->group_count)
        quern__out_put(out, "\nSimilar statements\n");
    for (size_t i = 0; i < f->group_count; i++)
        put_group(out, &f->groups[i]);
}

bool quern__report_text(const quern__report *report, quern_write *write, void *context)
{
    quern__out out;
    quern__findings f;
    if (!quern__findings_open(report, &f))
        return false;
    quern__out_begin(&out, write, context);
    put_head(&out, report);
    put_warnings(&out, &f);
    put_sums(&out, &f);
    put_statements(&out, &f);
    put_groups(&out, &f);
    quern__findings_close(&f);
    return quern__out_end(&out);
}
