/* lookup.c: the table of lookups: what the compiler is told of each in QUERN__LOOKUPS (expr.h), and the rest. To add one: a line
 * there, a line here, a spelling in each dialect. */
#include "lib/expr/lookup.h"

#include "lib/model/kind.h"

#include <string.h>

/* The text with LIKE's own characters escaped, between two others. */
static const char *pattern(quern__arena *arena, const char *before, const char *text, const char *after)
{
    char *made = quern__arena_take_bytes(arena, 2 * strlen(text) + strlen(before) + strlen(after) + 1);
    if (!made)
        return NULL;
    char *to = made;
    for (; *before; before++)
        *to++ = *before;
    for (; *text; text++) {
        if (*text == '%' || *text == '_' || *text == '\\')
            *to++ = '\\';
        *to++ = *text;
    }
    for (; *after; after++)
        *to++ = *after;
    *to = '\0';
    return made;
}

static const char *contains_pattern(quern__arena *arena, const char *text)
{
    return pattern(arena, "%", text, "%");
}

static const char *starts_pattern(quern__arena *arena, const char *text)
{
    return pattern(arena, "", text, "%");
}

static const char *ends_pattern(quern__arena *arena, const char *text)
{
    return pattern(arena, "%", text, "");
}

static const char *whole_pattern(quern__arena *arena, const char *text)
{
    return pattern(arena, "", text, "");
}

/* What the compiler need not know. */
#define RULE_exact .takes_null = true
#define RULE_gt .prepare = NULL
#define RULE_gte .prepare = NULL
#define RULE_lt .prepare = NULL
#define RULE_lte .prepare = NULL
#define RULE_isnull .prepare = NULL
#define RULE_icontains .prepare = contains_pattern
#define RULE_iexact .prepare = whole_pattern, .takes_null = true
#define RULE_contains .prepare = contains_pattern
#define RULE_startswith .prepare = starts_pattern
#define RULE_istartswith .prepare = starts_pattern
#define RULE_endswith .prepare = ends_pattern
#define RULE_iendswith .prepare = ends_pattern
#define RULE_regex .prepare = NULL
#define RULE_iregex .prepare = NULL
#define RULE_in .prepare = NULL
#define RULE_range .prepare = NULL

#define TAKES(beside, own)                                     \
    ((own) == QUERN__ARRAYS              ? QUERN__TAKES_LIST   \
     : (own) != 0                        ? QUERN__TAKES_MEMBER \
     : (beside) & (int)(QUERN__B)        ? QUERN__TAKES_BOOL   \
     : (beside) & (int)(QUERN__COMPOSED) ? QUERN__TAKES_RANGE  \
                                         : QUERN__TAKES_TEXT)
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
