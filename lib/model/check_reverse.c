/* check_reverse.c: what relations are called on the other side. Paths use these names beside those of the target's own fields,
 * so all of them share one name space: Django's fields.E302 to E305. */
#include "lib/model/check.h"

#include <string.h>

#define TEXT(...) quern__arena_format(c->arena, __VA_ARGS__)

#define MEND "give it another by .related_name, or \"+\" for none"

static bool check_name(quern__check *c, const quern__reverse *reverse)
{
    const quern__field *field = reverse->field;
    const quern__identifier given = { field->model, field, ".related_name", reverse->name, ".related_name" };
    if (field->declared->related_name && !quern__check_identifier(c, &given))
        return false;
    if (strcmp(reverse->name, "pk") == 0)
        return QUERN__FAULT(c, .field = field,
                            .message = TEXT("%s.%s cannot be called pk on %s", field->model->name,
                                            field->name, field->target->name),
                            .hint = "pk stands for the primary key, whatever its name: " MEND);
    return quern__check_splits(reverse->name) ||
           QUERN__FAULT(c, .field = field,
                        .message = TEXT("%s.%s: its name on %s, \"%s\", has two underscores in a row, or one "
                                        "at the end",
                                        field->model->name, field->name, field->target->name, reverse->name),
                        .hint = "paths are split at two underscores: " MEND);
}

static bool check_free(quern__check *c, const quern__model *target, const quern__reverse *reverse)
{
    const quern__field *field = reverse->field;
    const quern__field *own = quern__model_field(target, reverse->name, strlen(reverse->name));
    if (own)
        return QUERN__FAULT(c, .field = field,
                            .message = TEXT("the name of %s.%s on %s, \"%s\", is that of the field %s.%s",
                                            field->model->name, field->name, target->name, reverse->name,
                                            target->name, own->name),
                            .hint = MEND);
    const quern__reverse *first = quern__model_reverse(target, reverse->name, strlen(reverse->name));
    return first == reverse ||
           QUERN__FAULT(c, .field = field,
                        .message = TEXT("%s.%s and %s.%s have the same name on %s, \"%s\"",
                                        first->field->model->name, first->field->name, field->model->name,
                                        field->name, target->name, reverse->name),
                        .hint = "give one of them another by .related_name, or \"+\" for none");
}

bool quern__check_reverses(quern__check *c, const quern__model *model)
{
    for (size_t i = 0; i < model->reverse_count; i++)
        if (!check_name(c, &model->reverses[i]) || !check_free(c, model, &model->reverses[i]))
            return false;
    return true;
}
