/* lookup.c: the table of lookups: what the compiler is told of each in QUERN__LOOKUPS (expr.h), and the rest. To add one: a line
 * there, a line here, a spelling in each dialect. */
#include "lib/expr/lookup.h"

#include "lib/model/kind.h"

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

/* What the compiler need not know. */
#define RULE_exact .classify = compare, .takes_null = true
#define RULE_gt .classify = compare
#define RULE_gte .classify = compare
#define RULE_lt .classify = compare
#define RULE_lte .classify = compare
#define RULE_isnull .classify = is_null
#define RULE_icontains .classify = compare, .prepare = contains_pattern

#define TAKES(beside, own) \
    ((own) ? QUERN__TAKES_MEMBER : (beside) & (int)(QUERN__B) ? QUERN__TAKES_BOOL : QUERN__TAKES_TEXT)
#define RULE(lookup, on, beside, own) \
    [QUERN_LOOKUP_##lookup] = { #lookup, .fits = (uint32_t)(on), .takes = TAKES(beside, own), RULE_##lookup },

static const quern__lookup rules[QUERN_LOOKUP_COUNT] = { QUERN__LOOKUPS(RULE) };

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
    return rule->fits & quern__kind_class(kind);
}
