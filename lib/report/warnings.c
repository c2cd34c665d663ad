/* warnings.c: what looks wrong in a log, in sentences. Those of one kind are counted once they are many. */
#include "lib/report/findings.h"

#include <stdio.h>

enum { SENTENCE = 600, MOST_OF_A_KIND = 10 };

typedef struct telling {
    const quern__findings *findings;
    void (*each)(void *context, const quern__warning *warning);
    void *context;
    size_t count;
} telling;

static void tell(telling *t, quern__warning warning)
{
    t->count++;
    if (t->each)
        t->each(t->context, &warning);
}

static void tell_forgotten(telling *t)
{
    char text[SENTENCE];
    const quern__log *log = t->findings->log;
    const int64_t forgotten = log->count - t->findings->remembered;
    if (!forgotten)
        return;
    snprintf(text, sizeof text, "The log has forgotten %lld of %lld statements: %s", (long long)forgotten,
             (long long)log->count,
             log->size ? "it remembers as many as .log_size of quern_options says"
                       : "it remembers none, as .no_log of quern_options says");
    tell(t, (quern__warning){ .text = text });
}

/* What the detector saw while they ran. */
static void tell_detected(telling *t)
{
    char text[SENTENCE];
    int64_t told = 0;
    const quern__report *report = t->findings->report;
    for (int64_t number = 1; number <= report->warnings && told < MOST_OF_A_KIND; number++) {
        const quern_warning *detected = report->warning_at(report->session, number);
        if (!detected)
            continue;
        const quern__group *group = quern__findings_at(t->findings, detected->site);
        tell(t, (quern__warning){ .text = detected->message,
                                  .detected = detected,
                                  .number = group ? group->found[0].group_first : 0,
                                  .group = group });
        told++;
    }
    if (told == report->warnings)
        return;
    snprintf(text, sizeof text, "The detector has counted %lld more", (long long)(report->warnings - told));
    tell(t, (quern__warning){ .text = text });
}

static bool has_failed(const quern_query *query)
{
    return query->failure != QUERN_OK;
}

static bool was_slow(const quern_query *query)
{
    return query->slow;
}

static void say_failed(const quern_query *query, char *text, size_t size)
{
    snprintf(text, size, "Statement %lld failed: %s%s%s", (long long)query->number,
             quern_error_name(query->failure), *query->sqlstate ? ", SQLSTATE " : "", query->sqlstate);
}

static void say_slow(const quern_query *query, char *text, size_t size)
{
    snprintf(text, size, "Statement %lld was slow: %lld ms", (long long)query->number,
             (long long)(query->elapsed_microseconds / 1000));
}

/* Of each statement that is so; of the last ones by their number alone. */
static void tell_of_each(telling *t, bool (*is_so)(const quern_query *query),
                         void (*say)(const quern_query *query, char *text, size_t size), const char *more,
                         bool failure)
{
    char text[SENTENCE];
    size_t told = 0, others = 0;
    const quern__log_entry *entry;
    for (int64_t at = t->findings->first; (entry = quern__findings_next(t->findings, &at)); at++) {
        if (!is_so(&entry->query))
            continue;
        if (told++ >= MOST_OF_A_KIND) {
            others++;
            continue;
        }
        say(&entry->query, text, sizeof text);
        tell(t, (quern__warning){ .text = text, .number = entry->query.number, .failure = failure });
    }
    if (!others)
        return;
    snprintf(text, sizeof text, "%zu more statements %s", others, more);
    tell(t, (quern__warning){ .text = text, .failure = failure });
}

static void put_place(const quern__group *group, char *text, size_t size)
{
    const char *site = group->sites[0].site ? group->sites[0].site : "no known place";
    const size_t there = group->sites[0].count;
    if (there == group->count)
        snprintf(text, size, "%.300s", site);
    else
        snprintf(text, size, "%.200s (%zu), and elsewhere", site, there);
}

static void tell_group(telling *t, const quern__group *group)
{
    char text[SENTENCE], place[320];
    put_place(group, place, sizeof place);
    const char *what = group->lazy == group->count ? "lazy loads" : "statements";
    if (group->duplicates == group->count)
        snprintf(text, sizeof text, "%zu %s with the same SQL, and the same values: %s", group->count, what,
                 place);
    else if (group->duplicates)
        snprintf(text, sizeof text, "%zu %s with the same SQL, %zu of them with the same values: %s",
                 group->count, what, group->duplicates, place);
    else
        snprintf(text, sizeof text, "%zu %s with the same SQL: %s", group->count, what, place);
    tell(t, (quern__warning){ .text = text, .number = group->found[0].group_first, .group = group });
}

static void tell_groups(telling *t)
{
    char text[SENTENCE];
    const quern__findings *f = t->findings;
    for (size_t i = 0; i < f->group_count && i < MOST_OF_A_KIND; i++)
        tell_group(t, &f->groups[i]);
    if (f->group_count <= MOST_OF_A_KIND)
        return;
    snprintf(text, sizeof text, "%zu more groups of statements with the same SQL",
             f->group_count - MOST_OF_A_KIND);
    tell(t, (quern__warning){ .text = text });
}

size_t quern__warnings(const quern__findings *findings,
                       void (*each)(void *context, const quern__warning *warning), void *context)
{
    telling t = { .findings = findings, .each = each, .context = context };
    tell_of_each(&t, has_failed, say_failed, "failed", true);
    tell_detected(&t);
    tell_groups(&t);
    tell_of_each(&t, was_slow, say_slow, "were slow", false);
    tell_forgotten(&t);
    return t.count;
}
