/* select.c: writes SELECT statements. What is generic SQL is written here; what databases spell differently is asked of the
 * dialect. Looks at nothing that is not in the plan's shape, but for values when literals are wanted. */
#include "lib/sql/selecting.h"

#include <stdio.h>

static void put_output(quern__selecting *s, size_t i)
{
    if (s->plan->outputs)
        quern__expression_walk(&s->plan->outputs[i], &s->pass.visit);
    else
        quern__select_put_field(s, 0, quern__plan_member(s->plan, i));
}

static void put_outputs(quern__selecting *s)
{
    for (size_t i = 0; i < s->plan->output_count; i++) {
        quern__select_put(s, i ? ", " : "");
        put_output(s, i);
    }
    const quern__along *along = s->plan->along;
    for (size_t i = 0; along && i < along->output_count; i++) {
        quern__select_put(s, ", ");
        quern__select_put_field(s, s->plan->along_tables[along->outputs[i].of], along->outputs[i].field);
    }
}

/* Of a subquery for each owner: a range of one key, not an equality. Where the server knows the key for the same in all rows, an index of
 * the order alone would do for it, and for an owner with few rows be read to its end. */
static void put_own_rows(quern__selecting *s)
{
    quern__select_put_column(s, &s->plan->owner);
    quern__select_put(s, " BETWEEN \"owners\".\"key\" AND \"owners\".\"key\"");
}

static void put_where(quern__selecting *s)
{
    const char *word = " WHERE ";
    for (size_t i = 0; i < s->plan->condition_count; i++) {
        quern__select_put(s, word);
        if (i == 0 && s->plan->slicing == QUERN__SLICING_LATERAL)
            put_own_rows(s);
        else
            quern__condition_walk(s->plan->conditions[i], &s->pass);
        word = " AND ";
    }
    if (!s->plan->not_null || quern__plan_is_wrapped(s->plan))
        return;
    quern__select_put(s, word);
    put_output(s, 0);
    quern__select_put(s, " IS NOT NULL");
}

static void put_source(quern__selecting *s)
{
    quern__select_put(s, " FROM ");
    quern__select_put_table(s, 0);
    for (size_t i = 1; i <= s->plan->join_count; i++)
        if (!quern__select_table_within(s, i))
            quern__select_put_join(s, i);
    put_where(s);
}

static void put_number(quern__selecting *s, unsigned number)
{
    char text[16];
    snprintf(text, sizeof text, "%u", number);
    quern__select_put(s, text);
}

static void put_order(quern__selecting *s, size_t first, size_t end)
{
    static const char *const nulls[] = { "", " NULLS FIRST", " NULLS LAST" };
    for (size_t i = first; i < end; i++) {
        const quern__order *term = &s->plan->order[i];
        quern__select_put(s, i > first ? ", " : " ORDER BY ");
        if (quern__order_is_random(term)) {
            quern__select_put(s, "RANDOM()");
            continue;
        }
        if (term->output)
            put_number(s, term->output);
        else
            quern__select_put_column(s, &term->column);
        quern__select_put(s, term->descending ? " DESC" : "");
        quern__select_put(s, nulls[term->nulls]);
    }
}

static void put_bounds(quern__selecting *s)
{
    if (quern__plan_limit_is_one(s->plan)) {
        quern__select_put(s, " LIMIT 1");
    } else if (quern__plan_has_limit(s->plan)) {
        const quern_value limit = quern_value_i64(s->plan->high - s->plan->low);
        quern__select_put(s, " LIMIT ");
        quern__select_put_value(s, &limit, QUERN_KIND_I64);
    }
    if (quern__plan_has_offset(s->plan)) {
        const quern_value offset = quern_value_i64(s->plan->low);
        quern__select_put(s, " OFFSET ");
        quern__select_put_value(s, &offset, QUERN_KIND_I64);
    }
}

/* What a DISTINCT is ordered by has to be selected too. */
static void put_order_columns(quern__selecting *s)
{
    for (size_t i = 0; i < s->plan->order_count; i++) {
        if (s->plan->order[i].output || quern__plan_selects(s->plan, &s->plan->order[i].column))
            continue;
        quern__select_put(s, ", ");
        quern__select_put_column(s, &s->plan->order[i].column);
    }
}

static void put_distinct(quern__selecting *s)
{
    quern__select_put(s, "DISTINCT ");
    for (size_t i = 0; i < s->plan->distinct_count; i++) {
        quern__select_put(s, i ? ", " : "ON (");
        quern__select_put_column(s, &s->plan->distinct_on[i]);
    }
    quern__select_put(s, s->plan->distinct_count ? ") " : "");
}

static void put_owner(quern__selecting *s)
{
    if (!quern__plan_tells_owner(s->plan))
        return;
    quern__select_put(s, ", ");
    quern__select_put_column(s, &s->plan->owner);
}

/* The number of a row among its owner's. Of what is distinct those that are the same have the same number, and so has a group. */
static void put_row_number(quern__selecting *s)
{
    const quern__plan *plan = s->plan;
    quern__select_put(s, plan->distinct ? ", DENSE_RANK() OVER (PARTITION BY "
                                        : ", ROW_NUMBER() OVER (PARTITION BY ");
    quern__select_put_column(s, &plan->owner);
    put_order(s, plan->distinct_count ? 1 : 0,
              plan->distinct_count ? plan->distinct_count : plan->order_count);
    quern__select_put(s, ") AS \"quern__row\"");
}

static void put_rows(quern__selecting *s)
{
    const bool numbered = s->plan->slicing == QUERN__SLICING_NUMBERED;
    quern__select_put(s, "SELECT ");
    if (s->plan->distinct)
        put_distinct(s);
    put_outputs(s);
    put_owner(s);
    if (s->plan->distinct && !s->plan->distinct_count)
        put_order_columns(s);
    if (numbered)
        put_row_number(s);
    put_source(s);
    if (!numbered || s->plan->distinct_count)
        put_order(s, 0, s->plan->order_count);
    if (!numbered)
        put_bounds(s);
}

/* Its tables have names of a subquery's, so that none is called as what is around it. */
static void put_lateral_rows(quern__selecting *s)
{
    const quern__owners *owners = s->plan->wish.owners;
    quern__select_put(s, "SELECT \"rows\".* FROM UNNEST(");
    quern__select_put_value(s, &owners->keys,
                            (quern_kind)((unsigned)owners->key.field->kind | (unsigned)QUERN_ARRAY));
    quern__select_put(s, ") AS \"owners\" (\"key\") CROSS JOIN LATERAL (");
    s->level++;
    put_rows(s);
    s->level--;
    quern__select_put(s, ") AS \"rows\"");
}

static void put_again(quern__selecting *s, const quern_value *value)
{
    s->placeholders -= s->spelling == QUERN__SPELL_PLACEHOLDERS;
    quern__select_put_value(s, value, QUERN_KIND_I64);
}

static void put_numbered_rows(quern__selecting *s)
{
    const quern_value limit = quern_value_i64(s->plan->high - s->plan->low),
                      offset = quern_value_i64(s->plan->low);
    const bool limited = quern__plan_has_limit(s->plan), begins = quern__plan_has_offset(s->plan);
    quern__select_put(s, "SELECT \"rows\".* FROM (");
    put_rows(s);
    quern__select_put(s, ") AS \"rows\" WHERE \"rows\".\"quern__row\"");
    quern__select_put(s, limited ? " <= " : " > ");
    if (quern__plan_limit_is_one(s->plan))
        quern__select_put(s, "1");
    else if (limited)
        quern__select_put_value(s, &limit, QUERN_KIND_I64);
    quern__select_put(s, limited && begins ? " + " : "");
    if (begins)
        quern__select_put_value(s, &offset, QUERN_KIND_I64);
    if (limited && begins) {
        quern__select_put(s, " AND \"rows\".\"quern__row\" > ");
        put_again(s, &offset);
    }
    quern__select_put(s, " ORDER BY \"rows\".\"quern__row\"");
}

/* The rows of a subquery, of one column. */
static void put_query_rows(quern__selecting *s)
{
    if (!quern__plan_is_wrapped(s->plan)) {
        put_rows(s);
        return;
    }
    quern__select_put(s, "SELECT \"rows\".\"key\" FROM (");
    put_rows(s);
    quern__select_put(s, ") AS \"rows\" (\"key\")");
    quern__select_put(s, s->plan->not_null ? " WHERE \"rows\".\"key\" IS NOT NULL" : "");
}

static void query(quern__visit *visit, const quern__expression *expression)
{
    quern__selecting *s =
        (quern__selecting *)(void *)((char *)visit - offsetof(quern__selecting, pass.visit));
    const quern__plan *outer = s->plan;
    s->plan = quern__plan_query(outer, expression);
    s->level++;
    put_query_rows(s);
    s->level--;
    s->plan = outer;
}

/* Of a slice, or of what is distinct: LIMIT, OFFSET and DISTINCT apply after aggregates, so they go into a subquery. */
static void put_subquery(quern__selecting *s)
{
    quern__select_put(s, "(");
    if (s->plan->distinct) {
        put_rows(s);
    } else {
        quern__select_put(s, "SELECT 1");
        put_source(s);
        put_bounds(s);
    }
    quern__select_put(s, ") AS ");
    s->dialect->identifier(&s->writer, "rows");
}

static void put_count(quern__selecting *s)
{
    quern__select_put(s, "SELECT COUNT(*)");
    if (!quern__plan_has_limit(s->plan) && !quern__plan_has_offset(s->plan) && !s->plan->distinct) {
        put_source(s);
        return;
    }
    quern__select_put(s, " FROM ");
    put_subquery(s);
}

/* That there is a row does not depend on which are the same, but whether there is a tenth does. */
static void put_exists(quern__selecting *s)
{
    quern__select_put(s, "SELECT 1");
    if (s->plan->distinct && quern__plan_has_offset(s->plan)) {
        quern__select_put(s, " FROM ");
        put_subquery(s);
        return;
    }
    put_source(s);
    put_bounds(s);
}

void quern__sql_select(const quern__plan *plan, const quern_dialect *dialect, quern__spelling spelling,
                       quern__text *out)
{
    quern__selecting s = { .pass = quern__select_pass(),
                           .writer = { .put = quern__select_write },
                           .plan = plan,
                           .dialect = dialect,
                           .spelling = spelling,
                           .out = out };
    s.pass.visit.query = query;
    if (plan->intent == QUERN__INTENT_COUNT)
        put_count(&s);
    else if (plan->intent == QUERN__INTENT_EXISTS)
        put_exists(&s);
    else if (plan->slicing == QUERN__SLICING_LATERAL)
        put_lateral_rows(&s);
    else if (plan->slicing == QUERN__SLICING_NUMBERED)
        put_numbered_rows(&s);
    else
        put_rows(&s);
}
