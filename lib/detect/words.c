/* words.c: what a warning says: to be understood by who sees nothing but this line, and to be copied from. */
#include "lib/detect/detect.h"

#include <string.h>

static void put_place(quern__text *text, const char *before, const char *site)
{
    if (site)
        quern__text_put_format(text, "%s%s", before, site);
}

static void put_lazy(quern__text *text, const quern_warning *warning)
{
    quern__text_put_format(
        text, ": %s.%s was loaded %lld times, for one object at a time, in %lld microseconds so far",
        warning->model, warning->path, (long long)warning->times, (long long)warning->microseconds);
}

static void put_loop(quern__text *text, const quern_warning *warning)
{
    quern__text_put_format(text,
                           ": a queryset of %s%s%s was evaluated %lld times, for one value after another, in "
                           "%lld microseconds so far",
                           warning->model, *warning->path ? "." : "", warning->path,
                           (long long)warning->times, (long long)warning->microseconds);
}

static void put_unused(quern__text *text, const quern_warning *warning)
{
    quern__text_put_format(text, ": %s.%s was fetched for all objects", warning->model, warning->path);
    if (warning->times > 1)
        quern__text_put_format(text, " %lld times", (long long)warning->times);
    quern__text_put(text, ", and nobody has asked for it");
}

static const struct {
    const char *name;
    void (*put)(quern__text *text, const quern_warning *warning);
} kinds[] = {
    [QUERN_WARNING_LAZY] = { "N+1", put_lazy },
    [QUERN_WARNING_LOOP] = { "N+1", put_loop },
    [QUERN_WARNING_UNUSED] = { "Unused prefetch", put_unused },
};

void quern__detect_put_message(quern__text *text, const quern_warning *warning)
{
    quern__text_put(text, kinds[warning->kind].name);
    put_place(text, " at ", warning->site);
    kinds[warning->kind].put(text, warning);
}

/* ---- What to do ---- */

/* What there is to mend. */
enum {
    FIELD = 1,
    ONE = 2,
    MANY = 4,
    SOME = 8,
    RAW = 16, /* times these: of objects of quern_raw */
    LOOP = 256,
    UNUSED = 512,
    ANY = FIELD | ONE | MANY,
};

/* In the order of advice; in its words @ is the path, # the model that it begins at, and $ that which it leads to. To add one: its line. */
static const struct {
    unsigned of; /* what it mends */
    const char *words;
} mends[] = {
    { FIELD, "do not leave \"@\" out by quern_only or quern_defer" },
    { FIELD * RAW, "give a column for \"@\" in the SQL" },
    { ONE, "quern_select_related(qs, \"@\")" },
    { MANY, "quern_prefetch_related(qs, \"@\")" },
    { (ONE | MANY) * RAW, "quern_prefetch_objects(s, #, list, n, \"@\") with the list of them" },
    { ANY | ANY * RAW, "quern_fetch_mode(qs, QUERN_FETCH_PEERS)" },
    { SOME, "quern_prefetch_related(qs, QUERN_PREFETCH(\"@\", quern_filter(quern_objects(s, $), ...)))" },
    { SOME * RAW, "quern_prefetch_objects(s, #, list, n, QUERN_PREFETCH(\"@\", quern_filter(quern_objects(s, "
                  "$), ...))) with the list of them" },
    { LOOP, "by the lookup in, with a list" },
    { LOOP, "by quern_in_bulk" },
    { LOOP, "by quern_evaluate_all, which sends all querysets at once" },
    { UNUSED, "leave \"@\" out of what is prefetched there" },
    { UNUSED, "ask for it by quern_related in the loop" },
};

enum { MENDS = sizeof mends / sizeof *mends };

static unsigned ailment(const quern__words *words)
{
    static const unsigned wanted[] = { [QUERN__WANTED_FIELD] = FIELD,
                                       [QUERN__WANTED_ONE] = ONE,
                                       [QUERN__WANTED_MANY] = MANY,
                                       [QUERN__WANTED_SOME] = SOME };
    if (words->kind == QUERN_WARNING_UNUSED)
        return UNUSED;
    if (words->kind == QUERN_WARNING_LOOP && words->wanted != QUERN__WANTED_SOME)
        return LOOP;
    return wanted[words->wanted] * (words->raw ? RAW : 1);
}

static void put_mend(quern__text *text, const char *mend, const quern__words *words)
{
    for (size_t size; *mend; mend += size) {
        size = strcspn(mend, "@#$");
        quern__text_put_bytes(text, mend, size);
        if (!mend[size])
            return;
        quern__text_put(text, mend[size] == '@'   ? words->path
                              : mend[size] == '#' ? words->model
                                                  : words->target);
        size++;
    }
}

/* "this", "this, or that", "this, that, or those". */
static void put_mends(quern__text *text, unsigned of, const quern__words *words)
{
    size_t left = 0;
    for (size_t i = 0; i < MENDS; i++)
        left += (mends[i].of & of) != 0;
    const char *between = "";
    for (size_t i = 0; i < MENDS; i++) {
        if (!(mends[i].of & of))
            continue;
        quern__text_put(text, between);
        put_mend(text, mends[i].words, words);
        between = --left == 1 ? ", or " : ", ";
    }
}

void quern__detect_put_advice(quern__text *text, const quern__words *words)
{
    const unsigned of = ailment(words);
    if (of == LOOP) {
        quern__text_put(text, "ask once for all values, before the loop: ");
    } else if (of != UNUSED) {
        quern__text_put(text, "load it with the queryset");
        put_place(text, " of ", words->queryset);
        quern__text_put(text, ": ");
    }
    put_mends(text, of, words);
    if (words->wanted == QUERN__WANTED_SOME)
        quern__text_put(text, ", and take it in the loop by quern_related alone");
}
