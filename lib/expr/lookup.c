/* lookup.c: the table of lookups. To add one: a line in QUERN__LOOKUPS (expr.h), a row here, a spelling in each dialect. */
#include "lib/expr/lookup.h"

#include <string.h>

static quern__form compare(const quern_value *value)
{
    return value->kind == QUERN_KIND_NULL ? QUERN__FORM_IS_NULL : QUERN__FORM_COMPARE;
}

static quern__form is_null(const quern_value *value)
{
    return value->as.boolean ? QUERN__FORM_IS_NULL : QUERN__FORM_IS_NOT_NULL;
}

/* %text%, with LIKE's own characters escaped. */
static const char *contains_pattern(quern__arena *arena, const char *text)
{
    char *pattern = quern__arena_take_bytes(arena, 2 * strlen(text) + 3);
    if (!pattern)
        return NULL;
    char *to = pattern;
    *to++ = '%';
    for (; *text; text++) {
        if (*text == '%' || *text == '_' || *text == '\\')
            *to++ = '\\';
        *to++ = *text;
    }
    *to++ = '%';
    *to = '\0';
    return pattern;
}

#define ORDERED .fits_numbers = true, .fits_texts = true, .fits_timestamps = true
#define EVERY ORDERED, .fits_bool = true

/* clang-format off */
static const quern__lookup rules[QUERN_LOOKUP_COUNT] = {
    [QUERN_LOOKUP_exact]     = { "exact",     EVERY,   .classify = compare, .takes_null = true },
    [QUERN_LOOKUP_gt]        = { "gt",        ORDERED, .classify = compare },
    [QUERN_LOOKUP_gte]       = { "gte",       ORDERED, .classify = compare },
    [QUERN_LOOKUP_lt]        = { "lt",        ORDERED, .classify = compare },
    [QUERN_LOOKUP_lte]       = { "lte",       ORDERED, .classify = compare },
    [QUERN_LOOKUP_isnull]    = { "isnull",    EVERY,   .classify = is_null, .takes = QUERN__TAKES_BOOL },
    [QUERN_LOOKUP_icontains] = { "icontains", .fits_texts = true, .classify = compare, .takes = QUERN__TAKES_TEXT,
                                 .prepare = contains_pattern },
};
/* clang-format on */

const quern__lookup *quern__lookup_rule(quern_lookup lookup)
{
    return &rules[lookup];
}

quern_lookup quern__lookup_find(const char *name)
{
    for (int i = QUERN_NO_LOOKUP + 1; i < QUERN_LOOKUP_COUNT; i++)
        if (strcmp(rules[i].name, name) == 0)
            return (quern_lookup)i;
    return QUERN_NO_LOOKUP;
}

bool quern__lookup_fits(const quern__lookup *rule, quern_kind kind)
{
    switch (kind) {
    case QUERN_KIND_BOOL:
        return rule->fits_bool;
    case QUERN_KIND_TEXT:
        return rule->fits_texts;
    case QUERN_KIND_TIMESTAMP:
        return rule->fits_timestamps;
    default:
        return rule->fits_numbers;
    }
}
