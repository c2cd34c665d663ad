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

/* ---- What to do ---- */

enum { RELATION = 1, FIELD = 2, RAW_RELATION = 4, RAW_FIELD = 8, LOOP = 16 };

/* In the order of advice. To add one: its line. */
static const struct {
    unsigned of;                /* what it mends */
    const char *before, *after; /* words, and behind the path; NULL: it has no path in it */
} mends[] = {
    { FIELD, "do not leave \"", "\" out by quern_only or quern_defer" },
    { RAW_FIELD, "give a column for \"", "\" in the SQL" },
    { RELATION | FIELD | RAW_RELATION | RAW_FIELD, "quern_fetch_mode(qs, QUERN_FETCH_PEERS)", NULL },
    { LOOP, "by the lookup in, with a list", NULL },
    { LOOP, "by quern_in_bulk", NULL },
    { LOOP, "by quern_evaluate_all, which sends all querysets at once", NULL },
};

enum { MENDS = sizeof mends / sizeof *mends };

static unsigned ailment(const quern__load *load)
{
    if (load->kind == QUERN_WARNING_LOOP)
        return LOOP;
    const unsigned what = load->relation ? RELATION : FIELD;
    return load->raw ? what * (RAW_RELATION / RELATION) : what;
}

static void put_mend(quern__text *text, size_t i, const char *path)
{
    quern__text_put(text, mends[i].before);
    if (mends[i].after)
        quern__text_put_format(text, "%s%s", path, mends[i].after);
}

/* "this", "this, or that", "this, that, or those". */
static void put_mends(quern__text *text, unsigned of, const char *path)
{
    size_t left = 0;
    for (size_t i = 0; i < MENDS; i++)
        left += (mends[i].of & of) != 0;
    const char *between = "";
    for (size_t i = 0; i < MENDS; i++) {
        if (!(mends[i].of & of))
            continue;
        quern__text_put(text, between);
        put_mend(text, i, path);
        between = --left == 1 ? ", or " : ", ";
    }
}

void quern__detect_put_advice(quern__text *text, const quern__load *load)
{
    if (load->kind == QUERN_WARNING_LOOP) {
        quern__text_put(text, "ask once for all values, before the loop: ");
    } else {
        quern__text_put(text, "load it with the queryset");
        put_place(text, " of ", load->queryset);
        quern__text_put(text, ": ");
    }
    put_mends(text, ailment(load), load->path);
}
