/* report.c: the list of differences. */
#include "lib/schema/compare.h"

static bool grow(quern__findings *f)
{
    if (f->count < f->room)
        return true;
    const size_t room = f->room ? 2 * f->room : 8;
    quern_difference *longer = quern__arena_take_array(f->arena, room, sizeof *longer);
    if (!longer)
        return false;
    for (size_t i = 0; i < f->count; i++)
        longer[i] = f->list[i];
    f->list = longer;
    f->room = room;
    return true;
}

void quern__report(quern__findings *f, const quern__model *model, const quern__field *field,
                   const char *message)
{
    const bool ours = !model->declared->unmanaged;
    const char *mend = ours ? quern__text_keep(&f->text, f->arena) : "";
    quern__text_clear(&f->text);
    if (!message || !mend || !grow(f)) {
        f->broken = true;
        return;
    }
    f->list[f->count++] = (quern_difference){
        .model = model->name, .field = field ? field->name : "", .message = message, .mend = mend
    };
}

const quern__fact *quern__facts_of(const quern__findings *f, const quern__field *field)
{
    return f->catalog->tables[field->model->index];
}
