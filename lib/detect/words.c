/* words.c: what a warning says: to be understood by who sees nothing but this line, and to be copied from. */
#include "lib/detect/detect.h"

static void put_place(quern__text *text, const char *before, const char *site)
{
    if (site)
        quern__text_put_format(text, "%s%s", before, site);
}

void quern__detect_put_message(quern__text *text, const quern_warning *warning)
{
    quern__text_put(text, "N+1");
    put_place(text, " at ", warning->site);
    if (warning->kind == QUERN_WARNING_LAZY)
        quern__text_put_format(text, ": %s.%s was loaded", warning->model, warning->path);
    else
        quern__text_put_format(text, ": a queryset of %s was evaluated", warning->model);
    quern__text_put_format(text, " %lld times, %s, in %lld microseconds so far", (long long)warning->times,
                           warning->kind == QUERN_WARNING_LAZY ? "for one object at a time"
                                                               : "for one value after another",
                           (long long)warning->microseconds);
}

/* A field that was left out. */
static void put_field(quern__text *text, const quern__load *load)
{
    quern__text_put_format(text,
                           load->raw ? "give a column for \"%s\" in the SQL"
                                     : "do not leave \"%s\" out by quern_only or quern_defer",
                           load->path);
}

static void put_relation(quern__text *text, const quern__load *load)
{
    if (!load->raw)
        quern__text_put_format(text, "quern_select_related(qs, \"%s\"), ", load->path);
    quern__text_put_format(text, "quern_prefetch_related(qs, \"%s\")", load->path);
}

void quern__detect_put_advice(quern__text *text, const quern__load *load)
{
    if (load->kind == QUERN_WARNING_LOOP) {
        quern__text_put(
            text, "ask once for all values, before the loop: by the lookup in, or quern_in_bulk; for objects "
                  "that are related, by quern_prefetch_related");
        return;
    }
    quern__text_put(text, "load it with the queryset");
    put_place(text, " of ", load->queryset);
    quern__text_put(text, ": ");
    (load->relation ? put_relation : put_field)(text, load);
    quern__text_put(text, ", or quern_fetch_mode(qs, QUERN_FETCH_PEERS)");
}
