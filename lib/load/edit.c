/* edit.c: quern_edit and quern_changed. The image of a row is its struct as it was, with copies of what it points to: who can tell what of
 * that came with the row, and what the program has put there before, and may free or write over? */
#include "lib/load/member.h"
#include "lib/load/result.h"

#include "lib/expr/object.h"
#include "lib/value/same.h"

#include <string.h>

static bool refuse(quern_session *session, const char *site)
{
    quern__failure_set(
        &session->scope.failure,
        &(quern_error){ .code = QUERN_ERROR_USAGE,
                        .message = "quern_edit of a struct that was copied from an object",
                        .hint = "edit the object that quern gave; quern_adopt makes one of the copy",
                        .site = site });
    return false;
}

static bool differs(const quern__field *field, const quern_object *object, const void *image)
{
    if (quern__member_same_bytes(field, object, image))
        return false;
    if (!quern__object_loaded(object, field))
        return true; /* by the program, and what is in the image is nothing */
    const quern_value now = quern__member_value(field, object), before = quern__member_value(field, image);
    return !quern__value_same(&now, &before);
}

/* What quern has not loaded is never looked into: it may be nonsense. */
static bool keep_member(const quern_result *result, const quern__field *field, const quern_object *object,
                        void *image)
{
    if (quern__object_loaded(object, field))
        return quern__member_copy(result->arena, field, object, image);
    quern__member_copy_bytes(field, object, image);
    return true;
}

/* What has changed since the image was made, once more. */
static bool renew(const quern_result *result, const quern_object *object, void *image)
{
    for (size_t i = 0; i < result->model->count; i++) {
        const quern__field *field = &result->model->fields[i];
        if (differs(field, object, image) && !keep_member(result, field, object, image))
            return false;
    }
    return true;
}

/* NULL when out of memory. */
static void *make_image(const quern_result *result, const quern_object *object)
{
    void *image = quern__arena_take(result->arena, result->model->size);
    for (size_t i = 0; image && i < result->model->count; i++)
        if (!keep_member(result, &result->model->fields[i], object, image))
            return NULL;
    return image;
}

/* The image is whole, or there is none. */
static bool keep(quern_result *result, const quern_object *object)
{
    void **image = quern__result_image(result, object->row);
    if (!image)
        return false;
    if (*image)
        return renew(result, object, *image);
    *image = make_image(result, object);
    return *image != NULL;
}

bool(quern_edit)(quern_object *object, const char *site)
{
    quern_result *result = object ? object->result : NULL;
    quern_session *session = result ? quern__result_session(result) : NULL;
    if (!session || quern__scope_failed(&session->scope))
        return false;
    if (!quern__result_has(result, object))
        return refuse(session, site);
    if (keep(result, object))
        return true;
    quern__failure_no_memory(&session->scope.failure, site);
    return false;
}

bool(quern_changed)(const quern_object *object, size_t offset)
{
    const quern_result *result = object ? object->result : NULL;
    const void *image =
        result && quern__result_has(result, object) ? quern__result_find_image(result, object->row) : NULL;
    const quern__field *field = image ? quern__member_at(result->model, offset) : NULL;
    return field && differs(field, object, image);
}
