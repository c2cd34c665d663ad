/* change.c: see change.h. Of a many to many, rows of the table between come and go; of the other side of a foreign key, the column of the
 * objects' own table is written (doc/decisions/040).
 *
 *     INSERT INTO "book_categories" ("book_id", "category_id")
 *     SELECT "new"."near", "new"."far" FROM (SELECT $1::bigint, "key" FROM UNNEST($2::bigint[]) AS "list" ("key")) AS "new" ("near", "far")
 *     WHERE NOT EXISTS (SELECT 1 FROM "book_categories" AS "old" WHERE …) ORDER BY 1, 2 ON CONFLICT DO NOTHING */
#include "lib/sql/change.h"

#include "lib/sql/spell.h"

/* The table, and the two columns that say who is related to whom. */
typedef struct change {
    quern__spell spell;
    const quern__reverse *reverse;
    const quern__model *table;
    const quern__field *near; /* has the owner's key */
    const quern__field *far;  /* has the objects' */
} change;

static void put(change *c, const char *text)
{
    quern__spell_put(&c->spell, text);
}

static void put_column(change *c, const quern__field *field)
{
    quern__spell_name(&c->spell, field->column);
}

static void put_table(change *c)
{
    quern__spell_table(&c->spell, c->table);
}

static void put_owner(change *c)
{
    c->spell.dialect->placeholder(&c->spell.writer, 1, c->near->kind);
}

static void put_objects(change *c)
{
    c->spell.dialect->placeholder(&c->spell.writer, 2,
                                  (quern_kind)((unsigned)c->far->kind | (unsigned)QUERN_ARRAY));
}

/* One of the columns has the owner's key. */
static void put_is_owner(change *c, const quern__field *field)
{
    put_column(c, field);
    put(c, c->spell.dialect->lookups[QUERN_LOOKUP_exact].between);
    put_owner(c);
}

/* One has the key of an object of the list. */
static void put_is_listed(change *c, const quern__field *field)
{
    const quern_lookup_spelling *in = &c->spell.dialect->lookups[QUERN_LOOKUP_in];
    put_column(c, field);
    put(c, in->between);
    put_objects(c);
    put(c, in->after);
}

/* ---- Rows that go ---- */

static void put_pair(change *c, quern__change what, const quern__field *near, const quern__field *far)
{
    put_is_owner(c, near);
    if (what == QUERN__CHANGE_CLEAR)
        return;
    put(c, what == QUERN__CHANGE_RETAIN ? " AND NOT (" : " AND ");
    put_is_listed(c, far);
    put(c, what == QUERN__CHANGE_RETAIN ? ")" : "");
}

/* Of a symmetrical relation each pair is there both ways. */
static void put_pairs(change *c, quern__change what)
{
    const bool both = c->reverse->field->declared->symmetrical;
    put(c, both ? " WHERE (" : " WHERE ");
    put_pair(c, what, c->near, c->far);
    put(c, both ? ") OR (" : "");
    if (both)
        put_pair(c, what, c->far, c->near);
    put(c, both ? ")" : "");
}

/* ---- Rows that come ---- */

/* A type for a value that stands next to no column. One of the program's own is the column's; a length would cut off what is longer. */
static void put_cast(change *c, const quern__field *field, bool array)
{
    const quern_field *declared = field->declared;
    if (field->target && !declared->type && !declared->max_length)
        declared = field->reach->declared;
    put(c, "::");
    put(c, declared->type ? declared->type : c->spell.dialect->type_name(field->kind));
    put(c, array ? "[]" : "");
}

static void put_new(change *c, bool turned)
{
    put(c, turned ? "SELECT \"key\", " : "SELECT ");
    put_owner(c);
    put_cast(c, c->near, false);
    put(c, turned ? " FROM UNNEST(" : ", \"key\" FROM UNNEST(");
    put_objects(c);
    put_cast(c, c->far, true);
    put(c, ") AS \"list\" (\"key\")");
}

/* The table between that quern makes has each pair once, and nothing else to be in conflict with. Of another nobody knows: what its
 * constraints refuse must not be left out in silence. Two that add the same pairs at once wait for each other's rows: in one order, or
 * neither would go on. */
static void put_insert(change *c)
{
    put(c, "INSERT INTO ");
    put_table(c);
    put(c, " (");
    put_column(c, c->near);
    put(c, ", ");
    put_column(c, c->far);
    put(c, ") SELECT \"new\".\"near\", \"new\".\"far\" FROM (");
    put_new(c, false);
    if (c->reverse->field->declared->symmetrical) {
        put(c, " UNION ");
        put_new(c, true);
    }
    put(c, ") AS \"new\" (\"near\", \"far\") WHERE NOT EXISTS (SELECT 1 FROM ");
    put_table(c);
    put(c, " AS \"old\" WHERE \"old\".");
    put_column(c, c->near);
    put(c, " = \"new\".\"near\" AND \"old\".");
    put_column(c, c->far);
    put(c, " = \"new\".\"far\") ORDER BY 1, 2");
    put(c, c->table->between ? " ON CONFLICT DO NOTHING" : "");
}

static void put_between(change *c, quern__change what)
{
    if (what == QUERN__CHANGE_ADD) {
        put_insert(c);
        return;
    }
    put(c, "DELETE FROM ");
    put_table(c);
    put_pairs(c, what);
}

/* ---- A column that is written ---- */

static void put_update(change *c, quern__change what)
{
    put(c, "UPDATE ");
    put_table(c);
    put(c, " SET ");
    put_column(c, c->near);
    put(c, " = ");
    if (what != QUERN__CHANGE_ADD) {
        put(c, "NULL WHERE ");
        put_pair(c, what, c->near, c->far);
        return;
    }
    put_owner(c);
    put(c, " WHERE ");
    put_is_listed(c, c->far);
    put(c, " AND ");
    put_column(c, c->near);
    put(c, " IS DISTINCT FROM ");
    put_owner(c);
}

void quern__sql_change(quern__change what, const quern__reverse *reverse, const quern_dialect *dialect,
                       quern__text *out)
{
    const bool between = reverse->hop_count > 1;
    change c = { .spell = quern__spell_open(dialect, out),
                 .reverse = reverse,
                 .table = reverse->hops[0]->to,
                 .near = reverse->hops[0]->far,
                 .far = between ? reverse->hops[1]->near : reverse->as->reach };
    if (between)
        put_between(&c, what);
    else
        put_update(&c, what);
}
