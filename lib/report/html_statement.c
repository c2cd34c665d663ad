/* html_statement.c: a statement of the page: its row in the time-line. */
#include "lib/report/html.h"

/* Hundredths of a per cent of the time-line. */
static int64_t share(const quern__findings *f, int64_t microseconds)
{
    const int64_t all = f->ends - f->begins;
    if (all <= 0 || microseconds <= 0)
        return 0;
    return microseconds >= all ? 10000 : (int64_t)((double)microseconds * 10000 / (double)all);
}

static void put_share(quern__out *out, const quern__findings *f, const char *name, int64_t microseconds)
{
    const int64_t of_all = share(f, microseconds);
    quern__out_format(out, "%s:%d.%02d%%", name, (int)(of_all / 100), (int)(of_all % 100));
}

static void put_part(quern__out *out, const quern__findings *f, const char *class, int64_t from,
                     int64_t microseconds)
{
    if (microseconds <= 0)
        return;
    quern__out_format(out, "<i class=\"%s\" style=\"", class);
    put_share(out, f, "left", from - f->begins);
    put_share(out, f, ";width", microseconds);
    quern__out_put(out, "\"></i>");
}

static void put_bar(quern__out *out, const quern__findings *f, const quern_query *q)
{
    const int64_t sent = q->began_microseconds + q->waited_microseconds;
    quern__out_put(out, "<div class=\"bar\">");
    put_part(out, f, "w", q->began_microseconds, q->waited_microseconds);
    put_part(out, f, "v", sent, q->server_microseconds);
    put_part(out, f, "l", sent + q->server_microseconds, quern__query_loading(q));
    quern__out_put(out, "</div>");
}

static void put_ms(quern__out *out, const char *before, int64_t microseconds)
{
    quern__out_put(out, before);
    quern__out_ms(out, microseconds, 0);
}

static void put_times(quern__out *out, const quern_query *q)
{
    put_ms(out, "<p class=\"split\">at ", q->began_microseconds);
    if (q->waited_microseconds)
        put_ms(out, " · waited ", q->waited_microseconds);
    put_ms(out, " · server ", q->server_microseconds);
    put_ms(out, " · loading ", quern__query_loading(q));
    quern__out_put(out, "</p>");
}

static void put_badges(quern__out *out, const quern__findings *f, const quern_query *q)
{
    const quern__found *found = quern__findings_of(f, q->number);
    if (q->failure) {
        quern__out_format(out, " <b class=\"bad\">%s", quern_error_name(q->failure));
        quern__out_put(out, *q->sqlstate ? " " : "");
        quern__html_text(out, q->sqlstate);
        quern__out_put(out, "</b>");
    }
    if (q->slow)
        quern__out_put(out, " <b class=\"slow\">slow</b>");
    if (q->passed_by) {
        quern__out_put(out, " <b class=\"slow\" title=\"it was known, and this asks anew\">passed by: ");
        quern__html_text(out, q->passed_by);
        quern__out_put(out, "</b>");
    }
    if (found && found->group_count > 1)
        quern__out_format(out, " <a class=\"like\" href=\"#g%zu\">%zu similar</a>", found->group + 1,
                          found->group_count);
    if (found && found->run_count > 1)
        quern__out_format(out, " <a class=\"dup\" href=\"#g%zu\">%zu duplicates</a>", found->group + 1,
                          found->run_count);
}

static void put_facts(quern__out *out, const quern__findings *f, const quern_query *q)
{
    quern__out_format(out, "<p class=\"facts\"><b class=\"why\">%s</b> ", quern__origin_word(q->origin));
    if (q->site) {
        quern__out_put(out, "<code>");
        quern__html_text(out, q->site);
        quern__out_put(out, "</code>");
    }
    if (q->transaction)
        quern__out_format(out, " <span>transaction %lld</span>", (long long)q->transaction);
    put_badges(out, f, q);
    if (q->parameters && *q->parameters) {
        quern__out_put(out, " <span>values <code>");
        quern__html_text(out, q->parameters);
        quern__out_put(out, "</code></span>");
    }
    quern__out_put(out, "</p>");
}

static void put_plan(quern__out *out, const char *plan)
{
    if (!plan)
        return;
    quern__out_put(out, "<details><summary>plan</summary><pre>");
    quern__html_text(out, plan);
    quern__out_put(out, "</pre></details>");
}

static void put_numbers(quern__out *out, const quern_query *q)
{
    quern__out_put(out, "<td class=\"r\">");
    if (q->rows >= 0)
        quern__out_number(out, q->rows, 0);
    else
        quern__out_put(out, q->failure ? "failed" : "again");
    quern__out_put(out, "</td><td class=\"r\">");
    quern__out_number(out, q->bytes, 0);
    quern__out_put(out, "</td></tr>\n");
}

void quern__html_statement(quern__out *out, const quern__findings *f, const quern_query *q)
{
    const quern__unit_place unit = quern__findings_unit(f, q);
    quern__out_format(out, "<tr id=\"s%lld\"%s><td class=\"r\">%lld</td><td>", (long long)q->number,
                      !unit.together ? ""
                      : unit.first   ? " class=\"unit first\""
                      : unit.last    ? " class=\"unit last\""
                                     : " class=\"unit\"",
                      (long long)q->number);
    quern__html_sql(out, q->sql);
    put_facts(out, f, q);
    put_plan(out, q->plan);
    quern__out_put(out, "</td><td class=\"when\">");
    if (unit.last) {
        put_bar(out, f, q);
        put_times(out, q);
    } else {
        quern__out_put(out, "<p class=\"split\">sent with the next</p>");
    }
    quern__out_put(out, "</td><td class=\"r ms\">");
    if (unit.last)
        quern__out_ms(out, q->elapsed_microseconds, 0);
    quern__out_put(out, "</td>");
    put_numbers(out, q);
}
