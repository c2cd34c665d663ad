/* findings.c: see findings.h. Statements are sorted so that those with the same SQL lie together, and among them those with the same
 * values. Digests order them, and differ from one process to the next; so they are sorted once more, by what a reader would expect. */
#include "lib/report/findings.h"

#include <stdlib.h>
#include <string.h>

static int order(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int by_likeness(const void *left, const void *right)
{
    const quern__found *a = left, *b = right;
    const int by = quern__log_compare(a->entry, b->entry, true);
    return by ? by : order(a->entry->query.number, b->entry->query.number);
}

static int by_size(const void *left, const void *right)
{
    const quern__found *a = left, *b = right;
    if (a->group_count != b->group_count)
        return a->group_count < b->group_count ? 1 : -1;
    if (a->group_first != b->group_first)
        return order(a->group_first, b->group_first);
    if (a->run_first != b->run_first)
        return order(a->run_first, b->run_first);
    return order(a->entry->query.number, b->entry->query.number);
}

const quern__log_entry *quern__findings_next(const quern__findings *findings, int64_t *number)
{
    const quern__log_entry *entry = NULL;
    while (*number <= findings->log->count && !(entry = quern__log_entry_at(findings->log, *number)))
        (*number)++;
    return entry;
}

const quern__found *quern__findings_of(const quern__findings *findings, int64_t number)
{
    return findings->by_number ? findings->by_number[number - findings->first] : NULL;
}

static int64_t unit_at(const quern__findings *findings, int64_t number)
{
    const quern__log_entry *entry = quern__log_entry_at(findings->log, number);
    return entry ? entry->query.unit : 0;
}

quern__unit_place quern__findings_unit(const quern__findings *findings, const quern_query *query)
{
    const bool before = query->unit && unit_at(findings, query->number - 1) == query->unit;
    const bool behind = query->unit && unit_at(findings, query->number + 1) == query->unit;
    return (quern__unit_place){ .together = before || behind, .first = !before, .last = !behind };
}

/* What is to be compared, and from when to when all of it ran. */
static void gather(quern__findings *f)
{
    const quern__log_entry *entry;
    for (int64_t at = f->first; (entry = quern__findings_next(f, &at)); at++) {
        const quern_query *q = &entry->query;
        const int64_t end = q->began_microseconds + q->waited_microseconds + q->elapsed_microseconds;
        if (!f->remembered || q->began_microseconds < f->begins)
            f->begins = q->began_microseconds;
        if (end > f->ends)
            f->ends = end;
        f->remembered++;
        if (quern__log_compares(entry))
            f->found[f->count++] = (quern__found){ .entry = entry };
    }
}

/* Those from `at` on that are alike, in the order of by_likeness: gives their end, and the first number of them. */
static size_t end_of_like(const quern__findings *f, size_t at, bool values, int64_t *first)
{
    size_t end = at;
    *first = INT64_MAX;
    for (; end < f->count && quern__log_compare(f->found[at].entry, f->found[end].entry, values) == 0; end++)
        if (f->found[end].entry->query.number < *first)
            *first = f->found[end].entry->query.number;
    return end;
}

static void mark(quern__findings *f)
{
    for (size_t at = 0, end, run; at < f->count; at = end) {
        int64_t first, run_first;
        end = end_of_like(f, at, false, &first);
        for (size_t i = at; i < end; i++) {
            f->found[i].group_first = first;
            f->found[i].group_count = end - at;
        }
        for (size_t i = at; i < end; i = run) {
            run = end_of_like(f, i, true, &run_first);
            for (size_t j = i; j < run; j++) {
                f->found[j].run_first = run_first;
                f->found[j].run_count = run - i;
            }
        }
    }
}

static bool same_site(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static bool has_site(const quern__group *group, const char *site)
{
    for (size_t i = 0; i < group->site_count; i++)
        if (same_site(group->sites[i].site, site))
            return true;
    return false;
}

const quern__group *quern__findings_at(const quern__findings *findings, const char *site)
{
    for (size_t i = 0; site && i < findings->group_count; i++)
        if (has_site(&findings->groups[i], site))
            return &findings->groups[i];
    return NULL;
}

static void add_site(quern__group *group, const char *site)
{
    size_t i = 0;
    while (i < group->site_count && !same_site(group->sites[i].site, site))
        i++;
    if (i == QUERN__GROUP_SITES) {
        group->elsewhere++;
        return;
    }
    if (i == group->site_count)
        group->sites[group->site_count++] = (quern__group_site){ .site = site };
    group->sites[i].count++;
}

static void add_to_group(quern__findings *f, quern__group *group, quern__found *found)
{
    found->group = (size_t)(group - f->groups);
    group->count++;
    group->duplicates += found->run_count > 1;
    group->lazy += found->entry->query.origin == QUERN_ORIGIN_LAZY;
    group->elapsed_microseconds += found->entry->query.elapsed_microseconds;
    add_site(group, found->entry->query.site);
}

/* Groups come first, so what follows the last one has no like. */
static void make_groups(quern__findings *f)
{
    for (size_t i = 0; i < f->count && f->found[i].group_count > 1; i++) {
        const bool begins = i == 0 || f->found[i].group_first != f->found[i - 1].group_first;
        if (begins)
            f->groups[f->group_count++] = (quern__group){ .found = &f->found[i] };
        add_to_group(f, &f->groups[f->group_count - 1], &f->found[i]);
        f->similar++;
        f->duplicates += f->found[i].run_count > 1;
    }
}

static bool allocate(quern__findings *f)
{
    const quern__log *log = f->log;
    const size_t most = (size_t)(log->count - f->first + 1);
    f->found = quern__allocate_zeroed(log->allocator, most, sizeof *f->found);
    f->by_number = quern__allocate_zeroed(log->allocator, most, sizeof *f->by_number);
    f->groups = quern__allocate_zeroed(log->allocator, most / 2 + 1, sizeof *f->groups);
    return f->found && f->by_number && f->groups;
}

bool quern__findings_open(const quern__report *report, quern__findings *f)
{
    const quern__log *log = report->log;
    *f = (quern__findings){ .report = report,
                            .log = log,
                            .first = log->count > log->size ? log->count - log->size + 1 : 1 };
    if (!log->ring || !log->count)
        return true;
    if (!allocate(f)) {
        quern__findings_close(f);
        return false;
    }
    gather(f);
    qsort(f->found, f->count, sizeof *f->found, by_likeness);
    mark(f);
    qsort(f->found, f->count, sizeof *f->found, by_size);
    make_groups(f);
    for (size_t i = 0; i < f->count; i++)
        f->by_number[f->found[i].entry->query.number - f->first] = &f->found[i];
    return true;
}

void quern__findings_close(quern__findings *f)
{
    if (!f->log->ring)
        return;
    quern__release(f->log->allocator, f->found);
    quern__release(f->log->allocator, f->by_number);
    quern__release(f->log->allocator, f->groups);
}
