/* known.c: see known.h. */
#include "test/integration/known.h"

#include "lib/expr/object.h"
#include "lib/load/sets.h"

#include <stdio.h>

static char text[4000];

static void put_key(const void *row)
{
    const quern_object *object = row;
    const quern_value key = quern__member_value(object->result->model->key, row);
    if (key.kind == QUERN_KIND_TEXT)
        sprintf(text + strlen(text), "%s", key.as.text);
    else
        sprintf(text + strlen(text), "%d", (int)key.as.integer);
}

static void put_set(const quern_object *object, const char *name)
{
    const quern__set *set = quern__set_find(object, name);
    if (!set) {
        strcat(text, "?");
        return;
    }
    strcat(text, "(");
    for (size_t i = 0; i < set->count; i++) {
        strcat(text, i ? " " : "");
        put_key(set->rows[i]);
    }
    ck_assert_ptr_null(set->rows[set->count]);
    strcat(text, ")");
}

static void put(const quern_object *object, const char *name)
{
    strcat(text, *text ? " " : "");
    put_key(object);
    put_set(object, name);
}

const char *known_of(quern_queryset *queryset, const quern_model *model, const char *name)
{
    text[0] = '\0';
    quern_each each = quern_each_begin(queryset, model, QUERN_SITE);
    for (const quern_object *object; (object = quern_each_next(&each)) != NULL;)
        put(object, name);
    const quern_error *error = quern_queryset_error(queryset);
    ck_assert_msg(each.live || !error, "%s: %s", name, error ? error->message : "");
    return text;
}

const char *known_of_list(void *const *objects, size_t count, const char *name)
{
    text[0] = '\0';
    for (size_t i = 0; i < count; i++)
        put(objects[i], name);
    return text;
}
