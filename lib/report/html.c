/* html.c: a log as one page. All that comes from the log goes through quern__html_text, or is a number; the rest is written here and in
 * style.c. */
#include "lib/report/html.h"

static void put_counted(quern__out *out, int64_t count, const char *one, const char *many)
{
    quern__out_number(out, count, 0);
    quern__out_put(out, count == 1 ? one : many);
}

static void put_head(quern__out *out, const quern__report *report)
{
    quern__out_put(out, "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                        "<title>");
    put_counted(out, report->log->totals.statements, " statement", " statements");
    quern__out_put(out, " - quern</title>\n<style>\n");
    for (const char *const *line = quern__html_style; *line; line++) {
        quern__out_put(out, *line);
        quern__out_put(out, "\n");
    }
    quern__out_put(out, "</style>\n</head>\n<body>\n");
}

static void put_title(quern__out *out, const quern__report *report)
{
    quern__out_put(out, "<header><h1>Query log</h1><p>");
    if (report->site) {
        quern__out_put(out, "Session opened at <code>");
        quern__html_text(out, report->site);
        quern__out_put(out, "</code>");
    }
    if (report->tag) {
        quern__out_put(out, report->site ? " · tag <code>" : "Tag <code>");
        quern__html_text(out, report->tag);
        quern__out_put(out, "</code>");
    }
    quern__out_put(out, "</p></header>\n");
}

/* ---- Warnings ---- */

static void put_warning(void *context, const quern__warning *warning)
{
    quern__out *out = context;
    quern__out_format(out, "<li%s>", warning->failure ? " class=\"bad\"" : "");
    quern__html_text(out, warning->text);
    if (warning->group)
        quern__out_format(out, " <a href=\"#g%zu\">show</a>", warning->group->found[0].group + 1);
    else if (warning->number)
        quern__out_format(out, " <a href=\"#s%lld\">show</a>", (long long)warning->number);
    if (warning->detected) {
        quern__out_put(out, "<p class=\"mend\">");
        quern__html_text(out, warning->detected->advice);
        quern__out_put(out, "</p>");
    }
    quern__out_put(out, "</li>\n");
}

static void put_warnings(quern__out *out, const quern__findings *f)
{
    const size_t count = quern__warnings(f, NULL, NULL);
    if (!count)
        return;
    quern__out_put(out, "<section class=\"warnings\"><h2>");
    put_counted(out, (int64_t)count, " warning", " warnings");
    quern__out_put(out, "</h2><ul>\n");
    quern__warnings(f, put_warning, out);
    quern__out_put(out, "</ul></section>\n");
}

/* ---- Totals ---- */

static void put_sum(quern__out *out, const char *name, int64_t number)
{
    quern__out_format(out, "<div><dt>%s</dt><dd>", name);
    quern__out_number(out, number, 0);
    quern__out_put(out, "</dd></div>\n");
}

static void put_time(quern__out *out, const char *class, const char *name, int64_t microseconds)
{
    quern__out_format(out, "<div><dt>%s%s</dt><dd>", class, name);
    quern__out_ms(out, microseconds > 0 ? microseconds : 0, 0);
    quern__out_put(out, " <small>ms</small></dd></div>\n");
}

static void put_totals(quern__out *out, const quern__findings *f)
{
    const quern_query_totals *t = &f->log->totals;
    quern__out_put(out, "<dl class=\"totals\">\n");
    put_sum(out, "statements", t->statements);
    put_sum(out, "similar", (int64_t)f->similar);
    put_sum(out, "duplicates", (int64_t)f->duplicates);
    put_sum(out, "slow", t->slow);
    put_sum(out, "failed", t->failed);
    put_time(out, "", "elapsed", t->elapsed_microseconds);
    put_time(out, "<i class=\"key v\"></i>", "server", t->server_microseconds);
    put_time(out, "<i class=\"key l\"></i>", "loading", t->elapsed_microseconds - t->server_microseconds);
    put_time(out, "<i class=\"key w\"></i>", "waited", t->waited_microseconds);
    put_sum(out, "rows", t->rows);
    put_sum(out, "bytes", t->bytes);
    if (t->explaining)
        put_sum(out, "to explain", t->explaining);
    quern__out_put(out, "</dl>\n");
}

/* ---- Statements and groups ---- */

static void put_statements(quern__out *out, const quern__findings *f)
{
    const quern__log_entry *entry;
    if (!f->remembered)
        return;
    quern__out_put(out, "<section><h2>Statements</h2>\n<table>\n<thead><tr><th class=\"r\">#</th><th>SQL</th>"
                        "<th class=\"when\">time-line, ");
    quern__out_ms(out, f->ends - f->begins, 0);
    quern__out_put(out, " ms</th><th class=\"r\">ms</th><th class=\"r\">rows</th><th class=\"r\">bytes</th>"
                        "</tr></thead>\n<tbody>\n");
    for (int64_t at = f->first; (entry = quern__findings_next(f, &at)); at++)
        quern__html_statement(out, f, &entry->query);
    quern__out_put(out, "</tbody>\n</table></section>\n");
}

static void put_links(quern__out *out, const quern__found *found, size_t count)
{
    enum { MOST = 24 };
    for (size_t i = 0; i < count && i < MOST; i++) {
        const long long number = (long long)found[i].entry->query.number;
        quern__out_format(out, " <a href=\"#s%lld\">%lld</a>", number, number);
    }
    quern__out_put(out, count > MOST ? " …" : "");
}

static void put_sites(quern__out *out, const quern__group *group)
{
    for (size_t i = 0; i < group->site_count; i++) {
        quern__out_format(out, "<li>%zu from <code>", group->sites[i].count);
        quern__html_text(out, group->sites[i].site ? group->sites[i].site : "?");
        quern__out_put(out, "</code></li>\n");
    }
    if (group->elsewhere)
        quern__out_format(out, "<li>%zu from elsewhere</li>\n", group->elsewhere);
}

static void put_group(quern__out *out, const quern__group *group, size_t number)
{
    quern__out_format(out, "<article id=\"g%zu\"><h3>%zu ×, ", number, group->count);
    quern__out_ms(out, group->elapsed_microseconds, 0);
    quern__out_put(out, " ms</h3>\n");
    quern__html_sql(out, group->found[0].entry->query.sql);
    quern__out_put(out, "<ul>\n");
    put_sites(out, group);
    for (size_t i = 0; i < group->count; i += group->found[i].run_count) {
        if (group->found[i].run_count < 2)
            continue;
        quern__out_format(out, "<li class=\"same\">%zu with the same values:", group->found[i].run_count);
        put_links(out, &group->found[i], group->found[i].run_count);
        quern__out_put(out, "</li>\n");
    }
    quern__out_put(out, "<li>statements");
    put_links(out, group->found, group->count);
    quern__out_put(out, "</li>\n</ul></article>\n");
}

static void put_groups(quern__out *out, const quern__findings *f)
{
    if (!f->group_count)
        return;
    quern__out_put(out, "<section><h2>Similar statements</h2>\n");
    for (size_t i = 0; i < f->group_count; i++)
        put_group(out, &f->groups[i], i + 1);
    quern__out_put(out, "</section>\n");
}

bool quern__report_html(const quern__report *report, quern_write *write, void *context)
{
    quern__out out;
    quern__findings f;
    if (!quern__findings_open(report, &f))
        return false;
    quern__out_begin(&out, write, context);
    put_head(&out, report);
    put_title(&out, report);
    put_warnings(&out, &f);
    put_totals(&out, &f);
    put_statements(&out, &f);
    put_groups(&out, &f);
    quern__out_put(&out, "</body>\n</html>\n");
    quern__findings_close(&f);
    return quern__out_end(&out);
}
